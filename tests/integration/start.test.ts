/** `npm start` as a newcomer runs it: one command, two programs, an address that answers, and an orderly end. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { cleanUp, tempFolder } from '../support/hub-process.ts';

const root = join(import.meta.dirname, '..', '..');

afterEach(() => cleanUp());

test('starts a demo hub and a seat, says where they are, and ends both on a signal', async () => {
  const data = tempFolder();
  const child = spawn(process.execPath, [join(root, 'build', 'start.ts'), '--no-open', '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const ended = new Promise<number | null>((settle) => child.on('exit', settle));
  const up = new Promise<void>((settle, fail) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.includes('Ctrl+C')) settle();
    });
    child.on('exit', () => fail(new Error(log)));
  });
  await up;
  const hub = /^Hub +(\S+)/m.exec(out)?.[1] ?? '';
  const seat = /^ +(http:\S+)/m.exec(out)?.[1] ?? '';
  expect(await (await fetch(`${hub}/healthz`)).json()).toMatchObject({ status: 'ok', demo: true });
  const page = await fetch(seat);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('联勤');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  await expect(fetch(`${hub}/healthz`)).rejects.toThrow();
});
