/** Hub time and civil time as the night needs them. */
import { civilDate, hour, parseIso } from '../shared/lib/time.ts';

export { day, hour, minute, second } from '../shared/lib/time.ts';

/** The demo district's, minutes east of UTC. */
export const offset = 480;

/** Instant of 00:00 of a civil date. */
export function instant(date: string): number {
  const at = parseIso(`${date}T00:00:00+08:00`);
  if (at === undefined) throw new Error(`not a date: ${date}`);
  return at;
}

/** Civil date on which the report night began: until noon it is last night's. */
export function nightOf(at: number): string {
  return civilDate(at - 12 * hour, offset);
}

/** Hub time as far as it is known, and work at instants of it. */
export class HubTime {
  readonly rate: number;
  #base: { readonly hub: number; readonly machine: number };
  readonly #timers = new Set<NodeJS.Timeout>();
  #stopped = false;

  constructor(now: number, rate: number) {
    this.rate = rate;
    this.#base = { hub: now, machine: performance.now() };
  }

  now(): number {
    const { hub, machine } = this.#base;
    return Math.floor(hub + (performance.now() - machine) * this.rate);
  }

  /** What the hub itself says it is now. */
  correct(now: number): void {
    this.#base = { hub: now, machine: performance.now() };
  }

  /** Runs the work once the instant is reached; returns how to call it off. After `stop` nothing runs any more. */
  at(due: number, work: () => void): () => void {
    let timer: NodeJS.Timeout | undefined;
    const wait = (): void => {
      if (this.#stopped) return;
      const left = (due - this.now()) / this.rate;
      timer = setTimeout(
        () => {
          this.#timers.delete(own);
          if (this.#stopped) return;
          if (this.now() < due) wait();
          else work();
        },
        Math.min(Math.max(0, left), 60_000),
      );
      const own = timer;
      this.#timers.add(own);
    };
    wait();
    return () => {
      if (timer === undefined) return;
      clearTimeout(timer);
      this.#timers.delete(timer);
    };
  }

  after(milliseconds: number, work: () => void): () => void {
    return this.at(this.now() + milliseconds, work);
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
