/** What is found, and what came before: at once of what this seat holds, and of all years once the hub has answered. */
import { useEffect, useState } from 'react';
import type { FoundAnswer, FoundKind, PastAnswer, PastOf } from '../../shared/wire/seat-api.ts';
import { useAsk } from '../office/office.ts';
import { useSeat, useStatus } from '../seat-client/hooks.ts';
import { SeatLost, SeatRefused } from '../seat-client/seat-client.ts';

/** Somebody who types on is not asked for yet, ms. */
const restMs = 120;

/** Where an answer comes from: the hub knows all years, this seat what it holds. */
export interface Told<A> {
  readonly answer: A;
  readonly of: 'hub' | 'seat';
  /** Of the seat: when the oldest incident it holds was received, Unix ms; null: it holds none. */
  readonly from: number | null;
}

interface Kept<A> extends Told<A> {
  readonly to: string;
}

/** The answer to `key` that is best: the hub's, where there is one. */
function best<A>(before: Kept<A> | undefined, given: Kept<A>): Kept<A> {
  return before?.to === given.to && before.of === 'hub' && given.of === 'seat' ? before : given;
}

interface Sources<A> {
  readonly seat: () => Promise<A & { readonly from: number | null }>;
  /** Undefined where the hub does not answer. */
  readonly hub: () => Promise<A | undefined>;
}

/** @param key Names what is asked; undefined: nothing. */
function useBoth<A>(
  key: string | undefined,
  rest: number,
  sourcesOf: (key: string) => Sources<A>,
): Kept<A> | undefined {
  const [kept, setKept] = useState<Kept<A>>();
  const { status, connection } = useStatus();
  const live = connection === 'up' && status?.link === 'live';
  useEffect(() => {
    if (key === undefined) return undefined;
    let alive = true;
    const take = (given: Kept<A>): void => {
      if (alive) setKept((before) => best(before, given));
    };
    const begin = setTimeout(() => {
      const { seat, hub } = sourcesOf(key);
      seat().then(
        ({ from, ...answer }) => take({ to: key, answer: answer as A, of: 'seat', from }),
        (error: unknown) => {
          if (!(error instanceof SeatLost || error instanceof SeatRefused)) throw error;
        },
      );
      if (live) void hub().then((answer) => answer !== undefined && take({ to: key, answer, of: 'hub', from: null }));
    }, rest);
    return () => {
      alive = false;
      clearTimeout(begin);
    };
    // What is asked is in the key, whoever makes the questions of it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, rest, live]);
  return kept;
}

/** The last answer stays while the next one is on its way; `current` says whether it is to what is typed now. */
export function useFound(
  text: string,
  only: FoundKind | null,
): (Told<FoundAnswer> & { readonly current: boolean }) | undefined {
  const seat = useSeat();
  const ask = useAsk();
  const key = text.trim() === '' ? undefined : JSON.stringify({ text, only });
  const kept = useBoth<FoundAnswer>(key, restMs, (asked) => {
    const body = JSON.parse(asked) as { readonly text: string; readonly only: FoundKind | null };
    return {
      seat: () => seat.request('search', body),
      hub: async () => {
        const given = await ask({ ask: 'find', ...body });
        return given.status === 'granted' ? given.body : undefined;
      },
    };
  });
  return key === undefined || kept === undefined ? undefined : { ...kept, current: kept.to === key };
}

export function usePast(of: PastOf | null): Told<PastAnswer> | undefined {
  const seat = useSeat();
  const ask = useAsk();
  const key = of === null ? undefined : JSON.stringify(of);
  const kept = useBoth<PastAnswer>(key, 0, (asked) => {
    const wanted = JSON.parse(asked) as PastOf;
    return {
      seat: () => seat.request('past', { of: wanted }),
      hub: async () => {
        const given = await ask({ ask: 'past', of: wanted });
        return given.status === 'granted' ? given.body : undefined;
      },
    };
  });
  return kept?.to === key ? kept : undefined;
}
