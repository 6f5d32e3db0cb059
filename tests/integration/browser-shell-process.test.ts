/** The browser shell as a process: what it prints, keeps to itself, refuses, and how it ends. */
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { secretOf } from '../../seat/browser-shell/server.ts';
import { cleanUp, runHub, startHub, tempFolder } from '../support/hub-process.ts';
import { shellMain, startShell } from '../support/shell-process.ts';

afterEach(() => cleanUp());

/** Nobody listens on the discard port: a seat starts, and serves its screens, without its hub. */
const noHub = 'http://127.0.0.1:9';

test('it prints one line, serves the screens, keeps the secret to itself, and ends in order', async () => {
  const data = tempFolder();
  const shell = await startShell(noHub, data);
  const page = await fetch(new URL('/', shell.url));
  expect(page.status).toBe(200);
  const html = await page.text();
  expect(html).toContain('<div id="root">');
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|https?:\/\//);
  const script = /src="\.(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
  const part = await fetch(new URL(script, shell.url), { headers: { range: 'bytes=0-9' } });
  expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 10]);

  shell.process.signal('SIGTERM');
  expect(await shell.process.exited).toEqual({ code: 0, signal: null });
  expect(shell.process.out).toHaveLength(1);
  expect(JSON.parse(shell.process.out[0] ?? '')).toMatchObject({
    event: 'listening',
    url: shell.url,
    port: shell.port,
  });
  expect(shell.process.log()).not.toContain(secretOf(shell.url));
});

test('another shell on the same folder is refused with a reason', async () => {
  const data = tempFolder();
  await startShell(noHub, data);
  const second = await runHub(['--data', data, '--hub', noHub, '--no-open'], { entry: shellMain });
  expect(second.code).toBe(1);
  expect(second.out).toBe('');
  expect(second.log).toContain('another seat works on the data folder');
});

test.each([
  [['--hub', noHub], '--data'],
  [['--data', 'x'], '--hub'],
  [['--data', 'x', '--hub', noHub, '--host', '0.0.0.0'], '127.0.0.1 only'],
])('a call with %j is misuse', async (args, said) => {
  const cwd = tempFolder();
  const ended = await runHub(args, { entry: shellMain, cwd });
  expect([ended.code, ended.out]).toEqual([2, '']);
  expect(ended.log).toContain(said);
  expect(readdirSync(cwd)).toEqual([]);
});

test.runIf(process.platform === 'linux')('the browser is led by a file only this user can read', async () => {
  const data = tempFolder();
  const tools = tempFolder();
  const noted = join(tools, 'opened');
  mkdirSync(join(tools, 'bin'));
  writeFileSync(join(tools, 'bin', 'xdg-open'), `#!/bin/sh\necho "$1" > ${noted}\n`, { mode: 0o755 });
  const shell = startHub(['--data', data, '--hub', noHub], {
    entry: shellMain,
    env: { PATH: `${join(tools, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` },
  });
  await shell.listening;
  await expect.poll(() => existsSync(noted), { timeout: 15_000 }).toBe(true);
  const file = join(data, 'open.html');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  shell.signal('SIGTERM');
  await shell.exited;
  expect(existsSync(file)).toBe(false);
});
