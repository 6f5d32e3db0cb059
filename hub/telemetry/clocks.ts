/** How wrong the clock of a device is, from the fixes it sends as they are made. */
import { day, hour, minute } from '../../shared/lib/time.ts';

/** `dayOff`: by whole days; `yearOff`: by most of a year or more, as after a reset; else by how it stands. */
export type ClockWord = 'right' | 'ahead' | 'behind' | 'dayOff' | 'yearOff';

/** Nearer to a whole day than this is a day off, not a slow clock. */
const dayMargin = hour;
const yearOffMs = 300 * day;

/** @param offset Device time minus hub time, ms. @param trustMs A difference that is none. */
export function clockWord(offset: number, trustMs: number): ClockWord {
  const off = Math.abs(offset);
  if (off <= trustMs) return 'right';
  if (off >= yearOffMs) return 'yearOff';
  const days = Math.round(off / day);
  if (days >= 1 && Math.abs(off - days * day) <= dayMargin) return 'dayOff';
  return offset > 0 ? 'ahead' : 'behind';
}

/** Fixes needed before anything is said of a clock: one alone may have lain in a queue. */
const leastSamples = 3;

/** The median of the last offsets: one late fix does not make a clock wrong. */
export class ClockWatch {
  readonly #samples: number;
  /** In the order they came. */
  readonly #offsets: number[] = [];
  /** The same by size: with each fix of each device it is asked for the middle, and one of them has changed. */
  readonly #sorted: number[] = [];

  /** @param samples How many of the last fixes count. */
  constructor(samples: number) {
    this.#samples = samples;
  }

  take(deviceAt: number, receivedAt: number): void {
    if (!Number.isFinite(deviceAt) || !Number.isFinite(receivedAt)) return;
    const offset = deviceAt - receivedAt;
    const oldest = this.#offsets.length < this.#samples ? undefined : this.#offsets.shift();
    if (oldest !== undefined) this.#sorted.splice(this.#sorted.indexOf(oldest), 1);
    this.#offsets.push(offset);
    let place = this.#sorted.length;
    while (place > 0 && (this.#sorted[place - 1] ?? offset) > offset) place -= 1;
    this.#sorted.splice(place, 0, offset);
  }

  /** Device time minus hub time, whole ms; undefined until three fixes were heard. */
  get offset(): number | undefined {
    const { length } = this.#sorted;
    if (length < leastSamples) return undefined;
    const [low = 0, high = 0] = [this.#sorted[(length - 1) >> 1], this.#sorted[length >> 1]];
    return Math.round((low + high) / 2);
  }
}

/** Minutes of an offset, for people: whole, at least 1. */
export const offsetMinutes = (offset: number): number => Math.max(1, Math.round(Math.abs(offset) / minute));
