/** The browser shell as a program: a seat, and its screens for the browser of this machine. */
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { composeSeat } from '../compose.ts';
import type { ComposedSeat } from '../compose.ts';
import type { SeatLog, SeatTimers } from '../runtime/ports.ts';
import type { ShellOptions } from './cli.ts';
import { parseCommandLine, usage } from './cli.ts';
import { startBrowserShell } from './server.ts';
import type { BrowserShell } from './server.ts';

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

function stopOnSignal(shell: BrowserShell, composed: ComposedSeat, { data }: ShellOptions, log: SeatLog): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), stopTimeMs).unref();
    rmSync(join(data, 'open.html'), { force: true });
    await shell.stop();
    composed.close();
    log.info({}, 'stopped');
    process.exit(0);
  };
  const failed = (error: unknown): void => {
    log.error({ err: error }, 'stopping failed; what was answered is safe');
    process.exit(1);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop().catch(failed));
}

async function run(options: ShellOptions, log: SeatLog): Promise<void> {
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'the seat met an error nobody caught, and ends');
    process.exit(1);
  });
  const composed = composeSeat({ dataDir: options.data, hubUrls: options.hubs, log });
  try {
    const shell = await startBrowserShell({ seat: composed.seat, timers, log }, { renderer, port: options.port });
    stopOnSignal(shell, composed, options, log);
    log.info({ port: shell.port, seat: composed.seatId, hubs: options.hubs }, 'listening');
    process.stdout.write(
      `${JSON.stringify({ event: 'listening', url: shell.url, port: shell.port, seat: composed.seatId })}\n`,
    );
    if (options.open) openBrowser(options.data, shell.url, log);
  } catch (error) {
    composed.close();
    throw error;
  }
}

const parsed = parseCommandLine(process.argv.slice(2));
if (!parsed.ok) {
  process.stderr.write(`${parsed.error}\n`);
  process.exitCode = misuseExit;
} else if (parsed.value === 'help') {
  process.stdout.write(usage);
} else {
  const log = pino({ level: 'info', base: { pid: process.pid } }, pino.destination({ dest: 2, sync: true }));
  try {
    await run(parsed.value, log);
  } catch (error) {
    log.error({ err: error }, error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
