/** The sources that keep coming back, of what this seat holds; worked out anew each hour and with each change. */
import { useMemo } from 'react';
import type { Repeat } from '../../shared/domain/rules/repeats.ts';
import { repeatsOf } from '../../shared/domain/rules/repeats.ts';
import { hour } from '../../shared/lib/time.ts';
import { useOfHubTime } from '../seat-client/hooks.ts';
import { useHall } from './hall.tsx';

/** The end of the hour: what was just received lies before it. */
const endOfHour = (now: number): number => (Math.floor(now / hour) + 1) * hour;

export function useRepeats(): readonly Repeat[] {
  const { incidents, plates } = useHall();
  const at = useOfHubTime(endOfHour);
  return useMemo(
    () =>
      plates === undefined
        ? []
        : repeatsOf(
            Array.from(incidents.values(), ({ state }) => state),
            at,
            plates,
          ),
    [incidents, plates, at],
  );
}
