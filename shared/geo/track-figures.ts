/**
 * Figures of a track: how far, where it stood, how long it moved, how fast, and when nothing was heard. Folded fix by fix,
 * so that a track may be cut anywhere and gone on with.
 *
 * Method. Only good fixes count, each later than the one before: poor ones and repetitions are passed over.
 *
 * - **Stop**: fixes that all lie within `stopMetres` of their mean, for `stopMs` or longer. It begins with the first of them,
 *   its middle is the mean of those that made it one, and it lasts until two fixes in a row lie
 *   further than `stopMetres` from that middle; one alone is scatter. A silence does not end it where the unit is at the same
 *   place after it; the silence is told besides.
 * - **Distance**: great-circle metres from one counted place to the next. A fix within the drift of the last counted place
 *   (`driftMetres`, or the accuracy the device states, up to twice that) adds nothing; nor does one beyond it if the next
 *   one is back. What was counted within what turns out to be a stop is taken back, and the way goes on from its middle:
 *   a unit that stands covers no distance, however its fixes scatter. Over a silence the straight line counts; how much of
 *   the distance that is, is told.
 * - **Moving time**: from the first fix to the last, less stops, less silences outside of them. Red lights and queues
 *   shorter than a stop are time on the way. Mean speed is distance without silences by moving time.
 * - **Top speed**: the greatest the device stated outside of stops; where it states none, over counted legs of at least
 *   `legMs`.
 */
import type { Point } from './point.ts';
import { distance } from './point.ts';
import type { TimedPoint } from './thin.ts';

export interface FiguresPolicy {
  /** How far a standing device wanders, metres. */
  readonly driftMetres: number;
  /** Fixes within so many metres for so long, ms, are a stop. */
  readonly stopMetres: number;
  readonly stopMs: number;
  /** Longer than this, ms, without a fix is a silence. */
  readonly silenceMs: number;
  /** Shortest leg, ms, whose speed is believed where the device states none. */
  readonly legMs: number;
}

export const figuresPolicy: FiguresPolicy = {
  driftMetres: 20,
  stopMetres: 50,
  stopMs: 3 * 60_000,
  silenceMs: 5 * 60_000,
  legMs: 5_000,
};

/** A fix as figures need it. */
export interface FigureFix extends TimedPoint {
  /** Metres; undefined where the device does not say. */
  readonly accuracy?: number;
  /** km/h. */
  readonly speed?: number;
  /** Too uncertain to count. */
  readonly poor: boolean;
}

export interface Stop {
  readonly place: Point;
  /** Unix ms, of the first and the last fix. */
  readonly from: number;
  readonly to: number;
}

export interface Silence {
  /** Unix ms, of the fixes around it. */
  readonly from: number;
  readonly to: number;
  /** Between these fixes in a straight line. */
  readonly metres: number;
}

export interface Figures {
  /** Good fixes. */
  readonly fixes: number;
  /** Of the first and the last of them, Unix ms; null where there is none. */
  readonly from: number | null;
  readonly to: number | null;
  readonly metres: number;
  /** Part of `metres`: straight lines over silences. */
  readonly metresOverSilences: number;
  readonly movingMs: number;
  readonly stops: readonly Stop[];
  readonly silences: readonly Silence[];
  /** km/h; null where nothing moved, or nothing says. */
  readonly topSpeed: number | null;
  readonly meanSpeed: number | null;
}

interface Counted {
  /** Metres up to the anchor. */
  metres: number;
  overSilences: number;
  /** Last counted place, and when it was there. */
  anchor: TimedPoint | undefined;
  /** A fix beyond the drift that the next one has to agree with, and whether a silence lies before it. */
  pending: { readonly fix: FigureFix; readonly afterSilence: boolean } | undefined;
  topStated: number;
  topReckoned: number;
}

interface OpenStop {
  readonly middle: Point;
  readonly from: number;
  to: number;
  /** A fix outside that the next one has to agree with. */
  out: FigureFix | undefined;
}

/** Fixes that lie within a stop's radius of their middle, and what was counted when each had been taken in. */
interface Near {
  readonly fix: FigureFix;
  readonly counted: Counted;
}

