/** Whether the map has room beside list and form. */
import { useSyncExternalStore } from 'react';

const query = '(min-width: 1600px)';

function subscribe(listener: () => void): () => void {
  const list = window.matchMedia(query);
  list.addEventListener('change', listener);
  return () => list.removeEventListener('change', listener);
}

export const useWide = (): boolean => useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
