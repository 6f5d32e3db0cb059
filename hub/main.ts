/** The hub as a program: reads the command line, opens the data folder, hands everything real to `composeHub`. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { backupTo, NotADataFolder, restoreFrom } from '../db/hub/backup.ts';
import type { DataFolder } from '../db/hub/data-folder.ts';
import { folderFiles, openDataFolder } from '../db/hub/data-folder.ts';
import { SqliteJournalSnapshot } from '../db/hub/journal-store.ts';
import { SqliteAccessLogStore } from '../db/hub/access-log-store.ts';
import { SqliteCredentialStore } from '../db/hub/credential-store.ts';
import { readTls } from '../db/tls-files.ts';
import type { CheckedTls, TlsFiles } from '../db/tls-files.ts';
import { DocumentTables } from '../db/documents/document-store.ts';
import { documentTables } from '../db/documents/tables.ts';
import type { AccountState } from '../shared/domain/account/state.ts';
import { catalog } from '../shared/domain/catalog.ts';
import { uuidv7 } from '../shared/lib/ids.ts';
import { unreachable } from '../shared/lib/must.ts';
import type { Pack } from '../shared/wire/pack.ts';
import { packSchema } from '../shared/wire/pack.ts';
import type { Result } from '../shared/lib/result.ts';
import { err, ok } from '../shared/lib/result.ts';
import { plainIssue } from './http/plain.ts';
import type { Invocation, ServeOptions, UsageError } from './cli.ts';
import { parseCommandLine, usage } from './cli.ts';
import { demoClock, systemClock } from './clock/clock.ts';
import { timersOver } from './clock/timers.ts';
import { composeHub, PackRefused } from './compose.ts';
import type { Hub } from './compose.ts';
import { readsOf } from '../shared/domain/reads.ts';
import { passwordRefusal, scryptHasher, usedBefore } from './accounts/password.ts';
import { demoPolicy, workPolicy } from './accounts/policy.ts';
import type { AccountPolicy } from './accounts/policy.ts';
import type { PasswordRefusal } from './accounts/port.ts';
import { openApiKeys } from './http/api-keys.ts';
import { protocolVersion } from './http/protocol.ts';
import { verifyJournal } from './journal/verify.ts';
import { createLog } from './log/log.ts';
import { createDiskSpace } from './metrics/disk-space.ts';
import type { Log } from './ports.ts';

const misuseExit = 2;
const certificateWarningDays = 30;

/** How long an orderly stop may take before the process ends anyway, ms. */
const stopTimeMs = 20_000;

const orphanCheckMs = 250;

const random = { bytes: (count: number): Uint8Array => randomBytes(count) };
const newId = (): string => uuidv7(Date.now(), random.bytes(10));
const kinds = [...catalog.kinds.keys()];

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function misused({ argument, advice }: UsageError): void {
  process.stderr.write(`${argument} ${advice}\n`);
  process.exitCode = misuseExit;
}

/** Mistakes that only show once the folder is looked at. */
function wrongFolder(options: ServeOptions, demo: boolean): UsageError | undefined {
  if (demo) return undefined;
  const advice = `is for demo and training only, and ${options.data} was not made with --demo: leave it out, or use another folder`;
  if (options.clock !== undefined) return { argument: '--clock', advice };
  if (options.demo) return { argument: '--demo', advice };
  return undefined;
}

/** Reads a pack before anything is made or opened: a bad file leaves everything as it was. */
function readPack(file: string): Result<Pack, UsageError> {
  let input: unknown;
  try {
    input = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? '不是 JSON 文件' : '文件读不出来';
    return err({ argument: '--pack', advice: `${file}: ${reason}` });
  }
  const parsed = packSchema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  return err({ argument: '--pack', advice: `${file}: ${plainIssue(parsed.error).message}` });
}

function tlsOf(files: TlsFiles): Result<CheckedTls, UsageError> {
  const read = readTls(files, Date.now());
  return read.ok ? read : err({ argument: `--tls-${read.error.which}`, advice: read.error.advice });
}

/** What an administrator should know of a certificate that is good for now. */
function warnOfCertificate({ names, until, isFor }: CheckedTls, host: string, log: Log): void {
  const days = Math.floor((until - Date.now()) / 86_400_000);
  if (days < certificateWarningDays)
    log.warn({ days }, 'the certificate ends soon: renew it, then start the hub again');
  if (isIP(host) !== 0 && host !== '0.0.0.0' && host !== '::' && !isFor(host))
    log.warn({ host, names }, 'the certificate does not name this address: who calls the hub by it is turned away');
}

