/**
 * `npm start [-- --pack NAME]`: a hub in the demo district, or another that comes along, with a night under way, the simulator that goes on playing it, and a seat, each
 * a process of its own. The seat opens in Electron where its binary is there, else in the browser; one plain line each
 * says what started and where.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { demoPassword } from '../hub/accounts/demo.ts';
import { second } from '../shared/lib/time.ts';
import { ensureBuilt } from './bundle.ts';
import { keptBasemap } from './demo-basemap-file.ts';
import { clockText, leadInLimit, leadInRate, openDemoNight } from './demo-night.ts';
import type { DemoNight } from './demo-night.ts';
import { districtNamed, districtNames } from './districts.ts';
import type { ShippedDistrict } from './districts.ts';

const root = join(import.meta.dirname, '..');
const children = new Set<ChildProcess>();
let ending = false;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface Asked {
  readonly data: string;
  readonly open: boolean;
  readonly district: ShippedDistrict;
}

function options(): Asked {
  const { values } = parseArgs({
    strict: true,
    options: { data: { type: 'string' }, 'no-open': { type: 'boolean' }, pack: { type: 'string', default: 'demo' } },
  });
  const district = districtNamed(values.pack);
  if (district === undefined) throw new Error(`--pack is one of ${districtNames.join(', ')}, not ${values.pack}`);
  // Each in a folder of its own: a night goes on with the pack that it began with.
  const data = resolve(values.data ?? join(root, 'data', values.pack));
  return { data, open: values['no-open'] !== true, district };
}

/** Ends both programs in order: the seat first, so that its last word still reaches the hub. */
function end(code: number): void {
  if (ending) return;
  ending = true;
  process.exitCode = code;
  for (const child of [...children].reverse()) child.kill('SIGTERM');
}

interface Started {
  readonly child: ChildProcess;
  /** What it said when it was ready. */
  readonly line: Record<string, unknown>;
  readonly exited: Promise<number | null>;
}

/** Starts a program and waits for the line in which it says that it is ready. It may end only where that is expected. */
function start(name: string, args: readonly string[], ready = 'listening'): Promise<Started> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-20_000);
  });
  const exited = new Promise<number | null>((settle) => child.on('exit', settle));
  return new Promise((settle, fail) => {
    let out = '';
    const read = (text: string): void => {
      out += text;
      const whole = out.slice(0, out.lastIndexOf('\n') + 1);
      const line = whole.split('\n').find((one) => one.startsWith(`{"event":"${ready}"`));
      if (line === undefined) return;
      child.stdout.off('data', read).resume();
      settle({ child, line: JSON.parse(line) as Record<string, unknown>, exited });
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.on('error', fail);
    child.on('exit', (code) => {
      children.delete(child);
      if (!ending && !expected.has(child)) {
        process.stderr.write(`${log}\n${name} ended with ${String(code)}\n`);
        end(1);
      }
      fail(new Error(`${name} did not start`));
    });
  });
}

/** Programs whose end is part of the plan. */
const expected = new WeakSet<ChildProcess>();

async function ended({ child, exited }: Started): Promise<void> {
  expected.add(child);
  child.kill('SIGTERM');
  await exited;
}

/** Made-up cameras: a video platform of the simulator, with moving pictures marked 模拟. */
function startVideo(night: DemoNight): Promise<Started> {
  const program = join(root, 'simulator', 'video', 'main.ts');
  return start('The made-up video platform', [program, '--pack', night.pack, '--login', night.videoLogin]);
}

function startHub(night: DemoNight, clock: number, rate: number, more: readonly string[] = []): Promise<Started> {
  return start('The hub', [
    join(root, 'hub', 'main.ts'),
    ...['--data', night.hubData, '--demo', '--pack', night.pack, '--api-key', night.key],
    ...['--port', '0', '--jt808-port', '0', '--clock', clockText(clock), '--clock-rate', String(rate)],
    ...more,
  ]);
}

