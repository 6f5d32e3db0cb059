/** A basemap from outside, on both grounds: chosen, seen, gone with its server and back with it, the local one meanwhile. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TileType } from 'pmtiles';
import type { Page } from 'playwright/test';
import { basemapField } from '../../build/demo-basemap-file.ts';
import { cleanUp, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { startShell } from '../support/shell-process.ts';
import { smallPack } from '../support/small-pack.ts';
import { TileServer } from '../support/tile-server.ts';
import { writeArchive } from '../support/tiny-basemap.ts';
import { cityBounds } from '../support/tiny-city.ts';
import { plainPng } from '../support/tiny-png.ts';
import { expect, test } from './fixtures.ts';
import { signIn } from '../support/sign-in.ts';

test.describe.configure({ timeout: 240_000 });
test.use({ viewport: { width: 1366, height: 768 } });
test.afterEach(async ({ page }) => {
  // What a browser says of a seat that is gone is no complaint of the page.
  await page.goto('about:blank');
  await cleanUp();
});

const key = 'f00d4ca7e5b3a29180c6d7e8f9012345';
const credit = '天地图 审图号 GS(2026)0000号';
const patient = { timeout: 60_000, intervals: [300, 700, 1_500] };

/** The parts of the map that are rather red (the names of the online map) and rather green (the local one). */
async function hues(page: Page): Promise<{ readonly red: number; readonly green: number }> {
  const shot = await page.locator('.district-map-stage').screenshot({ timeout: 60_000 });
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    if (context === null) return { red: 0, green: 0 };
    context.drawImage(image, 0, 0);
    const pixels = context.getImageData(0, 0, image.width, image.height).data;
    const found = { red: 0, green: 0 };
    for (let i = 0; i < pixels.length; i += 4) {
      const [r = 0, g = 0, b = 0] = [pixels[i], pixels[i + 1], pixels[i + 2]];
      if (r > g + 20 && r > b + 8) found.red += 4 / pixels.length;
      if (g > r + 20 && g > b + 8) found.green += 4 / pixels.length;
    }
    return found;
  }, shot.toString('base64'));
}

const shows = async (page: Page, hue: 'red' | 'green'): Promise<void> => {
  const other = hue === 'red' ? 'green' : 'red';
  await expect.poll(async () => (await hues(page))[hue], patient).toBeGreaterThan(0.4);
  await expect.poll(async () => (await hues(page))[other], patient).toBeLessThan(0.1);
};

