/** Where pictures come from, as the command line says it; and the files it names, as they are read. */
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { z } from 'zod';
import { err, ok } from '../../shared/lib/result.ts';
import type { Result } from '../../shared/lib/result.ts';
import { mediaHost } from './hosts.ts';
import type { WvpCredentials } from './wvp/client.ts';

export interface VideoOptions {
  /** Undefined: no platform; there are the fixed addresses of the register. */
  readonly wvp?: {
    /** Base address of its API. */
    readonly base: string;
    /** File with the log-in. */
    readonly login: string;
    /** PEM file of the authority of its certificate. */
    readonly ca?: string;
  };
  /** Hosts that pictures may come from, besides that of the platform. */
  readonly hosts: readonly string[];
}

/** A value and the name under which it was given. */
interface Given {
  readonly name: string;
  readonly value: string;
}

export interface VideoGiven {
  readonly wvp: Given | undefined;
  readonly login: Given | undefined;
  readonly ca: Given | undefined;
  readonly hosts: Given | undefined;
}

/** A mistake: which argument, and what to do. */
export interface VideoMisuse {
  readonly argument: string;
  readonly advice: string;
}

const misuse = (argument: string, advice: string): Result<never, VideoMisuse> => err({ argument, advice });

/** Undefined where nothing was given. */
export function videoOptions({ wvp, login, ca, hosts }: VideoGiven): Result<VideoOptions | undefined, VideoMisuse> {
  const names = (hosts?.value ?? '').split(',').map((name) => name.trim());
  const known: string[] = [];
  for (const name of names.filter((one) => one !== '')) {
    const host = mediaHost(name);
    if (host === undefined)
      return misuse(
        hosts?.name ?? '--video-hosts',
        `names no host: ${name}; give host or host:port, with commas between`,
      );
    known.push(host);
  }
  if (wvp === undefined) {
    for (const given of [login, ca])
      if (given !== undefined) return misuse(given.name, 'needs --video-wvp: the address of the video platform');
    return ok(known.length === 0 ? undefined : { hosts: known });
  }
  const base = URL.parse(wvp.value.replace(/\/*$/, '/'));
  if (base === null || !['http:', 'https:'].includes(base.protocol) || base.username !== '' || base.search !== '')
    return misuse(wvp.name, `is no address: ${wvp.value}; write it as https://10.1.2.3:18080`);
  if (login === undefined || login.value === '')
    return misuse('--video-login', `is missing: ${wvp.name} needs the file with the log-in of the platform`);
  if (ca?.value === '') return misuse(ca.name, 'is empty: name the PEM file');
  return ok({
    wvp: { base: base.href, login: login.value, ...(ca === undefined ? {} : { ca: ca.value }) },
    hosts: known,
  });
}

export interface VideoPlatformFiles {
  readonly base: URL;
  readonly credentials: WvpCredentials;
  readonly ca?: string;
}

const loginSchema = z.union([
  z.strictObject({ user: z.string().min(1).max(200), password: z.string().min(1).max(200) }),
  z.strictObject({ apiKey: z.string().regex(/^[\x21-\x7e]{8,4000}$/) }),
]);

/** Reads what the options name, before anything is opened. */
export function readVideoFiles({
  base,
  login,
  ca,
}: NonNullable<VideoOptions['wvp']>): Result<VideoPlatformFiles, VideoMisuse> {
  const text = textOf(login);
  if (text === undefined) return misuse('--video-login', `${login}: cannot be read`);
  const found = loginSchema.safeParse(jsonOf(text));
  if (!found.success)
    return misuse('--video-login', `${login}: write {"user": "…", "password": "…"} or {"apiKey": "…"} into it`);
  const { data } = found;
  const credentials: WvpCredentials =
    'apiKey' in data ? { kind: 'apiKey', key: data.apiKey } : { kind: 'password', ...data };
  if (ca === undefined) return ok({ base: new URL(base), credentials });
  const pem = textOf(ca);
  if (pem === undefined) return misuse('--video-ca', `${ca}: cannot be read`);
  try {
    createSecureContext({ ca: pem });
  } catch {
    return misuse('--video-ca', `${ca}: is no certificate in PEM`);
  }
  if (!pem.includes('BEGIN CERTIFICATE')) return misuse('--video-ca', `${ca}: is no certificate in PEM`);
  return ok({ base: new URL(base), credentials, ca: pem });
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
