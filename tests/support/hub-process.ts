/** The hub as a real process, for tests: started, spoken to by lines, ended by signal, and never left behind. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { must } from '../../shared/lib/must.ts';

const root = join(import.meta.dirname, '..', '..');
export const hubMain = join(root, 'hub', 'main.ts');
export const crashHubMain = join(root, 'tests', 'support', 'crash-hub.ts');
/** The suite starts a hub more than a hundred times: what one start has compiled, the next need not. */
const compileCache = join(root, 'node_modules', '.cache', 'node-compile');

/** A key long enough for `--api-key`. */
export const testKey = 'key-of-the-process-tests';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Listening {
  readonly event: 'listening';
  readonly http: number;
  readonly [member: string]: unknown;
}

export interface HubProcess {
  readonly child: ChildProcess;
  /** The first line on stdout; rejects with what stderr said where the process ended before. */
  readonly listening: Promise<Listening>;
  readonly exited: Promise<Exit>;
  /** All of stdout so far, by line. */
  readonly out: readonly string[];
  /** All of stderr so far. */
  log(): string;
  send(line: object): void;
  onLine(listener: (line: string) => void): void;
  signal(signal: NodeJS.Signals): void;
}

export interface StartOptions {
  readonly entry?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another way to start it than by Node, such as npm: the arguments follow. */
  readonly by?: readonly string[];
  /** A program to run it under, with its arguments. */
  readonly under?: readonly string[];
  readonly cwd?: string;
}

const running = new Set<ChildProcess>();
const folders = new Set<string>();

/** A promise and how to settle it. */
export function deferred<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
} {
  let settle: { resolve: (value: T) => void; reject: (error: Error) => void } | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...must(settle, 'a promise runs its work at once') };
}

export function startHub(args: readonly string[], options: StartOptions = {}): HubProcess {
  const program = options.by ?? [process.execPath, options.entry ?? hubMain];
  const command = [...(options.under ?? []), ...program, ...args];
  // What the developer has set for a hub of their own must not reach the hubs of the tests.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('LIANQIN_'));
  const env = { ...Object.fromEntries(inherited), NODE_COMPILE_CACHE: compileCache, ...options.env };
  const child = spawn(must(command[0], 'a program'), command.slice(1), {
    cwd: options.cwd ?? root,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  const out: string[] = [];
  const listeners: ((line: string) => void)[] = [];
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  // A process that was killed leaves a closed pipe; what was written into it is lost, as in life.
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout });
  const firstLine = deferred<Listening>();
  lines.on('line', (line) => {
    out.push(line);
    if (out.length === 1) firstLine.resolve(JSON.parse(line) as Listening);
    for (const listener of listeners) listener(line);
  });
  const linesEnded = new Promise<void>((resolve) => lines.on('close', resolve));
  const exited = new Promise<Exit>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      running.delete(child);
      // Only when the last line was read is the end the end.
      void linesEnded.then(() => {
        firstLine.reject(new Error(`ended before it listened (${code ?? signal}): ${log}`));
        resolve({ code, signal });
      });
    });
  });
  // Who waits for the end only does not ask for the first line.
  firstLine.promise.catch(() => undefined);
  exited.catch(() => undefined);
  return {
    child,
    listening: firstLine.promise,
    exited,
    out,
    log: () => log,
    send: (line) => void child.stdin.write(`${JSON.stringify(line)}\n`),
    onLine: (listener) => void listeners.push(listener),
    signal: (signal) => void child.kill(signal),
  };
}

/** Runs a sub-command, or a start that must fail, to its end. */
export async function runHub(
  args: readonly string[],
  options: StartOptions = {},
): Promise<Exit & { readonly out: string; readonly log: string }> {
  const hub = startHub(args, options);
  const exit = await hub.exited;
  return { ...exit, out: hub.out.join('\n'), log: hub.log() };
}

/** A new folder for one test; gone after `cleanUp`. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lianqin-hub-'));
  folders.add(folder);
  return folder;
}

/** Ends every process this module started and removes every folder: for `afterEach`. */
export async function cleanUp(): Promise<void> {
  const ends = [...running].map((child) => new Promise((resolve) => child.on('close', resolve)));
  for (const child of running) child.kill('SIGKILL');
  await Promise.all(ends);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
}

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly headers: Headers;
}

/** One GET; JSON where the answer is JSON. */
export async function get(port: number, path: string, key?: string): Promise<Reply> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    body: json ? (JSON.parse(text) as Record<string, unknown>) : {},
    text,
    headers: response.headers,
  };
}
