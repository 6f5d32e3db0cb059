/** Live pictures in a real browser, of streams that ffmpeg makes: they move, say within ten seconds that they died, and come back. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { hasFfmpeg } from '../support/ffmpeg.ts';
import { tempFolder } from '../support/hub-process.ts';
import { buildVideoPage, serveVideoPage } from '../support/video-page.ts';
import type { VideoPageServer } from '../support/video-page.ts';

/** A stream that is refused shows in the console as a resource that did not load; nothing else may. */
const test = base.extend<{ complaints: string[] }>({
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' && !/Failed to load resource|WebSocket connection to/.test(message.text()))
          complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await use(complaints);
      expect(complaints, 'the page complained').toEqual([]);
    },
    { auto: true },
  ],
});

test.describe.configure({ timeout: 120_000 });
test.skip(!hasFfmpeg(), 'no ffmpeg with H.264 here, and none could be installed: streams are not tested');

let folder: string;
let server: VideoPageServer;

test.beforeAll(async () => {
  folder = tempFolder();
  await buildVideoPage(join(folder, 'page'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
test.beforeEach(async () => {
  server = await serveVideoPage(join(folder, 'page'), join(folder, 'media'));
});
test.afterEach(() => server.stop());

const ways = [
  { protocol: 'flv', path: '/video/flv' },
  { protocol: 'wsFlv', path: '/video/live.ws.flv' },
  { protocol: 'hls', path: '/video/hls/live.m3u8' },
] as const;

type Offer = { readonly protocol: string; readonly path: string; readonly codec?: string };

async function open(page: Page, ...offers: readonly Offer[]): Promise<void> {
  const all = offers.map((offer) => ({ codec: 'h264', quality: 'main', ...offer }));
  await page.goto(`${server.url}?offers=${encodeURIComponent(JSON.stringify(all))}`);
}

const picture = (page: Page) => page.locator('.live-video');

/** What is drawn now, as a number: another picture gives another one. */
const sample = (page: Page): Promise<number> =>
  page.locator('video').evaluate((video: HTMLVideoElement) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [64, 36];
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.drawImage(video, 0, 0, 64, 36);
    let sum = 0;
    for (const [i, value] of context.getImageData(0, 0, 64, 36).data.entries()) sum = (sum * 31 + value * (i + 1)) | 0;
    return sum;
  });

/** The pixels change, not only the counters. */
async function moves(page: Page): Promise<void> {
  await expect(picture(page)).toHaveAttribute('data-state', 'playing', { timeout: 30_000 });
  const seen = new Set<number>();
  await expect
    .poll(async () => seen.add(await sample(page)).size, { timeout: 20_000, intervals: [200] })
    .toBeGreaterThan(5);
}

for (const way of ways) {
  test(`${way.protocol}: moves, is said to be lost within ten seconds of its end, and comes back by itself`, async ({
    page,
  }) => {
    await open(page, way);
    await moves(page);
    await expect(page.getByText('模拟', { exact: true })).toBeVisible();
    const died = Date.now();
    server.die();
    await expect(picture(page)).toHaveAttribute('data-state', /stalled|lost/, { timeout: 10_000 });
    await expect(page.getByRole('status')).toContainText(/画面停住|画面中断|连不上|已结束/);
    expect(Date.now() - died).toBeLessThan(10_000);
    server.revive();
    await moves(page);
  });
}

test('a stream that stays open and brings nothing is seen through, and its last frame is greyed with its time', async ({
  page,
}) => {
  await open(page, ways[0]);
  await moves(page);
  server.freeze();
  const from = Date.now();
  await expect(picture(page)).toHaveAttribute('data-state', 'stalled', { timeout: 10_000 });
  await expect(picture(page)).toHaveAttribute('data-kept', 'true');
  await expect(page.locator('.live-video canvas')).toBeVisible();
  await expect(page.getByRole('status')).toContainText('画面停于');
  expect(Date.now() - from).toBeLessThan(10_000);
  server.revive();
  await moves(page);
  await expect(page.locator('.live-video canvas')).toBeHidden();
});

test('a barred way is left for the next one', async ({ page }) => {
  await open(page, { protocol: 'wsFlv', path: '/video/nowhere.ws.flv' }, ways[0]);
  await moves(page);
});

test('H.265 without a decoder is said plainly', async ({ page }) => {
  await open(page, { ...ways[0], codec: 'h265' });
  const can = await page.evaluate('MediaSource.isTypeSupported(\'video/mp4; codecs="hvc1.1.6.L93.B0"\')');
  test.skip(can === true, 'this Chromium decodes H.265');
  await expect(page.getByRole('status')).toContainText('编码为 H.265，本机浏览器不能解码');
});

test('taken down, it holds no stream and gives its ticket back', async ({ page }) => {
  await open(page, ways[0]);
  await moves(page);
  await page.evaluate('window.videoPage.show(false)');
  await expect(picture(page)).toHaveCount(0);
  await expect.poll(() => page.evaluate('window.videoPage.closed')).toEqual(['t1']);
});

test('WHEP: the picture of a peer, and its session is ended', async ({ page, browser }) => {
  const camera = await browser.newPage();
  await camera.goto('about:blank');
  server.answerWhep = (offer) =>
    camera.evaluate(async (sdp) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [320, 180];
      const context = canvas.getContext('2d');
      let turn = 0;
      setInterval(() => {
        turn += 7;
        if (context === null) return;
        context.fillStyle = `hsl(${String(turn % 360)} 80% 50%)`;
        context.fillRect(0, 0, 320, 180);
      }, 50);
      const peer = new RTCPeerConnection();
      await peer.setRemoteDescription({ type: 'offer', sdp });
      for (const track of canvas.captureStream(15).getTracks()) peer.addTrack(track);
      await peer.setLocalDescription(await peer.createAnswer());
      if (peer.iceGatheringState !== 'complete')
        await new Promise((resolve) => {
          peer.onicegatheringstatechange = () => {
            if (peer.iceGatheringState === 'complete') resolve(null);
          };
        });
      return peer.localDescription?.sdp ?? '';
    }, offer);
  await open(page, { protocol: 'whep', path: '/video/whep' });
  await moves(page);
  await page.evaluate('window.videoPage.show(false)');
  await expect.poll(() => server.endedWhep).toEqual(['/video/whep/session-1']);
  await camera.close();
});
