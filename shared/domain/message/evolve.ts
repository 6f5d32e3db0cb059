import type { Recorded } from '../../lib/journal.ts';
import { splitStream } from '../../lib/journal.ts';
import { must, unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { messageEvents } from './events.ts';
import type { MessageEvent } from './events.ts';
import type { MessageReceiver, MessageState } from './state.ts';
import { unreadOf } from './state.ts';

export const unreadRule = 'messageUnread';

function withReceiver(
  state: MessageState,
  { kind, id }: Pick<MessageReceiver, 'kind' | 'id'>,
  change: (receiver: MessageReceiver) => MessageReceiver,
): MessageState {
  const receivers = state.receivers.map((one) => (one.kind === kind && one.id === id ? change(one) : one));
  return { ...state, receivers };
}

function evolve(state: MessageState | undefined, event: Recorded<MessageEvent>): MessageState {
  const { occurredAt: at, by, stream } = event.meta;
  switch (event.type) {
    case 'MessageSent': {
      const { name, receivers, ...sent } = event.data;
      return {
        ...sent,
        ...{ id: splitStream(stream).id, at, from: { user: by.user, name, seat: by.seat }, unread: null },
        receivers: receivers.map((one) => ({ ...one, deliveredAt: null, readAt: null, proof: null })),
      };
    }
    case 'MessageDelivered':
      return withReceiver(must(state, 'message'), event.data, (one) => ({
        ...one,
        deliveredAt: one.deliveredAt ?? at,
      }));
    case 'MessageRead': {
      const { proof } = event.data;
      return withReceiver(must(state, 'message'), event.data, (one) =>
        one.readAt !== null ? one : { ...one, deliveredAt: one.deliveredAt ?? at, readAt: at, proof },
      );
    }
    case 'MessageUnread':
      return { ...must(state, 'message'), unread: { at, count: event.data.count } };
    case 'PersonalDataErased': {
      const held = must(state, 'message');
      return held.personal?.ref === event.data.ref ? { ...held, personal: null } : held;
    }
    default:
      return unreachable(event);
  }
}

export const messageKind: Kind<MessageState, MessageEvent> = {
  kind: 'message',
  fold: 1,
  events: messageEvents,
  evolve,
  scope: ({ squads, zones }) => [
    'bureau',
    ...squads.map((squad) => `squad:${squad}`),
    ...zones.map((zone) => `zone:${zone}`),
  ],
  dues(message) {
    const { readBy, unread } = message;
    if (readBy === null || unread !== null || unreadOf(message).length === 0) return [];
    return [{ rule: unreadRule, at: readBy }];
  },
};
