/** Which units to send, worked out by the seat with the hub's rules; asked again while the incident or the hall changes. */
import { useEffect, useRef, useState } from 'react';
import type { Recommendation } from '../../../shared/domain/assignment/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useSeat, useStatus } from '../../seat-client/hooks.ts';
import type { SeatClient } from '../../seat-client/seat-client.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';

/** Distances change while units drive; what was worked out is never older than this, ms. */
const againMs = 10_000;

export interface Worked {
  readonly incident: string;
  readonly recommendation: Recommendation;
  /** Hub time, Unix ms. */
  readonly at: number;
}

/** Asked of the seat once; undefined: nothing was worked out, or the seat is gone. */
export async function askRecommendation(seat: SeatClient, incident: string): Promise<Worked | undefined> {
  try {
    const answer = await seat.request('recommend', { incident });
    if (answer.status !== 'recommended') return undefined;
    return { incident, recommendation: answer.recommendation, at: answer.at };
  } catch (error) {
    if (!(error instanceof SeatLost)) throw error;
    return undefined;
  }
}

/**
 * One ask at a time. In a busy hall something changes before an answer is there: it is shown all the same, and asked again,
 * or nobody would ever be recommended.
 */
export function useRecommendation(incident: string | undefined, version: number | undefined): Worked | undefined {
  const seat = useSeat();
  const { connection } = useStatus();
  const { units, dutyMode, plates } = useHall();
  const isKnown = plates !== undefined;
  const [worked, setWorked] = useState<Worked>();
  const again = useRef<() => void>(() => undefined);
  useEffect(() => {
    // Lost with the connection; asked anew when it is back.
    if (incident === undefined || !isKnown || connection !== 'up') return undefined;
    let alive = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking = false;
    let changed = false;
    const ask = (): void => {
      changed = true;
      if (asking) return;
      clearTimeout(timer);
      asking = true;
      changed = false;
      void askRecommendation(seat, incident).then((answer) => {
        asking = false;
        if (!alive) return;
        if (answer !== undefined) setWorked(answer);
        timer = setTimeout(ask, changed ? 0 : againMs);
      });
    };
    again.current = ask;
    ask();
    return () => {
      alive = false;
      again.current = () => undefined;
      clearTimeout(timer);
    };
  }, [seat, connection, incident, isKnown]);
  const asked = useRef<string | null | undefined>(null);
  useEffect(() => {
    // Of one that was just opened it is asked already.
    if (asked.current === incident) again.current();
    asked.current = incident;
  }, [incident, version, units, dutyMode, plates]);
  // What was worked out for another incident must not stand beside this one, not even for a moment.
  return worked?.incident === incident ? worked : undefined;
}
