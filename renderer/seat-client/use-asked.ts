/** A question to the seat, asked again whenever what it is worked out from changes, and after a while in any case. */
import { useEffect, useState } from 'react';
import type { AnswerOf, RequestOf } from '../../shared/wire/seat-api.ts';
import { useSeat, useStatus } from './hooks.ts';
import { SeatLost } from './seat-client.ts';

/** Questions that only work something out. */
type Asked = 'dutyAhead' | 'rosterNight' | 'zoneCover' | 'attendanceNight' | 'sosHelp';

/**
 * The last answer to this very question; undefined before the first, and where nothing is asked.
 *
 * @param body Undefined: nothing is asked.
 * @param of Another object whenever what the answer rests on has changed.
 */
export function useAsked<K extends Asked>(
  name: K,
  body: RequestOf<K> | undefined,
  { of, againMs }: { readonly of: object; readonly againMs: number },
): AnswerOf<K> | undefined {
  const seat = useSeat();
  const { connection } = useStatus();
  const question = body === undefined ? undefined : JSON.stringify(body);
  const [held, setHeld] = useState<{ readonly question: string; readonly answer: AnswerOf<K> }>();
  useEffect(() => {
    if (connection !== 'up' || question === undefined) return undefined;
    let alive = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      seat.request(name, JSON.parse(question) as RequestOf<K>).then(
        (answer) => {
          if (!alive) return;
          setHeld({ question, answer });
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
  }, [seat, connection, name, question, of, againMs]);
  return held !== undefined && held.question === question ? held.answer : undefined;
}
