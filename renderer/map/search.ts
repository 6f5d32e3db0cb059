/** Finding things of the map by name, code or number, in Chinese, pinyin or initials. Pure. */
import { likenessTo } from '../hall/matching.ts';
import type { PlateShapes } from './shapes.ts';
import type { Bounds, DistrictMapProps, LonLat, MapSelection, MapShape } from './types.ts';

/** In this order where they fit equally well. */
export const findKinds = [
  'incident',
  'unit',
  'site',
  'crossing',
  'place',
  'street',
  'squad',
  'zone',
  'road',
  'post',
  'sensitivePlace',
  'videoPoint',
  'grid',
] as const;
export type FindKind = (typeof findKinds)[number];

export interface Findable {
  readonly kind: FindKind;
  readonly id: string;
  /** What it is found by, the shown one first. */
  readonly names: readonly string[];
  readonly detail: string;
  /** null: no place is known. */
  readonly at: LonLat | null;
  readonly bounds?: Bounds | undefined;
  /** What is selected where it is chosen; absent: the place alone. */
  readonly selects?: MapSelection | undefined;
}

export interface FoundGroup {
  readonly kind: FindKind;
  readonly found: readonly Findable[];
}

export interface Found {
  readonly groups: readonly FoundGroup[];
  /** All that fit, also those beyond what is shown. */
  readonly total: number;
  /** Names that were looked at for this answer. */
  readonly looked: number;
}

export const mostFound = 200;

export function shapeBounds(shape: MapShape): Bounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of shape.flat(2)) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}

const join = (all: readonly Bounds[]): Bounds | undefined =>
  all.length === 0
    ? undefined
    : [
        Math.min(...all.map(([west]) => west)),
        Math.min(...all.map(([, south]) => south)),
        Math.max(...all.map(([, , east]) => east)),
        Math.max(...all.map(([, , , north]) => north)),
      ];

type Ground = Pick<DistrictMapProps, 'plates' | 'zones' | 'squads'>;
type Things = Pick<DistrictMapProps, 'sites' | 'videoPoints' | 'units' | 'incidents' | 'posts' | 'sensitivePlaces'>;

/** What never changes while the plates are the same. */
export function findableGround({ plates, zones, squads }: Ground, shapes: PlateShapes): readonly Findable[] {
  const boundsOf = (codes: readonly string[]): Bounds | undefined =>
    join(codes.flatMap((code) => shapes.byCode.get(code) ?? []).map(({ shape }) => shapeBounds(shape)));
  return [
    ...plates.places.map(({ name, at, roads }): Findable => {
      const crossing = (roads ?? []).length > 1;
      return { kind: crossing ? 'crossing' : 'place', id: name, names: [name], detail: '', at };
    }),
    ...shapes.areas.map(({ code, name, level, label, shape, zoneName }): Findable => {
      const isStreet = level === 'responsibility';
      const bounds = shapeBounds(shape);
      return isStreet
        ? { kind: 'street', id: code, names: [name, code], detail: zoneName, at: label, bounds }
        : { kind: 'grid', id: code, names: [code, name], detail: name, at: label, bounds };
    }),
    ...(squads ?? []).map(({ id, name, grids, share }): Findable => {
      const bounds = boundsOf(grids);
      return { kind: 'squad', id, names: [name], detail: share, at: middle(bounds), bounds };
    }),
    ...zones.map(({ id, name, grids }): Findable => {
      const bounds = boundsOf(grids);
      return { kind: 'zone', id, names: [name], detail: '', at: middle(bounds), bounds };
    }),
    ...plates.roads.map(({ name, line }): Findable => {
      const bounds = shapeBounds([[line]]);
      return {
        kind: 'road',
        id: name,
        names: [name],
        detail: '',
        at: line[Math.floor(line.length / 2)] ?? null,
        bounds,
      };
    }),
  ];
}

const middle = (bounds: Bounds | undefined): LonLat | null =>
  bounds === undefined ? null : [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];

export function findableThings(things: Things, shapes: PlateShapes): readonly Findable[] {
  const { incidents, units, sites, videoPoints, posts, sensitivePlaces } = things;
  return [
    ...incidents.map(({ id, label, number, told, at, cell }): Findable => ({
      kind: 'incident',
      id,
      names: number === undefined ? [label] : [number, label],
      detail: told ?? '',
      at: at ?? shapes.byCode.get(cell ?? '')?.label ?? null,
      selects: { kind: 'incident', id },
    })),
    ...units.map(({ id, name, at }): Findable => ({
      ...{ kind: 'unit', id, names: [name], detail: '', at },
      selects: { kind: 'unit', id },
    })),
    ...sites.map(({ id, name, at, label }): Findable => ({
      ...{ kind: 'site', id, names: [name], detail: label, at },
      selects: { kind: 'site', id },
    })),
    ...(posts ?? []).map(({ id, name, at, told }): Findable => ({ kind: 'post', id, names: [name], detail: told, at })),
    ...(sensitivePlaces ?? []).map(({ id, name, at, told }): Findable => ({
      ...{ kind: 'sensitivePlace', id, names: [name], detail: told, at },
    })),
    ...videoPoints.map(({ id, name, at }): Findable => ({
      ...{ kind: 'videoPoint', id, names: [name], detail: '', at },
      selects: { kind: 'videoPoint', id },
    })),
  ];
}

interface Fit {
  readonly one: Findable;
  readonly score: number;
  readonly index: number;
}

/** Remembers what fitted last: typing on looks only among those. */
export class Finder {
  readonly #all: readonly Findable[];
  #typed = '';
  #before: readonly Findable[] | undefined;

  constructor(all: readonly Findable[]) {
    this.#all = all;
  }

  find(text: string): Found {
    const typed = text.trim();
    if (typed === '') return { groups: [], total: 0, looked: 0 };
    const narrower = this.#before !== undefined && this.#typed !== '' && typed.startsWith(this.#typed);
    const among = narrower ? (this.#before ?? this.#all) : this.#all;
    const like = likenessTo(typed);
    let looked = 0;
    const fits = among.flatMap((one, index): Fit[] => {
      let score = 0;
      for (const name of one.names) {
        looked += 1;
        score = Math.max(score, like(name));
      }
      return score === 0 ? [] : [{ one, score, index }];
    });
    this.#typed = typed;
    // In the order in which they were given: what fits equally well keeps its place. Signs alone fit nothing yet.
    this.#before = fits.length === 0 ? undefined : fits.map(({ one }) => one);
    const rank = ({ kind }: Findable): number => findKinds.indexOf(kind);
    fits.sort(
      (a, b) =>
        b.score - a.score ||
        rank(a.one) - rank(b.one) ||
        (a.one.names[0] ?? '').length - (b.one.names[0] ?? '').length ||
        a.index - b.index,
    );
    const groups = new Map<FindKind, Findable[]>();
    for (const { one } of fits.slice(0, mostFound)) {
      const group = groups.get(one.kind);
      if (group === undefined) groups.set(one.kind, [one]);
      else group.push(one);
    }
    // The group of what fits best comes first, and within it the best.
    return { groups: [...groups].map(([kind, found]) => ({ kind, found })), total: fits.length, looked };
  }
}
