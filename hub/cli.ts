/** The command line of the hub, as data. Reads arguments and environment only; opens nothing. */
import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { isName, longestDays } from './certificates/names.ts';
import { err, ok } from '../shared/lib/result.ts';
import type { Result } from '../shared/lib/result.ts';
import { parseIso } from '../shared/lib/time.ts';
import { roleSchema } from '../shared/domain/account/events.ts';
import type { Role } from '../shared/domain/account/events.ts';
import type { RetentionPolicy } from './retention/policy.ts';
import { leastAccessLogDays, usualRetention } from './retention/policy.ts';

export interface ServeOptions {
  readonly data: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly demo: boolean;
  /** Undefined: the machine's clock. */
  readonly clock?: { readonly startsAt: number; readonly rate: number };
  /** Undefined: the stored key, or a new one at the first start. */
  readonly apiKey?: string;
  /** File of the district pack to be in force. */
  readonly pack?: string;
  /** Port of the JT/T 808 gateway, 0: any free one; undefined: no gateway. */
  readonly jt808Port?: number;
  /** Days after which a password must be changed, null: never; undefined: as is usual for the hub. */
  readonly passwordDays?: number | null;
  /** Who must have a second factor; undefined: as is usual for the hub. */
  readonly secondFactorFor?: readonly Role[];
  /** Machine ms without a touch until seats lock; undefined: as each seat has it. */
  readonly lockAfterMs?: number;
  /** What is given of how long things are kept. */
  readonly retention?: Partial<RetentionPolicy>;
  /** PEM files; without them the hub speaks plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly logLevel: LogLevel;
}

export type Invocation =
  | { readonly kind: 'serve'; readonly options: ServeOptions }
  | { readonly kind: 'backup' | 'restore'; readonly data: string; readonly file: string }
  | { readonly kind: 'verify'; readonly data: string }
  /** The new password comes over stdin, never as an argument: those can be read by everybody on the machine. */
  | { readonly kind: 'password'; readonly data: string; readonly login: string }
  /** Takes the second factor of an account away, where nobody is left who could do it at a seat. */
  | { readonly kind: 'drop-second-factor'; readonly data: string; readonly login: string }
  | {
      readonly kind: 'certificate';
      readonly out: string;
      readonly names: readonly string[];
      readonly days: number;
    }
  | { readonly kind: 'help' };

/** A mistake in the call: which argument, and what to do. */
export interface UsageError {
  readonly argument: string;
  readonly advice: string;
}

const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

export const defaultPort = 7480;
const shortestKey = 20;
const usualDays = longestDays;

export const usage = `usage: npm run -s hub -- [COMMAND] --data DIR [options]
       npm run -s hub -- certificate --out DIR --name HOST [--name HOST …] [--days N]

COMMAND: backup FILE | restore FILE | verify | password LOGIN | drop-second-factor LOGIN; none starts the hub

  --data DIR            data folder, made where it is missing            LIANQIN_DATA
  --host ADDRESS        address to listen on (default 127.0.0.1)         LIANQIN_HOST
  --port N              HTTP port, 0 = any free one (default ${defaultPort})       LIANQIN_PORT
  --demo                demo and training data folder                    LIANQIN_DEMO=1
  --clock ISO           demo clock, such as 2026-11-20T22:40+08:00       LIANQIN_CLOCK
  --clock-rate N        how fast the demo clock runs (default 1)         LIANQIN_CLOCK_RATE
  --api-key KEY         sets the key of outside programs                 LIANQIN_API_KEY
  --pack FILE           district pack, taken in unless it is in force    LIANQIN_PACK
  --jt808-port N        port for JT/T 808 terminals, 0 = any free one    LIANQIN_JT808_PORT
                        (default: none)
  --password-days N     passwords must be changed after N days, 0 = never LIANQIN_PASSWORD_DAYS
                        (default 180, on a demo hub 0)
  --second-factor ROLES roles that must have a second factor, or none    LIANQIN_SECOND_FACTOR
                        (default administrator,auditor, on a demo hub none)
  --lock-after-minutes N  seats lock when nobody touched them for N     LIANQIN_LOCK_AFTER_MINUTES
                        minutes, 1 to 240 (default 15)
  --keep-vault-days N   callers' data and notes are erased N days after  LIANQIN_KEEP_VAULT_DAYS
                        the incident was closed, 0 = never (default ${usualRetention.vaultDays})
  --keep-track-days N   tracks of units are kept N days (default ${usualRetention.trackDays})     LIANQIN_KEEP_TRACK_DAYS
  --keep-access-log-days N  the access log is kept N days, ${leastAccessLogDays} at      LIANQIN_KEEP_ACCESS_LOG_DAYS
                        least (default ${usualRetention.accessLogDays})
  --tls-cert FILE       certificate of this server, PEM: HTTPS and WSS    LIANQIN_TLS_CERT
  --tls-key FILE        its private key, PEM                             LIANQIN_TLS_KEY
  --plain               without TLS beyond this machine: whoever is on   LIANQIN_PLAIN=1
                        the way reads everything, passwords too
  --log-level LEVEL     ${logLevels.join(', ')} (default info)          LIANQIN_LOG_LEVEL

password LOGIN reads the new password of that account from the first line of stdin; a hub at work takes it at once.
drop-second-factor LOGIN is for the day the phone and the recovery codes are lost; it also lifts a lock-out.
certificate makes an authority in DIR/ca, unless there is one, and under it DIR/server.crt and DIR/server.key, good for the
host names and addresses of --name and ${usualDays} days.
`;

const options = {
  data: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  demo: { type: 'boolean' },
  clock: { type: 'string' },
  'clock-rate': { type: 'string' },
  'api-key': { type: 'string' },
  pack: { type: 'string' },
  'jt808-port': { type: 'string' },
  'password-days': { type: 'string' },
  'second-factor': { type: 'string' },
  'lock-after-minutes': { type: 'string' },
  'keep-vault-days': { type: 'string' },
  'keep-track-days': { type: 'string' },
  'keep-access-log-days': { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  plain: { type: 'boolean' },
  out: { type: 'string' },
  name: { type: 'string', multiple: true },
  days: { type: 'string' },
  'log-level': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type OptionName = keyof typeof options;
const serveOnly: readonly OptionName[] = [
  'host',
  'port',
  'demo',
  'clock',
  'clock-rate',
  'api-key',
  'pack',
  'jt808-port',
  'password-days',
  'second-factor',
  'lock-after-minutes',
  'keep-vault-days',
  'keep-track-days',
  'keep-access-log-days',
  'tls-cert',
  'tls-key',
  'plain',
  'log-level',
];
const certificateOnly: readonly OptionName[] = ['out', 'name', 'days'];

/** Carries a usage error out of the readers below; never leaves this file. */
class Misuse extends Error {
  readonly problem: UsageError;
  constructor(argument: string, advice: string) {
    super(advice);
    this.problem = { argument, advice };
  }
}

/** A value and the name under which it was given, so that messages name what the caller wrote. */
interface Given {
  readonly name: string;
  readonly value: string;
}

type Environment = { readonly [name: string]: string | undefined };

export function parseCommandLine(argv: readonly string[], env: Environment): Result<Invocation, UsageError> {
  try {
    return ok(read(argv, env));
  } catch (error) {
    if (error instanceof Misuse) return err(error.problem);
    throw error;
  }
}

function read(argv: readonly string[], env: Environment): Invocation {
  const { values, positionals } = split(argv);
  if (values.help === true) return { kind: 'help' };
  const given = (option: OptionName): Given | undefined => {
    const value = values[option];
    if (typeof value === 'string') return { name: `--${option}`, value };
    const name = `LIANQIN_${option.toUpperCase().replaceAll('-', '_')}`;
    const fromEnv = env[name];
    return fromEnv === undefined || fromEnv === '' ? undefined : { name, value: fromEnv };
  };
  const [command, file, ...more] = positionals;
  const dataGiven = given('data');
  const data = (): string => {
    if (dataGiven === undefined || dataGiven.value === '')
      throw new Misuse('--data', 'is missing: name the data folder, as in --data ./data');
    return dataGiven.value;
  };
  const foreignTo = (words: string, names: readonly OptionName[]): void => {
    const foreign = names.find((option) => values[option] !== undefined);
    if (foreign !== undefined) throw new Misuse(`--${foreign}`, `does not belong to ${words}: leave it out`);
  };
  if (command === 'certificate') {
    if (file !== undefined) throw new Misuse(file, 'is one argument too many: certificate takes options only');
    foreignTo(command, ['data', ...serveOnly]);
    return certificateOf(values.out, values.name ?? [], values.days);
  }
  foreignTo(command ?? 'a start of the hub', certificateOnly);
  if (command === undefined)
    return {
      kind: 'serve',
      options: {
        ...serveOptions(data(), values.demo === true, given, env),
        ...doorOf(given, values.plain === true || switchOf('LIANQIN_PLAIN', env)),
      },
    };
  if (!isCommand(command))
    throw new Misuse(
      command,
      'is no command: use backup FILE, restore FILE, verify, password LOGIN, drop-second-factor LOGIN or certificate, or none to start the hub',
    );
  foreignTo(command, serveOnly);
  if (command === 'verify') {
    if (file !== undefined) throw new Misuse(file, 'is one argument too many: verify takes none');
    return { kind: 'verify', data: data() };
  }
  if (command === 'password' || command === 'drop-second-factor') {
    if (file === undefined || file === '') throw new Misuse(command, `needs a login: ${command} LOGIN --data DIR`);
    if (more[0] !== undefined) throw new Misuse(more[0], `is one argument too many: ${command} takes one login`);
    return { kind: command, data: data(), login: file };
  }
  if (file === undefined || file === '') throw new Misuse(command, `needs a file: ${command} FILE --data DIR`);
  if (more[0] !== undefined) throw new Misuse(more[0], `is one argument too many: ${command} takes one file`);
  return { kind: command, data: data(), file };
}

const commands = ['backup', 'restore', 'verify', 'password', 'drop-second-factor'] as const;

function isCommand(word: string): word is (typeof commands)[number] {
  return (commands as readonly string[]).includes(word);
}

function split(argv: readonly string[]) {
  const known = new Set<string>(Object.keys(options));
  for (const argument of argv) {
    if (argument === '--') break;
    const name = /^--([^=]*)/.exec(argument)?.[1];
    if (name !== undefined && !known.has(name)) throw new Misuse(`--${name}`, 'is unknown: see --help');
  }
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    // What is left to complain of is an option without its value, or a value for one that takes none.
    const text = error instanceof Error ? error.message : String(error);
    throw new Misuse(/'(-{1,2}[^\s'=]+)/.exec(text)?.[1] ?? 'arguments', text);
  }
}

