/** What the next two hours bring, and what a switch would: asked of the seat, and again each minute and with each change. */
import { useEffect, useState } from 'react';
import { useHall } from '../../hall/hall.tsx';
import { useSeat, useStatus } from '../../seat-client/hooks.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';
import type { AnswerOf } from '../../../shared/wire/seat-api.ts';
import type { DutyMode } from './duty-words.ts';

/** Shown minute by minute; never older than this, ms. */
const againMs = 20_000;

export type DutyAhead = Extract<AnswerOf<'dutyAhead'>, { status: 'ahead' }>;

/** @param to Mode that somebody means to switch to. */
export function useDutyAhead(to: DutyMode | undefined): DutyAhead | undefined {
  const seat = useSeat();
  const { connection } = useStatus();
  const { units, dutyMode, plates } = useHall();
  const [held, setHeld] = useState<{ readonly to: DutyMode | undefined; readonly ahead: DutyAhead }>();
  useEffect(() => {
    if (connection !== 'up' || plates === undefined) return undefined;
    let alive = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      seat.request('dutyAhead', { to: to ?? null }).then(
        (answer) => {
          if (!alive) return;
          if (answer.status === 'ahead') setHeld({ to, ahead: answer });
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
  }, [seat, connection, to, units, dutyMode, plates]);
  return held !== undefined && held.to === to ? held.ahead : undefined;
}
