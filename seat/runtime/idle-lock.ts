/**
 * The lock of a seat: falls when nobody touched it for a while, or by hand. It holds for the whole seat, so for each of
 * its screens, and for a seat that is started again.
 */
import type { SeatClock, SeatTimers } from './ports.ts';

/** How often the time is looked at: a machine that slept does not count the time itself, ms. */
const lookEveryMs = 30_000;
/** How often it is told that somebody was here, machine ms. */
const noteEveryMs = 60_000;

export interface LockNote {
  readonly locked: boolean;
  /** Machine time, Unix ms. */
  readonly touchedAt: number;
}

export interface IdleLockParts {
  readonly clock: SeatClock;
  readonly timers: SeatTimers;
  /** The lock fell or was opened. */
  readonly changed: () => void;
  /** To be kept: at each change, and at most once a minute while somebody is here. */
  readonly note: (note: LockNote) => void;
}

export class IdleLock {
  readonly #parts: IdleLockParts;
  #afterMs: number | null = null;
  #isOn = false;
  #locked = false;
  #touchedAt = 0;
  #notedAt = 0;
  #stopLooking: () => void = () => undefined;

  constructor(parts: IdleLockParts) {
    this.#parts = parts;
  }

  get locked(): boolean {
    return this.#locked;
  }

  /** Machine ms without a touch until it falls; null: never. */
  get afterMs(): number | null {
    return this.#afterMs;
  }

  /** Somebody is logged in. @param note How the lock stood when the seat ended; none after a log-in. */
  begin(afterMs: number | null, note?: LockNote): void {
    this.end();
    this.#isOn = true;
    this.#afterMs = afterMs;
    const now = this.#parts.clock.machine();
    this.#touchedAt = Math.min(note?.touchedAt ?? now, now);
    this.#notedAt = now;
    this.#locked = afterMs !== null && note?.locked === true;
    this.look();
  }

  /** Nobody is logged in any more: there is nothing to hide. */
  end(): void {
    this.#stopLooking();
    this.#isOn = false;
    this.#locked = false;
    this.#afterMs = null;
  }

  /** Another time from now on; a lock that fell stays. */
  allow(afterMs: number | null): void {
    if (!this.#isOn || afterMs === this.#afterMs) return;
    this.#afterMs = afterMs;
    this.look();
  }

  /** By hand. A wall has nobody who could open it again: it has no lock. */
  lock(): void {
    if (!this.#isOn || this.#locked || this.#afterMs === null) return;
    this.#stopLooking();
    this.#turn(true);
  }

  unlock(): void {
    if (!this.#locked) return;
    this.#touchedAt = this.#parts.clock.machine();
    this.#turn(false);
    this.look();
  }

  /** Somebody is here. What comes when the time is over already comes too late. */
  active(): void {
    this.look();
    if (!this.#isOn || this.#locked) return;
    const now = this.#parts.clock.machine();
    this.#touchedAt = now;
    if (Math.abs(now - this.#notedAt) >= noteEveryMs) this.#note(now);
  }

  /** Locks where the time is over. */
  look(): void {
    this.#stopLooking();
    if (!this.#isOn || this.#locked || this.#afterMs === null) return;
    const idle = this.#parts.clock.machine() - this.#touchedAt;
    // A clock that was set back says nothing of how long nobody was here: the time runs anew.
    if (idle < 0) this.#touchedAt = this.#parts.clock.machine();
    const left = this.#afterMs - Math.max(0, idle);
    if (left <= 0) return this.#turn(true);
    this.#stopLooking = this.#parts.timers.after(Math.min(left, lookEveryMs), () => this.look());
  }

  #turn(locked: boolean): void {
    this.#locked = locked;
    this.#note(this.#parts.clock.machine());
    this.#parts.changed();
  }

  #note(now: number): void {
    this.#notedAt = now;
    this.#parts.note({ locked: this.#locked, touchedAt: this.#touchedAt });
  }
}
