/** The shape of a command: what can be said against it before any state is looked at. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { isDerivedUuid, isUuid } from '../../shared/lib/ids.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Actor, CommandAnswer, CommandEnvelope, Refusal } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import { namedPath } from './named-path.ts';

/** Streams a sender may name as seen; the largest command touches far fewer. */
const mostStreams = 500;

const envelopeSchema = z.strictObject({
  id: z.string().refine(isUuid),
  type: z.string().min(1).max(100),
  data: z.unknown(),
  basedOn: z
    .record(z.string().min(3).max(200), z.number().int().min(0))
    .refine((streams) => Object.keys(streams).length <= mostStreams),
  madeAt: z.number().int().min(0),
});

export function refused(code: string, params: Refusal['params'] = {}): CommandAnswer & { status: 'refused' } {
  return { status: 'refused', refusal: { code, params } };
}

/** Whether the actor is the hub itself: nobody else may bear its name or role. */
export function isSystem(by: Actor): boolean {
  return by.user === systemActor.user && by.seat === systemActor.seat && by.role === systemActor.role;
}

/**
 * `InvalidCommand` for the first thing a schema found: the path of the field as far as the schema names it, and zod's
 * code of what is wrong with it. Never zod's message, nor keys the schema does not name: they may hold what the sender
 * wrote, and answers are kept for ever.
 * @param root What the path starts from, where it is not the data itself.
 */
export function invalid(
  error: z.ZodError,
  schema: z.ZodType,
  root: readonly string[] = [],
): CommandAnswer & { status: 'refused' } {
  const [issue] = error.issues;
  const path = [...root, ...namedPath(schema, issue?.path ?? [])].join('.');
  return refused('InvalidCommand', { field: path === '' ? 'data' : path, problem: issue?.code ?? 'custom' });
}

/** What is wrong with an id that only the hub itself gives. */
export const reservedId = 'reserved';

/** Refusal of what is no command at all; undefined for a good envelope. */
export function checkEnvelope(command: CommandEnvelope, by: Actor): CommandAnswer | undefined {
  const parsed = envelopeSchema.safeParse(command);
  if (!parsed.success) return invalid(parsed.error, envelopeSchema, ['envelope']);
  // Who could take the id of a reaction to come would keep the reaction from ever happening.
  if (isDerivedUuid(command.id) && !isSystem(by))
    return refused('InvalidCommand', { field: 'envelope.id', problem: reservedId });
  return undefined;
}

/**
 * Tells a repeat from another command under the same id, without keeping what the command said: HMAC-SHA-256 under the
 * hub's secret, hex. The data is as `toldOf` gives it: without its personal part, or with the handle in its place. The
 * handle's mac is made with the salt of the record, so that with the record goes every way to try out what the command
 * said.
 */
export function fingerprintOf(secret: Uint8Array, type: string, data: Json): string {
  return createHmac('sha256', secret).update(canonicalJson({ type, data }), 'utf8').digest('hex');
}

export function isJson(data: unknown): boolean {
  try {
    canonicalJson(data);
    return true;
  } catch {
    return false;
  }
}
