/**
 * Whether a unit stayed at a place, told from what was seen of it. Pure, and indifferent to the order in which sightings
 * come and to how often one comes.
 */
import type { Point } from '../../shared/geo/point.ts';

/** A place believed of a unit. `at`: hub time, Unix ms. */
export interface Sighting extends Point {
  readonly at: number;
}

export interface StayPolicy {
  /** So near it is there, metres. */
  readonly metres: number;
  /** Only beyond this it has left: a position that wavers at the edge breaks no stay. */
  readonly leaveMetres: number;
  /** It must be there for so long, ms. */
  readonly dwellMs: number;
  /** A longer silence breaks the stay: nobody knows where it was meanwhile, ms. */
  readonly gapMs: number;
}

export interface Stay {
  /** When it came, Unix ms. */
  readonly since: number;
  /** The sighting by which it had been there long enough. */
  readonly shownAt: number;
}

/** The sightings with one more, by time, without those too old to matter. Of two for the same instant the first stays. */
export function withSighting(held: readonly Sighting[], next: Sighting, policy: StayPolicy): readonly Sighting[] {
  if (held.some(({ at }) => at === next.at)) return held;
  const later = held.findIndex(({ at }) => at > next.at);
  const all = later === -1 ? [...held, next] : held.toSpliced(later, 0, next);
  const newest = all.at(-1)?.at ?? next.at;
  return all.filter(({ at }) => at >= newest - policy.dwellMs - policy.gapMs);
}

/**
 * The stay that the sightings show; undefined where they show none.
 * @param metresTo Metres from the goal.
 */
export function stayAmong(
  sightings: readonly Sighting[],
  metresTo: (from: Sighting) => number,
  policy: StayPolicy,
): Stay | undefined {
  let since: number | undefined;
  let before: number | undefined;
  for (const sighting of sightings) {
    const { at } = sighting;
    const metres = metresTo(sighting);
    if (before !== undefined && at - before > policy.gapMs) since = undefined;
    before = at;
    if (metres > policy.leaveMetres) since = undefined;
    if (metres > policy.metres) continue;
    since ??= at;
    if (at - since >= policy.dwellMs) return { since, shownAt: at };
  }
  return undefined;
}
