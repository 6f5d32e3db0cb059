/** Raises a call for help for a unit that could not press itself: from then on it is as if it had. */
import { useCallback } from 'react';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import type { Give, Outcome } from '../office/use-give.ts';
import { useHubNow } from '../seat-client/hooks.ts';

/** Where it was last, when, Unix ms, and how sure that is, metres. */
export type Seen = Pick<AlarmState, 'place' | 'seenAt' | 'accuracy'>;

export function useRaiseCall(give: Give): (unit: string, seen: Seen) => Promise<Outcome> {
  const hubNow = useHubNow();
  return useCallback(
    (unit, { place, seenAt, accuracy }) => {
      const id = crypto.randomUUID();
      const data = {
        ...{ id, kind: 'sos', unit, fence: null, cause: null, judgedBy: {}, proposal: null, since: hubNow() },
        ...{ place: place === null ? null : { lon: place.lon, lat: place.lat }, seenAt, accuracy },
      };
      return give('RaiseAlarm', data, { id, kind: 'alarm' });
    },
    [give, hubNow],
  );
}
