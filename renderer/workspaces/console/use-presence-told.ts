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

/** @param may Whether the person's seat may say so at all. */
export function usePresenceTold(may: boolean, open: string | null, unit: string | null): void {
  const seat = useSeat();
  const isUp = useStatus().connection === 'up';
  useEffect(() => {
    if (may && isUp) tell(seat, open, unit);
  }, [seat, may, isUp, open, unit]);
  useEffect(() => (may ? () => tell(seat, null, null) : undefined), [seat, may]);
}
