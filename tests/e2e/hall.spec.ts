/**
 * The hall over TLS on another address of this machine: a real hub with a made authority, a real hall, a real Chromium.
 * Chromium takes the one key of the hall's certificate and no other; without it the page does not open.
 */
import { X509Certificate, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, expect, test } from 'playwright/test';
import type { Browser, Page } from 'playwright/test';
import { ensureBuilt } from '../../build/bundle.ts';
import { chromiumFlags, ensureChromium } from '../../build/setup/chromium.ts';
import { cleanUp, runHub, startHub, tempFolder } from '../support/hub-process.ts';

import { shellMain } from '../support/shell-process.ts';
import { collectComplaints } from './fixtures.ts';
import { loginField, signInAs } from '../support/sign-in.ts';

test.describe.configure({ timeout: 240_000 });

const hubAddress = '127.0.0.2';
const hallAddress = '127.0.0.3';
const browsers: Browser[] = [];

test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  for (const browser of browsers.splice(0)) await browser.close();
  await cleanUp();
});

async function certificate(out: string, name: string): Promise<readonly string[]> {
  const made = await runHub(['certificate', '--out', out, '--name', name, '--days', '60']);
  expect(made.code, made.log).toBe(0);
  return ['--tls-cert', join(out, 'server.crt'), '--tls-key', join(out, 'server.key')];
}

/** @param trusted Hash of the public key that Chromium takes beside the authorities it knows. */
async function open(trusted?: string): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: [...chromiumFlags, ...(trusted === undefined ? [] : [`--ignore-certificate-errors-spki-list=${trusted}`])],
  });
  browsers.push(browser);
  return browser;
}

async function newPage(browser: Browser): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  return { page, complaints: collectComplaints(page) };
}

test('two browsers, two seats, over TLS all the way; a reload keeps the seat, a stranger gets nothing', async () => {
  await ensureBuilt(['renderer']);
  const folder = tempFolder();
  const forHub = await certificate(join(folder, 'hub-certificates'), hubAddress);
  const hub = startHub(['--data', join(folder, 'hub'), '--host', hubAddress, '--port', '0', '--demo', ...forHub]);
  const { http } = await hub.listening;
  const hallOut = join(folder, 'hall-certificates');
  const forHall = await certificate(hallOut, hallAddress);
  const hall = startHub(
    [
      ...['--hall', '--host', hallAddress, '--port', '0', ...forHall, '--data', join(folder, 'hall')],
      ...['--hub', `https://${hubAddress}:${http}`],
      ...['--hub-ca', join(folder, 'hub-certificates', 'ca', 'ca.crt')],
    ],
    { entry: shellMain },
  );
  const line = await hall.listening;
  expect(line).toMatchObject({ host: hallAddress, tls: true, seats: 0 });
  const { url } = line as unknown as { readonly url: string };
  expect(url).toMatch(/^https:\/\/127\.0\.0\.3:\d+\/$/);

  const stranger = await newPage(await open());
  await expect(stranger.page.goto(url)).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/);

  const key = new X509Certificate(readFileSync(join(hallOut, 'server.crt'))).publicKey;
  const spki = createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('base64');
  const browser = await open(spki);
  const [one, two] = [await newPage(browser), await newPage(browser)];
  await one.page.goto(url);
  await signInAs(one.page, 'zhihui1');
  await two.page.goto(url);
  await expect(loginField(two.page), 'another browser, another seat').toBeVisible();
  await signInAs(two.page, 'yeban');

  await one.page.reload();
  await expect(one.page.getByLabel('密码')).toHaveCount(0);
  await expect(one.page.locator('body')).toContainText('指挥一席');
  await expect(two.page.locator('body')).toContainText('夜班席');
  await one.page.screenshot({ path: 'test-results/hall/signed-in-1366.png' });

  const cookies = await one.page.context().cookies();
  expect(cookies).toMatchObject([{ name: '__Host-seat', httpOnly: true, secure: true, sameSite: 'Strict', path: '/' }]);
  expect(await one.page.evaluate(() => document.cookie)).toBe('');
  expect([...one.complaints, ...two.complaints]).toEqual([]);

  // A page of another site that leads here: the browser holds the cookie back, and the seat is kept all the same.
  const portal = await one.page.context().newPage();
  await portal.route('https://portal.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<a href="${url}">联勤</a>` }),
  );
  await portal.goto('https://portal.example/');
  await portal.getByRole('link').click();
  await expect(portal.locator('body')).toContainText('指挥一席');
  expect(await one.page.context().cookies()).toMatchObject([{ value: cookies[0]?.value }]);
});
