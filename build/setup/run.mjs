// Runs a TypeScript entry point of the product with everything it needs in place: dependencies as the lock file
// says, and a Node that can run it. `node build/setup/run.mjs hub/main.ts --data DIR`
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cleanNpmEnv, dependenciesAreCurrent, ensureNode, markDependenciesCurrent, root } from './ensure-node.mjs';

const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) {
  process.stderr.write('usage: node build/setup/run.mjs ENTRY.ts [arguments]\n');
  process.exit(2);
}

try {
  if (!dependenciesAreCurrent()) {
    process.stderr.write('Installing dependencies (npm ci) …\n');
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: root,
      stdio: ['ignore', 2, 'inherit'],
      env: cleanNpmEnv(),
    });
    markDependenciesCurrent();
  }
  const node = ensureNode();
  const script = join(root, entry);
  if (node === process.execPath) {
    process.argv = [process.execPath, script, ...args];
    await import(pathToFileURL(script).href);
  } else {
    const child = spawn(node, [script, ...args], { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code) => process.exit(code ?? 1));
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
