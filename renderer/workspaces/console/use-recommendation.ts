/** Which units to send, worked out by the seat with the hub's rules; asked again while the incident or the hall changes. */
import { useEffect, useState } from 'react';
import type { Recommendation } from '../../../shared/domain/assignment/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useSeat, useStatus } from '../../seat-client/hooks.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';

/** Distances change while units drive; what was worked out is never older than this, ms. */
const againMs = 10_000;

export interface Worked {
  readonly incident: string;
  readonly recommendation: Recommendation;
  /** Hub time, Unix ms. */
  readonly at: number;
}

export function useRecommendation(incident: string | undefined, version: number | undefined): Worked | undefined {
  const seat = useSeat();
  const { connection } = useStatus();
  const { units, dutyMode, plates } = useHall();
  const [worked, setWorked] = useState<Worked>();
  useEffect(() => {
    // Lost with the connection; asked anew when it is back.
    if (incident === undefined || plates === undefined || connection !== 'up') return undefined;
    let alive = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      seat.request('recommend', { incident }).then(
        (answer) => {
          if (!alive) return;
          if (answer.status === 'recommended')
            setWorked({ incident, recommendation: answer.recommendation, at: answer.at });
          timer = setTimeout(ask, againMs);
        },
        (error: unknown) => {
          if (!(error instanceof SeatLost)) throw error;
        },
      );
    };
    ask();
    return () => {
      alive = false;
      clearTimeout(timer);
    };
  }, [seat, connection, incident, version, units, dutyMode, plates]);
  // What was worked out for another incident must not stand beside this one, not even for a moment.
  return worked?.incident === incident ? worked : undefined;
}
