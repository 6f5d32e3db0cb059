/**
 * How long a unit takes to a place. Over the street network of the pack where there is one, else the straight line times
 * the factor of the policy; told as a range, for a fix is old and inexact. Traffic is in no pack: nothing is claimed of it.
 */
import type { Point } from '../../geo/point.ts';
import { distance } from '../../geo/point.ts';
import type { Joined, Streets } from '../../geo/streets.ts';
import { streetsOf } from '../../geo/streets.ts';
import { second } from '../../lib/time.ts';
import type { Plates } from '../district/state.ts';
import type { UnitPosition, UnitState } from '../unit/state.ts';

/** Beyond so many times the line with its factor, a street is missing from the pack, and the line counts. */
const mostDetour = 2;
/** Of a device that does not say how exact it is, metres. */
const usualAccuracy = 50;
/** Of straight lines nothing is kept: as many places as are looked at while somebody waits. */
const straightKeeps = 512;
/** On foot, km/h, where the pack says nothing else. */
const walking = 5;

export interface Way {
  /** To be gone, metres. */
  readonly metres: number;
  /** `line`: straight, times the factor. */
  readonly over: 'streets' | 'line';
}

/** A place, with the street it is at. */
export interface Spot {
  readonly at: Point;
  readonly joined: Joined | undefined;
}

const built = new WeakMap<Plates['roads'], { readonly streets: Streets | undefined }>();

/** Built once for the roads of a set of plates. */
function streetsFor({ roads }: Plates): Streets | undefined {
  const held = built.get(roads) ?? { streets: streetsOf(roads.map(({ line }) => line)) };
  built.set(roads, held);
  return held.streets;
}

/** Ways within a district, for one reckoning: places are looked up once. */
export class Ways {
  readonly #streets: Streets | undefined;
  readonly #detour: number;
  readonly #spots = new Map<string, Spot>();

  constructor(plates: Plates) {
    this.#streets = streetsFor(plates);
    this.#detour = plates.policy.travel.detour;
  }

  /** From how many places ways are kept ready between two reckonings. */
  get keeps(): number {
    return this.#streets?.keeps ?? straightKeeps;
  }

  /** Who goes on foot takes ways that no pack has: for them the line counts. */
  spot({ lon, lat }: Point, kind: UnitState['kind'] = 'vehicle'): Spot {
    if (kind === 'foot' || kind === 'post') return { at: { lon, lat }, joined: undefined };
    const key = `${lon},${lat}`;
    const spot = this.#spots.get(key) ?? { at: { lon, lat }, joined: this.#streets?.join({ lon, lat }) };
    this.#spots.set(key, spot);
    return spot;
  }

  /** Ask many times from the same place: then the network is walked once. */
  from(start: Spot): (end: Spot) => Way {
    const reach = start.joined === undefined ? undefined : this.#streets?.reach(start.joined);
    return (end) => {
      const straight = distance(start.at, end.at);
      const line = straight * this.#detour;
      const over = end.joined === undefined ? undefined : reach?.to(end.joined);
      if (over === undefined) return { metres: line, over: 'line' };
      const metres = over.metres + over.legs * this.#detour;
      // Two places on one street are no nearer to each other than the line.
      if (metres > mostDetour * line && line > 0) return { metres: line, over: 'line' };
      return { metres: Math.max(metres, straight), over: 'streets' };
    };
  }
}

/** km/h by the kind of unit; null for one that does not go there by road. */
export function speedOf(kind: UnitState['kind'], { kmh, kmhByKind }: Plates['policy']['travel']): number | null {
  const given = kmhByKind?.[kind];
  if (given !== undefined) return given;
  if (kind === 'drone') return null;
  return kind === 'foot' || kind === 'post' ? walking : kmh;
}

export const minutesFor = (metres: number, kmh: number): number => (metres * 60) / (kmh * 1000);

/**
 * Minutes from the earliest to the latest: since its fix a unit may have come nearer or gone off, as far as its speed
 * takes it, and it stood no nearer than the fix is exact.
 */
export function rangeOf(metres: number, kmh: number, { at, accuracy = usualAccuracy }: UnitPosition, now: number) {
  const age = Math.max(0, now - at) / second;
  const unsure = accuracy + (age * kmh) / 3.6;
  return { from: minutesFor(Math.max(0, metres - unsure), kmh), to: minutesFor(metres + unsure, kmh) };
}
