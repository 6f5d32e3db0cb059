/** The command line of the browser shell, as data. */
import { parseArgs } from 'node:util';
import { hubAddress, hubsTrouble } from '../../shared/lib/hub-address.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { Result } from '../../shared/lib/result.ts';

interface AnyShell {
  /** Folder of cache and outbox; of a hall that of all its seats. */
  readonly data: string;
  /** Addresses of the hub, without a path; tried in this order. */
  readonly hubs: readonly string[];
  /** PEM file of the authority by which the hub is known; undefined: those Node knows. */
  readonly hubCa?: string;
  /** 0: any free port. */
  readonly port: number;
}

export interface ShellOptions extends AnyShell {
  readonly kind: 'shell';
  /** Whether to open the screens in this machine's browser. */
  readonly open: boolean;
}

export interface HallShellOptions extends AnyShell {
  readonly kind: 'hall';
  readonly host: string;
  /** Names browsers call it by; empty: those of the certificate. */
  readonly names: readonly string[];
  /** PEM files. */
  readonly tls: { readonly cert: string; readonly key: string };
  /** Most seats at a time. */
  readonly seats: number;
}

export const usage = `usage: node seat/browser-shell/main.ts --data DIR --hub URL [--hub-ca FILE] [--port N] [--no-open]
       node seat/browser-shell/main.ts --hall --host ADDRESS --tls-cert FILE --tls-key FILE --data DIR --hub URL …

  --data DIR   folder of this seat's cache and outbox, made where it is missing
  --hub URL    address of the hub, such as http://127.0.0.1:7480; may be given again for a second way to it
  --hub-ca FILE  certificate of the authority that signed the hub's, PEM: no other is believed then,
                 and no --hub may be without TLS, but on this machine
  --port N     port of the screens, 0 = any free one (default 0, of a hall 7443)
  --no-open    do not open a browser

  --hall           screens for many machines, a seat for each browser; always with TLS
  --host ADDRESS   address of this machine to listen on, such as 10.0.0.6, or 0.0.0.0 for all
  --tls-cert FILE  certificate of this machine, PEM
  --tls-key FILE   its private key, PEM
  --name HOST      host name or address browsers call it by, again for more (default: those of the certificate)
  --seats N        most seats at a time, 1 to 100 (default 30)
`;

const hallPort = 7443;
const usualSeats = 30;

const options = {
  data: { type: 'string' },
  hub: { type: 'string', multiple: true },
  'hub-ca': { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  hall: { type: 'boolean' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  name: { type: 'string', multiple: true },
  seats: { type: 'string' },
  'no-open': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** An error names the argument and what to do. */
export function parseCommandLine(argv: readonly string[]): Result<ShellOptions | HallShellOptions | 'help', string> {
  let values;
  try {
    ({ values } = parseArgs({ args: [...argv], strict: true, options }));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  if (values.help === true) return ok('help');
  if (values.hall !== true) {
    // Known only to be refused with its reason: the screens carry the session of whoever is signed in.
    if (values.host !== undefined && values.host !== '127.0.0.1')
      return err(`--host ${values.host}: the screens are served on 127.0.0.1 only; leave it out, or see --hall`);
    for (const name of ['tls-cert', 'tls-key', 'name', 'seats'] as const)
      if (values[name] !== undefined) return err(`--${name} belongs to --hall: leave it out, or give --hall`);
  }
  if (values.data === undefined || values.data === '') return err('--data is missing: name the folder of this seat');
  const hubCa = values['hub-ca'];
  if (hubCa === '') return err('--hub-ca is empty: name the PEM file of the authority');
  const trouble = hubsTrouble(values.hub ?? [], hubCa !== undefined);
  if (trouble !== undefined) return err(trouble);
  const hubs = (values.hub ?? []).flatMap((hub) => hubAddress(hub) ?? []);
  const portText = values.port ?? String(values.hall === true ? hallPort : 0);
  const port = Number(portText);
  if (!/^\d{1,5}$/.test(portText) || port > 65_535) return err(`--port ${values.port}: give 0 to 65535`);
  const any: AnyShell = { data: values.data, hubs, port, ...(hubCa === undefined ? {} : { hubCa }) };
  if (values.hall !== true) return ok({ kind: 'shell', ...any, open: values['no-open'] !== true });
  if (values['no-open'] === true) return err('--no-open does not belong to --hall: it never opens a browser');
  return hallOf(any, values);
}

function hallOf(
  any: AnyShell,
  values: {
    readonly host?: string | undefined;
    readonly name?: readonly string[] | undefined;
    readonly 'tls-cert'?: string | undefined;
    readonly 'tls-key'?: string | undefined;
    readonly seats?: string | undefined;
  },
): Result<HallShellOptions, string> {
  const [host, cert, key] = [values.host ?? '', values['tls-cert'] ?? '', values['tls-key'] ?? ''];
  if (host === '') return err('--host is missing: give the address of this machine in the network of the hall');
  if (cert === '') return err('--tls-cert is missing: a hall is served over TLS only');
  if (key === '') return err('--tls-key is missing: it is the private key of --tls-cert');
  const seats = Number(values.seats ?? usualSeats);
  if (!/^\d{1,3}$/.test(values.seats ?? '30') || seats < 1 || seats > 100)
    return err(`--seats ${values.seats}: give 1 to 100`);
  return ok({ kind: 'hall', ...any, host, names: values.name ?? [], tls: { cert, key }, seats });
}
