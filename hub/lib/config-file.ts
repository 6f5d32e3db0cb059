/** Configuration in files: read and checked before anything is opened. Reasons are plain Chinese and never say what a key is. */
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { z } from 'zod';
import { err, ok } from '../../shared/lib/result.ts';
import type { Result } from '../../shared/lib/result.ts';
import { plainIssue } from '../http/plain.ts';

/** Undefined where it cannot be read. */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whether it is a certificate, PEM, that others can be held against. */
export function isAuthority(pem: string): boolean {
  try {
    createSecureContext({ ca: pem });
    return pem.includes('BEGIN CERTIFICATE');
  } catch {
    return false;
  }
}

/** JSON of that schema, or what is wrong with the file. */
export function readConfig<T>(file: string, schema: z.ZodType<T>): Result<T, string> {
  const text = textOf(file);
  if (text === undefined) return err('文件读不出来');
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    return err('不是 JSON 文件');
  }
  const parsed = schema.safeParse(input);
  return parsed.success ? ok(parsed.data) : err(plainIssue(parsed.error).message);
}
