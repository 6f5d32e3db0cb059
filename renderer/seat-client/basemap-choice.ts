/** Which basemap this user wants to see on this machine: the one that is kept here, or one from outside. */
import { useCallback, useSyncExternalStore } from 'react';

/** As with the layers, nothing of it says anything of a person: the browser's own store of this machine keeps it. */
const keyOf = (user: string): string => `lianqin.basemap.${user}`;
const localWord = 'local';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // Another window of this seat.
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export interface BasemapChoice {
  /** Id of one from outside; null: the one kept here; undefined: nothing was chosen. */
  readonly chosen: string | null | undefined;
  readonly choose: (id: string | null) => void;
}

export function useBasemapChoice(user: string): BasemapChoice {
  const kept = useSyncExternalStore(subscribe, () => localStorage.getItem(keyOf(user)));
  return {
    chosen: kept === null ? undefined : kept === localWord ? null : kept,
    choose: useCallback(
      (id) => {
        localStorage.setItem(keyOf(user), id ?? localWord);
        for (const listener of [...listeners]) listener();
      },
      [user],
    ),
  };
}
