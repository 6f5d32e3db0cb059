/**
 * The key of outside programs. The data folder holds its SHA-256 only: the key is random and long, so a plain digest is
 * enough to keep it from who reads the folder.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log, RandomSource } from '../ports.ts';

export interface ApiKeys {
  matches(key: string): boolean;
}

const fileSchema = z.strictObject({ version: z.literal(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

const digestOf = (key: string): Buffer => createHash('sha256').update(key, 'utf8').digest();

export function keysOf(sha256: string): ApiKeys {
  const expected = Buffer.from(sha256, 'hex');
  return { matches: (key) => timingSafeEqual(digestOf(key), expected) };
}

/**
 * The key of a data folder: the one given, which replaces the stored one; else the stored one; else a new one, shown
 * once in the log.
 */
export function openApiKeys(folder: string, given: string | undefined, random: RandomSource, log: Log): ApiKeys {
  const file = join(folder, 'api-key.json');
  const stored = read(file);
  if (given !== undefined) {
    const sha256 = digestOf(given).toString('hex');
    if (stored !== sha256) {
      write(file, sha256);
      log.info({}, stored === undefined ? 'API key set' : 'API key replaced; the one before no longer opens anything');
    }
    return keysOf(sha256);
  }
  if (stored !== undefined) return keysOf(stored);
  const key = Buffer.from(random.bytes(32)).toString('base64url');
  const sha256 = digestOf(key).toString('hex');
  write(file, sha256);
  log.warn({ newKey: key }, 'API key made; keep it now, it is not shown again (--api-key sets another)');
  return keysOf(sha256);
}

function read(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const parsed = fileSchema.safeParse(safeJson(text));
  if (!parsed.success)
    throw new Error(`${file} is damaged: move it away and start again with --api-key, or without for a new key`);
  return parsed.data.sha256;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function write(file: string, sha256: string): void {
  const fresh = `${file}.new`;
  const handle = openSync(fresh, 'w', 0o600);
  try {
    writeSync(handle, `${JSON.stringify({ version: 1, sha256 })}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
}
