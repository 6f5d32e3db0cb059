/** A link to the hall on a page of another site, in a real Chromium: it keeps the seat, and what stands behind the #. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { makeAuthority, makeServerCertificate } from '../../hub/certificates/make.ts';
import { HallSeats, promiseMs } from '../../seat/browser-shell/hall-seats.ts';
import { startHall } from '../../seat/browser-shell/hall.ts';
import { cleanUp, tempFolder } from '../support/hub-process.ts';
import { quietLog } from '../support/shell-seat.ts';

test.use({ ignoreHTTPSErrors: true });
test.afterEach(() => cleanUp());

const address = '127.0.0.3';

test('a link from another site keeps the browser its seat and a wall its token', async ({ page, context }) => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'renderer'));
  writeFileSync(join(folder, 'renderer', 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__"><p>屏</p>');
  const authority = await makeAuthority(Date.now());
  const server = await makeServerCertificate(authority, { names: [address], days: 2, now: Date.now() });
  let monotonicMs = 0;
  const monotonic = (): number => monotonicMs;
  const seats = new HallSeats({
    ...{ dataDir: folder, limit: 3, log: quietLog, monotonic },
    random: (bytes) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))),
    timers: { after: () => () => undefined },
    open: () => {
      throw new Error('no screen connects here');
    },
  });
  const hall = await startHall(
    { seats, log: quietLog, monotonic },
    {
      ...{ renderer: join(folder, 'renderer'), host: address, port: 0, names: [address], limit: 3 },
      tls: { cert: server.certificate, key: server.key },
    },
  );
  const url = `https://${address}:${hall.port}/#wall=the-token-of-a-wall`;
  const elsewhere = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<a href="${url}">大厅</a>`);
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const cookie = async () => (await context.cookies()).find(({ name }) => name === '__Host-seat')?.value;
  try {
    await page.goto(url);
    const first = await cookie();
    expect(first).toMatch(/^[\w-]{43}$/);
    await page.goto(`http://localhost:${(elsewhere.address() as AddressInfo).port}/`);
    await page.getByRole('link').click();
    await expect(page.getByText('屏')).toBeVisible();
    expect(new URL(page.url()).hash).toBe('#wall=the-token-of-a-wall');
    expect(await cookie()).toBe(first);
    // A full hall is asked again from where the page stands.
    await context.clearCookies();
    for (const browser of ['one', 'two']) expect(seats.promise(), browser).toBeDefined();
    await page.clock.install();
    await page.goto('about:blank');
    await page.goto(url);
    await expect(page.getByText('席位已满')).toBeVisible();
    monotonicMs = promiseMs;
    await page.clock.runFor(60_000);
    await expect(page.getByText('屏', { exact: true })).toBeVisible();
    expect(page.url()).toBe(url);
  } finally {
    elsewhere.closeAllConnections();
    elsewhere.close();
    await hall.stop();
  }
});
