/** How long an intake usually says nothing, learned from when it spoke. */
import type { GapsByHour } from '../../shared/domain/rules/intake-silence.ts';
import type { UtcOffset } from '../../shared/lib/time.ts';
import { civil, day } from '../../shared/lib/time.ts';

/** Gaps kept of each hour; the oldest go. */
const kept = 200;
/** A gap over this is no gap of an evening: the intake, or the hub, was not there. */
const longest = day;

export class Gaps {
  readonly #utcOffset: UtcOffset;
  readonly #leastMs: number;
  readonly #byHour: readonly number[][] = Array.from({ length: 24 }, () => []);
  #lastAt: number | undefined;

  /** @param leastMs Shorter gaps are not kept: positions come many times a second. */
  constructor(utcOffset: UtcOffset, leastMs: number) {
    this.#utcOffset = utcOffset;
    this.#leastMs = leastMs;
  }

  get byHour(): GapsByHour {
    return this.#byHour;
  }

  /** It spoke at this hub time; in the order of time, as far as it counts. */
  spoke(at: number): void {
    const last = this.#lastAt;
    if (last !== undefined && at < last) return;
    this.#lastAt = at;
    if (last === undefined || at - last < this.#leastMs || at - last > longest) return;
    const gaps = this.#byHour[this.hourOf(last)];
    if (gaps === undefined) return;
    gaps.push(at - last);
    if (gaps.length > kept) gaps.shift();
  }

  /** What comes next is not measured from what came last: nobody was there to hear. */
  pause(): void {
    this.#lastAt = undefined;
  }

  /** Civil hour of an instant, 0–23. */
  hourOf(at: number): number {
    return civil(at, this.#utcOffset).hour;
  }
}