const addressOf = ({ line }: Started): string => `http://127.0.0.1:${String(line['http'])}`;

function startSimulator(night: DemoNight, hub: Started, orders: string, more: readonly string[]): Promise<Started> {
  const gateway = `127.0.0.1:${String(hub.line['jt808'])}`;
  return start(
    'The simulator',
    [
      join(root, 'simulator', 'main.ts'),
      ...['--hub', addressOf(hub), '--key', night.key, '--jt808', gateway, '--orders', orders, ...more],
    ],
    'playing',
  );
}

/** Plays the beginning of the night at speed, in a hub of its own that then ends in order. */
async function playLeadIn(night: DemoNight, { from, until }: NonNullable<DemoNight['leadIn']>, orders: string) {
  const hub = await startHub(night, from, leadInRate);
  const simulator = await startSimulator(night, hub, orders, ['--lead-in', '--until', clockText(until)]);
  expected.add(simulator.child);
  const limit = setTimeout(() => end(1), leadInLimit);
  const code = await simulator.exited;
  clearTimeout(limit);
  if (ending) return;
  if (code !== 0) throw new Error(`the beginning of the night could not be played (${String(code)})`);
  await ended(hub);
  night.leadInPlayed();
}

/** Notes the hub's time now and then. */
function follow(night: DemoNight): void {
  const began = Date.now();
  const note = (): void => night.seen(night.goesOnAt + (Date.now() - began));
  setInterval(note, 10 * second).unref();
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

/** Drawn once, which takes some seconds; another drawing goes by another version. */
function drawnBasemap(data: string, { basemap }: ShippedDistrict): string | undefined {
  if (basemap === undefined) return undefined;
  return keptBasemap(data, basemap.version, () => {
    say('Map      is drawn for the district, which takes some seconds …');
    return basemap.make();
  });
}

async function main(): Promise<void> {
  const { data, open, district } = options();
  mkdirSync(data, { recursive: true });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
  const electron = open ? electronBinary() : undefined;
  await ensureBuilt(electron === undefined ? ['renderer', 'fieldPage'] : undefined);
  const night = await openDemoNight(data, Date.now(), drawnBasemap(data, district), district);
  if (night.leadIn !== undefined) {
    say(`Night    ${night.night}: its beginning is played now, which takes about half a minute …`);
    await playLeadIn(night, night.leadIn, district.orders);
    if (ending) return;
  }
  const { line: video } = await startVideo(night);
  const pictures = ['--video-wvp', String(video['url']), '--video-login', night.videoLogin];
  const hub = await startHub(night, night.goesOnAt, 1, pictures);
  follow(night);
  say(`Hub      ${addressOf(hub)}  (demo data in ${night.hubData}; key of outside programs in night.json beside it)`);
  say(`Night    ${night.night}, demo clock at ${clockText(night.goesOnAt).slice(0, 16).replace('T', ' ')}`);
  await startSimulator(night, hub, district.orders, []);
  say(`Units    drive and report; JT/T 808 on port ${String(hub.line['jt808'])}`);
  say(`Phone    ${addressOf(hub)}/field/#unit=m1&key=demo-m1 (the page of officers, for the group 机动一组)`);
  say(`Video    ${String(video['cameras'])} made-up cameras, marked 模拟`);
  say(`Accounts zhihui1, zhihui2, yeban, zhiban, daiban, daping … each with the password ${demoPassword}`);
  if (electron !== undefined) {
    startElectron(electron, addressOf(hub), night.seatData);
    say('Seat     in Electron');
    return;
  }
  const shell = await start('The seat', [
    join(root, 'seat', 'browser-shell', 'main.ts'),
    ...['--data', night.seatData, '--hub', addressOf(hub), ...(open ? [] : ['--no-open'])],
  ]);
  if (open) say('Seat     in the browser: the Electron package came without its binary');
  say(`         ${String(shell.line['url'])}`);
  say('Ctrl+C ends all.');
}

try {
  await main();
} catch (error) {
  if (!ending) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  end(1);
}
