/** What messages mean for whoever sits here: pure. */
import type { MessageReceiver, MessageState } from '../../shared/domain/message/state.ts';
import { hour } from '../../shared/lib/time.ts';

/** A message is for the shift: older ones are not listed, ms. */
const listedFor = 12 * hour;

export const ownReceipt = ({ receivers }: MessageState, user: string): MessageReceiver | undefined =>
  receivers.find(({ kind, id }) => kind === 'person' && id === user);

/** Newest first: those to or from this person; of others none. */
export function inboxOf(messages: readonly MessageState[], user: string, now: number): readonly MessageState[] {
  return messages
    .filter((one) => one.at >= now - listedFor && (one.from.user === user || ownReceipt(one, user) !== undefined))
    .toSorted((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
}

export function unreadBy(messages: readonly MessageState[], user: string): number {
  return messages.filter((one) => ownReceipt(one, user)?.readAt === null).length;
}

/** Sent from here, urgent, and not read by all in time. */
export function unheard(messages: readonly MessageState[], user: string): readonly MessageState[] {
  return messages.filter(
    ({ from, unread, receivers }) =>
      from.user === user && unread !== null && receivers.some(({ readAt }) => readAt === null),
  );
}

export interface Counted {
  readonly all: number;
  readonly read: number;
  /** There, and not read. */
  readonly delivered: number;
  readonly waiting: number;
}

export function countedOf({ receivers }: MessageState): Counted {
  const read = receivers.filter(({ readAt }) => readAt !== null).length;
  const delivered = receivers.filter(({ readAt, deliveredAt }) => readAt === null && deliveredAt !== null).length;
  return { all: receivers.length, read, delivered, waiting: receivers.length - read - delivered };
}