function serveOptions(
  data: string,
  demoFlag: boolean,
  given: (option: OptionName) => Given | undefined,
  env: Environment,
): Omit<ServeOptions, 'host' | 'tls'> {
  const clock = clockOptions(given('clock'), given('clock-rate'));
  const pack = given('pack');
  if (pack?.value === '') throw new Misuse(pack.name, 'is empty: name the file of the district pack');
  const jt808 = given('jt808-port');
  const apiKey = given('api-key');
  if (apiKey !== undefined && (apiKey.value.length < shortestKey || !/^[\x21-\x7e]+$/.test(apiKey.value)))
    throw new Misuse(apiKey.name, `must have at least ${shortestKey} visible ASCII characters and no blank`);
  return {
    data,
    port: portOf(given('port')),
    demo: demoFlag || switchOf('LIANQIN_DEMO', env),
    ...(clock === undefined ? {} : { clock }),
    ...(apiKey === undefined ? {} : { apiKey: apiKey.value }),
    ...(pack === undefined ? {} : { pack: pack.value }),
    ...(jt808 === undefined ? {} : { jt808Port: portOf(jt808) }),
    ...passwordDaysOf(given('password-days')),
    ...secondFactorOf(given('second-factor')),
    ...lockAfterOf(given('lock-after-minutes')),
    ...retentionOf(given),
    logLevel: logLevelOf(given('log-level')),
  };
}

