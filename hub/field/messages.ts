/** What a unit is told of messages: those of the last hours that are to it, with their words. */
import type { MessageReads, MessageState } from '../../shared/domain/message/state.ts';
import { receiverOf } from '../../shared/domain/message/state.ts';
import { hour } from '../../shared/lib/time.ts';
import type { FieldMessage } from '../../shared/wire/field-api.ts';

/** A message is for the shift, ms. */
const toldFor = 12 * hour;
const mostTold = 30;

/** @param words Of a record of the vault; undefined where it is gone. */
export function messagesOf(
  unit: string,
  reads: Pick<MessageReads, 'messagesSince'>,
  now: number,
  words: (ref: string) => string | undefined,
): readonly FieldMessage[] {
  return reads
    .messagesSince(now - toldFor)
    .filter((message) => receiverOf(message, 'unit', unit) !== undefined)
    .toSorted((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
    .slice(0, mostTold)
    .map((message) => messageOf(message, unit, words));
}

function messageOf(message: MessageState, unit: string, words: (ref: string) => string | undefined): FieldMessage {
  const { id, from, at, urgent, incident, personal } = message;
  return {
    ...{ message: id, from: from.name, at, urgent, number: incident?.number ?? null },
    text: (personal === null ? undefined : words(personal.ref)) ?? null,
    read: receiverOf(message, 'unit', unit)?.readAt !== null,
  };
}
