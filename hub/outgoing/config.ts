/** To which sources replies are given back over HTTP: configuration, kept by the administrator in a file. Nowhere by default. */
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { sourceSchema } from '../../shared/domain/incident/events.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { Result } from '../../shared/lib/result.ts';
import { isAuthority, readConfig, textOf } from '../lib/config-file.ts';

const receiverSchema = z.strictObject({
  /** Whose orders are answered there. */
  source: sourceSchema,
  /** Shown on the screens. */
  name: z.string().trim().min(1).max(40),
  url: z
    .string()
    .max(1_000)
    .superRefine((url, context) => {
      const wrong = (message: string): void => context.addIssue({ code: 'custom', message });
      const parsed = URL.parse(url);
      if (parsed === null || !['http:', 'https:'].includes(parsed.protocol) || parsed.hostname === '')
        return wrong('不是 http 或 https 地址');
      if (parsed.username !== '' || parsed.password !== '') wrong('地址里不能写用户名和密码，请用 keyFile');
      if (parsed.hash !== '') wrong('地址里不能有 #');
      if (parsed.search !== '') wrong('地址里不能有 ?：密钥放在 keyFile');
    }),
  /** File of the key, beside this file or absolute. */
  keyFile: z.string().min(1).max(1_000),
  /** PEM of the authority of its certificate; the system's unless given. */
  ca: z.string().min(1).max(1_000).optional(),
  timeoutSeconds: z.int().min(1).max(60).default(10),
  /** Hours after which nobody tries any more. */
  giveUpHours: z.number().min(0.1).max(720).default(24),
});

export const outgoingConfigSchema = z
  .strictObject({ receivers: z.array(receiverSchema).min(1).max(17) })
  .superRefine(({ receivers }, context) => {
    for (const [at, { source }] of receivers.entries())
      if (receivers.slice(0, at).some((before) => before.source === source))
        context.addIssue({ code: 'custom', path: ['receivers', at, 'source'], message: '每个来源只能有一个' });
  });

/** A receiver with what its files hold. */
export interface Receiver extends z.infer<typeof receiverSchema> {
  readonly key: string;
  readonly pem?: string;
}

export interface OutgoingMisuse {
  readonly argument: string;
  readonly advice: string;
}

export interface ReadOutgoing {
  readonly receivers: readonly Receiver[];
  /** Files that hold a key. */
  readonly secrets: readonly string[];
}

/** Reads the configuration and what it names, before anything is opened. Never says what a key is. */
export function readOutgoing(file: string): Result<ReadOutgoing, OutgoingMisuse> {
  const misuse = (advice: string): Result<never, OutgoingMisuse> =>
    err({ argument: '--outgoing', advice: `${file}: ${advice}` });
  const read = readConfig(file, outgoingConfigSchema);
  if (!read.ok) return misuse(read.error);
  const receivers: Receiver[] = [];
  const beside = (name: string): string => resolve(dirname(file), name);
  for (const [at, receiver] of read.value.receivers.entries()) {
    const { keyFile, ca } = receiver;
    const key = textOf(beside(keyFile))?.trim();
    if (key === undefined) return misuse(`receivers.${at}.keyFile：${keyFile} 读不出来`);
    if (!/^[\x21-\x7e]{4,2000}$/.test(key)) return misuse(`receivers.${at}.keyFile：${keyFile} 里不是密钥`);
    const pem = ca === undefined ? undefined : textOf(beside(ca));
    if (ca !== undefined && (pem === undefined || !isAuthority(pem)))
      return misuse(`receivers.${at}.ca：${ca} 不是 PEM 证书`);
    receivers.push({ ...receiver, key, ...(pem === undefined ? {} : { pem }) });
  }
  return ok({ receivers, secrets: receivers.map(({ keyFile }) => beside(keyFile)) });
}
