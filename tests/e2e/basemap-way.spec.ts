/** The basemap's whole way: a file brought to a real hub, fetched by a real seat, read in ranges by the page. */
import { readFileSync } from 'node:fs';
import { basemapField } from '../../build/demo-basemap-file.ts';
import { cleanUp, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { sharedData } from '../support/shared-data.ts';
import { startShell } from '../support/shell-process.ts';
import { smallPack } from '../support/small-pack.ts';
import { tinyPmtiles } from '../support/tiny-pmtiles.ts';
import { expect, test } from './fixtures.ts';
import { signIn } from '../support/sign-in.ts';

test.describe.configure({ timeout: 180_000 });
test.afterEach(async ({ page }) => {
  // What a browser says of a seat that is gone is no complaint of the page.
  await page.goto('about:blank');
  await cleanUp();
});

test('the page reads parts of it once the seat has it', async ({ page }) => {
  // A real archive where there is one beside the repository.
  const real = sharedData('shanghai', 'proof-xuhui-huangpu.pmtiles');
  const bytes = real === undefined ? tinyPmtiles(300_000).bytes : readFileSync(real);
  const basemap = await basemapField(bytes);
  const hub = startHub(['--data', tempFolder(), '--port', '0', '--demo', '--api-key', testKey, '--log-level', 'error']);
  const url = `http://127.0.0.1:${(await hub.listening).http}`;
  const send = async (method: string, path: string, body: BodyInit, type: string): Promise<number> => {
    const headers = { authorization: `Bearer ${testKey}`, 'content-type': type };
    return (await fetch(`${url}${path}`, { method, headers, body })).status;
  };
  expect(await send('PUT', `/api/v1/basemaps/${basemap.hash}`, new Uint8Array(bytes), 'application/octet-stream')).toBe(
    201,
  );
  const pack = smallPack(Date.now());
  const withMap = JSON.stringify({ ...pack, plates: { ...pack.plates, basemap } });
  expect(await send('POST', '/api/v1/pack', withMap, 'application/json')).toBe(200);

  const shell = await startShell(url, tempFolder());
  await page.goto(shell.url);
  await signIn(page, 'yeban');
  await expect(page.locator('.district-map')).toBeVisible({ timeout: 60_000 });
  const path = `/basemap/${basemap.hash}`;
  const read = (range: string | null, method = 'GET') =>
    page.evaluate(
      async ([address, asked, how]) => {
        const reply = await fetch(address ?? '', {
          method: how ?? 'GET',
          headers: asked === null ? {} : { range: asked ?? '' },
        });
        const part = new Uint8Array(await reply.arrayBuffer());
        return { status: reply.status, range: reply.headers.get('content-range'), part: [...part.slice(0, 200)] };
      },
      [path, range, method] as const,
    );
  await expect.poll(async () => (await read('bytes=0-6')).status, { timeout: 60_000 }).toBe(206);
  expect(await read('bytes=0-6')).toEqual({
    ...{ status: 206, range: `bytes 0-6/${bytes.length}` },
    part: [...Buffer.from('PMTiles')],
  });
  const last = bytes.subarray(bytes.length - 150);
  expect((await read('bytes=-150')).part).toEqual([...last]);
  const head = await read(null, 'HEAD');
  expect([head.status, head.part]).toEqual([200, []]);
  // What is beyond its end, or not here, the console tells of: nothing that this page asks for.
  const outside = await page.request.get(`http://127.0.0.1:${shell.port}${path}`, {
    headers: { range: `bytes=${bytes.length}-` },
  });
  expect([outside.status(), outside.headers()['content-range']]).toEqual([416, `bytes */${bytes.length}`]);
  expect((await page.request.get(`http://127.0.0.1:${shell.port}/basemap/${'0'.repeat(64)}`)).status()).toBe(404);
});