function passwordDaysOf(given: Given | undefined): Pick<ServeOptions, 'passwordDays'> {
  if (given === undefined) return {};
  const days = Number(given.value);
  if (!/^\d{1,4}$/.test(given.value))
    throw new Misuse(given.name, `is no number of days: ${given.value}; 0 means never`);
  return { passwordDays: days === 0 ? null : days };
}

function lockAfterOf(given: Given | undefined): Pick<ServeOptions, 'lockAfterMs'> {
  if (given === undefined) return {};
  const minutes = Number(given.value);
  if (!/^\d{1,3}$/.test(given.value) || minutes < 1 || minutes > 240)
    throw new Misuse(given.name, `is no number of minutes it takes: ${given.value}; give 1 to 240`);
  return { lockAfterMs: minutes * 60_000 };
}

function retentionOf(given: (option: OptionName) => Given | undefined): Pick<ServeOptions, 'retention'> {
  const vault = daysOf(given('keep-vault-days'), 0);
  const track = daysOf(given('keep-track-days'), 1);
  const accessLog = daysOf(given('keep-access-log-days'), leastAccessLogDays);
  if (vault === undefined && track === undefined && accessLog === undefined) return {};
  return {
    retention: {
      ...(vault === undefined ? {} : { vaultDays: vault === 0 ? null : vault }),
      ...(track === undefined ? {} : { trackDays: track }),
      ...(accessLog === undefined ? {} : { accessLogDays: accessLog }),
    },
  };
}

