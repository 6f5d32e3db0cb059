/** Certificate and key of a door with TLS, of the hub or of the hall, looked at before anything is opened: who gives the wrong ones is told which. */
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import { err, ok } from '../shared/lib/result.ts';
import type { Result } from '../shared/lib/result.ts';

/** Paths of the two PEM files. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

export interface CheckedTls {
  /** Both PEM. */
  readonly cert: string;
  readonly key: string;
  /** Host names and IP addresses the certificate is good for, as written there. */
  readonly names: readonly string[];
  /** Unix ms. */
  readonly until: number;
  /** Whether a client that calls by this host name or address takes it. */
  isFor(name: string): boolean;
}

/** Which of the two files is wrong, and what to do. */
export interface TlsTrouble {
  readonly which: 'cert' | 'key';
  readonly advice: string;
}

const trouble = (which: TlsTrouble['which'], advice: string): Result<never, TlsTrouble> => err({ which, advice });

/** @param now Unix ms of the machine. */
export function readTls(files: TlsFiles, now: number): Result<CheckedTls, TlsTrouble> {
  const cert = read(files.cert);
  if (cert === undefined) return trouble('cert', `${files.cert}: this file cannot be read`);
  const key = read(files.key);
  if (key === undefined) return trouble('key', `${files.key}: this file cannot be read`);
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
  } catch {
    return trouble('cert', `${files.cert}: this is no certificate in PEM form`);
  }
  try {
    if (!certificate.checkPrivateKey(createPrivateKey(key)))
      return trouble('key', `${files.key}: this key belongs to another certificate than ${files.cert}`);
  } catch {
    return trouble('key', `${files.key}: this is no private key in PEM form without a password`);
  }
  const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  if (until <= now) return trouble('cert', `${files.cert}: it ended on ${day(until)}: renew it`);
  if (from > now) return trouble('cert', `${files.cert}: it begins on ${day(from)}: check the clock of this machine`);
  const names = namesOf(certificate);
  if (names.length === 0)
    return trouble('cert', `${files.cert}: it has no subjectAltName: browsers and seats would turn it away`);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    return trouble('cert', `${files.cert}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return ok({ cert, key, names, until, isFor: (name) => isFor(certificate, name) });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isFor(certificate: X509Certificate, name: string): boolean {
  return (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

function namesOf({ subjectAltName = '' }: X509Certificate): readonly string[] {
  return [...subjectAltName.matchAll(/(?:^|, )(?:DNS|IP Address):([^,"]+)/g)].map(([, name = '']) => name);
}
