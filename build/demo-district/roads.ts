/**
 * Schematic roads: real names, our own straight strokes. They are drawn so that the crossings of the labelled examples
 * lie in the street where they lie in truth; nothing else about them is to be trusted.
 */
import type { Plates } from '../../shared/domain/district/events.ts';
import { bearing, destination, distance } from '../../shared/geo/point.ts';
import type { Point } from '../../shared/geo/point.ts';
import { round6 } from './frame.ts';

type At = readonly [number, number];
type Road = Plates['roads'][number];

/** Crossings of the labelled examples, by the letter of the site beside them. */
export const exampleCrossings = {
  A: { roads: ['斜土路', '小木桥路'], at: [121.449, 31.1915] },
  B: { roads: ['宜山路', '中山西路'], at: [121.42528, 31.1863] },
  C: { roads: ['漕宝路', '柳州路'], at: [121.417, 31.1625] },
  D: { roads: ['龙华西路', '天钥桥路'], at: [121.447, 31.1735] },
  E: { roads: ['桂林路', '田林路'], at: [121.4118, 31.1745] },
  F: { roads: ['老沪闵路', '罗秀路'], at: [121.4288, 31.139] },
  G: { roads: ['华发路', '龙吴路'], at: [121.4485, 31.1215] },
} as const satisfies { readonly [site: string]: { readonly roads: readonly [string, string]; readonly at: At } };

/** Just across the border: Huangpu answers for it. */
export const acrossTheBorder: At = [121.4683, 31.1985];

const pointOf = ([lon, lat]: At): Point => ({ lon, lat });
const atOf = ({ lon, lat }: Point): At => [round6(lon), round6(lat)];

/** Gate of site A: a little east of its crossing, on 斜土路 (往东那个工地). */
export const siteA: Point = pointOf(
  atOf(
    destination(
      pointOf(exampleCrossings.A.at),
      80,
      bearing(pointOf(exampleCrossings.A.at), { lon: 121.4595, lat: 31.1951 }),
    ),
  ),
);

/** Where the second caller of the night stands, on 零陵路: site A is 425 m away at bearing 334°. */
export const callerOnLingling: Point = pointOf(atOf(destination(siteA, 425, 154)));

const { A, B, C, D, E, F, G } = exampleCrossings;

