/** The command line of the browser shell, as data. */
import { parseArgs } from 'node:util';
import { err, ok } from '../../shared/lib/result.ts';
import type { Result } from '../../shared/lib/result.ts';

export interface ShellOptions {
  /** Folder of cache and outbox. */
  readonly data: string;
  /** Addresses of the hub, without a path; tried in this order. */
  readonly hubs: readonly string[];
  /** 0: any free port. */
  readonly port: number;
  /** Whether to open the screens in this machine's browser. */
  readonly open: boolean;
}

export const usage = `usage: node seat/browser-shell/main.ts --data DIR --hub URL [--port N] [--no-open]

  --data DIR   folder of this seat's cache and outbox, made where it is missing
  --hub URL    address of the hub, such as http://127.0.0.1:7480; may be given again for a second way to it
  --port N     port of the screens on 127.0.0.1, 0 = any free one (default 0)
  --no-open    do not open a browser
`;

/** An error names the argument and what to do. */
export function parseCommandLine(argv: readonly string[]): Result<ShellOptions | 'help', string> {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...argv],
      strict: true,
      options: {
        data: { type: 'string' },
        hub: { type: 'string', multiple: true },
        port: { type: 'string' },
        host: { type: 'string' },
        'no-open': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  if (values.help === true) return ok('help');
  // Known only to be refused with its reason: the screens carry the session of whoever is signed in.
  if (values.host !== undefined && values.host !== '127.0.0.1')
    return err(`--host ${values.host}: the screens are served on 127.0.0.1 only; leave it out`);
  if (values.data === undefined || values.data === '') return err('--data is missing: name the folder of this seat');
  const hubs = (values.hub ?? []).map(hubAddress).filter((hub) => hub !== undefined);
  if (hubs.length === 0 || hubs.length !== values.hub?.length)
    return err('--hub must be the address of the hub, such as http://127.0.0.1:7480');
  const port = Number(values.port ?? '0');
  if (!/^\d{1,5}$/.test(values.port ?? '0') || port > 65_535) return err(`--port ${values.port}: give 0 to 65535`);
  return ok({ data: values.data, hubs, port, open: values['no-open'] !== true });
}

/** undefined for what is no plain address. */
function hubAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password, pathname, search, hash, origin } = new URL(text);
  const plain = username === '' && password === '' && pathname === '/' && search === '' && hash === '';
  return plain && (protocol === 'http:' || protocol === 'https:') ? origin : undefined;
}
