/** The command line of the hub, as data. Reads arguments and environment only; opens nothing. */
import { parseArgs } from 'node:util';
import { err, ok } from '../../../shared/lib/result.ts';
import type { Result } from '../../../shared/lib/result.ts';
import { isName, longestDays } from '../../certificates/names.ts';
import type { TrackOptions } from '../../imports/track-options.ts';
import { trackOptionsSchema } from '../../imports/track-options.ts';
import { usualRetention } from '../../retention/policy.ts';
import { Misuse } from './misuse.ts';
import type { Environment, Given } from './misuse.ts';
import type { OptionName } from './options.ts';
import { certificateOnly, importOnly, options, serveOnly } from './options.ts';
import { daysOf, doorOf, serveOptions, switchOf } from './serve-options.ts';
import type { Invocation, UsageError } from './types.ts';
import { usualDays } from './usage.ts';

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
    foreignTo(command, ['data', ...serveOnly, ...importOnly]);
    return certificateOf(values.out, values.name ?? [], values.days);
  }
  foreignTo(command ?? 'a start of the hub', certificateOnly);
  if (command === 'import-tracks') {
    foreignTo(
      command,
      serveOnly.filter((option) => option !== 'keep-track-days'),
    );
    if (file === undefined || file === '') throw new Misuse(command, `needs a file: ${command} FILE --data DIR`);
    if (more[0] !== undefined) throw new Misuse(more[0], `is one argument too many: ${command} takes one file`);
    const trackDays = daysOf(given('keep-track-days'), 1) ?? usualRetention.trackDays;
    return { kind: command, data: data(), file, trackDays, ...trackImportOf(values) };
  }
  foreignTo(command ?? 'a start of the hub', importOnly);
  if (command === undefined)
    return {
      kind: 'serve',
      options: {
        ...serveOptions(data(), values.demo === true, given, env),
        ...(values['osmand-codes'] === true || switchOf('LIANQIN_OSMAND_CODES', env) ? { osmandCodes: true } : {}),
        ...doorOf(given, values.plain === true || switchOf('LIANQIN_PLAIN', env)),
      },
    };
  if (!isCommand(command))
    throw new Misuse(
      command,
      'is no command: use backup FILE, restore FILE, verify, password LOGIN, drop-second-factor LOGIN, import-tracks FILE or certificate, or none to start the hub',
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

function trackImportOf(values: ReturnType<typeof split>['values']): {
  readonly options: TrackOptions;
  readonly dryRun: boolean;
} {
  const { unit, column, crs, time, 'utc-offset': utcOffset, delimiter, encoding, speed, 'dry-run': dryRun } = values;
  if (crs === undefined)
    throw new Misuse('--crs', 'is missing: say of which system the coordinates are: WGS84, CGCS2000, GCJ02 or BD09');
  const parsed = trackOptionsSchema.safeParse({ unit, column, crs, time, utcOffset, delimiter, encoding, speed });
  if (parsed.success) return { options: parsed.data, dryRun: dryRun === true };
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? 'column').replace('utcOffset', 'utc-offset');
  throw new Misuse(`--${field}`, `is not one it takes: ${issue?.message ?? ''}; see --help`);
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