const hours = (ms: number): number => ms / 3_600_000;

export class TrackFigures {
  readonly #policy: FiguresPolicy;
  #counted: Counted = {
    ...{ metres: 0, overSilences: 0, anchor: undefined, pending: undefined },
    ...{ topStated: 0, topReckoned: 0 },
  };
  #near: Near[] = [];
  /** A fix far from these that the next one has to agree with. */
  #strange: Near | undefined;
  #stop: OpenStop | undefined;
  readonly #stops: Stop[] = [];
  readonly #silences: Silence[] = [];
  #first: FigureFix | undefined;
  #last: FigureFix | undefined;
  #fixes = 0;

  constructor(policy: Partial<FiguresPolicy> = {}) {
    this.#policy = { ...figuresPolicy, ...policy };
  }

  take(fix: FigureFix): void {
    const last = this.#last;
    if (fix.poor || (last !== undefined && fix.at <= last.at)) return;
    this.#fixes += 1;
    this.#first ??= fix;
    this.#last = fix;
    const isSilent = last !== undefined && fix.at - last.at > this.#policy.silenceMs;
    if (isSilent) this.#silences.push({ from: last.at, to: fix.at, metres: distance(last, fix) });
    if (this.#stop === undefined) this.#travel(fix, isSilent);
    else this.#stand(this.#stop, fix, isSilent);
  }

  /** As of the last fix. */
  figures(): Figures {
    const { metres, overSilences, topStated, topReckoned } = this.#ended();
    const stop = this.#stop;
    const open = stop === undefined ? [] : [{ place: stop.middle, from: stop.from, to: stop.to }];
    const stops = [...this.#stops, ...open];
    const [from, to] = [this.#first?.at ?? null, this.#last?.at ?? null];
    const stood = stops.reduce((sum, each) => sum + each.to - each.from, 0);
    const silent = this.#silences
      .filter((silence) => !stops.some((each) => each.from <= silence.from && silence.to <= each.to))
      .reduce((sum, each) => sum + each.to - each.from, 0);
    const movingMs = from === null || to === null ? 0 : Math.max(0, to - from - stood - silent);
    const moved = metres - overSilences;
    const topSpeed = topStated > 0 ? topStated : topReckoned;
    return {
      ...{ fixes: this.#fixes, from, to, metres, metresOverSilences: overSilences, movingMs, stops },
      silences: [...this.#silences],
      topSpeed: topSpeed > 0 ? topSpeed : null,
      meanSpeed: movingMs > 0 && moved > 0 ? moved / 1_000 / hours(movingMs) : null,
    };
  }

  /** What the last fix adds, though none followed that agrees with it. */
  #ended(): Counted {
    const { pending } = this.#counted;
    if (pending === undefined) return this.#counted;
    const counted = { ...this.#counted };
    this.#reach(counted, pending.fix, pending.afterSilence);
    return counted;
  }

  #travel(fix: FigureFix, afterSilence: boolean): void {
    this.#count(fix, afterSilence);
    const taken: Near = { fix, counted: { ...this.#counted } };
    const strange = this.#strange;
    this.#strange = undefined;
    if (this.#isNear(fix)) this.#near.push(taken);
    else if (strange === undefined) this.#strange = taken;
    else {
      // Two in a row: it went on.
      for (const near of [strange, taken]) this.#goOn(near);
    }
    if (this.#nearMs() < this.#policy.stopMs) return;
    // Something that creeps drags its mean along: all of them have to lie about the middle of all.
    let middle = middleOf(this.#near);
    while (this.#near.some((near) => distance(middle, near.fix) > this.#policy.stopMetres)) {
      this.#near.shift();
      if (this.#nearMs() < this.#policy.stopMs) return;
      middle = middleOf(this.#near);
    }
    const [first] = this.#near;
    const last = this.#near.at(-1);
    if (first === undefined || last === undefined) return;
    // What was counted on the spot was scatter: the way leads to the middle of it, and no further.
    this.#counted = { ...first.counted };
    const there: FigureFix = { ...middle, at: first.fix.at, poor: false };
    const { anchor, pending } = this.#counted;
    if (anchor !== undefined && this.#isBeyond(anchor, there))
      this.#reach(this.#counted, there, pending?.afterSilence ?? false);
    this.#counted.anchor = there;
    this.#counted.pending = undefined;
    this.#stop = { middle, from: first.fix.at, to: last.fix.at, out: undefined };
    this.#near = [];
    this.#strange = undefined;
  }

  /** From the first to the last of the fixes that lie near each other. */
  #nearMs(): number {
    const [first] = this.#near;
    return first === undefined ? 0 : (this.#near.at(-1)?.fix.at ?? 0) - first.fix.at;
  }

  #isNear(fix: FigureFix): boolean {
    return this.#near.length > 0 && distance(middleOf(this.#near), fix) <= this.#policy.stopMetres;
  }

  /** Lets go of the oldest until the rest lie about the newest. */
  #goOn(near: Near): void {
    while (this.#near.length > 0 && !this.#isNear(near.fix)) this.#near.shift();
    this.#near.push(near);
  }

  #stand(stop: OpenStop, fix: FigureFix, afterSilence: boolean): void {
    if (distance(stop.middle, fix) <= this.#policy.stopMetres) {
      stop.to = fix.at;
      stop.out = undefined;
      this.#counted.pending = undefined;
      return;
    }
    if (stop.out === undefined) {
      stop.out = fix;
      this.#counted.pending = { fix, afterSilence };
      return;
    }
    this.#stops.push({ place: stop.middle, from: stop.from, to: stop.to });
    this.#stop = undefined;
    const { out } = stop;
    const outAfterSilence = this.#counted.pending?.afterSilence ?? false;
    this.#counted.pending = undefined;
    this.#counted.anchor = { ...stop.middle, at: stop.to };
    this.#travel(out, outAfterSilence);
    // The first fix outside may with the second be a stop of its own.
    if (this.#stop === undefined) this.#travel(fix, afterSilence);
    else this.#stand(this.#stop, fix, afterSilence);
  }

  #count(fix: FigureFix, afterSilence: boolean): void {
    const counted = this.#counted;
    const { anchor, pending } = counted;
    if (anchor === undefined) {
      counted.anchor = fix;
      this.#state(counted, fix);
      return;
    }
    if (!this.#isBeyond(anchor, fix)) {
      counted.pending = undefined;
      return;
    }
    if (pending !== undefined) {
      this.#reach(counted, pending.fix, pending.afterSilence);
      if (!this.#isBeyond(pending.fix, fix)) {
        counted.pending = undefined;
        return;
      }
    }
    counted.pending = { fix, afterSilence };
  }

  #isBeyond(anchor: Point, fix: FigureFix): boolean {
    const { driftMetres } = this.#policy;
    return distance(anchor, fix) > Math.min(Math.max(driftMetres, fix.accuracy ?? 0), 2 * driftMetres);
  }

  #reach(counted: Counted, fix: FigureFix, afterSilence: boolean): void {
    const from = counted.anchor;
    counted.anchor = fix;
    counted.pending = undefined;
    if (from === undefined) return;
    const metres = distance(from, fix);
    counted.metres += metres;
    if (afterSilence) counted.overSilences += metres;
    this.#state(counted, fix);
    const ms = fix.at - from.at;
    if (!afterSilence && ms >= this.#policy.legMs)
      counted.topReckoned = Math.max(counted.topReckoned, metres / 1_000 / hours(ms));
  }

  #state(counted: Counted, { speed }: FigureFix): void {
    if (speed !== undefined) counted.topStated = Math.max(counted.topStated, speed);
  }
}

function middleOf(near: readonly Near[]): Point {
  let [lon, lat] = [0, 0];
  for (const { fix } of near) {
    lon += fix.lon;
    lat += fix.lat;
  }
  return { lon: lon / near.length, lat: lat / near.length };
}

/** Of fixes in order of time. */
export function figuresOf(fixes: Iterable<FigureFix>, policy: Partial<FiguresPolicy> = {}): Figures {
  const figures = new TrackFigures(policy);
  for (const fix of fixes) figures.take(fix);
  return figures.figures();
}
