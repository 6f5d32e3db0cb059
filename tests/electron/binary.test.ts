/** The real Electron, where its binary is there: the download that brings it fails on some machines. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron } from 'playwright';
import { expect, test } from 'vitest';
import { ensureBuilt } from '../../build/bundle.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { loginField } from '../support/sign-in.ts';

const root = join(import.meta.dirname, '..', '..');
const electron = join(root, 'node_modules', 'electron');

/** undefined where there is none. */
function binary(): string | undefined {
  const name = join(electron, 'path.txt');
  if (!existsSync(name)) return undefined;
  const file = join(electron, 'dist', readFileSync(name, 'utf8'));
  return existsSync(file) ? file : undefined;
}

test('the app opens in Electron and reaches its seat', async (context) => {
  const executablePath = binary();
  if (executablePath === undefined) {
    process.stderr.write('skipped: Electron’s binary is not installed here (npx install-electron)\n');
    return context.skip('Electron’s binary is not installed here');
  }
  await ensureBuilt();
  const app = await _electron.launch({
    executablePath,
    args: [
      join(root, 'dist', 'electron', 'main.js'),
      `--user-data-dir=${temporaryFolder()}`,
      `--data=${temporaryFolder()}`,
      // Nobody listens on the discard port.
      '--hub=http://127.0.0.1:9',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  try {
    const page = await app.firstWindow();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await loginField(page).waitFor();
    expect(page.url()).toBe('app://lianqin/index.html');
    expect(await page.evaluate(() => 'require' in window || 'process' in window)).toBe(false);
    expect(complaints).toEqual([]);
  } finally {
    await app.close();
  }
});
