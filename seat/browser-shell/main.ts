/** The browser shell as a program: a seat, and its screens for the browser of this machine. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { openSeatFolder } from '../../db/seat/seat-folder.ts';
import { readTls } from '../../db/tls-files.ts';
import type { CheckedTls } from '../../db/tls-files.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { Result } from '../../shared/lib/result.ts';
import { composeSeat, openBasemaps } from '../compose.ts';
import type { SeatLog, SeatTimers } from '../runtime/ports.ts';
import { checkHubs, trustHub } from '../trust.ts';
import type { HallShellOptions, ShellOptions } from './cli.ts';
import { parseCommandLine, usage } from './cli.ts';
import { HallSeats } from './hall-seats.ts';
import { startHall } from './hall.ts';
import { startBrowserShell } from './server.ts';

const misuseExit = 2;
const renderer = join(import.meta.dirname, '..', '..', 'dist', 'renderer');
/** How long an orderly stop may take before the process ends anyway, ms. */
const stopTimeMs = 5_000;

const timers: SeatTimers = {
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};

/**
 * Opens the screens in the browser. The address holds the secret, and a command line can be read by every user of this
 * machine, so the browser is given a file that leads there, which only this user can read.
 */
function openBrowser(data: string, url: string, log: SeatLog): void {
  const file = join(resolve(data), 'open.html');
  rmSync(file, { force: true });
  writeFileSync(file, `<!doctype html><meta http-equiv="refresh" content="0; url=${url}"><title>联勤</title>`, {
    mode: 0o600,
  });
  const address = pathToFileURL(file).href;
  const commands: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
    win32: ['rundll32', 'url.dll,FileProtocolHandler', address],
    darwin: ['open', address],
  };
  const [command, ...args] = commands[process.platform] ?? (['xdg-open', address] as const);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => log.warn({ file }, 'no browser could be opened: open this file by hand'));
  child.unref();
}

function stopOnSignal(close: () => Promise<void>, log: SeatLog): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), stopTimeMs).unref();
    await close();
    log.info({}, 'stopped');
    process.exit(0);
  };
  const failed = (error: unknown): void => {
    log.error({ err: error }, 'stopping failed; what was answered is safe');
    process.exit(1);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop().catch(failed));
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function runShell(options: ShellOptions, log: SeatLog): Promise<void> {
  const composed = composeSeat({ dataDir: options.data, hubUrls: options.hubs, log });
  try {
    const shell = await startBrowserShell(
      { seat: composed.seat, timers, log, basemap: (hash) => composed.basemaps.file(hash) },
      { renderer, port: options.port },
    );
    stopOnSignal(async () => {
      rmSync(join(options.data, 'open.html'), { force: true });
      await shell.stop();
      composed.close();
    }, log);
    log.info({ port: shell.port, seat: composed.seatId, hubs: options.hubs }, 'listening');
    say({ event: 'listening', url: shell.url, port: shell.port, seat: composed.seatId });
    if (options.open) openBrowser(options.data, shell.url, log);
  } catch (error) {
    composed.close();
    throw error;
  }
}

/** The certificate's own names, unless others are given that it is good for. */
function namesOf({ names }: HallShellOptions, tls: CheckedTls): Result<readonly string[], string> {
  const wrong = names.find((name) => !tls.isFor(name));
  if (wrong !== undefined) return err(`--name ${wrong}: the certificate of --tls-cert is not good for this name`);
  if (names.length > 0) return ok(names);
  const own = tls.names.filter((name) => !name.includes('*'));
  return own.length > 0 ? ok(own) : err('--name is missing: the certificate of --tls-cert has names with * only');
}

async function runHall(options: HallShellOptions, log: SeatLog): Promise<void> {
  const tls = readTls(options.tls, Date.now());
  if (!tls.ok) return misused(`--tls-${tls.error.which} ${tls.error.advice}`);
  const names = namesOf(options, tls.value);
  if (!names.ok) return misused(names.error);
  const monotonic = (): number => performance.now();
  // Its lock keeps a second hall from this folder.
  const folder = openSeatFolder(options.data);
  // One for all seats: a file is fetched once.
  const basemaps = openBasemaps(options.data, log);
  const seats = new HallSeats({
    ...{ dataDir: options.data, limit: options.seats, monotonic, random: randomBytes, timers, log },
    open: (dataDir) => composeSeat({ dataDir, hubUrls: options.hubs, log, basemaps }),
  });
  const hall = await startHall(
    { seats, monotonic, log, basemap: (hash) => basemaps.file(hash) },
    {
      ...{ renderer, host: options.host, port: options.port, limit: options.seats },
      ...{ names: names.value, tls: { cert: tls.value.cert, key: tls.value.key } },
    },
  );
  stopOnSignal(async () => {
    await hall.stop();
    folder.close();
  }, log);
  log.info({ port: hall.port, host: options.host, names: names.value, seats: seats.count }, 'listening');
  say({ event: 'listening', url: hall.url, port: hall.port, host: options.host, tls: true, seats: seats.count });
}

function misused(advice: string): void {
  process.stderr.write(`${advice}\n`);
  process.exitCode = misuseExit;
}

async function run(options: ShellOptions | HallShellOptions, log: SeatLog): Promise<void> {
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'the seat met an error nobody caught, and ends');
    process.exit(1);
  });
  if (options.hubCa !== undefined) {
    try {
      trustHub(options.hubCa, Date.now());
    } catch (error) {
      return misused(error instanceof Error ? error.message : String(error));
    }
  }
  checkHubs(options.hubs, log);
  await (options.kind === 'hall' ? runHall(options, log) : runShell(options, log));
}

const parsed = parseCommandLine(process.argv.slice(2));
if (!parsed.ok) {
  misused(parsed.error);
} else if (parsed.value === 'help') {
  process.stdout.write(usage);
} else {
  const log = pino({ level: 'info', base: { pid: process.pid } }, pino.destination({ dest: 2, sync: true }));
  try {
    await run(parsed.value, log);
  } catch (error) {
    log.error({ err: error }, error instanceof Error ? error.message : String(error));
    // A hub may be on the line already, which would keep the process.
    process.exit(1);
  }
}
