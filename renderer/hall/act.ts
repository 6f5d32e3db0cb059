/** Giving commands from a screen: based on what the screen shows, durable on the seat before it answers. */
import { useCallback } from 'react';
import type { AnswerOf, RequestOf } from '../../shared/wire/seat-api.ts';
import { useSeat } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';
import { useHall } from './hall.tsx';
import { Haste, waitsAlready, wishOf } from './once.ts';

/** One for the page: the key and the button of one control are two components. */
const haste = new Haste();

export type Acted =
  | Extract<AnswerOf<'submit'>, { status: 'queued' }>
  | {
      readonly status: 'notTaken';
      /** `already`: it was entered a moment ago, or waits for the hub. */
      readonly code: 'invalid' | 'signedOut' | 'StorageFull' | 'SeatLost' | 'already';
      readonly field: string;
    };

export type Act = (
  type: string,
  data: RequestOf<'submit'>['data'],
  /** Streams looked at, such as `incident/…`; their versions on screen are sent along. */
  streams: readonly string[],
) => Promise<Acted>;

/** The version on screen of each stream, for those that are held. */
export function useBasedOn(): (streams: readonly string[]) => RequestOf<'submit'>['basedOn'] {
  const hall = useHall();
  return useCallback(
    (streams) => {
      const held = [hall.incidents, hall.assignments, hall.units, hall.sites];
      const entries = streams.flatMap((stream) => {
        const id = stream.slice(stream.indexOf('/') + 1);
        const version = held.map((byId) => byId.get(id)).find((document) => document?.stream === stream)?.version;
        return version === undefined ? [] : [[stream, version] as const];
      });
      return Object.fromEntries(entries);
    },
    [hall],
  );
}

export function useAct(): Act {
  const seat = useSeat();
  const basedOn = useBasedOn();
  return useCallback(
    async (type, data, streams) => {
      const wish = wishOf(type, data);
      if (waitsAlready(seat.outbox.get(), type, data) || !haste.take(wish, Date.now()))
        return { status: 'notTaken', code: 'already', field: '' };
      try {
        const answer = await seat.request('submit', { type, data, basedOn: basedOn(streams) });
        if (answer.status !== 'queued') haste.forget(wish);
        switch (answer.status) {
          case 'queued':
            return answer;
          case 'invalid':
            return { status: 'notTaken', code: 'invalid', field: answer.field };
          case 'signedOut':
            return { status: 'notTaken', code: 'signedOut', field: '' };
          case 'failed':
            return { status: 'notTaken', code: answer.code, field: '' };
        }
      } catch (error) {
        haste.forget(wish);
        if (error instanceof SeatLost) return { status: 'notTaken', code: 'SeatLost', field: '' };
        throw error;
      }
    },
    [seat, basedOn],
  );
}
