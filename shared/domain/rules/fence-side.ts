/**
 * On which side of a fence a unit is, told from its fixes. Pure. A border does not flap: to change places a unit has to be
 * clear of the border for a time, a poor fix says nothing, and after a silence nobody knows: silence is never leaving.
 */
import type { Point } from '../../geo/point.ts';
import { distance } from '../../geo/point.ts';
import type { Box } from '../../geo/polygon.ts';
import { boxOfShape, depthIn } from '../../geo/shape.ts';
import type { FenceShape, FenceState, Hysteresis } from '../fence/state.ts';

/** A place believed of a unit. `at`: hub time, Unix ms. */
export interface FenceFix extends Point {
  readonly at: number;
  /** Metres; absent where the device does not say. */
  readonly accuracy?: number;
  /** km/h; absent where the device does not say. */
  readonly speed?: number;
}

export type Side = 'inside' | 'outside' | 'unknown';

/** What has been seen of one unit at one fence. Immutable. */
export interface SideState {
  readonly side: Side;
  /** Since when: the first fix that showed it, or the last one before a silence; null: never seen. Unix ms. */
  readonly since: number | null;
  /** The fix by which it was shown, and how many fixes of this side there were from `since` on. */
  readonly shownAt: number | null;
  readonly fixes: number;
  /** The side before the present one, silences left out; null: there was none. */
  readonly before: 'inside' | 'outside' | null;
  /** Whether it was inside at any time. */
  readonly wasIn: boolean;
  /** The other side, not shown for long enough yet. */
  readonly candidate: { readonly side: 'inside' | 'outside'; readonly since: number; readonly fixes: number } | null;
  /** The last fix that was believed. */
  readonly last: FenceFix | null;
  /** A fix nobody would believe after the last one: believed once the next one agrees. */
  readonly doubt: FenceFix | null;
  /** Inside and faster than allowed, without a slower fix between. km/h. */
  readonly fast: { readonly since: number; readonly shownAt: number | null; readonly top: number } | null;
}

export const unseen: SideState = {
  ...{ side: 'unknown', since: null, shownAt: null, fixes: 0, before: null, wasIn: false },
  ...{ candidate: null, last: null, doubt: null, fast: null },
};

/** A fence made ready to be judged by. */
export interface SideRule {
  readonly shape: FenceShape;
  readonly box: Box;
  readonly figures: Hysteresis;
  /** So deep inside it who was outside is in, metres: the margin, or less where the fence is too small for it. */
  readonly inner: number;
  /** Of a `speed` fence. */
  readonly limitKmh: number | undefined;
}

/** Nothing of a bureau drives faster: what says so jumped. km/h. */
const fastest = 200;
/** A fix may stand so far off without any movement, metres. */
const wander = 100;
/** Two fixes may err together, for who is seldom heard: with a dwell, so many have to agree. */
const leastFixes = 3;
/** Squares in which the deepest place of a polygon is looked for, to a side. */
const squares = 12;

/** Metres from the deepest place to the border, roughly: never more than it is. */
function deepest(shape: FenceShape, { west, south, east, north }: Box): number {
  if (shape.kind === 'circle') return shape.radius;
  if (shape.kind === 'corridor') return shape.width / 2;
  let most = 0;
  for (let i = 0; i < squares; i += 1)
    for (let j = 0; j < squares; j += 1) {
      const lon = west + ((i + 0.5) * (east - west)) / squares;
      const lat = south + ((j + 0.5) * (north - south)) / squares;
      most = Math.max(most, depthIn(shape, { lon, lat }));
    }
  return most;
}

export function sideRule({ shape, limitKmh }: Pick<FenceState, 'shape' | 'limitKmh'>, figures: Hysteresis): SideRule {
  const box = boxOfShape(shape);
  return { shape, box, figures, inner: Math.min(figures.marginMetres, deepest(shape, box) / 2), limitKmh };
}

/** Degrees of latitude that a metre is, a little more: a box had better be too wide. */
const perMetre = 1 / 110_000;

/** Whether the place is so far from the box that it is clear of the fence without a closer look. */
function isFar({ lon, lat }: Point, { west, south, east, north }: Box, metres: number): boolean {
  const up = metres * perMetre;
  if (lat < south - up || lat > north + up) return true;
  const aside = up / Math.cos((Math.min(89, Math.abs(lat)) * Math.PI) / 180);
  return lon < west - aside || lon > east + aside;
}

function jumped(from: FenceFix, to: FenceFix): boolean {
  const seconds = Math.max(1, (to.at - from.at) / 1_000);
  const excuse = wander + Math.min(1_000, (from.accuracy ?? 0) + (to.accuracy ?? 0));
  return distance(from, to) - excuse > (fastest / 3.6) * seconds;
}

/**
 * As of an instant by which nothing further was heard: after a gap the side is not known any more, from the last fix on.
 * The same where it is asked for twice.
 */