const drawnRoads: readonly (readonly [name: string, line: readonly At[], aliases?: readonly string[]])[] = [
  ['斜土路', [[121.4385, 31.1878], A.at, [121.4595, 31.1951], acrossTheBorder, [121.4712, 31.1996]]],
  ['小木桥路', [[121.4473, 31.1976], A.at, [121.451, 31.1842]], ['小木桥']],
  ['零陵路', [[121.437, 31.1822], atOf(callerOnLingling), [121.4615, 31.1938]], ['零陵']],
  ['瑞金南路', [[121.4668, 31.2045], acrossTheBorder, [121.4702, 31.192]]],
  ['宜山路', [[121.4015, 31.1765], [121.4135, 31.1806], B.at, [121.4335, 31.1905]], ['宜山']],
  ['中山西路', [[121.4197, 31.1905], B.at, [121.4345, 31.1795]]],
  [
    '中山南二路',
    [
      [121.4345, 31.1795],
      [121.449, 31.1832],
      [121.4672, 31.1885],
    ],
  ],
  ['漕宝路', [[121.3962, 31.1594], [121.407, 31.1602], C.at, [121.4372, 31.1692]], ['曹宝路']],
  ['柳州路', [[121.4195, 31.1755], C.at, [121.4158, 31.1535]]],
  ['龙华西路', [[121.4385, 31.1752], D.at, [121.4545, 31.1702]]],
  [
    '龙华路',
    [
      [121.4545, 31.1702],
      [121.4632, 31.178],
    ],
  ],
  ['天钥桥路', [[121.4375, 31.1968], [121.4425, 31.1842], D.at, [121.449, 31.1655]], ['天钥桥', '天月桥路']],
  ['桂林路', [[121.4098, 31.1842], E.at, [121.4155, 31.1592]]],
  ['田林路', [[121.3965, 31.1732], E.at, [121.4312, 31.1798]]],
  ['老沪闵路', [[121.4262, 31.1512], F.at, [121.4342, 31.123]], ['老沪闵']],
  [
    '沪闵路',
    [
      [121.4325, 31.1683],
      [121.4235, 31.1585],
      [121.4105, 31.1435],
    ],
  ],
  ['罗秀路', [[121.4112, 31.1372], F.at, [121.4475, 31.1428]]],
  ['华发路', [[121.4372, 31.124], G.at, [121.4585, 31.1192]]],
  ['龙吴路', [[121.4555, 31.1755], [121.4572, 31.152], [121.4528, 31.1355], G.at, [121.4465, 31.1112]], ['龙吴']],
  [
    '浦北路',
    [
      [121.4048, 31.1512],
      [121.4155, 31.1535],
      [121.4335, 31.1572],
    ],
  ],
  [
    '龙漕路',
    [
      [121.429, 31.1722],
      [121.4425, 31.1682],
    ],
  ],
  [
    '复兴中路',
    [
      [121.4372, 31.2075],
      [121.4495, 31.21],
      [121.4552, 31.2118],
    ],
  ],
  [
    '太原路',
    [
      [121.4488, 31.2128],
      [121.4495, 31.21],
      [121.4518, 31.1995],
    ],
  ],
  [
    '肇嘉浜路',
    [
      [121.4335, 31.1958],
      [121.443, 31.1986],
      [121.4545, 31.2],
      [121.4622, 31.2028],
    ],
    ['肇家浜路'],
  ],
  [
    '漕溪北路',
    [
      [121.4335, 31.1958],
      [121.4325, 31.1855],
    ],
  ],
  [
    '漕溪路',
    [
      [121.4325, 31.1855],
      [121.4325, 31.1683],
    ],
  ],
  [
    '华山路',
    [
      [121.4292, 31.2055],
      [121.4335, 31.1958],
    ],
  ],
  [
    '衡山路',
    [
      [121.4335, 31.1958],
      [121.4402, 31.2042],
      [121.4445, 31.209],
    ],
  ],
  [
    '淮海中路',
    [
      [121.4302, 31.2082],
      [121.4412, 31.2128],
      [121.4515, 31.2155],
    ],
  ],
  [
    '宛平南路',
    [
      [121.443, 31.1986],
      [121.4448, 31.1822],
    ],
  ],
  [
    '东安路',
    [
      [121.4532, 31.1998],
      [121.4532, 31.1812],
    ],
  ],
  [
    '龙腾大道',
    [
      [121.4672, 31.1848],
      [121.4625, 31.172],
      [121.4605, 31.153],
    ],
  ],
  [
    '钦州路',
    [
      [121.4225, 31.182],
      [121.4245, 31.1612],
    ],
  ],
  [
    '虹漕路',
    [
      [121.4035, 31.1825],
      [121.4012, 31.16],
    ],
  ],
  [
    '宜州路',
    [
      [121.4122, 31.1852],
      [121.4135, 31.1762],
    ],
  ],
  [
    '梅陇路',
    [
      [121.4122, 31.1402],
      [121.4258, 31.1468],
    ],
  ],
  [
    '上中路',
    [
      [121.4292, 31.145],
      [121.4605, 31.149],
    ],
  ],
  [
    '百色路',
    [
      [121.4312, 31.1345],
      [121.4602, 31.1392],
    ],
  ],
  [
    '华泾路',
    [
      [121.4362, 31.1152],
      [121.4602, 31.113],
    ],
  ],
];

export function makeRoads(): Road[] {
  return drawnRoads.map(([name, line, aliases = []]) => ({
    name,
    aliases: [...aliases],
    line: line.map(([lon, lat]) => [lon, lat]),
  }));
}

/** For tests and registers: how the second caller stands to site A. */
export function callerToSiteA(): { readonly metres: number; readonly degrees: number } {
  return { metres: distance(callerOnLingling, siteA), degrees: bearing(callerOnLingling, siteA) };
}
