/**
 * The whole check, as run by hand and by CI: types, lint, format, import rules, then the tests of each runner. Ends
 * with a line of counts taken from the runners' own reports; a check that is not a test counts as one test each.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { ensureChromium } from './setup/chromium.ts';

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results');
const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, told again at the end: the tests' own words lie far above it by then. */
const failed: string[] = [];

const env = {
  ...process.env,
  TZ: 'America/New_York',
  PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
};

function run(title: string, script: string, args: readonly string[], extra: Record<string, string> = {}): boolean {
  const started = performance.now();
  process.stdout.write(`\n== ${title}\n`);
  const { status } = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...env, ...extra },
  });
  process.stdout.write(
    `-- ${title}: ${status === 0 ? 'ok' : 'FAILED'}, ${((performance.now() - started) / 1000).toFixed(1)} s\n`,
  );
  return status === 0;
}

function check(title: string, script: string, args: readonly string[]): void {
  if (run(title, script, args)) total.passed += 1;
  else {
    total.failed += 1;
    failed.push(title);
  }
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

function vitest(): void {
  const file = join(results, 'vitest.json');
  const ok = run('unit, contract, architecture, integration', 'node_modules/vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  if (!existsSync(file)) {
    total.failed += 1;
    return;
  }
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  total.passed += report.numPassedTests;
  // A file that fails to load reports no failed test of its own.
  total.failed += report.numFailedTests === 0 && !ok ? Math.max(1, report.numFailedTestSuites) : report.numFailedTests;
  total.skipped += report.numPendingTests + report.numTodoTests;
  for (const { name, status, assertionResults } of report.testResults) {
    const tests = assertionResults.filter((test) => test.status === 'failed');
    for (const { fullName } of tests) failed.push(`${relative(root, name)}: ${fullName}`);
    if (status === 'failed' && tests.length === 0) failed.push(`${relative(root, name)}: does not run`);
  }
}

interface Suite {
  readonly specs: readonly { readonly ok: boolean; readonly file: string; readonly title: string }[];
  readonly suites?: readonly Suite[];
}

interface PlaywrightReport {
  readonly suites: readonly Suite[];
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  readonly errors: readonly unknown[];
}

function browser(): void {
  const file = join(results, 'playwright.json');
  const ok = run('browser', 'node_modules/playwright/cli.js', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  if (!existsSync(file)) {
    total.failed += 1;
    return;
  }
  const { stats, errors, suites } = JSON.parse(readFileSync(file, 'utf8')) as PlaywrightReport;
  total.passed += stats.expected;
  total.failed += stats.unexpected + stats.flaky;
  total.skipped += stats.skipped;
  if (!ok && stats.unexpected + stats.flaky === 0) total.failed += Math.max(1, errors.length);
  failed.push(...suites.flatMap(broken));
}

/** The tests of a file that failed, those of its groups included. */
function broken({ specs, suites = [] }: Suite): string[] {
  const own = specs.filter(({ ok }) => !ok).map(({ file, title }) => `${file}: ${title}`);
  return [...own, ...suites.flatMap(broken)];
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
ensureChromium();
check('types', 'build/types.ts', []);
check('lint', 'build/lint.ts', []);
check('format', 'node_modules/prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']);
check('import rules', 'build/imports.ts', []);
vitest();
browser();
if (failed.length > 0) process.stdout.write(`\nFailed:\n${failed.map((name) => `  ${name}\n`).join('')}`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
