/** The command line of the hub, as data. Reads arguments and environment only; opens nothing. */
import { parseArgs } from 'node:util';
import { err, ok } from '../shared/lib/result.ts';
import type { Result } from '../shared/lib/result.ts';
import { parseIso } from '../shared/lib/time.ts';
import { roleSchema } from '../shared/domain/account/events.ts';
import type { Role } from '../shared/domain/account/events.ts';

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

export const usage = `usage: npm run -s hub -- [COMMAND] --data DIR [options]

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
  --log-level LEVEL     ${logLevels.join(', ')} (default info)          LIANQIN_LOG_LEVEL

password LOGIN reads the new password of that account from the first line of stdin; a hub at work takes it at once.
drop-second-factor LOGIN is for the day the phone and the recovery codes are lost; it also lifts a lock-out.
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
  'log-level',
];

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
  if (command === undefined) return { kind: 'serve', options: serveOptions(data(), values.demo === true, given, env) };
  if (!isCommand(command))
    throw new Misuse(
      command,
      'is no command: use backup FILE, restore FILE, verify, password LOGIN or drop-second-factor LOGIN, or none to start the hub',
    );
  const foreign = serveOnly.find((option) => values[option] !== undefined);
  if (foreign !== undefined) throw new Misuse(`--${foreign}`, `does not belong to ${command}: leave it out`);
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
): ServeOptions {
  const clock = clockOptions(given('clock'), given('clock-rate'));
  const pack = given('pack');
  if (pack?.value === '') throw new Misuse(pack.name, 'is empty: name the file of the district pack');
  const jt808 = given('jt808-port');
  const apiKey = given('api-key');
  if (apiKey !== undefined && (apiKey.value.length < shortestKey || !/^[\x21-\x7e]+$/.test(apiKey.value)))
    throw new Misuse(apiKey.name, `must have at least ${shortestKey} visible ASCII characters and no blank`);
  return {
    data,
    host: given('host')?.value ?? '127.0.0.1',
    port: portOf(given('port')),
    demo: demoFlag || demoOf(env['LIANQIN_DEMO']),
    ...(clock === undefined ? {} : { clock }),
    ...(apiKey === undefined ? {} : { apiKey: apiKey.value }),
    ...(pack === undefined ? {} : { pack: pack.value }),
    ...(jt808 === undefined ? {} : { jt808Port: portOf(jt808) }),
    ...passwordDaysOf(given('password-days')),
    ...secondFactorOf(given('second-factor')),
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

function demoOf(value: string | undefined): boolean {
  if (value === undefined || value === '' || value === '0') return false;
  if (value === '1') return true;
  throw new Misuse('LIANQIN_DEMO', `is ${value}: set it to 1, or leave it out`);
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
