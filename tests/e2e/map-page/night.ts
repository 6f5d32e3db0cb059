/** A night on the demo district for the map's tests: the same at each call. Instants are about `nightAt`. */
import { makeDemoPlates } from '../../../build/demo-district/plates.ts';
import { streets, zones as demoZones } from '../../../build/demo-district/streets.ts';
import type {
  LonLat,
  MapIncident,
  MapPlates,
  MapSite,
  MapUnit,
  MapVideoPoint,
  MapZone,
  SiteState,
  UnitKind,
  UnitStatus,
} from '../../../renderer/map/types.ts';

/** 2026-11-21 23:30 in the district. */
export const nightAt = 1_795_275_000_000;
const minute = 60_000;

export interface Night {
  readonly plates: MapPlates;
  readonly zones: readonly MapZone[];
  readonly sites: readonly MapSite[];
  readonly videoPoints: readonly MapVideoPoint[];
  readonly units: readonly MapUnit[];
  readonly incidents: readonly MapIncident[];
}

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

type UnitRow = readonly [
  name: string,
  kind: UnitKind,
  status: UnitStatus,
  at: LonLat | null,
  seconds: number,
  heading?: number,
];

const unitRows: readonly UnitRow[] = [
  ['机动一组', 'group', 'free', [121.4405, 31.1902], 4, 80],
  ['机动二组', 'group', 'busy', [121.4478, 31.1921], 8],
  ['机动三组', 'group', 'resting', [121.4305, 31.1561], 25],
  ['机动四组', 'group', 'free', [121.4422, 31.1305], 130, 10],
  ['一区 1 车', 'vehicle', 'free', [121.4462, 31.2042], 12, 200],
  ['二区 1 车', 'vehicle', 'busy', [121.4561, 31.1786], 3, 300],
  ['三区 1 车', 'vehicle', 'free', [121.4102, 31.1702], 65, 130],
  ['四区 1 车', 'vehicle', 'busy', [121.4495, 31.1202], 9, 355],
  ['徐家汇步巡', 'foot', 'free', [121.4338, 31.1957], 18],
  ['田林步巡', 'foot', 'free', [121.4189, 31.1777], 540],
  ['滨江岗1', 'post', 'fixedPost', [121.4642, 31.1795], 20],
  ['渣土卡点', 'post', 'fixedPost', [121.4498, 31.1258], 28],
  ['无人机一号', 'drone', 'free', [121.4275, 31.1668], 6, 45],
  ['漕河泾 2 车', 'vehicle', 'offDuty', [121.4042, 31.1612], 2_400],
];

const units: readonly MapUnit[] = unitRows.map(([name, kind, status, at, seconds, heading], i) => ({
  id: `unit-${String(i + 1)}`,
  name,
  kind,
  status,
  at,
  fixAt: at === null ? null : nightAt - seconds * 1_000,
  heading: heading ?? null,
  accuracy: 15,
  certified: kind === 'foot' ? 0 : 2,
}));

function incidents(plates: MapPlates): readonly MapIncident[] {
  const cells = plates.grids.filter(({ level }) => level === 'cell').map(({ code }) => code);
  const rows: readonly Omit<MapIncident, 'id' | 'relapse'>[] = [
    { label: '007 施工噪声', stage: 'waiting', late: null, at: [121.4498, 31.1918], precision: 'site' },
    { label: '006 施工噪声', stage: 'underWay', late: 'desk', at: [121.4253, 31.1863], precision: 'crossing' },
    { label: '005 渣土撒漏', stage: 'onScene', late: null, at: [121.4485, 31.1215], precision: 'crossing' },
    { label: '004 施工噪声', stage: 'refused', late: 'desk', at: [121.447, 31.1735], precision: 'site' },
    { label: '003 夜市占道', stage: 'answering', late: null, at: [121.4342, 31.1945], precision: 'namedPlace' },
    { label: '008 施工噪声', stage: 'waiting', late: null, at: [121.417, 31.1625], precision: 'crossing' },
    { label: '009 施工噪声', stage: 'waiting', late: null, at: [121.417, 31.1625], precision: 'site' },
    { label: '010 车辆轰鸣', stage: 'underWay', late: null, at: [121.4415, 31.2128], precision: 'road' },
    { label: '011 不明声响', stage: 'waiting', late: 'unit', at: null, cell: cells[180] ?? '', precision: 'area' },
    { label: '012 装修噪声', stage: 'answering', late: null, at: null, cell: cells[40] ?? '', precision: 'area' },
    { label: '013 施工噪声', stage: 'onScene', late: null, at: [121.4288, 31.139], precision: 'site' },
    { label: '014 音响扰民', stage: 'underWay', late: null, at: [121.4118, 31.1745], precision: 'point' },
  ];
  return rows.map((row, i) => ({ id: `incident-${String(i + 1)}`, relapse: false, ...row }));
}

