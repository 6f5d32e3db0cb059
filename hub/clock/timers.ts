/** Alarms on hub time. */
import type { Timers } from '../ports.ts';
import type { RatedClock } from './clock.ts';

/** Machine ms after which an alarm looks at the clock again: the clock may have been set, and timers have a maximum. */
const longestSleep = 30_000;

/** Timers over a clock that may run at another rate than the machine or be set while an alarm waits. */
export function timersOver(clock: RatedClock): Timers {
  return {
    at(instant, work) {
      let handle: NodeJS.Timeout | undefined;
      const wait = (): void => {
        const left = (instant - clock.now()) / clock.rate;
        // A timer even where nothing is left: `work` must never run before `at` has returned.
        handle = setTimeout(
          () => {
            if (clock.now() >= instant) work();
            else wait();
          },
          Math.min(longestSleep, Math.max(0, Math.ceil(left))),
        );
      };
      wait();
      return () => clearTimeout(handle);
    },
    after(milliseconds, work) {
      const handle = setTimeout(work, milliseconds);
      return () => clearTimeout(handle);
    },
  };
}
