/** Ids of the commands that reactions give: the same cause gives the same id, so that a restart cannot act twice. */
import { createHash } from 'node:crypto';
import { uuidv8 } from '../../shared/lib/ids.ts';
import type { DueRow } from '../journal/store.ts';

function derived(text: string): string {
  return uuidv8(createHash('sha256').update(text, 'utf8').digest());
}

export function dueCommandId(due: DueRow): string {
  return derived(`due|${due.rule}|${due.stream}|${due.at}`);
}

export function eventCommandId(rule: string, eventId: string): string {
  return derived(`event|${rule}|${eventId}`);
}
