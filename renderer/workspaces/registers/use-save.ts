/** Sends what a form made: durable here first; the hub's word is waited for only while it can be reached. */
import { useCallback } from 'react';
import type { Json } from '../../../shared/lib/json.ts';
import type { Outcome } from '../../office/use-give.ts';
import { useGive } from '../../office/use-give.ts';
import type { RegisterKind } from '../../hall/told-labels.ts';
import { useOutbox, useSeat, useStatus } from '../../seat-client/hooks.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';
import { commandOf } from './use-registers.ts';

export interface Sent {
  readonly kind: RegisterKind;
  readonly id: string;
  readonly how: 'record' | 'withdraw';
  readonly data: { readonly [member: string]: Json };
  /** Version looked at; null: there was none. */
  readonly version: number | null;
}

export type NotSaved = Exclude<Outcome, { readonly status: 'done' | 'queued' }>;

export const isNotSaved = (outcome: Outcome): outcome is NotSaved =>
  outcome.status !== 'done' && outcome.status !== 'queued';

export function useSave(): (sent: Sent) => Promise<Outcome> {
  const seat = useSeat();
  const give = useGive();
  const outbox = useOutbox();
  const live = useStatus().status?.link === 'live';
  return useCallback(
    async ({ kind, id, how, data, version }) => {
      const type = commandOf[kind][how];
      const stream = `${kind}/${id}`;
      // After an own entry that still waits, what is held is not what this one was based on: they go in their order.
      const waits = outbox.some((entry) => entry.lane === stream && entry.state !== 'acknowledged');
      const based = version === null || waits ? {} : { version };
      // The wire's type of JSON is a mutable one; nobody changes what they are handed.
      const body = { ...data, id } as never;
      if (live) return give(type, body, { id, kind, ...based });
      try {
        const basedOn = 'version' in based ? { [stream]: based.version } : {};
        const answer = await seat.request('submit', { type, data: body, basedOn, lane: stream });
        if (answer.status === 'queued') return { status: 'queued' };
        if (answer.status === 'invalid') return { status: 'notTaken', code: 'invalid', field: answer.field };
        if (answer.status === 'failed') return { status: 'notTaken', code: answer.code, field: '' };
        return { status: 'notTaken', code: 'signedOut', field: '' };
      } catch (error) {
        if (error instanceof SeatLost) return { status: 'notTaken', code: 'SeatLost', field: '' };
        throw error;
      }
    },
    [seat, give, outbox, live],
  );
}
