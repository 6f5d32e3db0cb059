/**
 * `npm start`: a hub on a demo folder and a seat at it, each a process of its own. The seat opens in Electron where its
 * binary is there, else in the browser; one plain line each says what started and where.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { demoPassword } from '../hub/accounts/demo.ts';
import { ensureBuilt } from './bundle.ts';

const root = join(import.meta.dirname, '..');
const children = new Set<ChildProcess>();
let ending = false;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function options(): { readonly data: string; readonly open: boolean } {
  const { values } = parseArgs({
    strict: true,
    options: { data: { type: 'string' }, 'no-open': { type: 'boolean' } },
  });
  return { data: resolve(values.data ?? join(root, 'data', 'demo')), open: values['no-open'] !== true };
}

/** Ends both programs in order: the seat first, so that its last word still reaches the hub. */
function end(code: number): void {
  if (ending) return;
  ending = true;
  process.exitCode = code;
  for (const child of [...children].reverse()) child.kill('SIGTERM');
}

/** Starts a program and waits for the line in which it says where it listens. */
function start(name: string, command: string, args: readonly string[]): Promise<Record<string, unknown>> {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-20_000);
  });
  return new Promise((settle, fail) => {
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const line = out.split('\n').find((one) => one.startsWith('{"event":"listening"'));
      if (line !== undefined && out.includes('\n')) settle(JSON.parse(line) as Record<string, unknown>);
    });
    child.on('error', fail);
    child.on('exit', (code) => {
      children.delete(child);
      if (!ending) process.stderr.write(`${log}\n${name} ended with ${String(code)}\n`);
      end(ending ? 0 : 1);
      fail(new Error(`${name} did not start`));
    });
  });
}

/** Electron's program; undefined where the package came without it. */
function electronBinary(): string | undefined {
  const folder = join(root, 'node_modules', 'electron');
  const note = join(folder, 'path.txt');
  if (!existsSync(note)) return undefined;
  const path = join(folder, 'dist', readFileSync(note, 'utf8').trim());
  return existsSync(path) ? path : undefined;
}

function startElectron(binary: string, hub: string, data: string): void {
  const child = spawn(binary, [root, `--hub=${hub}`, `--data=${data}`], { cwd: root, stdio: 'ignore' });
  children.add(child);
  child.on('exit', (code) => {
    children.delete(child);
    end(code ?? 1);
  });
}

async function main(): Promise<void> {
  const { data, open } = options();
  mkdirSync(data, { recursive: true });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
  const electron = open ? electronBinary() : undefined;
  await ensureBuilt(electron === undefined ? ['renderer'] : undefined);
  const hub = await start('The hub', process.execPath, [
    join(root, 'hub', 'main.ts'),
    ...['--data', join(data, 'hub'), '--port', '0', '--demo'],
  ]);
  const address = `http://127.0.0.1:${String(hub['http'])}`;
  say(`Hub      ${address}  (demo data in ${join(data, 'hub')})`);
  say(`Accounts zhihui1, zhihui2, yeban, zhiban, daiban … each with the password ${demoPassword}`);
  const seatData = join(data, 'seat');
  if (electron !== undefined) {
    startElectron(electron, address, seatData);
    say('Seat     in Electron');
    return;
  }
  const shell = await start('The seat', process.execPath, [
    join(root, 'seat', 'browser-shell', 'main.ts'),
    ...['--data', seatData, '--hub', address, ...(open ? [] : ['--no-open'])],
  ]);
  if (open) say('Seat     in the browser: the Electron package came without its binary');
  say(`         ${String(shell['url'])}`);
  say('Ctrl+C ends both.');
}

try {
  await main();
} catch (error) {
  if (!ending) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  end(1);
}
