/** A picture's whole way: made-up platform, hub, seat, the seat's door for pictures, the page. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Page } from 'playwright/test';
import type { StubCamera, WvpStub } from '../../simulator/video/wvp-stub.ts';
import { startWvpStub } from '../../simulator/video/wvp-stub.ts';
import { cleanUp, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { startShell } from '../support/shell-process.ts';
import { smallPack } from '../support/small-pack.ts';
import { expect, test } from './fixtures.ts';
import { signIn } from '../support/sign-in.ts';

test.describe.configure({ timeout: 180_000 });

const login = { user: 'hub', password: 'of the stub' };
const codes = { device: '31010400081186000001', channel: '31010400081326000002' };
const camera: StubCamera = { ...codes, name: '示例路口', lon: 121.4586, lat: 31.1936, ptz: true, online: true };
const stub = (port: number): Promise<WvpStub> =>
  startWvpStub({
    ...{ host: '127.0.0.1', port, ...login, cameras: [camera], playTimeoutMs: 2_000 },
    now: () => performance.now(),
  });

let platform: WvpStub | undefined;
test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await cleanUp();
  await platform?.stop();
});

/** A number that is another where the pixels are others. */
const sample = (page: Page): Promise<number> =>
  page.locator('.live-video video').evaluate((video: HTMLVideoElement) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [64, 36];
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.drawImage(video, 0, 0, 64, 36);
    let sum = 0;
    for (const [i, value] of context.getImageData(0, 0, 64, 36).data.entries()) sum = (sum * 31 + value * (i + 1)) | 0;
    return sum;
  });

async function moves(page: Page): Promise<void> {
  await expect(page.locator('.live-video')).toHaveAttribute('data-state', 'playing', { timeout: 60_000 });
  const seen = new Set<number>();
  await expect
    .poll(async () => seen.add(await sample(page)).size, { timeout: 30_000, intervals: [200] })
    .toBeGreaterThan(3);
}

test('a camera plays on the page, is turned, is said to be gone when the platform dies, and comes back by itself', async ({
  page,
  complaints,
}) => {
  platform = await stub(0);
  const { port, commands } = platform;
  const folder = tempFolder();
  const [packFile, loginFile] = [join(folder, 'pack.json'), join(folder, 'login.json')];
  const pack = smallPack(Date.now());
  const [only] = pack.registers.videoPoints;
  if (only === undefined) throw new Error('a video point');
  pack.registers.videoPoints = [{ ...only, record: { ...only.record, ...codes, ptz: true } }];
  writeFileSync(packFile, JSON.stringify(pack));
  writeFileSync(loginFile, JSON.stringify(login));
  const hub = startHub([
    ...['--data', tempFolder(), '--port', '0', '--demo', '--api-key', testKey, '--pack', packFile],
    ...['--video-wvp', platform.url, '--video-login', loginFile],
  ]);
  const shell = await startShell(`http://127.0.0.1:${(await hub.listening).http}`, tempFolder());
  await page.goto(shell.url);
  await signIn(page, 'zhihui1');
  await page.getByRole('button', { name: '视频', exact: true }).click();
  await page.locator('.video-points').getByRole('button', { name: '示例路口' }).click();
  await page.locator('[data-place="0"]').getByRole('button', { name: '看实时' }).click();
  await moves(page);
  await expect(page.locator('[data-place="0"]').getByText('模拟', { exact: true })).toBeVisible();

  const before = commands.length;
  const left = page.getByRole('group', { name: '云台' }).getByRole('button', { name: '左' });
  await left.hover();
  await page.mouse.down();
  await expect.poll(() => commands.length, { timeout: 15_000 }).toBeGreaterThan(before);
  await page.mouse.up();

  // A browser tells its console of streams that break: that is what happens here.
  complaints.length = 0;
  await platform.stop();
  await expect(page.locator('.live-video')).toHaveAttribute('data-state', /stalled|lost|refused/, { timeout: 10_000 });
  await expect(page.locator('.live-video').getByRole('status')).not.toBeEmpty();
  platform = await stub(port);
  await moves(page);
  complaints.length = 0;
});
