/** How loud this seat is: kept in the browser's own store of the machine, as a seat stands where it stands. */
import { useCallback, useMemo, useSyncExternalStore } from 'react';

export interface SoundSettings {
  /** 0 to 1. */
  readonly volume: number;
  readonly quiet: boolean;
  /** Spoken where there is a voice; else tones alone. */
  readonly speech: boolean;
}

export const usualSound: SoundSettings = { volume: 0.7, quiet: false, speech: true };
const key = 'lianqin.sound';

/** What these screens wrote, or others: whatever does not fit is as usual. Pure. */
export function soundFrom(text: string | null): SoundSettings {
  if (text === null) return usualSound;
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return usualSound;
  }
  const { volume, quiet, speech } = (read ?? {}) as { readonly [name: string]: unknown };
  return {
    volume: typeof volume === 'number' && volume >= 0 && volume <= 1 ? volume : usualSound.volume,
    quiet: quiet === true,
    speech: speech !== false,
  };
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export function useSoundSettings(): {
  readonly sound: SoundSettings;
  readonly set: (change: Partial<SoundSettings>) => void;
} {
  const text = useSyncExternalStore(subscribe, () => localStorage.getItem(key));
  return {
    sound: useMemo(() => soundFrom(text), [text]),
    set: useCallback((change) => {
      localStorage.setItem(key, JSON.stringify({ ...soundFrom(localStorage.getItem(key)), ...change }));
      for (const listener of [...listeners]) listener();
    }, []),
  };
}
