/**
 * Tracks: where units went, on duty only. Written in batches, beside the journal and never in its way: where room grows
 * short, tracks stop long before the journal has to.
 */
import { storageFullCode } from '../journal/store.ts';
import type { Clock, DiskSpace, Log, Timers } from '../ports.ts';

export interface TrackPoint {
  readonly unit: string;
  /** Hub time, whole Unix ms. */
  readonly at: number;
  /** WGS84 degrees, kept to 1e-7. */
  readonly lon: number;
  readonly lat: number;
  /** Metres, kept whole. */
  readonly accuracy?: number;
  /** km/h, kept to 0.1. */
  readonly speed?: number;
  /** Degrees, kept whole. */
  readonly heading?: number;
  /** Metres, kept whole. */
  readonly altitude?: number;
  readonly poor: boolean;
  /** Sent later than made. */
  readonly replayed: boolean;
  /** Whose word it is, with the way it came: `jt808:…`; of points of before it was kept it is not known. */
  readonly device?: string;
  /** What the device's own clock said, whole Unix ms; `at` is the hub's. */
  readonly deviceAt?: number;
}

/** Where tracks are kept, a file for each civil day. */
export interface TrackStore {
  /**
   * Of two points of a unit at one instant the first stays. Throws with code `SQLITE_FULL` where there is no room, and
   * `SQLITE_BUSY` where somebody else is writing.
   */
  append(points: readonly TrackPoint[]): void;
  /**
   * As `append`, all points of all days or none, as far as no power is lost meanwhile: then the same again brings the
   * rest. Returns how many were not there before. Throws with code `TRACKS_LEFT` and their number in `left` where some
   * could not be taken out again.
   * @param turn Resolves once others had their turn; awaited after each few hundred points.
   */
  appendWhole(points: readonly TrackPoint[], turn: () => Promise<unknown>): Promise<number>;
  /** From `from` on and before `to`, by time, at most `limit`. */
  track(unit: string, from: number, to: number, limit: number): readonly TrackPoint[];
  /** Deletes what is kept of a unit from the instant on. */
  forget(unit: string, from: number): void;
  /** Deletes the files of days that ended at or before the instant. Returns how many days. */
  prune(before: number): number;
  /** Closing twice is no error. */
  close(): void;
}

export interface TrackLimits {
  /** Points in one write, and ms of machine time after which a smaller one is made. */
  readonly batch: number;
  readonly everyMs: number;
  /** Points that may wait; a hub that cannot write drops further ones. */
  readonly waiting: number;
  /** Bytes that stay free on the volume: more than the desk's own reserve, so that tracks stop first. */
  readonly reserve: number;
}

export const trackLimits: TrackLimits = {
  batch: 500,
  everyMs: 1_000,
  waiting: 50_000,
  reserve: 1_000_000_000,
};

export interface TrackDeps {
  readonly store: TrackStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly disk: DiskSpace;
  readonly log: Log;
  /** Points that were not written. */
  readonly dropped: (points: number) => void;
  readonly limits?: Partial<TrackLimits>;
}

/** How long a write that failed keeps the next one waiting, machine ms. */
const retryMs = 10_000;
/** Writes tried at the end while somebody else is writing. */
const stopTries = 20;

export class TrackRecorder {
  readonly #deps: TrackDeps;
  readonly #limits: TrackLimits;
  #waiting: TrackPoint[] = [];
  #stopFlush: (() => void) | undefined;
  #stopped = false;
  /** Somebody else was writing at the last try. */
  #busy = false;

  constructor(deps: TrackDeps) {
    this.#deps = deps;
    this.#limits = { ...trackLimits, ...deps.limits };
  }

  /** Whether tracks are not written for want of room. */
  get stopped(): boolean {
    return this.#stopped;
  }

  add(point: TrackPoint): void {
    if (this.#waiting.length >= this.#limits.waiting) {
      this.#deps.dropped(1);
      return;
    }
    this.#waiting.push(point);
    if (this.#waiting.length >= this.#limits.batch && !this.#stopped && !this.#busy) this.#flush();
    else this.#flushIn(this.#stopped ? retryMs : this.#limits.everyMs);
  }

  /** Nothing of a unit is kept from the instant on: it was off duty, and said so late. */
  forget(unit: string, from: number): void {
    this.#waiting = this.#waiting.filter((point) => point.unit !== unit || point.at < from);
    try {
      this.#deps.store.forget(unit, from);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#deps.log.error({ unit, from, reason }, 'what a unit left behind off duty could not be deleted');
    }
  }

  /** Writes what waits, and no more after it. */
  stop(): void {
    // Whoever else writes lets go within milliseconds.
    for (let tries = 0; this.#waiting.length > 0 && tries < stopTries; tries += 1) this.#flush();
    this.#stopFlush?.();
    if (this.#waiting.length > 0) this.#deps.dropped(this.#waiting.length);
    this.#waiting = [];
  }

  #flushIn(milliseconds: number): void {
    this.#stopFlush ??= this.#deps.timers.after(milliseconds, () => this.#flush());
  }

  #flush(): void {
    this.#stopFlush?.();
    this.#stopFlush = undefined;
    if (this.#waiting.length === 0) return;
    const points = this.#waiting;
    try {
      if (this.#deps.disk.free() < this.#limits.reserve) return this.#trouble('no room left above the reserve');
      this.#deps.store.append(points);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (isFull(error)) return this.#trouble(reason);
      if (isBusy(error)) {
        this.#deps.log.warn({ reason, points: points.length }, 'somebody else writes tracks: these are written later');
        this.#busy = true;
        return this.#flushIn(this.#limits.everyMs);
      }
      // Once more would fail once more: the next ones must not wait behind it.
      this.#waiting = [];
      this.#busy = false;
      this.#deps.dropped(points.length);
      this.#deps.log.error({ reason, points: points.length }, 'a part of the tracks could not be written');
      return;
    }
    this.#waiting = [];
    if (this.#stopped) this.#deps.log.info({ points: points.length }, 'tracks are written again');
    this.#stopped = false;
    this.#busy = false;
  }

  /** Keeps what waits, as far as there is room for it, and tries again later. */
  #trouble(reason: string): void {
    if (!this.#stopped) this.#deps.log.error({ reason }, 'tracks are not written; everything else goes on');
    this.#stopped = true;
    this.#flushIn(retryMs);
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === storageFullCode;
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
