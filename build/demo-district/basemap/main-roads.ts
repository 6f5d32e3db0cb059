/**
 * The great roads of the schematic city: ring roads and elevated ones over the named roads of `roads.ts`, arterials around
 * them, and the few ways across the river. Names are facts; the strokes are ours.
 */
import { makeRoads } from '../roads.ts';
import { atDegrees, smooth } from './plane.ts';
import type { Vec } from './plane.ts';

export type RoadClass = 'expressway' | 'arterial' | 'secondary' | 'local' | 'lane';

/** Half the width of each class, pavements with it; metres. */
export const halfWidth: Readonly<Record<RoadClass, number>> = {
  expressway: 18,
  arterial: 16,
  secondary: 11,
  local: 7.5,
  lane: 3,
};

export interface MainRoad {
  readonly class: RoadClass;
  readonly line: readonly Vec[];
  readonly name?: string;
  readonly bridge?: true;
  readonly tunnel?: true;
  readonly elevated?: true;
}

type Place = readonly [lon: number, lat: number];
const places = (list: readonly Place[]): Vec[] => list.map(([lon, lat]) => atDegrees(lon, lat));

const arterials = new Set(
  '中山西路 中山南二路 漕溪北路 漕溪路 沪闵路 肇嘉浜路 华山路 漕宝路 龙吴路 上中路 瑞金南路 宜山路'.split(' '),
);
const locals = new Set('太原路 华发路 宜州路 梅陇路 虹漕路'.split(' '));

/** The roads of the plates, as they lie there. */
export function namedRoads(): MainRoad[] {
  return makeRoads().map(({ name, line }) => ({
    name,
    class: arterials.has(name) ? 'arterial' : locals.has(name) ? 'local' : 'secondary',
    line: line.map(([lon, lat]) => atDegrees(lon, lat)),
  }));
}

const road = (kind: RoadClass, ...list: Place[]): MainRoad => ({ class: kind, line: smooth(places(list), 1) });
const named = (name: string, drawn: MainRoad): MainRoad => ({ ...drawn, name });

/** On the ground; the first ones go on from named roads. */
export const groundRoads: readonly MainRoad[] = [
  // Below the inner ring, on both sides of its named parts.
  road('arterial', [121.43, 31.25], [121.423, 31.233], [121.4185, 31.22], [121.4168, 31.205], [121.4197, 31.1905]),
  road(
    'arterial',
    [121.4672, 31.1885],
    [121.472, 31.1938],
    [121.4785, 31.1985],
    [121.489, 31.2025],
    [121.4975, 31.2062],
  ),
  // On from 沪闵路 and 漕宝路, 龙吴路, 肇嘉浜路, 华山路.
  road('arterial', [121.4105, 31.1435], [121.396, 31.129], [121.37, 31.108], [121.3, 31.056]),
  road('arterial', [121.3962, 31.1594], [121.37, 31.1572], [121.33, 31.154], [121.27, 31.152]),
  road('arterial', [121.4465, 31.1112], [121.445, 31.095], [121.44, 31.06], [121.425, 31.0]),
  road(
    'arterial',
    [121.4335, 31.1958],
    [121.418, 31.1968],
    [121.4, 31.1948],
    [121.376, 31.1905],
    [121.33, 31.19],
    [121.27, 31.196],
  ),
  road('arterial', [121.4292, 31.2055], [121.4322, 31.2165], [121.4368, 31.2265], [121.4372, 31.25]),
  road('arterial', [121.4622, 31.2028], [121.4725, 31.206], [121.485, 31.2105], [121.4985, 31.2165]),
  // The outer ring, the western part of the middle ring, and two more on the ground.
  named(
    '外环高速',
    road(
      'expressway',
      [121.27, 31.128],
      [121.33, 31.122],
      [121.37, 31.1205],
      [121.4, 31.1218],
      [121.425, 31.127],
      [121.445, 31.1279],
      [121.458, 31.1272],
      [121.4618, 31.1272],
    ),
  ),
  named('外环高速', road('expressway', [121.472, 31.1272], [121.49, 31.126], [121.52, 31.124], [121.6, 31.134])),
  named(
    '中环路',
    road(
      'expressway',
      [121.4292, 31.145],
      [121.419, 31.1468],
      [121.406, 31.1532],
      [121.3975, 31.162],
      [121.3922, 31.172],
      [121.3918, 31.19],
      [121.389, 31.21],
      [121.384, 31.235],
      [121.38, 31.27],
    ),
  ),
  named('中环路', road('expressway', [121.4698, 31.1502], [121.49, 31.1515], [121.52, 31.156], [121.6, 31.166])),
  named(
    '延安高架路',
    road(
      'expressway',
      [121.29, 31.194],
      [121.34, 31.1985],
      [121.37, 31.2035],
      [121.392, 31.2085],
      [121.4175, 31.2155],
      [121.442, 31.2215],
      [121.46, 31.2252],
      [121.482, 31.2302],
      [121.4985, 31.2335],
    ),
  ),
  named(
    '南北高架路',
    road(
      'expressway',
      [121.473, 31.27],
      [121.472, 31.25],
      [121.4712, 31.23],
      [121.4708, 31.213],
      [121.4722, 31.2],
      [121.4752, 31.1945],
      [121.4772, 31.191],
    ),
  ),
  road(
    'expressway',
    [121.484, 31.1865],
    [121.4862, 31.18],
    [121.488, 31.165],
    [121.4905, 31.13],
    [121.4935, 31.09],
    [121.5, 31.04],
  ),
  // Across the river.
  road('arterial', [121.4732, 31.1682], [121.4905, 31.1662], [121.53, 31.178], [121.6, 31.19]),
  road('arterial', [121.5115, 31.208], [121.53, 31.2105], [121.56, 31.22], [121.6, 31.226]),
  road(
    'arterial',
    [121.4775, 31.09],
    [121.4785, 31.1272],
    [121.4765, 31.15],
    [121.4785, 31.1676],
    [121.4895, 31.182],
    [121.51, 31.19],
    [121.522, 31.204],
    [121.526, 31.225],
    [121.54, 31.26],
  ),
  // Around the district.
  road('arterial', [121.28, 31.175], [121.33, 31.1745], [121.37, 31.1755], [121.3965, 31.1732]),
  road('arterial', [121.352, 31.03], [121.357, 31.1], [121.3585, 31.15], [121.354, 31.2], [121.357, 31.27]),
  road('arterial', [121.3, 31.096], [121.357, 31.0985], [121.41, 31.0925], [121.4615, 31.0905]),
  road('arterial', [121.43, 31.25], [121.4295, 31.235], [121.4368, 31.2265], [121.448, 31.2262]),
  road('arterial', [121.36, 31.2385], [121.4, 31.246], [121.43, 31.25], [121.472, 31.25], [121.4958, 31.251]),
  road('arterial', [121.4945, 31.2365], [121.4855, 31.222], [121.4825, 31.2095], [121.4785, 31.1985]),
  // The way to the tunnel under the river.
  road('arterial', [121.4542, 31.1722], [121.4585, 31.1699], [121.4638, 31.1692]),
];

