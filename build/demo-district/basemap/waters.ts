/**
 * Water and rails of the schematic city: our own strokes through places that everybody knows, names as facts. The river
 * keeps clear of every named road, site and video point of the demo district.
 */
import { atDegrees, band, beside, smooth } from './plane.ts';
import type { Vec } from './plane.ts';

type Place = readonly [lon: number, lat: number];

const stroke = (places: readonly Place[], rounds = 2): Vec[] =>
  smooth(
    places.map(([lon, lat]) => atDegrees(lon, lat)),
    rounds,
  );

/** Middle of the river from south to north, with its two bends. */
export const riverPlaces: readonly Place[] = [
  [121.44, 30.98],
  [121.456, 31.03],
  [121.461, 31.06],
  [121.464, 31.085],
  [121.4645, 31.1096],
  [121.4668, 31.122],
  [121.4672, 31.1313],
  [121.4648, 31.144],
  [121.4644, 31.153],
  [121.4656, 31.165],
  [121.4682, 31.1745],
  [121.4722, 31.1835],
  [121.4765, 31.188],
  [121.485, 31.1925],
  [121.495, 31.196],
  [121.5035, 31.203],
  [121.5065, 31.214],
  [121.505, 31.226],
  [121.4985, 31.238],
  [121.497, 31.248],
  [121.508, 31.257],
  [121.53, 31.262],
  [121.56, 31.275],
  [121.59, 31.31],
];

export const riverHalf = 200;
export const river = stroke(riverPlaces, 3);
export const riverRing = band(river, riverHalf);
/** Left and right bank, both from south to north. */
export const banks: readonly (readonly Vec[])[] = [beside(river, riverHalf), beside(river, -riverHalf)];

export interface Creek {
  readonly name: string;
  readonly half: number;
  readonly line: readonly Vec[];
}

const creek = (name: string, width: number, ...places: Place[]): Creek => ({
  name,
  half: width / 2,
  line: stroke(places),
});

/** Each ends in the river, in another creek, or beyond the drawing. */
export const creeks: readonly Creek[] = [
  creek(
    '淀浦河',
    56,
    [121.28, 31.118],
    [121.34, 31.117],
    [121.38, 31.112],
    [121.41, 31.108],
    [121.435, 31.1062],
    [121.4645, 31.1045],
  ),
  creek(
    '张家塘港',
    24,
    [121.3832, 31.134],
    [121.396, 31.1338],
    [121.412, 31.1332],
    [121.428, 31.1312],
    [121.445, 31.1315],
    [121.467, 31.1332],
  ),
  creek(
    '漕河泾港',
    24,
    ...([
      [121.3777, 31.1655],
      [121.388, 31.1642],
      [121.4, 31.1668],
      [121.415, 31.169],
      [121.4225, 31.1718],
      [121.4275, 31.1742],
      [121.4335, 31.1736],
    ] as const),
  ),
  creek(
    '龙华港',
    32,
    [121.4335, 31.1736],
    [121.438, 31.1728],
    [121.444, 31.1712],
    [121.45, 31.169],
    [121.456, 31.1665],
    [121.4662, 31.165],
  ),
  creek(
    '蒲汇塘',
    18,
    ...([
      [121.3757, 31.1865],
      [121.384, 31.183],
      [121.3945, 31.1805],
      [121.3995, 31.1755],
      [121.406, 31.1758],
      [121.4135, 31.1775],
      [121.4225, 31.1806],
      [121.4292, 31.1826],
      [121.4306, 31.179],
      [121.4293, 31.1736],
    ] as const),
  ),
  creek(
    '新泾港',
    34,
    [121.366, 31.25],
    [121.372, 31.225],
    [121.376, 31.195],
    [121.378, 31.165],
    [121.383, 31.14],
    [121.386, 31.1108],
  ),
  creek('川杨河', 52, [121.4645, 31.1562], [121.482, 31.1555], [121.505, 31.159], [121.54, 31.168], [121.6, 31.175]),
  creek(
    '白莲泾',
    40,
    [121.4935, 31.1952],
    [121.499, 31.184],
    [121.512, 31.1755],
    [121.527, 31.1712],
    [121.5385, 31.1676],
  ),
  creek(
    '苏州河',
    58,
    ...([
      [121.28, 31.235],
      [121.35, 31.219],
      [121.372, 31.225],
      [121.392, 31.2335],
      [121.411, 31.2262],
      [121.421, 31.2382],
      [121.444, 31.24],
      [121.462, 31.2455],
      [121.485, 31.2428],
      [121.4972, 31.246],
    ] as const),
  ),
];

/** The railway to the southern station, and its yard. */
export const railway = stroke([
  [121.28, 31.028],
  [121.355, 31.092],
  [121.385, 31.1175],
  [121.406, 31.1365],
  [121.4135, 31.1435],
  [121.421, 31.1505],
  [121.43, 31.1545],
  [121.4395, 31.1562],
]);
