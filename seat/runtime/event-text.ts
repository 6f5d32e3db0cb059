/**
 * Events come as text and are kept as text. What the text says is checked here by hand: `envelopeSchema` says the same
 * (a test holds the two against each other), but takes as long for an event as folding it.
 */
import { z } from 'zod';
import type { EventEnvelope, StreamId } from '../../shared/lib/journal.ts';

const uuid = z.regexes.uuid();
const streamPattern = /^[A-Za-z]+\/[\x21-\x7e]{1,100}$/;
const memberCount = 11;
const actorMemberCount = 3;

export function isStream(value: unknown): value is StreamId {
  return typeof value === 'string' && streamPattern.test(value);
}

type Members = { readonly [name: string]: unknown };

function isRecord(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isIntFrom(least: number, value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

function isActor(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['user'] === 'string' &&
    typeof value['seat'] === 'string' &&
    typeof value['role'] === 'string' &&
    Object.keys(value).length === actorMemberCount
  );
}

/** Whether it is an envelope and nothing more. `data` may be any JSON: it came out of a JSON parser. */
export function isEnvelope(value: unknown): value is EventEnvelope {
  return (
    isRecord(value) &&
    isIntFrom(0, value['seq']) &&
    typeof value['id'] === 'string' &&
    uuid.test(value['id']) &&
    isStream(value['stream']) &&
    isIntFrom(1, value['version']) &&
    typeof value['type'] === 'string' &&
    isIntFrom(1, value['schema']) &&
    value['data'] !== undefined &&
    Number.isSafeInteger(value['at']) &&
    Number.isSafeInteger(value['occurredAt']) &&
    isActor(value['by']) &&
    typeof value['cause'] === 'string' &&
    Object.keys(value).length === memberCount
  );
}

/** The event a text holds; undefined where it is no JSON or no event. */
export function eventOf(bytes: string): EventEnvelope | undefined {
  let value: unknown;
  try {
    value = JSON.parse(bytes);
  } catch {
    return undefined;
  }
  return isEnvelope(value) ? value : undefined;
}
