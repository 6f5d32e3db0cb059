import { minute } from '../../lib/time.ts';
import type { MessageEvent, MessageProof } from './events.ts';

type Sent = Extract<MessageEvent, { type: 'MessageSent' }>['data'];

export interface MessageReceiver {
  readonly kind: 'unit' | 'person';
  readonly id: string;
  readonly name: string;
  /** When it came to them, and when they read it, Unix ms; null: not yet. */
  readonly deliveredAt: number | null;
  readonly readAt: number | null;
  readonly proof: MessageProof | null;
}

/** A message of the hall to a unit, a squad or all, with who has read it. Its words are in the vault. */
export interface MessageState extends Omit<Sent, 'name' | 'receivers'> {
  readonly id: string;
  /** Unix ms. */
  readonly at: number;
  readonly from: { readonly user: string; readonly name: string; readonly seat: string };
  readonly receivers: readonly MessageReceiver[];
  /** That some had not read it in time was noted; to be told to the sender. */
  readonly unread: { readonly at: number; readonly count: number } | null;
}

/** An urgent message has to be read within, ms. */
export const urgentReadWithin = 3 * minute;

export interface MessageReads {
  message(id: string): MessageState | undefined;
  /** Sent at or after the instant, by id. */
  messagesSince(at: number): readonly MessageState[];
}

export const unreadOf = ({ receivers }: Pick<MessageState, 'receivers'>): readonly MessageReceiver[] =>
  receivers.filter(({ readAt }) => readAt === null);

export const receiverOf = (
  { receivers }: Pick<MessageState, 'receivers'>,
  kind: MessageReceiver['kind'],
  id: string,
): MessageReceiver | undefined => receivers.find((one) => one.kind === kind && one.id === id);
