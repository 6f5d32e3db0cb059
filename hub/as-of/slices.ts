/**
 * Long work beside commands: in slices of a few milliseconds, one slice in a turn of the event loop however many ask,
 * so that whoever gives a command waits for one slice at the most.
 */

export interface Slices {
  /**
   * Runs the work to its end, in turn with all other work; each step of it has to be short. Rejects with what it throws,
   * and with `SlicesStopped` where the end came first.
   */
  run<T>(work: Iterator<unknown, T>): Promise<T>;
  /** What is under way is given up. Stopping twice is no error. */
  stop(): void;
}

export interface SlicesDeps {
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
  /** Runs it once the event loop has served everybody else. */
  readonly turn?: (work: () => void) => void;
  /** Length of a slice, ms. */
  readonly sliceMs?: number;
}

/** The hub stops: the work was given up. */
export class SlicesStopped extends Error {
  override readonly name = 'SlicesStopped';
}

/** A slice ends with the step that passes this, ms: with a step of a few more nobody waits longer than 15. */
const usualSliceMs = 8;

interface Job {
  /** Whether it is over. */
  step(until: number): boolean;
  giveUp(): void;
}

export function createSlices({ monotonic, turn = setImmediate, sliceMs = usualSliceMs }: SlicesDeps): Slices {
  const jobs: Job[] = [];
  let isDue = false;
  let stopped = false;

  function soon(): void {
    if (isDue || jobs.length === 0) return;
    isDue = true;
    turn(() => {
      isDue = false;
      const job = jobs.shift();
      if (job === undefined) return;
      if (!job.step(monotonic() + sliceMs)) jobs.push(job);
      soon();
    });
  }

  return {
    run<T>(work: Iterator<unknown, T>): Promise<T> {
      if (stopped) return Promise.reject(new SlicesStopped());
      return new Promise<T>((resolve, reject) => {
        jobs.push({
          step(until) {
            if (stopped) return true;
            try {
              do {
                const step = work.next();
                if (step.done !== true) continue;
                resolve(step.value);
                return true;
              } while (monotonic() < until);
              return false;
            } catch (error) {
              reject(error instanceof Error ? error : new Error(String(error)));
              return true;
            }
          },
          giveUp: () => reject(new SlicesStopped()),
        });
        soon();
      });
    },
    stop() {
      stopped = true;
      for (const job of jobs.splice(0)) job.giveUp();
    },
  };
}
