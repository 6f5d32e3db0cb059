/** A journal of which it is counted how often each of its questions was asked: of the store, and within transactions. */
import type { JournalStore } from '../../hub/journal/store.ts';

export interface CountingReads {
  wrap(store: JournalStore): JournalStore;
  /** What was asked while the work ran, by name; nothing else may go on meanwhile. */
  during<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly reads: readonly string[] }>;
}

export function countingReads(): CountingReads {
  const counts = new Map<string, number>();

  function watched<T extends object>(store: T): T {
    return new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]): unknown => {
          const result: unknown = Reflect.apply(member, target, given);
          counts.set(String(name), (counts.get(String(name)) ?? 0) + 1);
          const opens = name === 'begin' || name === 'snapshot';
          return opens && typeof result === 'object' && result !== null ? watched(result) : result;
        };
      },
    });
  }

  return {
    wrap: watched,
    async during(work) {
      counts.clear();
      const value = await work();
      return { value, reads: [...counts].map(([name, count]) => `${name} ${count}`).sort() };
    },
  };
}