function daysOf(given: Given | undefined, least: number): number | undefined {
  if (given === undefined) return undefined;
  const days = Number(given.value);
  if (!/^\d{1,5}$/.test(given.value) || days < least)
    throw new Misuse(given.name, `is no number of days it takes: ${given.value}; give ${least} or more`);
  return days;
}

function secondFactorOf(given: Given | undefined): Pick<ServeOptions, 'secondFactorFor'> {
  if (given === undefined) return {};
  if (given.value === 'none') return { secondFactorFor: [] };
  const secondFactorFor = given.value.split(',').map((name) => {
    // A wall has nobody in front of it.
    const role = roleSchema.exclude(['wall']).safeParse(name.trim());
    if (!role.success)
      throw new Misuse(
        given.name,
        `names no role: ${name}; give roles with commas between, such as administrator, or none`,
      );
    return role.data;
  });
  return { secondFactorFor };
}

function portOf(given: Given | undefined): number {
  if (given === undefined) return defaultPort;
  const port = Number(given.value);
  if (!/^\d{1,5}$/.test(given.value) || port > 65_535)
    throw new Misuse(given.name, `is not a port: ${given.value}; give 0 (any free one) to 65535`);
  return port;
}

function switchOf(name: string, env: Environment): boolean {
  const value = env[name];
  if (value === undefined || value === '' || value === '0') return false;
  if (value === '1') return true;
  throw new Misuse(name, `is ${value}: set it to 1, or leave it out`);
}

/** Names that reach this machine only. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function doorOf(given: (option: OptionName) => Given | undefined, plain: boolean): Pick<ServeOptions, 'host' | 'tls'> {
  const [cert, key, hostGiven] = [given('tls-cert'), given('tls-key'), given('host')];
  const host = hostGiven?.value ?? '127.0.0.1';
  for (const file of [cert, key]) if (file?.value === '') throw new Misuse(file.name, 'is empty: name the PEM file');
  if (cert !== undefined && key === undefined)
    throw new Misuse('--tls-key', `is missing: ${cert.name} needs the private key of the certificate`);
  if (key !== undefined && cert === undefined)
    throw new Misuse('--tls-cert', `is missing: ${key.name} needs the certificate of the key`);
  if (cert !== undefined && key !== undefined) {
    if (plain) throw new Misuse('--plain', `does not go with ${cert.name}: leave one of them out`);
    return { host, tls: { cert: cert.value, key: key.value } };
  }
  if (!isLoopback(host) && !plain)
    throw new Misuse(
      hostGiven?.name ?? '--host',
      `${host} is beyond this machine: give --tls-cert and --tls-key (certificate makes them), or --plain to go without TLS`,
    );
  return { host };
}

function certificateOf(out: string | undefined, names: readonly string[], daysText: string | undefined): Invocation {
  if (out === undefined || out === '') throw new Misuse('--out', 'is missing: name the folder of the certificates');
  if (names.length === 0)
    throw new Misuse('--name', 'is missing: give each host name and IP address by which this machine is called');
  for (const name of names)
    if (!isName(name))
      throw new Misuse('--name', `is no host name or IP address: ${name}; leave out https:// and port`);
  const days = daysText === undefined ? usualDays : Number(daysText);
  if (daysText !== undefined && (!/^\d{1,3}$/.test(daysText) || days < 1 || days > longestDays))
    throw new Misuse('--days', `is no number of days: ${daysText}; give 1 to ${longestDays}`);
  return { kind: 'certificate', out, names: [...new Set(names)], days };
}

function clockOptions(at: Given | undefined, rate: Given | undefined): ServeOptions['clock'] {
  if (at === undefined) {
    if (rate !== undefined) throw new Misuse(rate.name, 'needs --clock: give the time at which the demo clock starts');
    return undefined;
  }
  const startsAt = parseIso(at.value);
  if (startsAt === undefined)
    throw new Misuse(at.name, `is not a time with its offset: ${at.value}; write it as 2026-11-20T22:40+08:00`);
  const factor = rate === undefined ? 1 : Number(rate.value);
  if (rate !== undefined && (rate.value.trim() === '' || !(factor > 0 && factor <= 1_000)))
    throw new Misuse(rate.name, `is not a rate: ${rate.value}; give a number above 0 and up to 1000`);
  return { startsAt, rate: factor };
}

function logLevelOf(given: Given | undefined): LogLevel {
  if (given === undefined) return 'info';
  const level = logLevels.find((name) => name === given.value);
  if (level === undefined) throw new Misuse(given.name, `is no level: ${given.value}; use ${logLevels.join(', ')}`);
  return level;
}
