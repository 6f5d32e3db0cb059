/** Records of registers and plates of what a row says; what it does not say stays as it is held, or is the usual. */
import type { ImportedThing, ListOfOrders } from '../../shared/domain/import/events.ts';
import type { Point } from '../../shared/geo/point.ts';
import { day, minute, startOfDate } from '../../shared/lib/time.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { Geometry } from './source.ts';

export type Value = string | number | boolean | readonly Json[] | { readonly [member: string]: Json };

/** What a row says, by field; absent where it says nothing. */
export interface Said {
  readonly values: Readonly<Record<string, Value>>;
  /** WGS84. */
  readonly at?: Point;
  /** WGS84. */
  readonly geometry?: Geometry;
  /** Instant the files speak for, Unix ms. */
  readonly asOf: number;
  /** Minutes by which the district's civil time is ahead of UTC. */
  readonly utcOffset: number;
  /** Code of the grid one level up that the place lies in. */
  readonly parent?: string;
}

/** A record in the making: its schema says what it has to be. */
export type Draft = Record<string, unknown>;
type Held = Readonly<Record<string, unknown>> | undefined;

/** Members of these names, where the row says them. */
function only(values: Said['values'], ...names: readonly string[]): Draft {
  return Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));
}

const minutesOfDay = day / minute;

const place = ({ at }: Said): Draft => (at === undefined ? {} : { at });
const position = ({ at }: Said): Draft => (at === undefined ? {} : { at: [at.lon, at.lat] });

function site({ values, ...said }: Said, held: Held): Draft {
  const { contactLabel, contactPhone, contactCheckedOn } = values;
  const before = (held?.['nightContact'] ?? {}) as Draft;
  const contact = {
    ...{ label: contactLabel ?? before['label'] ?? '夜间值班', phone: contactPhone ?? before['phone'] },
    checkedOn: contactCheckedOn ?? before['checkedOn'] ?? new Date(said.asOf).toISOString().slice(0, 10),
  };
  return {
    ...{ kind: 'unknown', address: '', radius: 60, roads: [], registered: true, ...held },
    ...only(values, 'name', 'kind', 'address', 'radius', 'roads', 'registered'),
    ...place({ values, ...said }),
    ...(contact.phone === undefined ? {} : { nightContact: contact }),
  };
}

function shapeOfFence(said: Said, held: Held): unknown {
  const { geometry, at, values } = said;
  const before = (held?.['shape'] ?? {}) as Draft;
  if (geometry?.type === 'Area') return { kind: 'polygon', ring: geometry.shape[0]?.[0] ?? [] };
  if (geometry?.type === 'Line')
    return { kind: 'corridor', line: geometry.line, width: values['width'] ?? before['width'] ?? 60 };
  if (at !== undefined) return { kind: 'circle', at, radius: values['radius'] ?? before['radius'] ?? 200 };
  return held?.['shape'];
}

function shapeOfStalls({ geometry, at, values }: Said, held: Held): unknown {
  const before = (held?.['shape'] ?? {}) as Draft;
  if (geometry?.type === 'Area') return { kind: 'polygon', ring: geometry.shape[0]?.[0] ?? [] };
  if (at !== undefined) return { kind: 'circle', at, radius: values['radius'] ?? before['radius'] ?? 50 };
  return held?.['shape'];
}

function whereOfPost(said: Said, held: Held): unknown {
  const { geometry, at, values } = said;
  const before = (held?.['where'] ?? {}) as Draft;
  const given = (name: string, usual: number | string): unknown => values[name] ?? before[name] ?? usual;
  if (values['videoPoints'] !== undefined)
    return { kind: 'camera', videoPoints: values['videoPoints'], everyMinutes: given('everyMinutes', 30) };
  if (geometry?.type === 'Area')
    return { kind: 'area', ring: geometry.shape[0]?.[0] ?? [], minutesPerHour: given('minutesPerHour', 20) };
  if (geometry?.type === 'Line')
    return {
      ...{ kind: 'line', line: geometry.line, margin: given('margin', 30) },
      ...{ by: given('by', 'vehicle'), passes: given('passes', 2) },
    };
  if (at !== undefined) return { kind: 'fixed', at, radius: given('radius', 50) };
  return held?.['where'];
}

function period({ values }: Said): Draft {
  const { from, to } = values;
  return from === undefined && to === undefined ? {} : { period: { from, to } };
}

function grid(level: string) {
  return ({ values, geometry, parent }: Said, held: Held): Draft => {
    const up = values['parent'] ?? held?.['parent'] ?? parent;
    return {
      ...held,
      ...only(values, 'code', 'name', 'squad'),
      ...{ level, ...(level === 'management' || up === undefined ? {} : { parent: up }) },
      ...(geometry?.type === 'Area' ? { shape: geometry.shape } : {}),
    };
  };
}

