/** What the seat tells without being asked. What changes often is told once for many changes, as it then stands. */
import type { SeatPush } from '../../shared/wire/seat-api.ts';
import type { SeatLog, SeatTimers } from './ports.ts';

/** Pushes that say how something stands as a whole. */
export type WholePush = Extract<SeatPush, { push: 'status' | 'outbox' | 'presence' | 'intakes' | 'savedViews' }>;
type Whole = WholePush['push'];

/** How long changes are gathered, ms. */
const gatherMs: { readonly [W in Whole]: number } = {
  ...{ status: 20, outbox: 0, presence: 0, intakes: 0, savedViews: 0 },
};

export class Pushes {
  readonly #timers: SeatTimers;
  readonly #log: SeatLog;
  readonly #present: (whole: Whole) => WholePush;
  readonly #hidden: () => boolean;
  readonly #listeners = new Set<(push: SeatPush) => void>();
  readonly #due = new Map<Whole, () => void>();

  /** @param present How a whole stands now. @param hidden Whether nothing but the status may be told. */
  constructor(timers: SeatTimers, log: SeatLog, present: (whole: Whole) => WholePush, hidden: () => boolean) {
    this.#hidden = hidden;
    this.#timers = timers;
    this.#log = log;
    this.#present = present;
  }

  /** A new listener is first told how everything stands. Returns how to stop. */
  listen(listener: (push: SeatPush) => void): () => void {
    this.#listeners.add(listener);
    for (const whole of ['status', 'outbox', 'presence', 'intakes', 'savedViews'] as const)
      if (this.#mayBeTold(whole)) this.#hand(listener, this.#present(whole));
    return () => this.#listeners.delete(listener);
  }

  /** At once. */
  tell(push: SeatPush): void {
    if (!this.#mayBeTold(push.push)) return;
    for (const listener of [...this.#listeners]) this.#hand(listener, push);
  }

  /** Soon. */
  changed(whole: Whole): void {
    if (this.#due.has(whole)) return;
    const stop = this.#timers.after(gatherMs[whole], () => {
      this.#due.delete(whole);
      this.tell(this.#present(whole));
    });
    this.#due.set(whole, stop);
  }

  /** At once, how it stands now. */
  now(whole: Whole): void {
    this.#due.get(whole)?.();
    this.#due.delete(whole);
    this.tell(this.#present(whole));
  }

  stop(): void {
    for (const stop of this.#due.values()) stop();
    this.#due.clear();
    this.#listeners.clear();
  }

  #mayBeTold(push: SeatPush['push']): boolean {
    return push === 'status' || !this.#hidden();
  }

  #hand(listener: (push: SeatPush) => void, push: SeatPush): void {
    try {
      listener(push);
    } catch (error) {
      // One screen's trouble is not another's, and not the cache's.
      this.#log.error({ err: error, push: push.push }, 'a screen could not be told');
    }
  }
}
