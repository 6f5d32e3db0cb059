/** Giving a command and waiting for the hub's word, so that it is said where it was asked for. */
import { useCallback } from 'react';
import type { CommandType } from '../../shared/domain/rules/permissions.ts';
import type { OutboxEntry, RequestOf } from '../../shared/wire/seat-api.ts';
import type { Acted } from '../hall/act.ts';
import type { DocumentKind } from '../seat-client/hooks.ts';
import { useSeat } from '../seat-client/hooks.ts';
import type { SeatClient } from '../seat-client/seat-client.ts';
import { SeatLost } from '../seat-client/seat-client.ts';

export type Outcome =
  | { readonly status: 'done' | 'queued' }
  | { readonly status: 'refused'; readonly refusal: NonNullable<OutboxEntry['refusal']> }
  | Exclude<Acted, { status: 'queued' }>;

/** The hub is given so long before the entry is left to the tray, machine ms. */
const patienceMs = 8_000;

const isSettled = ({ state }: OutboxEntry): boolean => state !== 'pending' && state !== 'sending';

/** Resolves with the entry once it is settled or needs a person; undefined where that takes too long. */
function settled(seat: SeatClient, entry: string): Promise<OutboxEntry | undefined> {
  const find = (): OutboxEntry | undefined => seat.outbox.get().find((one) => one.id === entry && isSettled(one));
  return new Promise((resolve) => {
    const end = (found: OutboxEntry | undefined): void => {
      clearTimeout(timer);
      stop();
      resolve(found);
    };
    const timer = setTimeout(() => end(undefined), patienceMs);
    const look = (): void => {
      const found = find();
      if (found !== undefined) end(found);
    };
    const stop = seat.outbox.subscribe(look);
    look();
  });
}

export type Give = (
  type: CommandType,
  data: RequestOf<'submit'>['data'],
  /** What it is about; an account where no kind is said. */
  subject: { readonly id: string; readonly version?: number; readonly kind?: DocumentKind },
) => Promise<Outcome>;

const notTaken = (code: 'invalid' | 'signedOut' | 'StorageFull' | 'SeatLost', field = ''): Outcome => ({
  ...{ status: 'notTaken', code, field },
});

export function useGive(): Give {
  const seat = useSeat();
  return useCallback(
    async (type, data, { id, version, kind = 'account' }) => {
      const stream = `${kind}/${id}`;
      try {
        const basedOn = version === undefined ? {} : { [stream]: version };
        const answer = await seat.request('submit', { type, data, basedOn, lane: stream });
        if (answer.status === 'invalid') return notTaken('invalid', answer.field);
        if (answer.status === 'signedOut') return notTaken('signedOut');
        if (answer.status === 'failed') return notTaken(answer.code);
        const entry = await settled(seat, answer.entry);
        if (entry?.state === 'acknowledged') return { status: 'done' };
        if (entry?.state !== 'refused' || entry.refusal === null) return { status: 'queued' };
        // It is said here; left in the tray it would hold back what follows about the same thing.
        await seat.request('settle', { entry: entry.id, how: 'discard' });
        return { status: 'refused', refusal: entry.refusal };
      } catch (error) {
        if (error instanceof SeatLost) return notTaken('SeatLost');
        throw error;
      }
    },
    [seat],
  );
}
