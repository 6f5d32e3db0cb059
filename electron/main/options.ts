/** What the desktop app is told at its start: `--hub=URL`, `--hub-ca=FILE`, `--data=DIR`, or LIANQIN_HUB and others. */
import { join } from 'node:path';
import { hubAddress, hubsTrouble } from '../../shared/lib/hub-address.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { Result } from '../../shared/lib/result.ts';

export interface DesktopOptions {
  /** Addresses of the hub, tried in this order. */
  readonly hubs: readonly string[];
  /** PEM file of the authority by which the hub is known; undefined: those Node knows. */
  readonly hubCa: string | undefined;
  /** Folder of the seat's cache and outbox. */
  readonly data: string;
}

/** Where a hub on the same machine listens. */
export const usualHub = 'http://127.0.0.1:7480';

type Environment = { readonly [name: string]: string | undefined };

/**
 * Chromium reads the same command line, so only the names that are ours are looked at. An error names the argument and
 * what to do.
 */
export function desktopOptions(
  argv: readonly string[],
  env: Environment,
  userData: string,
): Result<DesktopOptions, string> {
  const given = (name: string): string[] => {
    const prefix = `--${name}=`;
    return argv.filter((argument) => argument.startsWith(prefix)).map((argument) => argument.slice(prefix.length));
  };
  const fromEnv = (env['LIANQIN_HUB'] ?? '').split(',').filter((hub) => hub !== '');
  const [hubs = [usualHub]] = [given('hub'), fromEnv].filter((list) => list.length > 0);
  const authority = given('hub-ca').at(-1) ?? env['LIANQIN_HUB_CA'];
  const hubCa = authority === '' ? undefined : authority;
  const trouble = hubsTrouble(hubs, hubCa !== undefined);
  if (trouble !== undefined) return err(trouble);
  return ok({
    hubs: hubs.flatMap((hub) => hubAddress(hub) ?? []),
    hubCa,
    data: given('data').at(-1) ?? env['LIANQIN_SEAT_DATA'] ?? join(userData, 'seat'),
  });
}