async function serve(options: ServeOptions): Promise<void> {
  const pack = options.pack === undefined ? undefined : readPack(options.pack);
  if (pack?.ok === false) return misused(pack.error);
  const tls = options.tls === undefined ? undefined : tlsOf(options.tls);
  if (tls?.ok === false) return misused(tls.error);
  const log = createLog(options.logLevel);
  if (tls !== undefined) warnOfCertificate(tls.value, options.host, log);
  const isNew = !existsSync(join(options.data, folderFiles.journal));
  // Before anything is made: a folder once made for real work cannot become one for training.
  const early = isNew ? wrongFolder(options, options.demo) : undefined;
  if (early !== undefined) return misused(early);
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'the hub met an error nobody caught, and ends');
    process.exit(1);
  });

  let folder: DataFolder;
  try {
    const damagedTracks = (damage: object): void =>
      log.error(damage, 'a damaged file of tracks was moved aside; a new one is begun');
    folder = openDataFolder(options.data, { kinds, newId, demo: options.demo, damagedTracks });
  } catch (error) {
    return failed(log, error);
  }
  const wrong = wrongFolder(options, folder.demo);
  if (wrong !== undefined) {
    folder.close();
    return misused(wrong);
  }
  let hub: Hub | undefined;
  let stopped: (() => boolean) | undefined;
  try {
    hub = await compose(options, folder, log, { pack: pack?.value, tls: tls?.value });
    stopped = stopOnSignal(hub, folder, log);
    const { http, host, tls: isTls, jt808 } = await hub.start();
    log.info({ http, jt808, host, tls: isTls, demo: folder.demo, ...folder.journal.identity() }, 'listening');
    say({ event: 'listening', http, jt808, host, tls: isTls, protocol: protocolVersion, demo: folder.demo });
  } catch (error) {
    // A signal while the doors were being opened is no failure.
    if (stopped?.() === true) return;
    if (error instanceof PackRefused) misused({ argument: '--pack', advice: `${options.pack}: ${error.message}` });
    else failed(log, error);
    await hub?.stop();
    folder.close();
    process.exit();
  }
}

interface ReadFiles {
  readonly pack: Pack | undefined;
  readonly tls: CheckedTls | undefined;
}

async function compose(options: ServeOptions, folder: DataFolder, log: Log, { pack, tls }: ReadFiles): Promise<Hub> {
  const { clock: demo, host, port } = options;
  const clock = demo === undefined ? systemClock() : demoClock({ start: demo.startsAt, rate: demo.rate });
  const ahead = folder.journal.head().at - clock.now();
  if (ahead > 0)
    log.warn(
      { aheadMs: ahead },
      'the journal is ahead of the clock: new events get the time of its last one until then',
    );
  const monotonic = (): number => performance.now();
  return composeHub(
    folder,
    {
      ...{ clock, random, log, monotonic },
      timers: timersOver(clock),
      crash: { reach: () => undefined },
      disk: createDiskSpace(folder.dir, monotonic),
      machineTime: () => Date.now(),
    },
    {
      ...{ host, port, catalog, reads: readsOf },
      ...(tls === undefined ? {} : { tls }),
      people: {
        reads: (reads) => reads,
        demo: folder.demo,
        policy: policyOf(options, folder.demo),
        ...(options.lockAfterMs === undefined ? {} : { lockAfterMs: options.lockAfterMs }),
      },
      work: { reads: (reads) => reads, ...(pack === undefined ? {} : { pack }) },
      ...(options.retention === undefined ? {} : { retention: options.retention }),
      ...(options.jt808Port === undefined ? {} : { jt808Port: options.jt808Port }),
      keys: openApiKeys(folder.dir, options.apiKey, random, log),
      clockSource: demo === undefined ? 'machine' : 'demo',
    },
  );
}

function policyOf({ passwordDays, secondFactorFor }: ServeOptions, demo: boolean): AccountPolicy {
  const usual = demo ? demoPolicy : workPolicy;
  return {
    passwordDays: passwordDays === undefined ? usual.passwordDays : passwordDays,
    secondFactorFor: secondFactorFor ?? usual.secondFactorFor,
  };
}

/** Returns how to ask whether a signal has come. */
function stopOnSignal(hub: Hub, folder: DataFolder, log: Log): () => boolean {
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    const late = setTimeout(() => {
      log.error({}, 'the hub could not stop in time; what was answered is safe');
      process.exit(1);
    }, stopTimeMs);
    try {
      await hub.stop();
      folder.close();
      log.info({}, 'stopped');
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, 'stopping failed; what was answered is safe');
      process.exit(1);
    } finally {
      clearTimeout(late);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
  onceOrphaned(() => void stop('the end of npm'));
  return () => stopping;
}

/**
 * Under `npm run`, a shell stands between npm and the hub. A signal to npm ends the shell and never reaches the hub,
 * which would go on alone and keep the data folder: so the hub looks whether its parent is still there.
 */
function onceOrphaned(work: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    work();
  }, orphanCheckMs);
  timer.unref();
}

function failed(log: Log, error: unknown): void {
  process.exitCode = 1;
  log.error({ err: error }, error instanceof Error ? error.message : String(error));
}