const siteLabels: Readonly<Record<SiteState, string>> = {
  valid: '有许可·待现场核',
  none: '库内未查到许可',
  expired: '已过期',
  outOfHours: '不在许可时段',
  quiet: '禁噪期',
  emergency: '抢修已告知',
  unknown: '未研判',
};

function sites(crossings: readonly LonLat[]): readonly MapSite[] {
  const random = seeded(7);
  const states: readonly SiteState[] = [
    'valid',
    'valid',
    'unknown',
    'none',
    'valid',
    'expired',
    'outOfHours',
    'unknown',
    'quiet',
    'emergency',
  ];
  return Array.from({ length: 40 }, (_, i) => {
    const [lon, lat] = crossings[(i * 3) % crossings.length] ?? [121.43, 31.16];
    const state = states[i % states.length] ?? 'unknown';
    const at: LonLat = [lon + (random() - 0.5) * 0.006, lat + (random() - 0.5) * 0.006];
    return {
      id: `site-${String(i + 1)}`,
      name: `示例工地${String(i + 1)}`,
      at,
      radius: 120,
      state,
      label: siteLabels[state],
    };
  });
}

function videoPoints(crossings: readonly LonLat[]): readonly MapVideoPoint[] {
  const random = seeded(11);
  return Array.from({ length: 60 }, (_, i) => {
    const [lon, lat] = crossings[i % crossings.length] ?? [121.43, 31.16];
    const [dx, dy] = i < crossings.length ? [0.0003, 0.0003] : [random() * 0.01 - 0.005, random() * 0.01 - 0.005];
    return {
      id: `video-${String(i + 1)}`,
      name: `示例V-${String(i + 1).padStart(2, '0')}`,
      at: [lon + dx, lat + dy],
      heading: Math.round(random() * 359),
      fov: 60,
    };
  });
}

export function makeNight(): Night {
  const plates = makeDemoPlates();
  const crossings = plates.places.filter(({ roads, outside }) => roads.length === 2 && outside === undefined);
  const at = crossings.map((place): LonLat => place.at);
  return {
    plates,
    zones: demoZones.map(({ code, name }, i) => ({
      id: code,
      name,
      order: i + 1,
      grids: streets.filter(({ zone }) => zone === code).map((street) => street.code),
    })),
    sites: sites(at),
    videoPoints: videoPoints(at),
    units,
    incidents: incidents(plates),
  };
}

/** Many units on the move: each call with the next step gives newer fixes a little further on. */
export function crowd(count: number, step: number): readonly MapUnit[] {
  const random = seeded(23);
  const kinds: readonly UnitKind[] = ['group', 'vehicle', 'foot', 'post', 'drone'];
  const statuses: readonly UnitStatus[] = ['free', 'busy', 'resting', 'fixedPost'];
  return Array.from({ length: count }, (_, i) => ({
    id: `crowd-${String(i)}`,
    name: `组 ${String(i)}`,
    kind: kinds[i % kinds.length] ?? 'group',
    status: statuses[i % statuses.length] ?? 'free',
    at: [121.4 + random() * 0.07 + step * 0.0002, 31.11 + random() * 0.1 + step * 0.0001],
    fixAt: nightAt - (i % 10) * minute,
    heading: (i * 37) % 360,
    accuracy: 10,
    certified: 2,
  }));
}
