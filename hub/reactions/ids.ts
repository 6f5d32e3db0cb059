/**
 * Ids of the commands that reactions give: the same cause gives the same id, so that a restart cannot act twice. Under the
 * hub's secret: nobody else can know the id of a reaction to come.
 */
import { createHmac } from 'node:crypto';
import { uuidv8 } from '../../shared/lib/ids.ts';
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

export function eventCommandId(secret: Uint8Array, rule: string, eventId: string): string {
  return derived(secret, `event|${rule}|${eventId}`);
}

/** @param shownAt Of the sighting that showed it, Unix ms. */
export function arrivalCommandId(secret: Uint8Array, assignment: string, shownAt: number): string {
  return derived(secret, `arrival|${assignment}|${shownAt}`);
}
