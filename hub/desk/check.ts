/** The shape of a command: what can be said against it before any state is looked at. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { isUuid } from '../../shared/lib/ids.ts';
import type { CommandAnswer, CommandEnvelope, Refusal } from '../../shared/lib/journal.ts';
import { canonicalJson } from '../../shared/lib/json.ts';

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

/**
 * `InvalidCommand` for the first thing a schema found: the path of the field, and zod's code of what is wrong with it.
 * Never zod's message, nor names of unknown members: they may hold what the sender wrote.
 * @param root What the path starts from, where it is not the data itself.
 */
export function invalid(error: z.ZodError, root: readonly string[] = []): CommandAnswer & { status: 'refused' } {
  const [issue] = error.issues;
  const path = [...root, ...(issue?.path ?? [])].map(String).join('.');
  return refused('InvalidCommand', { field: path === '' ? 'data' : path, problem: issue?.code ?? 'custom' });
}

/** Refusal of what is no command at all; undefined for a good envelope. */
export function checkEnvelope(command: CommandEnvelope): CommandAnswer | undefined {
  const parsed = envelopeSchema.safeParse(command);
  return parsed.success ? undefined : invalid(parsed.error, ['envelope']);
}

/**
 * Tells a repeat from another command under the same id, without keeping what the command said: HMAC-SHA-256 under the
 * hub's secret, hex. Undefined where the data is not JSON.
 */
export function fingerprintOf(secret: Uint8Array, command: CommandEnvelope): string | undefined {
  let content: string;
  try {
    content = canonicalJson({ type: command.type, data: command.data });
  } catch {
    return undefined;
  }
  return createHmac('sha256', secret).update(content, 'utf8').digest('hex');
}
