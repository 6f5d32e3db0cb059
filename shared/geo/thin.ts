/** Fewer fixes that tell the same way: for a night of many units, of which some say where they are every second. */
import type { Point } from './point.ts';
import { angleBetween, bearing, distance } from './point.ts';

export interface TimedPoint extends Point {
  /** Unix ms. */
  readonly at: number;
}

export interface ThinPolicy {
  /** Fixes that follow each other more closely than this, ms, are thinned. */
  readonly everyMs: number;
  /** A change of course of so many degrees between two legs of at least so many metres is a turn. */
  readonly turnDegrees: number;
  readonly legMetres: number;
  /** Below this, metres a second, something stands. */
  readonly standing: number;
}

export const thinPolicy: ThinPolicy = { everyMs: 8_000, turnDegrees: 30, legMetres: 15, standing: 1 };

/**
 * Takes the fixes of one unit in order of time and lets go of those that say little: of fixes closer together than
 * `everyMs` it keeps the first, where a turn is made, where standing begins or ends, the last before a silence and the last
 * of all. Between two kept fixes there is never a silence of twice `everyMs` or more that was not in the series.
 */
export class Thinner<P extends TimedPoint> {
  readonly #policy: ThinPolicy;
  #kept: P | undefined;
  /** The newest fix, where it was not kept. */
  #held: P | undefined;

  constructor(policy: Partial<ThinPolicy> = {}) {
    this.#policy = { ...thinPolicy, ...policy };
  }

  /**
   * What is kept of it and of the fixes before it, in order.
   * @param plain Turns and stops say nothing: a fix is kept for its time alone, and the last before a silence.
   */
  take(point: P, plain = false): readonly P[] {
    const kept: P[] = [];
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined && this.#kept !== undefined && this.#says(this.#kept, held, point, plain)) {
      kept.push(held);
      this.#kept = held;
    }
    if (this.#kept === undefined || point.at - this.#kept.at >= this.#policy.everyMs) {
      kept.push(point);
      this.#kept = point;
    } else {
      this.#held = point;
    }
    return kept;
  }

  /** The last fix, where it is not kept yet and is from before the instant. More may follow it. */
  end(before = Number.POSITIVE_INFINITY): readonly P[] {
    const held = this.#held;
    if (held === undefined || held.at >= before) return [];
    this.#held = undefined;
    this.#kept = held;
    return [held];
  }

  /** Whether the way would be another one without the fix in the middle. */
  #says(before: P, middle: P, after: P, plain: boolean): boolean {
    const { everyMs, turnDegrees, legMetres, standing } = this.#policy;
    if (after.at - middle.at > everyMs) return true;
    if (plain) return false;
    const [there, on] = [distance(before, middle), distance(middle, after)];
    const isTurn =
      there >= legMetres &&
      on >= legMetres &&
      angleBetween(bearing(before, middle), bearing(middle, after)) >= turnDegrees;
    const stands = (metres: number, ms: number): boolean => metres < (standing * Math.max(ms, 1)) / 1_000;
    return isTurn || stands(there, middle.at - before.at) !== stands(on, after.at - middle.at);
  }
}
