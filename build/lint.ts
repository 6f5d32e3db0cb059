/** ESLint over all sources, in parts: with the types of all zones at once it takes more memory than Node gives a process. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const tests = '**/*.test.{ts,tsx}';
const parts: readonly (readonly string[])[] = [
  ['shared', 'db', 'hub', 'simulator', '--ignore-pattern', tests],
  ['seat', 'electron', '--ignore-pattern', tests],
  ['renderer', 'field-page', '--ignore-pattern', tests],
  ['build', '*.js', '*.mjs', '--ignore-pattern', tests],
  ['tests', tests, '*.config.ts'],
];

let failed = 0;
for (const part of parts) {
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'eslint', 'bin', 'eslint.js'),
      ...part,
      '--max-warnings',
      '0',
      '--no-error-on-unmatched-pattern',
    ],
    { cwd: root, stdio: 'inherit' },
  );
  if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
