/** What stands where in the schematic city, roughly as everybody knows it: anchors, and chance between them. */
import { apart, atDegrees } from './plane.ts';
import type { Vec } from './plane.ts';

export type Use = 'lanes' | 'slabs' | 'towers' | 'shops' | 'offices' | 'works' | 'public' | 'site' | 'park';

export type BlockClass = 'residential' | 'commercial' | 'industrial' | 'public' | 'site';

export const blockClass: Readonly<Record<Exclude<Use, 'park'>, BlockClass>> = {
  lanes: 'residential',
  slabs: 'residential',
  towers: 'residential',
  shops: 'commercial',
  offices: 'commercial',
  works: 'industrial',
  public: 'public',
  site: 'site',
};

/** Square metres between streets, and between the lanes within. */
export const sizes: Readonly<Record<Use, readonly [block: number, parcel: number]>> = {
  lanes: [34_000, 7_500],
  slabs: [70_000, 15_000],
  towers: [60_000, 22_000],
  shops: [26_000, 9_000],
  offices: [52_000, 15_000],
  works: [95_000, 34_000],
  public: [48_000, 26_000],
  site: [40_000, 40_000],
  park: [1, 1],
};

const anchors: readonly (readonly [lon: number, lat: number, metres: number, Use])[] = [
  [121.4365, 31.1945, 520, 'shops'],
  [121.443, 31.2085, 1500, 'lanes'],
  [121.452, 31.212, 900, 'lanes'],
  [121.4525, 31.1972, 420, 'public'],
  [121.459, 31.191, 700, 'slabs'],
  [121.446, 31.1905, 700, 'slabs'],
  [121.431, 31.192, 800, 'slabs'],
  [121.4425, 31.182, 380, 'public'],
  [121.4325, 31.1745, 700, 'towers'],
  [121.419, 31.179, 1000, 'slabs'],
  [121.3995, 31.1705, 1150, 'offices'],
  [121.4, 31.181, 700, 'works'],
  [121.412, 31.157, 900, 'slabs'],
  [121.417, 31.149, 450, 'public'],
  [121.43, 31.157, 420, 'shops'],
  [121.44, 31.1625, 700, 'slabs'],
  [121.454, 31.1765, 420, 'shops'],
  [121.459, 31.168, 800, 'offices'],
  [121.45, 31.159, 600, 'towers'],
  [121.42, 31.139, 1100, 'slabs'],
  [121.4425, 31.14, 1000, 'slabs'],
  [121.456, 31.139, 800, 'works'],
  [121.445, 31.117, 900, 'towers'],
  [121.455, 31.118, 800, 'works'],
  [121.44, 31.098, 1400, 'works'],
  [121.375, 31.1, 2200, 'works'],
  [121.38, 31.135, 2000, 'slabs'],
  [121.372, 31.178, 1600, 'works'],
  [121.375, 31.205, 1800, 'slabs'],
  [121.41, 31.208, 1600, 'towers'],
  [121.43, 31.228, 1500, 'slabs'],
  [121.452, 31.228, 1200, 'shops'],
  [121.478, 31.228, 1600, 'lanes'],
  [121.484, 31.21, 1500, 'lanes'],
  [121.47, 31.2, 800, 'slabs'],
  [121.48, 31.178, 1000, 'public'],
  [121.5, 31.178, 1900, 'slabs'],
  [121.495, 31.15, 1700, 'towers'],
  [121.485, 31.12, 2000, 'works'],
];

const known = anchors.map(([lon, lat, metres, use]) => ({ at: atDegrees(lon, lat), metres, use }));

export function useAt(p: Vec, random: () => number): Use {
  const chance = random();
  if (chance < 0.06) return 'public';
  if (chance < 0.11) return 'shops';
  if (chance < 0.17) return 'towers';
  if (chance < 0.27) return 'slabs';
  let best: { readonly far: number; readonly use: Use } = { far: Infinity, use: 'slabs' };
  for (const { at, metres, use } of known) {
    const far = apart(p, at) / metres;
    if (far < best.far) best = { far, use };
  }
  return best.use;
}

export interface Park {
  readonly name: string;
  readonly at: Vec;
  /** Radius of a circle of its area. */
  readonly reach: number;
}

const park = (name: string, lon: number, lat: number, hectares: number): Park => ({
  name,
  at: atDegrees(lon, lat),
  reach: Math.sqrt((hectares * 10_000) / Math.PI),
});

/** Real parks, near where they are; a nameless one is none that we know. */
export const parks: readonly Park[] = [
  park('徐家汇公园', 121.4425, 31.2012, 8.5),
  park('襄阳公园', 121.4532, 31.2142, 2.4),
  park('光启公园', 121.4302, 31.1888, 1.5),
  park('漕溪公园', 121.4288, 31.1762, 3.2),
  park('桂林公园', 121.4142, 31.1665, 3.6),
  park('康健园', 121.4118, 31.1632, 9),
  park('上海植物园', 121.4442, 31.1465, 72),
  park('龙华烈士陵园', 121.4492, 31.1768, 17),
  park('东安公园', 121.4548, 31.1872, 2.2),
  park('徐汇跑道公园', 121.4592, 31.1722, 7),
  park('华泾公园', 121.4405, 31.1182, 4.5),
  park('', 121.414, 31.2232, 20),
  park('', 121.4655, 31.2165, 9),
  park('', 121.4762, 31.1752, 20),
  park('', 121.505, 31.1745, 12),
  park('', 121.39, 31.148, 8),
  park('', 121.4, 31.1188, 14),
  park('', 121.4, 31.1905, 5),
  park('', 121.4235, 31.2145, 4),
];
