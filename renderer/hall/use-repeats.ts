/** The sources that keep coming back, of what this seat holds; worked out anew each hour and with each change. */
import { useMemo } from 'react';
import type { Plates } from '../../shared/domain/district/state.ts';
import type { Repeat } from '../../shared/domain/rules/repeats.ts';
import { repeatsOf } from '../../shared/domain/rules/repeats.ts';
import { hour } from '../../shared/lib/time.ts';
import { useOfHubTime } from '../seat-client/hooks.ts';
import { useHall } from './hall.tsx';
import type { Hall } from './hall.tsx';

/** The end of the hour: what was just received lies before it. */
const endOfHour = (now: number): number => (Math.floor(now / hour) + 1) * hour;

interface Worked {
  readonly plates: Plates;
  readonly at: number;
  readonly repeats: readonly Repeat[];
}

/** Of the newest incidents: several on one page ask for the same. */
const worked = new WeakMap<Hall['incidents'], Worked>();

function repeatsNow(incidents: Hall['incidents'], plates: Plates, at: number): readonly Repeat[] {
  const before = worked.get(incidents);
  if (before?.plates === plates && before.at === at) return before.repeats;
  const states = Array.from(incidents.values(), ({ state }) => state);
  const repeats = repeatsOf(states, at, plates);
  worked.set(incidents, { plates, at, repeats });
  return repeats;
}

export function useRepeats(): readonly Repeat[] {
  const { incidents, plates } = useHall();
  const at = useOfHubTime(endOfHour);
  return useMemo(() => (plates === undefined ? [] : repeatsNow(incidents, plates, at)), [incidents, plates, at]);
}