for (const ground of ['flat', 'webgl'] as const)
  test(`${ground}: chosen, seen, gone and back`, async ({ page, complaints }) => {
    const server = await new TileServer().start();
    server.key = key;
    const folder = tempFolder();
    writeFileSync(join(folder, 'tdt.key'), key, { mode: 0o600 });
    const source = { kind: 'tianditu', id: 'tdt', name: '天地图 矢量', attribution: credit, keyFile: 'tdt.key' };
    writeFileSync(join(folder, 'online.json'), JSON.stringify({ sources: [{ ...source, url: server.url }] }));
    const hub = startHub([
      ...['--data', join(folder, 'data'), '--port', '0', '--demo', '--api-key', testKey, '--log-level', 'debug'],
      ...['--online-basemaps', join(folder, 'online.json')],
    ]);
    const url = `http://127.0.0.1:${(await hub.listening).http}`;
    const local = writeArchive({
      ...{ bounds: cityBounds, minZoom: 8, maxZoom: 12, type: TileType.Png, metadata: { attribution: '某某测绘院' } },
      tile: () => plainPng('#30A060', 256),
    });
    const basemap = await basemapField(local);
    const authorization = `Bearer ${testKey}`;
    const bytes = new Uint8Array(local);
    const type = { authorization, 'content-type': 'application/octet-stream' };
    await fetch(`${url}/api/v1/basemaps/${basemap.hash}`, { method: 'PUT', headers: type, body: bytes });
    const pack = smallPack(Date.now());
    const body = JSON.stringify({ ...pack, plates: { ...pack.plates, basemap } });
    const sent = await fetch(`${url}/api/v1/pack`, {
      ...{ method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body },
    });
    expect(sent.status).toBe(200);

    const shell = await startShell(url, join(folder, 'seat'));
    // The screens take no software for a graphics card, and browsers differ in what they have: here the test says.
    await page.addInitScript((wanted) => {
      const own = HTMLCanvasElement.prototype.getContext as (kind: string, more?: object) => unknown;
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, more?: object) {
        if (wanted === 'flat' && kind === 'webgl2') return null;
        return own.call(this, kind, { ...more, failIfMajorPerformanceCaveat: false });
      } as typeof HTMLCanvasElement.prototype.getContext;
    }, ground);
    const answers: string[] = [];
    page.on('response', (response) => {
      answers.push(response.url(), JSON.stringify(response.headers()));
      if (/json|html|text/.test(response.headers()['content-type'] ?? ''))
        response.text().then(
          (text) => answers.push(text),
          () => undefined,
        );
    });
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => void answers.push(payload.toString())),
    );
    await page.goto(shell.url);
    await signIn(page, 'yeban');
    const map = page.locator('.district-map');
    await expect(map).toHaveAttribute('data-basemap', 'ready', { timeout: 90_000 });
    await expect(map).toHaveAttribute('data-ground', ground);

    // Never by itself.
    await shows(page, 'green');
    expect(server.asked).toEqual([]);
    await expect(page.locator('.district-map-credit')).toHaveText('某某测绘院');

    await page.getByRole('button', { name: '图层', exact: true }).click();
    const choice = page.locator('[data-basemap-choice=tdt]');
    await expect(choice).toHaveText('天地图 矢量');
    await expect(page.locator('[data-basemap-choice=local] input')).toBeChecked();
    await choice.locator('input').check();
    await page.getByRole('button', { name: '图层', exact: true }).click();
    await shows(page, 'red');
    await expect(page.locator('.district-map-credit')).toHaveText(credit);
    await expect(page.locator('[data-basemap-away]')).toHaveCount(0);
    expect(server.asked.some((path) => path.includes('/vec_w/'))).toBe(true);

    // Remembered for this user.
    await page.reload();
    await expect(map).toHaveAttribute('data-basemap', 'ready', { timeout: 60_000 });
    await shows(page, 'red');

    // The server goes: whoever moves the map is told, and has the local one.
    const { port } = server;
    await server.stop();
    await page.getByRole('button', { name: '放大' }).click();
    const away = page.locator('[data-basemap-away]');
    await expect(away).toHaveText(/^在线底图暂不可用（自 \d\d:\d\d），显示本地底图$/, { timeout: 60_000 });
    await expect(away).toHaveAttribute('title', '天地图 矢量：连不上服务器');
    await shows(page, 'green');
    await expect(page.locator('.district-map-credit')).toHaveText('某某测绘院');
    await page.getByRole('button', { name: '图层', exact: true }).click();
    await expect(choice).toHaveText('天地图 矢量（暂不可用）');
    await expect(choice.locator('input')).toBeChecked();
    await page.getByRole('button', { name: '图层', exact: true }).click();

    // And back, by itself.
    await server.start(port);
    await expect(away).toHaveCount(0, { timeout: 90_000 });
    await shows(page, 'red');
    await server.stop();

    // Browsers tell of every answer that is none; of nothing else is there a complaint.
    const others = complaints.filter((text) => !text.includes('502'));
    complaints.splice(0, complaints.length, ...others);
    expect(answers.length).toBeGreaterThan(50);
    expect(answers.some((text) => text.includes(credit))).toBe(true);
    expect(answers.filter((text) => text.includes(key))).toEqual([]);
    expect(answers.filter((text) => text.includes(`127.0.0.1:${port}`))).toEqual([]);
    expect(hub.log() + hub.out.join()).not.toContain(key);
    expect(hub.log()).toContain('an online basemap gives no tiles');
  });
