/** A night's counts, gaps and rests: asked of the seat with each change of what it is worked out from, and each minute. */
import { useEffect, useState } from 'react';
import type { AnswerOf } from '../../../shared/wire/seat-api.ts';
import { useHall } from '../../hall/hall.tsx';
import { useDocuments, useSeat, useStatus } from '../../seat-client/hooks.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';

const againMs = 30_000;

export type RosterNight = Extract<AnswerOf<'rosterNight'>, { status: 'roster' }>['roster'];

/** @param night Undefined while nobody knows which: there are no plates yet. */
export function useRosterNight(night: string | undefined): RosterNight | undefined {
  const seat = useSeat();
  const { connection } = useStatus();
  const { posts, squads, zones, dutyMode, plates } = useHall();
  const { documents } = useDocuments('roster');
  const [held, setHeld] = useState<{ readonly night: string; readonly roster: RosterNight }>();
  useEffect(() => {
    if (connection !== 'up' || plates === undefined || night === undefined) return undefined;
    let alive = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      seat.request('rosterNight', { night }).then(
        (answer) => {
          if (!alive) return;
          if (answer.status === 'roster') setHeld({ night, roster: answer.roster });
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
  }, [seat, connection, night, documents, posts, squads, zones, dutyMode, plates]);
  return held !== undefined && held.night === night ? held.roster : undefined;
}
