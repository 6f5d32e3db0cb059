/** How often browsers without a seat may come from one address: a program that asks on and on gets no further. */

export const burst = 10;
export const everyMs = 6_000;
const addressLimit = 10_000;

export interface NewBrowsers {
  /** Counts one more from the address; false where it has to wait. */
  admit(address: string): boolean;
}

/** @param monotonic Milliseconds that only grow. */
export function newBrowsers(monotonic: () => number): NewBrowsers {
  /** When the address will have its full burst again. */
  const full = new Map<string, number>();
  return {
    admit(address) {
      const now = monotonic();
      if (full.size >= addressLimit) for (const [each, at] of full) if (at <= now) full.delete(each);
      const at = Math.max(full.get(address) ?? now, now) + everyMs;
      if (at - now > burst * everyMs) return false;
      if (full.size >= addressLimit && !full.has(address)) return false;
      full.set(address, at);
      return true;
    },
  };
}
