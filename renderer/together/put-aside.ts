/**
 * Calls for help that somebody was told of and put out of sight at this seat, by person and by how far they were told: neither
 * shown over everything nor called out again until they are told further. They stay in the list.
 */
import { useSyncExternalStore } from 'react';

let aside: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

export const asideKey = (
  user: string,
  alarm: { readonly id: string; readonly escalated: readonly unknown[] },
): string => `${user} ${alarm.id} ${alarm.escalated.length}`;

export function putAside(key: string): void {
  aside = new Set(aside).add(key);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useAside = (): ReadonlySet<string> => useSyncExternalStore(subscribe, () => aside);
