/**
 * Lets only so much slow work run at once, and work under one key one after the other: thirty-two megabytes and a core
 * for each log-in would otherwise be a way to stop the hub, and guesses side by side a way around the lock-out.
 */
export interface Turns {
  /** Runs the work when its turn comes. Undefined where too many wait already, or it was stopped meanwhile. */
  run<T>(key: string, work: () => Promise<T>): Promise<T | undefined>;
  /** Turns away what waits and what comes; resolves when what runs is done. */
  stop(): Promise<void>;
}

interface Waiting {
  readonly key: string;
  readonly start: () => Promise<void>;
  readonly turnAway: () => void;
}

export function createTurns(parallel: number, mostWaiting: number): Turns {
  const waiting: Waiting[] = [];
  const running = new Map<string, Promise<void>>();
  let stopped = false;

  function next(): void {
    while (running.size < parallel) {
      const index = waiting.findIndex(({ key }) => !running.has(key));
      const [first] = index < 0 ? [] : waiting.splice(index, 1);
      if (first === undefined) return;
      const done = first.start().finally(() => {
        running.delete(first.key);
        next();
      });
      running.set(first.key, done);
    }
  }

  return {
    run<T>(key: string, work: () => Promise<T>): Promise<T | undefined> {
      if (stopped || waiting.length >= mostWaiting) return Promise.resolve(undefined);
      return new Promise<T | undefined>((resolve, reject) => {
        const start = (): Promise<void> => work().then(resolve, reject);
        waiting.push({ key, start, turnAway: () => resolve(undefined) });
        next();
      });
    },
    async stop() {
      stopped = true;
      for (const { turnAway } of waiting.splice(0)) turnAway();
      await Promise.all(running.values());
    },
  };
}
