/** The hub's clocks. Event times never go back even where a clock does: the desk takes the later of clock and journal. */
import { performance } from 'node:perf_hooks';
import type { Clock } from '../ports.ts';

export interface RatedClock extends Clock {
  /** Hub milliseconds per machine millisecond. */
  readonly rate: number;
}

/** The machine's own time. */
export function systemClock(): RatedClock {
  return { rate: 1, now: () => Date.now() };
}

export interface DemoClockOptions {
  /** Hub time at the moment of the call, Unix ms. */
  readonly start: number;
  /** Hub milliseconds per machine millisecond; 1 by default. */
  readonly rate?: number;
  /** Machine milliseconds from any origin, never going back; `performance.now` by default. */
  readonly machine?: () => number;
}

/**
 * Demo and training time: runs from `start` at `rate`, in whole milliseconds. Throws RangeError where the rate is not a
 * positive finite number.
 */
export function demoClock(options: DemoClockOptions): RatedClock {
  const { start, rate = 1, machine = () => performance.now() } = options;
  if (!(rate > 0 && Number.isFinite(rate))) throw new RangeError(`clock rate must be positive: ${rate}`);
  const origin = machine();
  return { rate, now: () => Math.floor(start + (machine() - origin) * rate) };
}
