/** Metro lines, stations and names of the schematic city: names and colours are facts, places are near the true ones. */
import { streets } from '../streets.ts';
import { atDegrees, smooth } from './plane.ts';
import type { Vec } from './plane.ts';

const stationPlaces: Readonly<Record<string, readonly [lon: number, lat: number]>> = {
  莲花路: [121.403, 31.131],
  锦江乐园: [121.414, 31.142],
  上海南站: [121.429, 31.155],
  漕宝路: [121.434, 31.168],
  上海体育馆: [121.436, 31.183],
  徐家汇: [121.436, 31.194],
  衡山路: [121.445, 31.204],
  常熟路: [121.451, 31.214],
  陕西南路: [121.459, 31.218],
  石龙路: [121.443, 31.157],
  龙漕路: [121.443, 31.169],
  漕溪路: [121.437, 31.176],
  宜山路: [121.427, 31.187],
  虹桥路: [121.421, 31.197],
  延安西路: [121.416, 31.21],
  上海体育场: [121.443, 31.185],
  东安路: [121.453, 31.19],
  大木桥路: [121.462, 31.194],
  鲁班路: [121.473, 31.198],
  西藏南路: [121.489, 31.202],
  静安寺: [121.446, 31.223],
  肇嘉浜路: [121.45, 31.2],
  龙华中路: [121.456, 31.186],
  后滩: [121.477, 31.174],
  合川路: [121.385, 31.167],
  漕河泾开发区: [121.398, 31.17],
  桂林路: [121.416, 31.176],
  嘉善路: [121.46, 31.203],
  打浦桥: [121.468, 31.207],
  交通大学: [121.432, 31.203],
  江苏路: [121.431, 31.22],
  上海游泳馆: [121.441, 31.18],
  龙华: [121.452, 31.174],
  云锦路: [121.457, 31.167],
  龙耀路: [121.459, 31.16],
  东方体育中心: [121.476, 31.153],
  桂林公园: [121.415, 31.168],
  虹漕路: [121.402, 31.166],
  虹梅路: [121.394, 31.163],
  东兰路: [121.388, 31.156],
  吴中路: [121.407, 31.187],
  姚虹路: [121.395, 31.199],
  华东理工大学: [121.424, 31.144],
  罗秀路: [121.427, 31.136],
  朱梅路: [121.43, 31.126],
  华泾西: [121.434, 31.117],
};

interface Line {
  readonly name: string;
  readonly colour: string;
  /** Ends beyond the drawing, then stations between. */
  readonly from: readonly [number, number];
  readonly stops: readonly string[];
  readonly to: readonly [number, number];
}

const lines: readonly Line[] = [
  {
    name: '1号线',
    colour: '#e4002b',
    from: [121.36, 31.103],
    stops: '莲花路 锦江乐园 上海南站 漕宝路 上海体育馆 徐家汇 衡山路 常熟路 陕西南路'.split(' '),
    to: [121.474, 31.232],
  },
  {
    name: '3号线',
    colour: '#ffd100',
    from: [121.429, 31.155],
    stops: '上海南站 石龙路 龙漕路 漕溪路 宜山路 虹桥路 延安西路'.split(' '),
    to: [121.417, 31.226],
  },
  {
    name: '4号线',
    colour: '#5f259f',
    from: [121.416, 31.21],
    stops: '延安西路 虹桥路 宜山路 上海体育馆 上海体育场 东安路 大木桥路 鲁班路 西藏南路'.split(' '),
    to: [121.52, 31.209],
  },
  {
    name: '7号线',
    colour: '#ff6900',
    from: [121.446, 31.24],
    stops: '静安寺 常熟路 肇嘉浜路 东安路 龙华中路 后滩'.split(' '),
    to: [121.506, 31.166],
  },
  {
    name: '9号线',
    colour: '#71c5e8',
    from: [121.36, 31.163],
    stops: '合川路 漕河泾开发区 桂林路 宜山路 徐家汇 肇嘉浜路 嘉善路 打浦桥'.split(' '),
    to: [121.51, 31.219],
  },
  {
    name: '11号线',
    colour: '#862d1e',
    from: [121.424, 31.238],
    stops: '江苏路 交通大学 徐家汇 上海游泳馆 龙华 云锦路 龙耀路 东方体育中心'.split(' '),
    to: [121.52, 31.149],
  },
  {
    name: '12号线',
    colour: '#007b5f',
    from: [121.472, 31.217],
    stops: '嘉善路 大木桥路 龙华中路 龙华 龙漕路 漕宝路 桂林公园 虹漕路 虹梅路 东兰路'.split(' '),
    to: [121.372, 31.142],
  },
  {
    name: '15号线',
    colour: '#bca886',
    from: [121.388, 31.225],
    stops: '姚虹路 吴中路 桂林路 桂林公园 上海南站 华东理工大学 罗秀路 朱梅路 华泾西'.split(' '),
    to: [121.436, 31.09],
  },
];

