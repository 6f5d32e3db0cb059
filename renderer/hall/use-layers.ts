/** The layers of this user on this machine: those of the duty mode, until somebody chooses others by hand. */
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { DutyModeState } from '../../shared/domain/duty-mode/state.ts';
import type { MapLayers } from '../map/index.ts';
import { layersFrom, presets } from '../map/index.ts';

/** No layer says anything of a person: the browser's own store of this machine keeps them. */
const keyOf = (user: string): string => `lianqin.layers.${user}`;

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

function keep(user: string, layers: MapLayers | null): void {
  if (layers === null) localStorage.removeItem(keyOf(user));
  else localStorage.setItem(keyOf(user), JSON.stringify(layers));
  for (const listener of [...listeners]) listener();
}

function parsed(text: string | null): MapLayers | null {
  if (text === null) return null;
  try {
    return layersFrom(JSON.parse(text));
  } catch {
    // Not written by these screens.
    return null;
  }
}

export interface ChosenLayers {
  readonly layers: MapLayers;
  /** Chosen by hand: the duty mode no longer decides. */
  readonly own: boolean;
  readonly choose: (layers: MapLayers) => void;
  readonly restore: () => void;
}

export function useLayers(user: string, mode: DutyModeState['mode'] | undefined): ChosenLayers {
  const text = useSyncExternalStore(subscribe, () => localStorage.getItem(keyOf(user)));
  const kept = useMemo(() => parsed(text), [text]);
  return {
    // Where no mode is known yet it is a night hall.
    layers: kept ?? presets[mode ?? 'night'],
    own: kept !== null,
    choose: useCallback((layers) => keep(user, layers), [user]),
    restore: useCallback(() => keep(user, null), [user]),
  };
}
