/** Asking the hub about accounts, log-ins, keys and the watch: answered at once or not at all. */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeAsk, OfficeAskName, OfficeGranted, OfficeRefusal } from '../../shared/wire/seat-api.ts';
import { useSeat, useStatus } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';

export interface OfficeRefused {
  readonly status: 'refused';
  readonly code: OfficeRefusal;
  readonly field: string | null;
  readonly minutes: number | null;
}
/** Why there is no answer; `lost`: the connection to the seat went. */
export type Unanswered = OfficeRefused | { readonly status: 'offline' | 'lost' };
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
        throw error;
      }
    },
    [seat],
  );
}

/** Asks once, and again when the ask changes, the link comes back or `again` is called; undefined until answered. */
export function useAnswer<A extends OfficeAsk>(
  ask: A,
): { readonly answer: Answered<A['ask']> | undefined; readonly again: () => void } {
  const send = useAsk();
  const { status, connection } = useStatus();
  const live = connection === 'up' && status?.link === 'live';
  const [answer, setAnswer] = useState<Answered<A['ask']>>();
  const [turn, setTurn] = useState(0);
  const text = JSON.stringify(ask);
  useEffect(() => {
    let alive = true;
    void send(JSON.parse(text) as A).then((given) => {
      if (alive) setAnswer(given);
    });
    return () => {
      alive = false;
    };
  }, [send, text, turn, live]);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  return { answer, again };
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
