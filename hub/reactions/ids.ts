/**
 * Ids of the commands that reactions give: the same cause gives the same id, so that a restart cannot act twice. Under the
 * hub's secret: nobody else can know the id of a reaction to come.
 */
import { createHmac } from 'node:crypto';
import { uuidv7, uuidv8 } from '../../shared/lib/ids.ts';
import type { DueRow } from '../journal/store.ts';

function derived(secret: Uint8Array, text: string): string {
  return uuidv8(createHmac('sha256', secret).update(text, 'utf8').digest());
}

export function dueCommandId(secret: Uint8Array, due: DueRow): string {
  return derived(secret, `due|${due.rule}|${due.stream}|${due.at}`);
}

/** Not of a command: of the incident itself. */
export function orderIncidentId(secret: Uint8Array, source: string, externalId: string): string {
  return derived(secret, `order|${source}|${externalId}`);
}

/**
 * Of a command that a door gives, and so in the form of those.
 * @param turn How many corrections there were before.
 * @param content SHA-256 of the command's data.
 * @param at Always the same for one incident, Unix ms.
 */
export function correctionCommandId(
  secret: Uint8Array,
  { id, at }: { readonly id: string; readonly at: number },
  turn: number,
  content: string,
): string {
  const told = `correction|${id}|${turn}|${content}`;
  return uuidv7(at, createHmac('sha256', secret).update(told, 'utf8').digest().subarray(0, 10));
}

export function eventCommandId(secret: Uint8Array, rule: string, eventId: string): string {
  return derived(secret, `event|${rule}|${eventId}`);
}

/** Of a reply on its way to its source, and of what is journalled about it; `key` says which. */
export function outgoingId(secret: Uint8Array, key: string): string {
  return derived(secret, `outgoing|${key}`);
}

/** @param shownAt Of the sighting that showed it, Unix ms. */
export function arrivalCommandId(secret: Uint8Array, assignment: string, shownAt: number): string {
  return derived(secret, `arrival|${assignment}|${shownAt}`);
}

/** @param at Since when it was theirs, Unix ms. */
export function claimCommandId(secret: Uint8Array, stream: string, user: string, at: number): string {
  return derived(secret, `claim|${stream}|${user}|${at}`);
}

/**
 * @param since Since when the mode before was in force, Unix ms; 0 where there was none.
 * @param turnedAt When the calendar turned, Unix ms.
 */
export function dutyTurnCommandId(secret: Uint8Array, since: number, turnedAt: number): string {
  return derived(secret, `dutyTurn|${since}|${turnedAt}`);
}

/** Of what is said of a unit at a fence, and of the stretches of its attendance; `key` says which. */
export function fenceCommandId(secret: Uint8Array, key: string): string {
  return derived(secret, `fence|${key}`);
}

/** @param pressedAt When the press began, Unix ms. */
export function sosCommandId(secret: Uint8Array, unit: string, pressedAt: number): string {
  return derived(secret, `sos|${unit}|${pressedAt}`);
}