/** @param held The record as it is, without what only its register says of it. */
export const recordOf: { readonly [T in Exclude<ImportedThing, ListOfOrders>]: (said: Said, held: Held) => Draft } = {
  gridsManagement: grid('management'),
  gridsResponsibility: grid('responsibility'),
  gridsArea: grid('area'),
  gridsCell: grid('cell'),
  roads: ({ values, geometry }, held) => ({
    ...{ aliases: [], ...held, ...only(values, 'name', 'aliases') },
    ...(geometry?.type === 'Line' ? { line: geometry.line } : {}),
  }),
  places: (said, held) => ({
    ...{ roads: [], ...held, ...only(said.values, 'name', 'roads', 'outside') },
    ...position(said),
  }),
  sensitivePlaces: (said, held) => ({
    ...held,
    ...only(said.values, 'name', 'kind', 'radius', 'people'),
    ...position(said),
  }),
  sites: site,
  nightPermits: ({ values }, held) => ({
    ...{ paper: '', issuer: '', work: '', permits: 'nightWork', conditions: [], ...held },
    ...only(values, 'number', 'site', 'paper', 'issuer', 'work', 'permits', 'from', 'to', 'hours', 'conditions'),
  }),
  repairNotices: (said, held) => ({
    ...{ utility: 'other', radius: 50, address: '', notifiedAt: said.asOf, ...held },
    ...only(said.values, 'number', 'utility', 'radius', 'address', 'from', 'to', 'notifiedAt', 'contact'),
    ...place(said),
  }),
  quietPeriods: ({ values }, held) => ({
    ...{ grids: [], basis: '', ...held, ...only(values, 'name', 'from', 'to', 'hours', 'grids', 'basis') },
  }),
  videoPoints: (said, held) => {
    const { heading } = said.values;
    // A camera of which nobody says where it looks may look anywhere.
    const usual = { heading: 0, fov: heading === undefined ? 180 : 60, guard: false };
    return {
      ...{ ...usual, ...held },
      ...only(said.values, 'name', 'heading', 'fov', 'guard', 'range', 'channel', 'device', 'ptz'),
      ...place(said),
    };
  },
  squads: ({ values }, held) => ({
    ...{ kind: 'street', grids: [], ...held, ...only(values, 'name', 'kind', 'grids', 'zone', 'phone', 'brigade') },
  }),
  zones: ({ values }, held) => ({
    ...{ order: 1, neighbours: [], ...held, ...only(values, 'name', 'order', 'squads', 'neighbours', 'promise') },
  }),
  units: ({ values }, held) => {
    const { from, to } = values;
    const shift = (held?.['shift'] ?? {}) as Draft;
    return {
      ...{ kind: 'group', certified: 0, auxiliary: 0, devices: [], reserve: false, ...held },
      ...only(values, 'name', 'kind', 'squad', 'zone', 'certified', 'auxiliary', 'vehicle', 'radio', 'bodyCam'),
      ...only(values, 'devices', 'reserve'),
      shift: { from: from ?? shift['from'], to: to ?? shift['to'] },
    };
  },
  posts: (said, held) => {
    const { values } = said;
    const staff = (held?.['staff'] ?? {}) as Draft;
    return {
      ...{ ...held, ...only(values, 'name', 'squad', 'zone', 'hours', 'note'), ...period(said) },
      staff: {
        persons: values['persons'] ?? staff['persons'] ?? 1,
        certified: values['certified'] ?? staff['certified'] ?? 0,
      },
      where: whereOfPost(said, held),
    };
  },
  rosters: ({ values, utcOffset }, held) => {
    const { night, hours, officers, auxiliaries } = values;
    const before = (held?.['members'] ?? []) as readonly Draft[];
    const of = (kind: string, said: Value | undefined): readonly Draft[] =>
      said === undefined
        ? before.filter((member) => member['kind'] === kind)
        : (said as readonly Draft[]).map((member) => ({ ...member, kind }));
    const window = hours as { readonly from: number; readonly to: number };
    const midnight = startOfDate(String(night), utcOffset);
    // A shift that ends at or before the hour it began at ends the next day.
    const end = window.to <= window.from ? window.to + minutesOfDay : window.to;
    return {
      ...held,
      ...only(values, 'night', 'squad', 'zone', 'name', 'shift', 'unit', 'post', 'vehicle'),
      ...{ from: midnight + window.from * minute, to: midnight + end * minute },
      members: [...of('certified', officers), ...of('auxiliary', auxiliaries)],
    };
  },
  stallPlaces: (said, held) => ({
    ...{ address: '', keeper: '', conditions: [], ...held },
    ...only(said.values, 'name', 'kind', 'address', 'hours', 'from', 'to', 'keeper', 'phone', 'squad', 'conditions'),
    shape: shapeOfStalls(said, held),
  }),
  fences: (said, held) => {
    const { values } = said;
    const to = { units: [], squads: [], zones: [], kinds: [], ...(held?.['appliesTo'] as Draft | undefined) };
    const exempt = { onAssignment: true, pursuit: true, ...(held?.['exempt'] as Draft | undefined) };
    return {
      ...{ ...held, ...only(values, 'name', 'kind', 'limitKmh', 'hours', 'note'), ...period(said) },
      appliesTo: { ...to, ...only(values, 'units', 'squads', 'zones') },
      exempt: { ...exempt, ...only(values, 'onAssignment', 'pursuit') },
      shape: shapeOfFence(said, held),
    };
  },
};

/**
 * Our name for the field that a path of a record's schema means: `at.lon` is the column of the longitude, a member of a
 * roster stands in the column of their kind.
 */
export function fieldOfPath(path: readonly string[], record: Readonly<Record<string, unknown>> = {}): string {
  if (path.includes('members')) {
    const members = (record['members'] ?? []) as readonly { readonly kind?: unknown }[];
    const at = Number(path[path.indexOf('members') + 1] ?? 0);
    return members[at]?.kind === 'auxiliary' ? 'auxiliaries' : 'officers';
  }
  const inner = path.filter((part) => !/^\d+$/.test(part));
  const last = inner.at(-1) ?? '';
  if (inner.includes('nightContact'))
    return last === 'checkedOn' ? 'contactCheckedOn' : last === 'phone' ? 'contactPhone' : 'contactLabel';
  if (['shape', 'ring', 'line', 'where', 'at'].some((part) => inner.includes(part)))
    return ['radius', 'width', 'margin', 'passes', 'by', 'everyMinutes', 'minutesPerHour', 'videoPoints'].includes(last)
      ? last
      : last === 'lon' || last === 'lat'
        ? last
        : 'place';
  if (inner[0] === 'hours') return 'hours';
  return last;
}