export function lapsed(state: SideState, at: number, { figures }: Pick<SideRule, 'figures'>): SideState {
  const { last, side, before } = state;
  if (last === null || at - last.at <= figures.gapSeconds * 1_000) return state;
  if (side === 'unknown' && state.candidate === null && state.fast === null) return state;
  const known = side === 'unknown' ? before : side;
  return {
    ...state,
    ...{ side: 'unknown', since: side === 'unknown' ? state.since : last.at, before: known },
    ...{ shownAt: null, fixes: 0, candidate: null, fast: null },
  };
}

/** What one fix says by itself; undefined: neither clearly in nor clearly out. */
function saying(state: SideState, fix: FenceFix, rule: SideRule): 'inside' | 'outside' | undefined {
  const beyond = Math.max(rule.figures.marginMetres, fix.accuracy ?? 0);
  if (isFar(fix, rule.box, beyond)) return 'outside';
  const depth = depthIn(rule.shape, fix);
  if (depth < 0 && depth <= -beyond) return 'outside';
  // Who was outside has to come in properly; of anybody else the border is theirs.
  return depth >= (state.side === 'outside' ? rule.inner : 0) ? 'inside' : undefined;
}

function turned(state: SideState, fix: FenceFix, rule: SideRule): SideState {
  const said = saying(state, fix, rule);
  if (said === state.side) return { ...state, fixes: state.fixes + 1, candidate: null };
  // At the border: who was on their way to the other side has to begin again.
  if (said === undefined) return state.candidate === null ? state : { ...state, candidate: null };
  const same = state.candidate?.side === said ? state.candidate : { side: said, since: fix.at, fixes: 0 };
  const candidate = { ...same, fixes: same.fixes + 1 };
  const { dwellSeconds } = rule.figures;
  const isShown =
    fix.at - candidate.since >= dwellSeconds * 1_000 && (dwellSeconds === 0 || candidate.fixes >= leastFixes);
  if (!isShown) return { ...state, candidate };
  const before = state.side === 'unknown' ? state.before : state.side;
  return {
    ...state,
    ...{ side: said, since: candidate.since, shownAt: fix.at, fixes: candidate.fixes, before, candidate: null },
    wasIn: state.wasIn || said === 'inside',
  };
}

/** km/h: what the device measured, else the way from the last fix. */
function speedOf(last: FenceFix | null, fix: FenceFix): number | undefined {
  if (fix.speed !== undefined) return fix.speed;
  return last === null || fix.at <= last.at ? undefined : (distance(last, fix) / (fix.at - last.at)) * 3_600;
}

function sped(state: SideState, last: FenceFix | null, fix: FenceFix, rule: SideRule): SideState {
  const { limitKmh } = rule;
  if (limitKmh === undefined) return state;
  const speed = speedOf(last, fix);
  // Between two fixes at the border the road outside counts for nothing.
  const isFast = speed !== undefined && speed > limitKmh && !isFar(fix, rule.box, 0) && depthIn(rule.shape, fix) >= 0;
  if (!isFast) return state.fast === null ? state : { ...state, fast: null };
  const since = state.fast?.since ?? fix.at;
  const isShown = fix.at - since >= rule.figures.dwellSeconds * 1_000;
  const shownAt = state.fast?.shownAt ?? (isShown ? fix.at : null);
  return { ...state, fast: { since, shownAt, top: Math.max(speed, state.fast?.top ?? 0) } };
}

function believed(state: SideState, fix: FenceFix, rule: SideRule): SideState {
  const then = lapsed(state, fix.at, rule);
  const { last } = then;
  return { ...sped(turned(then, fix, rule), last, fix, rule), last: fix, doubt: null };
}

/** The state after the next fix, which is later than all before it. */
export function withFix(state: SideState, fix: FenceFix, rule: SideRule): SideState {
  if (fix.accuracy !== undefined && fix.accuracy > rule.figures.poorFixMetres) return state;
  const { last, doubt } = state;
  if (last !== null && jumped(last, fix)) {
    if (doubt === null || jumped(doubt, fix)) return { ...state, doubt: fix };
    // Two agree: it is there, and was from the first of them on.
    return believed(believed(state, doubt, rule), fix, rule);
  }
  return believed(state, fix, rule);
}

/** Of two fixes for one instant the better one counts, whichever came first. */
export function before(a: FenceFix, b: FenceFix): boolean {
  if (a.at !== b.at) return a.at < b.at;
  const better = (a.accuracy ?? 0) - (b.accuracy ?? 0) || a.lon - b.lon || a.lat - b.lat;
  return (better || (a.speed ?? -1) - (b.speed ?? -1)) < 0;
}

/** In the order in which they count, each instant once. */
export function inOrder(fixes: readonly FenceFix[]): readonly FenceFix[] {
  return fixes
    .toSorted((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : 0))
    .filter((fix, i, all) => i === 0 || fix.at !== all[i - 1]?.at);
}

/** What the fixes say, in whatever order and however often they come. */
export function sideOf(fixes: readonly FenceFix[], rule: SideRule): SideState {
  return inOrder(fixes).reduce((state, fix) => withFix(state, fix, rule), unseen);
}