export interface MetroLine {
  readonly name: string;
  readonly colour: string;
  readonly line: readonly Vec[];
}

export interface Named {
  readonly name: string;
  readonly at: Vec;
}

const stationAt = (name: string): Vec => {
  const place = stationPlaces[name];
  if (place === undefined) throw new Error(`no station ${name}`);
  return atDegrees(...place);
};

/** A line through all its stations, its bends between them rounded. */
export function metroLines(): MetroLine[] {
  return lines.map(({ name, colour, from, stops, to }) => {
    const points = [atDegrees(...from), ...stops.map(stationAt), atDegrees(...to)];
    return { name, colour, line: smooth(points, 2) };
  });
}

export function metroStations(): Named[] {
  return Object.keys(stationPlaces).map((name) => ({ name, at: stationAt(name) }));
}

export const railStation: Named = { name: '上海南站', at: atDegrees(121.43, 31.1545) };

export interface Label {
  readonly class: 'district' | 'street' | 'place' | 'water' | 'park' | 'landmark';
  readonly name: string;
  readonly rank: number;
  readonly at: Vec;
}

type Given = readonly [name: string, lon: number, lat: number];

const label = (kind: Label['class'], rank: number, list: readonly Given[]): Label[] =>
  list.map(([name, lon, lat]) => ({ class: kind, name, rank, at: atDegrees(lon, lat) }));

/** Labels that lie fast: of parks those come with their blocks. */
export function fixedLabels(): Label[] {
  return [
    ...label('district', 1, [['徐汇（示意）', 121.4315, 31.1655]]),
    ...label('district', 2, [
      ['长宁区', 121.392, 31.2165],
      ['静安区', 121.4495, 31.2345],
      ['黄浦区', 121.4845, 31.2165],
      ['浦东新区', 121.5075, 31.1725],
      ['闵行区', 121.3755, 31.1245],
    ]),
    ...label('district', 4, [
      ['普陀区', 121.388, 31.262],
      ['虹口区', 121.496, 31.272],
      ['杨浦区', 121.537, 31.296],
      ['宝山区', 121.42, 31.37],
      ['嘉定区', 121.245, 31.36],
      ['青浦区', 121.125, 31.165],
      ['松江区', 121.235, 31.045],
      ['奉贤区', 121.49, 30.915],
      ['金山区', 121.27, 30.79],
    ]),
    ...streets.map(({ name, centre }): Label => ({ class: 'street', name, rank: 3, at: atDegrees(...centre) })),
    ...label('water', 2, [
      ['长江口', 121.86, 31.345],
      ['杭州湾', 121.62, 30.7],
      ['黄浦江', 121.4635, 31.0795],
      ['黄浦江', 121.5062, 31.2215],
    ]),
    ...label('water', 4, [
      ['黄浦江', 121.4664, 31.1165],
      ['黄浦江', 121.4646, 31.1572],
      ['黄浦江', 121.4805, 31.1901],
    ]),
    ...label('place', 4, [
      ['徐家汇', 121.4378, 31.1966],
      ['漕河泾', 121.4045, 31.1722],
      ['龙华', 121.4502, 31.1712],
      ['徐汇滨江', 121.4608, 31.1752],
      ['田林', 121.4222, 31.1772],
      ['康健', 121.4085, 31.1565],
      ['长桥', 121.4395, 31.1375],
      ['华泾', 121.4475, 31.1155],
    ]),
    ...label('landmark', 6, [
      ['上海体育场', 121.4415, 31.1828],
      ['龙华寺', 121.4515, 31.1752],
      ['南站南广场', 121.4302, 31.1532],
    ]),
  ];
}
