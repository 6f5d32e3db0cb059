/** A city for tests of the basemap, over the demo district: every layer and class of the tile schema, at known places. */
import type { TinyFeature } from './tiny-basemap.ts';

export const cityBounds = [121.36, 31.07, 121.52, 31.25] as const;

/** What lies where; the middle of each is clear of everything else by some ten metres. */
export const known = {
  river: [121.455, 31.145],
  lake: [121.4212, 31.1712],
  park: [121.4106, 31.1519],
  expressway: [121.43, 31.1452],
  arterial: [121.44, 31.1452],
  land: [121.4352, 31.1452],
} as const;

const box = (west: number, south: number, east: number, north: number): (readonly [number, number])[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

export function makeCity(): TinyFeature[] {
  const features: TinyFeature[] = [];
  const area = (layer: string, from: number, at: TinyFeature['at'], tags: TinyFeature['tags']): void =>
    void features.push({ layer, from, type: 'Polygon', at, tags });
  const line = (layer: string, from: number, at: TinyFeature['at'], tags: TinyFeature['tags']): void =>
    void features.push({ layer, from, type: 'LineString', at, tags });
  const point = (layer: string, from: number, at: readonly [number, number], tags: TinyFeature['tags']): void =>
    void features.push({ layer, from, type: 'Point', at: [at], tags });

  const [west, south, east, north] = cityBounds;
  area('water', 8, box(121.452, south, 121.458, north), { class: 'river', name: '示例江' });
  area('water', 10, box(121.4203, 31.1703, 121.4222, 31.1722), { class: 'lake' });
  area('water', 12, box(121.3903, 31.1803, 121.3908, 31.1902), { class: 'canal' });
  for (const [i, name] of ['river', 'canal', 'stream'].entries())
    line(
      'waterway',
      11,
      [
        [west, 31.0902 + 0.05 * i],
        [121.452, 31.0952 + 0.05 * i],
      ],
      { class: name, name: '示例浜' },
    );
  area('green', 10, box(121.4103, 31.1503, 121.4122, 31.1522), { class: 'park', name: '示例公园' });
  area('green', 10, box(121.3703, 31.1103, 121.3822, 31.1222), { class: 'wood' });
  area('green', 12, box(121.4603, 31.1503, 121.4622, 31.1522), { class: 'grass' });

  const blocks = ['residential', 'commercial', 'industrial', 'public', 'site'];
  const longs = Array.from({ length: 16 }, (_, i) => Math.round((west + 0.01 * i) * 1e4) / 1e4);
  const lats = Array.from({ length: 18 }, (_, i) => Math.round((south + 0.01 * i) * 1e4) / 1e4);
  for (const [i, lon] of longs.entries()) {
    for (const [j, lat] of lats.entries()) {
      // The square about `known.land` stays bare.
      if (lon === 121.43 && lat === 31.14) continue;
      area('block', 11, box(lon + 0.0006, lat + 0.0006, lon + 0.0094, lat + 0.0094), {
        class: blocks[(i + 2 * j) % blocks.length] ?? 'residential',
      });
      for (let k = 0; k < 9; k += 1) {
        const [x, y] = [lon + 0.0012 + 0.0029 * (k % 3), lat + 0.0012 + 0.0029 * Math.floor(k / 3)];
        area('building', 14, box(x, y, x + 0.0016, y + 0.0009), { height: 9 + 3 * k });
      }
      line(
        'road',
        13,
        [
          [lon + 0.005, lat],
          [lon + 0.005, lat + 0.004],
        ],
        { class: 'local', name: `弄口${String(i)}路` },
      );
      line(
        'road',
        15,
        [
          [lon + 0.001, lat + 0.0095],
          [lon + 0.004, lat + 0.0095],
        ],
        { class: 'lane', name: '示例弄' },
      );
    }
  }
  const kind = (i: number): readonly [string, number] =>
    i === 7 ? ['expressway', 10] : i % 4 === 0 ? ['arterial', 10] : ['secondary', 12];
  for (const [i, lon] of longs.entries()) {
    const [name, from] = kind(i);
    // Bent a little where nothing is looked for.
    line(
      'road',
      from,
      [
        [lon, south],
        [lon, 31.16],
        [lon + 0.002, 31.2],
        [lon, north],
      ],
      {
        class: name,
        name: `纵${String(i)}${name === 'expressway' ? '高架路' : '路'}`,
        ...(name === 'expressway' ? { elevated: true } : {}),
      },
    );
  }
  for (const [j, lat] of lats.entries()) {
    const [name, from] = kind(j + 1);
    line(
      'road',
      from,
      [
        [west, lat],
        [121.451, lat],
        [east, lat + 0.004],
      ],
      {
        class: name === 'expressway' ? 'arterial' : name,
        name: `横${String(j)}路`,
        ...(j % 5 === 2 ? { bridge: true } : {}),
        ...(j % 5 === 4 ? { tunnel: true } : {}),
      },
    );
  }
  line(
    'rail',
    10,
    [
      [west, 31.08],
      [121.42, 31.16],
      [east, 31.24],
    ],
    { class: 'metro', name: '1 号线', colour: '#E3002B' },
  );
  line(
    'rail',
    10,
    [
      [west, 31.2],
      [east, 31.12],
    ],
    { class: 'metro', name: '9 号线' },
  );
  line(
    'rail',
    11,
    [
      [121.37, south],
      [121.4, north],
    ],
    { class: 'rail', name: '示例铁路' },
  );
  point('station', 12, [121.42, 31.16], { class: 'metro', name: '示例站' });
  point('station', 12, [121.47, 31.2], { class: 'rail', name: '示例火车站' });
  line(
    'boundary',
    8,
    [
      [121.38, south],
      [121.38, north],
    ],
    { level: 'district' },
  );
  line(
    'boundary',
    11,
    [
      [west, 31.1],
      [east, 31.105],
    ],
    { level: 'street' },
  );
  point('label', 8, [121.5, 31.23], { class: 'district', name: '邻区', rank: 1 });
  point('label', 10, [121.49, 31.2], { class: 'street', name: '邻街道', rank: 2 });
  point('label', 8, [121.455, 31.165], { class: 'water', name: '示例江', rank: 1 });
  point('label', 12, [121.4112, 31.1512], { class: 'park', name: '示例公园', rank: 3 });
  for (let k = 0; k < 60; k += 1) {
    const at = [121.375 + 0.0131 * (k % 10), 31.085 + 0.026 * Math.floor(k / 10)] as const;
    point('label', 11, at, { class: k % 3 === 0 ? 'landmark' : 'place', name: `地名${String(k)}`, rank: 1 + (k % 9) });
  }
  return features;
}
