/** What this seat has entered and the hub has not answered yet. */
import { useMemo } from 'react';
import type { OutboxEntry } from '../../shared/wire/seat-api.ts';
import { useOutbox } from '../seat-client/hooks.ts';

const isOpen = ({ state }: OutboxEntry): boolean => state === 'pending' || state === 'sending' || state === 'asking';

/** Streams with entries that wait; `incident/…` also for what was done to its assignments. */
export function usePendingStreams(): ReadonlySet<string> {
  const entries = useOutbox();
  return useMemo(() => {
    const streams = new Set<string>();
    for (const entry of entries) {
      if (!isOpen(entry)) continue;
      streams.add(entry.lane);
      const { data } = entry;
      if (typeof data === 'object' && data !== null && !Array.isArray(data) && typeof data['incident'] === 'string')
        streams.add(`incident/${data['incident']}`);
    }
    return streams;
  }, [entries]);
}

/** Entries that a person must look at: refused, held back, or asked "still wanted?". */
export function useTray(): readonly OutboxEntry[] {
  const entries = useOutbox();
  return useMemo(
    () => entries.filter(({ state }) => state === 'refused' || state === 'heldBack' || state === 'asking'),
    [entries],
  );
}
