/**
 * Counts failed keys per address, so that nobody can guess at length. Memory is bounded: where too many addresses fail
 * at once, the oldest are forgotten.
 */
export interface Attempts {
  /** Milliseconds the address has to wait; 0 when it may try. */
  waitFor(address: string): number;
  failed(address: string): void;
}

export interface AttemptLimits {
  readonly failures: number;
  readonly windowMs: number;
  readonly addresses: number;
}

export const defaultLimits: AttemptLimits = { failures: 10, windowMs: 60_000, addresses: 10_000 };

/** @param monotonic Milliseconds of machine time: a demo clock must not let guesses through faster. */
export function createAttempts(monotonic: () => number, limits: AttemptLimits = defaultLimits): Attempts {
  const byAddress = new Map<string, { count: number; readonly until: number }>();
  const current = (address: string) => {
    const entry = byAddress.get(address);
    if (entry === undefined || entry.until > monotonic()) return entry;
    byAddress.delete(address);
    return undefined;
  };
  return {
    waitFor(address) {
      const entry = current(address);
      return entry === undefined || entry.count < limits.failures ? 0 : entry.until - monotonic();
    },
    failed(address) {
      const entry = current(address);
      if (entry !== undefined) {
        entry.count += 1;
        return;
      }
      if (byAddress.size >= limits.addresses) {
        const oldest = byAddress.keys().next();
        if (oldest.done !== true) byAddress.delete(oldest.value);
      }
      byAddress.set(address, { count: 1, until: monotonic() + limits.windowMs });
    },
  };
}
