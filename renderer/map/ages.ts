/** How old a unit's fix is, and what may therefore be claimed of its place. */
import { hour, minute, second } from '../../shared/lib/time.ts';
import type { MapUnit, UnitKind } from './types.ts';

/** `stale`: no longer the present, drawn grey and hollow. `none`: never heard of. */
export type FixAge = 'fresh' | 'aging' | 'stale' | 'none';

/** A fix that old is no longer the present, and one that old is the past, ms. */
export const agingAfter = 30 * second;
export const staleAfter = 5 * minute;
const kmhPerMs = 3.6;
/**
 * How fast a unit of a kind may go, m/s: on foot, or driving through a town at 40 km/h. A guess for the eye, not a promise;
 * who was seen to go faster may go on so.
 */
const paces: Readonly<Record<UnitKind, number>> = { group: 11, vehicle: 11, foot: 1.5, post: 1.5, drone: 15 };
/** Farther than this the outline says no more than that nobody knows, metres. */
const widestDoubt = 50_000;
/** Steps of the outline, so that it is not drawn anew each second: the larger, the coarser, metres. */
const doubtSteps: readonly (readonly [upTo: number, step: number])[] = [
  [500, 25],
  [3_000, 100],
  [Number.POSITIVE_INFINITY, 500],
];

export function fixAge(fixAt: number | null, now: number): FixAge {
  if (fixAt === null) return 'none';
  const age = now - fixAt;
  return age < agingAfter ? 'fresh' : age <= staleAfter ? 'aging' : 'stale';
}

/** Seconds, minutes or hours, whole; a device's clock ahead of the hub's counts as now. */
export function ageParts(
  fixAt: number,
  now: number,
): { readonly unit: 'seconds' | 'minutes' | 'hours'; readonly n: number } {
  const age = Math.max(0, now - fixAt);
  if (age < minute) return { unit: 'seconds', n: Math.floor(age / second) };
  if (age < hour) return { unit: 'minutes', n: Math.floor(age / minute) };
  return { unit: 'hours', n: Math.floor(age / hour) };
}

/** What is said of the newest fix. */
export type Fixed = Pick<MapUnit, 'kind' | 'fixAt' | 'accuracy' | 'speed'>;

function rawDoubt({ kind, fixAt, accuracy, speed }: Fixed, now: number): { readonly metres: number; pace: number } {
  const pace = Math.max(paces[kind], (speed ?? 0) / kmhPerMs);
  const metres = fixAt === null ? 0 : (accuracy ?? 0) + ((now - fixAt) / second) * pace;
  return { metres: Math.min(widestDoubt, metres), pace };
}

const stepAt = (metres: number): number => doubtSteps.find(([upTo]) => metres < upTo)?.[1] ?? 1;

/**
 * How far from its newest fix the unit may be by now, had it gone straight on since, metres: at the pace of its kind, or
 * at the speed it was last seen to go where that is more. 0 while the fix is as good as the present, or where there is none.
 * @param exact Else in steps.
 */
export function doubtRadius(unit: Fixed, now: number, exact = false): number {
  const age = fixAge(unit.fixAt, now);
  if (age === 'fresh' || age === 'none') return 0;
  const { metres } = rawDoubt(unit, now);
  if (exact) return Math.round(metres);
  const step = stepAt(metres);
  return Math.max(step, Math.round(metres / step) * step);
}

/** When what is said and drawn of its age is another next, hub time; infinity: never. */
export function nextChange(unit: Fixed, now: number): number {
  const { fixAt } = unit;
  if (fixAt === null) return Number.POSITIVE_INFINITY;
  const age = now - fixAt;
  if (age < agingAfter) return fixAt + agingAfter;
  const step = age < minute ? second : age < hour ? minute : hour;
  const said = fixAt + (Math.floor(age / step) + 1) * step;
  const { metres, pace } = rawDoubt(unit, now);
  const spread = metres >= widestDoubt ? said : now + (stepAt(metres) / pace) * second;
  const stale = age <= staleAfter ? fixAt + staleAfter + 1 : said;
  return Math.min(said, spread, stale);
}

/** When a fix of this instant looks older next; infinity: never again. */
export function nextAge(fixAt: number, now: number): number {
  if (now - fixAt < agingAfter) return fixAt + agingAfter;
  return now - fixAt <= staleAfter ? fixAt + staleAfter + 1 : Number.POSITIVE_INFINITY;
}
