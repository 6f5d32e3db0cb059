/**
 * `npm run build`: builds the screens and the Electron programs into dist/. What is up to date is left alone: a stamp
 * beside each output holds a hash of everything it was made from, so that tests may ask for a build at any time.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const lock = join(dist, '.building');
const lockWaitMs = 180_000;

/** Folders and files each output is made from; tests excluded. */
const inputs = {
  renderer: ['renderer', 'shared', 'build/vite-renderer.ts'],
  electron: ['electron', 'seat', 'db', 'shared', 'build/vite-electron.ts'],
  fieldPage: ['field-page', 'shared/lib', 'shared/wire', 'build/vite-field-page.ts'],
} as const;
export type Output = keyof typeof inputs;
const outputs: readonly Output[] = ['renderer', 'electron', 'fieldPage'];

export const outputFolder = (output: Output): string => join(dist, output);
const stampFile = (output: Output): string => join(dist, `.${output}.stamp`);

function filesOf(path: string): string[] {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (/\.[a-z]+$/.test(path)) return [full];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function stampOf(output: Output): string {
  const hash = createHash('sha256');
  const files = [...inputs[output], 'build/bundle.ts', 'package-lock.json'].flatMap(filesOf).sort();
  for (const file of files) {
    const bytes = readFileSync(file);
    hash.update(`${relative(root, file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

function isCurrent(output: Output, stamp: string): boolean {
  const file = stampFile(output);
  return existsSync(outputFolder(output)) && existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

async function buildRenderer(folder: string): Promise<void> {
  const { build } = await import('vite');
  const { rendererConfig } = await import('./vite-renderer.ts');
  await build(rendererConfig(folder));
}

async function buildElectron(folder: string): Promise<void> {
  const { build } = await import('vite');
  const { electronConfig, electronPrograms } = await import('./vite-electron.ts');
  for (const program of electronPrograms) await build(electronConfig(program, folder));
}

async function buildFieldPage(folder: string): Promise<void> {
  const { build } = await import('vite');
  const { fieldPageConfig } = await import('./vite-field-page.ts');
  await build(fieldPageConfig(folder));
}

const builders: Readonly<Record<Output, (folder: string) => Promise<void>>> = {
  renderer: buildRenderer,
  electron: buildElectron,
  fieldPage: buildFieldPage,
};

/** Builds what is out of date. Returns what was built. */
async function bundle(wanted: readonly Output[], force: boolean): Promise<readonly Output[]> {
  const built: Output[] = [];
  for (const output of wanted) {
    const stamp = stampOf(output);
    if (!force && isCurrent(output, stamp)) continue;
    // A build that fails half-way leaves the last good one in place.
    const fresh = join(dist, `.new-${output}`);
    rmSync(fresh, { recursive: true, force: true });
    await builders[output](fresh);
    rmSync(stampFile(output), { force: true });
    rmSync(outputFolder(output), { recursive: true, force: true });
    renameSync(fresh, outputFolder(output));
    writeFileSync(stampFile(output), stamp);
    built.push(output);
  }
  return built;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Two test runners may ask at once; one builds, the other waits and finds it done. */
async function underLock<T>(work: () => Promise<T>): Promise<T> {
  mkdirSync(dist, { recursive: true });
  const deadline = performance.now() + lockWaitMs;
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
      if (owner > 0 && !isRunning(owner)) rmSync(lock, { force: true });
      if (performance.now() > deadline) throw new Error(`another build does not end: ${lock}`, { cause: error });
      await sleep(100);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/**
 * For tests: builds what is out of date, in a process of its own, because a test runner's environment (NODE_ENV) would
 * end up in the output.
 */
export async function ensureBuilt(wanted: readonly Output[] = outputs): Promise<void> {
  if (!existsSync(lock) && wanted.every((output) => isCurrent(output, stampOf(output)))) return;
  const { NODE_ENV: _, ...env } = process.env;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [join(root, 'build', 'bundle.ts'), ...wanted.flatMap((output) => ['--only', output])],
    { cwd: root, env: { ...env, NODE_ENV: 'production' } },
  ).catch((error: Error & { stdout?: string; stderr?: string }) => {
    throw new Error(`the build failed:\n${error.stdout ?? ''}${error.stderr ?? error.message}`);
  });
  if (!wanted.every((output) => existsSync(outputFolder(output))))
    throw new Error(`nothing was built: ${stdout}${stderr}`);
}

function isOutput(name: string): name is Output {
  return name in inputs;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { only: { type: 'string', multiple: true }, force: { type: 'boolean', default: false } },
  });
  const unknown = (values.only ?? []).find((name) => !isOutput(name));
  if (unknown !== undefined) {
    process.stderr.write(`--only ${unknown}: use ${outputs.join(' or ')}\n`);
    process.exitCode = 2;
  } else {
    process.env['NODE_ENV'] = 'production';
    const wanted = (values.only ?? outputs).filter(isOutput);
    const started = performance.now();
    const built = await underLock(() => bundle(wanted, values.force));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(
      `build: ${built.length === 0 ? 'everything is up to date' : `${built.join(', ')} built`}, ${seconds} s\n`,
    );
  }
}