/** Not on the ground: over the river, under it, or above a road of the ground. */
export const raisedRoads: readonly MainRoad[] = [
  {
    name: '内环高架路',
    class: 'expressway',
    elevated: true,
    line: [
      ...smooth(
        places([
          [121.43, 31.25],
          [121.423, 31.233],
          [121.4185, 31.22],
          [121.4168, 31.205],
          [121.4197, 31.1905],
        ]),
        1,
      ),
      ...places([
        [121.42528, 31.1863],
        [121.4345, 31.1795],
        [121.449, 31.1832],
        [121.4672, 31.1885],
      ]),
      ...smooth(
        places([
          [121.4672, 31.1885],
          [121.472, 31.1938],
          [121.4785, 31.1985],
          [121.489, 31.2025],
          [121.4975, 31.2062],
        ]),
        1,
      ).slice(1),
    ],
  },
  {
    name: '沪闵高架路',
    class: 'expressway',
    elevated: true,
    line: [
      ...places([
        [121.4325, 31.1855],
        [121.4325, 31.1683],
        [121.4235, 31.1585],
      ]),
      ...smooth(
        places([
          [121.4105, 31.1435],
          [121.396, 31.129],
          [121.37, 31.108],
          [121.3, 31.056],
        ]),
        1,
      ),
    ],
  },
  {
    name: '中环路',
    class: 'expressway',
    elevated: true,
    line: places([
      [121.4292, 31.145],
      [121.4605, 31.149],
    ]),
  },
  {
    name: '上中路隧道',
    class: 'expressway',
    tunnel: true,
    line: places([
      [121.4605, 31.149],
      [121.4698, 31.1502],
    ]),
  },
  {
    name: '徐浦大桥',
    class: 'expressway',
    bridge: true,
    line: places([
      [121.4618, 31.1272],
      [121.472, 31.1272],
    ]),
  },
  {
    name: '卢浦大桥',
    class: 'expressway',
    bridge: true,
    line: places([
      [121.4772, 31.191],
      [121.484, 31.1865],
    ]),
  },
  {
    name: '龙耀路隧道',
    class: 'arterial',
    tunnel: true,
    line: places([
      [121.4638, 31.1692],
      [121.4732, 31.1682],
    ]),
  },
  {
    name: '南浦大桥',
    class: 'expressway',
    bridge: true,
    line: places([
      [121.4975, 31.2062],
      [121.5115, 31.208],
    ]),
  },
];
