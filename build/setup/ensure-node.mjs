// Plain JavaScript on purpose: this file must run on whatever Node the machine has, however old.
//
// The product runs its TypeScript directly (type stripping) and loads a Node-API SQLite driver that crashes on
// Node 20, so it needs Node 22.18 or newer. Where the system's Node is older and the machine runs Linux, a newer
// Node comes from the package registry and is put first in node_modules/.bin, where npm scripts find it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const wanted = [22, 18];
const provided = '24';

/** @param {string} version such as `v24.1.0` */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > wanted[0] || (major === wanted[0] && minor >= wanted[1]);
}

/** The Node to run the product with; installs one when the running one is too old. @returns {string} path */
export function ensureNode() {
  if (isNewEnough(process.version)) return process.execPath;
  const link = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(link)) {
    const version = execFileSync(link, ['--version'], { encoding: 'utf8' }).trim();
    if (isNewEnough(version)) return link;
  }
  const arch = { x64: 'x64', arm64: 'arm64' }[process.arch];
  if (process.platform !== 'linux' || arch === undefined) {
    throw new Error(
      `Node ${process.version} is too old: Lianqin needs Node ${wanted.join('.')} or newer (24 is best). ` +
        'Install it from nodejs.org or with your package manager and try again.',
    );
  }
  const pkg = `node-linux-${arch}`;
  const prefix = join(root, 'node_modules', '.runtime');
  process.stderr.write(`Node ${process.version} is too old for Lianqin; fetching Node ${provided} (${pkg}) …\n`);
  mkdirSync(prefix, { recursive: true });
  execFileSync(
    'npm',
    ['install', '--prefix', prefix, '--no-save', '--no-package-lock', '--no-audit', '--no-fund', `${pkg}@${provided}`],
    { cwd: prefix, stdio: ['ignore', 'ignore', 'inherit'], env: cleanNpmEnv() },
  );
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(join('..', '.runtime', 'node_modules', pkg, 'bin', 'node'), link);
  return link;
}

/** npm passes its own settings down through the environment; the inner npm must not inherit the outer one's. */
export function cleanNpmEnv() {
  const inherited = /^npm_(config_(global|prefix|local_prefix)|lifecycle|package|command)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([key]) => !inherited.test(key)));
}

const stampFile = join(root, 'node_modules', '.lianqin-setup');

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

export function dependenciesAreCurrent() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash();
}

export function markDependenciesCurrent() {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, lockHash());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    ensureNode();
    markDependenciesCurrent();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