/** Looks at the journal without its lock, so that a hub at work can be verified from beside. */
async function verify(data: string): Promise<void> {
  const file = join(data, folderFiles.journal);
  if (!existsSync(file)) throw new NotADataFolder(data, folderFiles.journal);
  const snapshot = new SqliteJournalSnapshot(file, new DocumentTables([], []), () => undefined);
  try {
    const result = await verifyJournal(snapshot);
    say({ ...result, ...snapshot.identity() });
    if (!result.ok) process.exitCode = 1;
  } finally {
    snapshot.close();
  }
}

function restore(file: string, data: string): void {
  if (!existsSync(file)) throw new Error(`there is no file ${file}`);
  restoreFrom(file, data);
  const folder = openDataFolder(data, { kinds, newId });
  try {
    say({ event: 'restored', data, seq: folder.journal.head().seq, ...folder.journal.identity() });
  } finally {
    folder.close();
  }
}

const passwordAdvice: { readonly [refusal in PasswordRefusal]: string } = {
  PasswordTooShort: 'the password needs at least 10 characters',
  PasswordTooLong: 'the password may have 200 characters at most',
  PasswordIsLogin: 'the password may not be the login',
  PasswordTooCommon: 'this password is among the first that anybody would try',
  PasswordUsedBefore: 'this is one of the last five passwords of the account',
  DemoAccount: 'the password of a demo account is announced and stays as it is',
};

async function firstLineOfInput(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('new password: ');
  for await (const line of createInterface({ input: process.stdin })) return line;
  return '';
}

/** Looks at the journal without its lock. Throws where there is no such account, and for one of the demo. */
function accountIn(data: string, login: string): AccountState {
  for (const name of [folderFiles.journal, folderFiles.credentials])
    if (!existsSync(join(data, name))) throw new NotADataFolder(data, name);
  const snapshot = new SqliteJournalSnapshot(
    join(data, folderFiles.journal),
    new DocumentTables(kinds, documentTables),
    () => undefined,
  );
  try {
    const account = readsOf(snapshot).accountByLogin(login);
    if (account === undefined) throw new Error(`${login}: there is no such account`);
    if (account.demo) throw new Error(`${login}: ${passwordAdvice.DemoAccount}`);
    return account;
  } finally {
    snapshot.close();
  }
}

/** Writes to the file of credentials only, so that it can be done beside a hub at work, which then ends the sessions. */
async function setPassword(data: string, login: string): Promise<void> {
  const account = accountIn(data, login);
  const password = await firstLineOfInput();
  const hasher = scryptHasher(random);
  const credentials = new SqliteCredentialStore(join(data, folderFiles.credentials));
  try {
    const refusal =
      passwordRefusal(login, password) ??
      ((await usedBefore(credentials, hasher, account.id, password)) ? 'PasswordUsedBefore' : undefined);
    if (refusal !== undefined) throw new Error(`${login}: ${passwordAdvice[refusal]}`);
    credentials.setPassword(account.id, await hasher.hash(password), Date.now());
  } finally {
    credentials.close();
  }
  noteByHand(data, 'givePassword', login);
  say({ event: 'passwordSet', login });
}

/** Whoever has the machine of the hub needs no account; that they were there stands in the access log all the same. */
function noteByHand(data: string, action: string, login: string): void {
  const store = new SqliteAccessLogStore(join(data, folderFiles.accessLog));
  try {
    store.append([{ at: Date.now(), user: 'system', seat: 'hub', action, subject: login, detail: 'command line' }]);
  } finally {
    store.close();
  }
}

/** As `setPassword`: beside a hub at work too. */
function dropSecondFactor(data: string, login: string): void {
  const account = accountIn(data, login);
  const credentials = new SqliteCredentialStore(join(data, folderFiles.credentials));
  try {
    credentials.removeSecondFactor(account.id);
    credentials.clearAttempts(account.id);
  } finally {
    credentials.close();
  }
  noteByHand(data, 'resetSecondFactor', login);
  say({ event: 'secondFactorDropped', login });
}

async function run(invocation: Invocation): Promise<void> {
  switch (invocation.kind) {
    case 'help':
      process.stdout.write(usage);
      return;
    case 'serve':
      return serve(invocation.options);
    case 'backup':
      backupTo(invocation.data, invocation.file);
      say({ event: 'backup', file: invocation.file, bytes: statSync(invocation.file).size });
      return;
    case 'restore':
      return restore(invocation.file, invocation.data);
    case 'verify':
      return verify(invocation.data);
    case 'password':
      return setPassword(invocation.data, invocation.login);
    case 'drop-second-factor':
      return dropSecondFactor(invocation.data, invocation.login);
    case 'certificate': {
      // Only this command needs the library of certificates.
      const { writeCertificates } = await import('./certificates/files.ts');
      return say({ event: 'certificate', ...(await writeCertificates(invocation, Date.now())) });
    }
    default:
      return unreachable(invocation);
  }
}

const invocation = parseCommandLine(process.argv.slice(2), process.env);
if (invocation.ok) {
  try {
    await run(invocation.value);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
} else {
  misused(invocation.error);
}
