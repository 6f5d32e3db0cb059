/** Tells other seats what this one has open and whom it is about to send; told anew after a loss, taken back on leaving. */
import { useEffect } from 'react';
import { useSeat, useStatus } from '../../seat-client/hooks.ts';
import type { SeatClient } from '../../seat-client/seat-client.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';

function tell(seat: SeatClient, open: string | null, unit: string | null): void {
  const about = open === null || unit === null ? null : { incident: open, unit: `unit/${unit}` };
  seat.request('presence', { open, about }).catch((error: unknown) => {
    // The seat takes back by itself what a lost screen had open.
    if (!(error instanceof SeatLost)) throw error;
  });
}

export function usePresenceTold(open: string | null, unit: string | null): void {
  const seat = useSeat();
  const isUp = useStatus().connection === 'up';
  useEffect(() => {
    if (isUp) tell(seat, open, unit);
  }, [seat, isUp, open, unit]);
  useEffect(() => () => tell(seat, null, null), [seat]);
}
