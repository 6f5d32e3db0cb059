/**
 * The hub's log: JSON lines for the operator, on stderr. It names ids, codes and sizes. What people wrote (command
 * data, personal data, keys) has no place in it; callers do not hand it in, and the paths below take it out where one
 * does by mistake.
 */
import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import type { Log } from '../ports.ts';

const neverLogged = [
  'data',
  'personal',
  'content',
  'salt',
  'body',
  'query',
  'headers',
  'authorization',
  'password',
  'token',
  'apiKey',
];

/** Of an error only what every error has: what else hangs on it may be the input that caused it. */
function described(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { type: error.name, message: error.message, stack: error.stack, ...code };
}

/** @param destination Where lines go: stderr unless a test hands in its own. */
export function createLog(
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log {
  return pino(
    {
      level,
      base: { pid: process.pid },
      serializers: { err: described },
      redact: {
        paths: neverLogged.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[left out]',
      },
    },
    destination,
  );
}
