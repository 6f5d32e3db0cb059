/** What the desktop app is told at its start: `--hub=URL`, `--data=DIR`, or LIANQIN_HUB and LIANQIN_SEAT_DATA. */
import { join } from 'node:path';

export interface DesktopOptions {
  /** Addresses of the hub, tried in this order. */
  readonly hubs: readonly string[];
  /** Folder of the seat's cache and outbox. */
  readonly data: string;
}

/** Where a hub on the same machine listens. */
export const usualHub = 'http://127.0.0.1:7480';

type Environment = { readonly [name: string]: string | undefined };

/** Chromium reads the same command line, so only the names that are ours are looked at. */
export function desktopOptions(argv: readonly string[], env: Environment, userData: string): DesktopOptions {
  const given = (name: string): string[] => {
    const prefix = `--${name}=`;
    return argv.filter((argument) => argument.startsWith(prefix)).map((argument) => argument.slice(prefix.length));
  };
  const fromEnv = (env['LIANQIN_HUB'] ?? '').split(',').filter((hub) => hub !== '');
  const [hubs = [usualHub]] = [given('hub'), fromEnv].filter((list) => list.length > 0);
  return { hubs, data: given('data').at(-1) ?? env['LIANQIN_SEAT_DATA'] ?? join(userData, 'seat') };
}
