/** Asking the hub about accounts, log-ins, keys and the watch: answered at once or not at all. */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeAsk, OfficeAskName, OfficeGranted, OfficeRefusal } from '../../shared/wire/seat-api.ts';
import { useSeat, useStatus } from '../seat-client/hooks.ts';
import { SeatLost, SeatRefused } from '../seat-client/seat-client.ts';

export interface OfficeRefused {
  readonly status: 'refused';
  readonly code: OfficeRefusal;
  readonly field: string | null;
  readonly minutes: number | null;
}
/** Why there is no answer; `lost`: the connection to the seat went; `failed`: the seat did not take or could not answer it. */
export type Unanswered = OfficeRefused | { readonly status: 'offline' | 'lost' | 'failed' };
export type Answered<N extends OfficeAskName> =
  { readonly status: 'granted'; readonly body: OfficeGranted<N> } | Unanswered;

export type Ask = <A extends OfficeAsk>(ask: A) => Promise<Answered<A['ask']>>;

export function useAsk(): Ask {
  const seat = useSeat();
  return useCallback(
    async <A extends OfficeAsk>(ask: A) => {
      try {
        // The seat has checked the body against the schema of the ask.
        return (await seat.request('office', ask)) as Answered<A['ask']>;
      } catch (error) {
        if (error instanceof SeatLost) return { status: 'lost' };
        if (error instanceof SeatRefused) return { status: 'failed' };
        throw error;
      }
    },
    [seat],
  );
}

/** What was granted stays on screen while nobody can answer: how old it is, the bar above says. Pure. */
export function stillShown<N extends OfficeAskName>(before: Answered<N> | undefined, given: Answered<N>): Answered<N> {
  const isAway = given.status === 'offline' || given.status === 'lost';
  return isAway && before?.status === 'granted' ? before : given;
}

/** Asks once, and again when the ask changes, the link comes back or `again` is called; undefined until answered. */
export function useAnswer<A extends OfficeAsk>(
  ask: A,
): { readonly answer: Answered<A['ask']> | undefined; readonly again: () => void } {
  const send = useAsk();
  const { status, connection } = useStatus();
  const live = connection === 'up' && status?.link === 'live';
  const [answered, setAnswered] = useState<{ readonly to: string; readonly answer: Answered<A['ask']> }>();
  const [turn, setTurn] = useState(0);
  const text = JSON.stringify(ask);
  useEffect(() => {
    let alive = true;
    void send(JSON.parse(text) as A).then((given) => {
      if (!alive) return;
      setAnswered((before) => ({
        to: text,
        answer: stillShown(before?.to === text ? before.answer : undefined, given),
      }));
    });
    return () => {
      alive = false;
    };
  }, [send, text, turn, live]);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  return { answer: answered?.answer, again };
}

export function useUnansweredText(): (why: Unanswered) => string {
  const { t } = useTranslation();
  return useCallback(
    (why) => {
      if (why.status !== 'refused') return t(`office.${why.status}`);
      const { code, minutes } = why;
      if (code === 'LockedOut' && minutes !== null) return t('office.lockedOutFor', { minutes });
      if (code === 'CodeOfAnotherTime' && minutes !== null)
        return t('office.codeApart', { minutes: Math.abs(minutes) });
      return t(`office.refused.${code}`);
    },
    [t],
  );
}
