/** Further layers for the map's tests: on the demo district, the same at each call. */
import type {
  DistrictMapProps,
  LonLat,
  MapIncident,
  MapLayers,
  MapMore,
  MapVideoPoint,
} from '../../../renderer/map/types.ts';
import type { Night } from './night.ts';
import { nightAt } from './night.ts';

const minute = 60_000;
const ring = ([lon, lat]: LonLat, size: number): LonLat[] => [
  [lon - size, lat - size],
  [lon + size, lat - size],
  [lon + size, lat + size],
  [lon - size, lat + size],
  [lon - size, lat - size],
];

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function makeMore({ plates, sites, incidents }: Night): Omit<MapMore, 'desk'> {
  const streets = plates.grids.filter(({ level }) => level === 'responsibility');
  const asOf = nightAt - 3 * 60 * minute;
  return {
    squads: streets.map(({ code, name }, i) => ({
      id: `squad-${code}`,
      name: `${name}中队`,
      grids: [code],
      share: `${String(i % 4)} 件 · 可派 1/2`,
    })),
    permits: sites.slice(0, 9).map(({ id, at }, i) => ({
      ...{ id: `permit-${id}`, site: id, at, asOf, window: '22:00–02:00' },
      when: (['now', 'later', 'over'] as const)[i % 3] ?? 'now',
    })),
    quietAreas: [
      { id: 'exam', name: '高考禁噪', grids: streets.slice(0, 2).map(({ code }) => code), told: '示例依据', asOf },
    ],
    stallPlaces: [
      {
        ...{ id: 'stall-1', name: '示例疏导点', state: 'due', told: '疏导点 · 每日 17:00-22:00', asOf },
        shape: [
          [
            [
              [121.43, 31.17],
              [121.436, 31.17],
              [121.436, 31.175],
              [121.43, 31.175],
              [121.43, 31.17],
            ],
          ],
        ],
      },
    ],
    sensitivePlaces: plates.places.slice(0, 24).map(({ name, at: [lon, lat] }, i) => ({
      ...{ id: `place-${String(i)}`, name: `${name}旁`, told: '约 300 人', asOf },
      at: [lon + 0.0011, lat - 0.0009] as const,
      kind: (['home', 'school', 'hospital', 'eldercare', 'office', 'research'] as const)[i % 6] ?? 'home',
    })),
    posts: [
      { id: 'post-1', name: '徐家汇商圈岗A', at: [121.4372, 31.1947], state: 'due', told: '应到 2 人', asOf },
      { id: 'post-2', name: '南站南广场岗', at: [121.4295, 31.1525], state: 'off', told: '应到 1 人', asOf },
    ],
    fences: [
      {
        id: 'fence-1',
        name: '滨江围栏',
        shape: [[ring([121.4635, 31.178], 0.004)]],
        state: 'due',
        told: '须在内',
        asOf,
      },
      {
        ...{ id: 'fence-2', name: '龙吴路围栏', shape: [], state: 'off', told: '限速', asOf },
        band: {
          line: [
            [121.45, 31.13],
            [121.452, 31.12],
            [121.4498, 31.11],
          ],
          width: 120,
        },
      },
    ],
    operations: [
      {
        ...{ id: 'operation-1', name: '示例联合行动', state: 'running', told: '进行中' },
        grids: streets.slice(3, 6).map(({ code }) => code),
      },
    ],
    heat: {
      nightFrom: nightAt - 4 * 60 * minute,
      complaints: incidents.flatMap(({ at, cell }, i) =>
        Array.from({ length: 1 + (i % 4) }, (_, n) => ({ at, cell, receivedAt: nightAt - (i * 17 + n) * minute })),
      ),
    },
  };
}

/** So many more, about the crossings; some at the very same place. */
export function manyIncidents({ plates, incidents }: Night, count: number): readonly MapIncident[] {
  const random = seeded(3);
  return Array.from({ length: count }, (_, i): MapIncident => {
    const place = plates.places[(i * 7) % plates.places.length];
    const base = incidents[i % incidents.length];
    if (place === undefined || base === undefined) throw new Error('the demo district has places');
    const spread = i % 5 === 0 ? 0 : 0.01;
    const [lon, lat] = place.at;
    const at: LonLat = [lon + (random() - 0.5) * spread, lat + (random() - 0.5) * spread];
    const cell = i % 9 === 0 ? { at: null, cell: base.cell ?? incidents[8]?.cell } : { at, cell: undefined };
    const stages = ['waiting', 'underWay', 'onScene'] as const;
    return {
      ...base,
      ...{ id: `many-${String(i)}`, label: String(i).padStart(3, '0'), stage: stages[i % 3] ?? 'waiting', ...cell },
      ...{ late: i % 23 === 0 ? 'unit' : i % 6 === 0 ? 'desk' : null, relapse: false, precision: 'site' },
    };
  });
}

export function manyCameras({ plates }: Night, count: number): readonly MapVideoPoint[] {
  const random = seeded(5);
  return Array.from({ length: count }, (_, i): MapVideoPoint => {
    const [lon, lat] = plates.places[i % plates.places.length]?.at ?? [121.43, 31.16];
    return {
      id: `many-${String(i)}`,
      name: `示例V-${String(i)}`,
      at: [lon + (random() - 0.5) * 0.02, lat + (random() - 0.5) * 0.02],
      heading: Math.round(random() * 359),
      fov: 60,
    };
  });
}

export const allLayers: MapLayers = {
  ...{ zones: true, grids: null, sites: true, videoPoints: true, units: true, incidents: true, roads: true },
  ...{
    squads: true,
    permits: true,
    quietAreas: true,
    stallPlaces: true,
    sensitivePlaces: true,
    posts: true,
    fences: true,
  },
  ...{ operations: true, trails: true, heat: true, finerGrids: true },
};

/** Props of a map with everything somebody at a desk may do. */
export const deskOf = (set: (change: Partial<DistrictMapProps>) => void): NonNullable<DistrictMapProps['desk']> => ({
  ...{ mode: '夜间', own: false, title: '示例区', utcOffset: 480, keys: true },
  onLayers: (layers) => set({ layers }),
  onPreset: () => undefined,
});
