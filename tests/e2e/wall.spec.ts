/** The wall on a real hub, seat and browser: calm, busy, late, cut off; legible from far, and nothing to press. */
import type { Page } from 'playwright/test';
import { chromiumFlags, ensureChromium } from '../../build/setup/chromium.ts';
import { cleanUp, tempFolder, testKey } from '../support/hub-process.ts';
import { startHub } from '../support/hub-process.ts';
import { demoPackFile, startNightHub } from '../support/night-hub.ts';
import type { NightHub, NightSeat } from '../support/night-hub.ts';
import { beginDuty, openDesk, playNight } from '../support/pages-night.ts';
import { startShell } from '../support/shell-process.ts';
import { expect, test } from './fixtures.ts';
import { signInAs } from '../support/sign-in.ts';

const shots = 'test-results/wall';
const plainChromiumFlags = [
  ...chromiumFlags.filter((flag) => !/angle|swiftshader|ignore-gpu/.test(flag)),
  '--disable-3d-apis',
];
const walls = [
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
  { width: 5120, height: 1440 },
];

test.describe.configure({ timeout: 300_000 });
// The plain map: WebGL drawn in software takes seconds for screens of this size, and map.spec.ts holds both to be one.
test.use({ launchOptions: { executablePath: ensureChromium(), args: plainChromiumFlags } });

let seats: NightSeat[] = [];
test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  for (const seat of seats) seat.close();
  seats = [];
  await cleanUp();
});

/** Keeps the size of all lettering on the map, in pixels of the screen, under `window.lettering`. */
async function watchLettering(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const sizes: number[] = [];
    Object.assign(window, { lettering: sizes });
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
      const size = Number.parseFloat(/([\d.]+)px/.exec(this.font)?.[1] ?? '0') * this.getTransform().a;
      if (this.canvas instanceof HTMLCanvasElement && this.canvas.matches('.district-map canvas')) sizes.push(size);
      fillText.call(this, text, x, y);
    };
  });
}

/**
 * Colours of the map's upper and lower edge, once it is drawn in the size of its room: only one where the whole district
 * has its place between them. 0 till then.
 */
function coloursAtEdges(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.wall .district-map-flat');
    const context = canvas?.getContext('2d');
    if (canvas === null || context === undefined || context === null) return 0;
    if (canvas.width !== canvas.clientWidth || canvas.height !== canvas.clientHeight) return 0;
    const rows = [0, canvas.height - 6].map((y) => context.getImageData(0, y, canvas.width, 6).data);
    return new Set(rows.flatMap(({ buffer }) => [...new Uint32Array(buffer)])).size;
  });
}

async function openWall(page: Page, hub: NightHub): Promise<void> {
  await watchLettering(page);
  const shell = await startShell(hub.url, tempFolder());
  await page.goto(shell.url);
  await signInAs(page, 'daping');
  await expect(page.locator('.wall')).toHaveAttribute('data-says', /^(?!waiting)/);
  await expect(page.locator('.wall .district-map')).toBeVisible();
}

/** What is too small to read at six metres, what scrolls, and what could be pressed. */
async function shortcomings(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const wall = document.querySelector('.wall');
    if (wall === null) return ['no wall'];
    const least = (24 * window.innerHeight) / 1080 - 0.5;
    const { scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > window.innerWidth || scrollHeight > window.innerHeight) found.push('the page scrolls');
    for (const element of wall.querySelectorAll('*')) {
      const style = getComputedStyle(element);
      if (/auto|scroll/.test(style.overflow)) found.push(`scrolls: ${element.className}`);
      if (style.cursor !== 'none' && element.closest('[inert]') === null)
        found.push(`cursor ${style.cursor}: ${element.className}`);
      if (element.matches('button, a, input, [tabindex]') && element.closest('[inert]') === null)
        found.push(`can be pressed: ${element.outerHTML.slice(0, 80)}`);
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== '');
      const isSeen = element.checkVisibility() && element.closest('.district-map') === null;
      if (own && isSeen && Number.parseFloat(style.fontSize) < least)
        found.push(`${style.fontSize}: ${element.textContent ?? ''}`);
    }
    return found;
  });
}

async function shoot(page: Page, name: string): Promise<void> {
  for (const viewport of walls) {
    // What was drawn at the size before.
    await page.evaluate('window.lettering.length = 0');
    await page.setViewportSize(viewport);
    await expect.poll(() => coloursAtEdges(page), { timeout: 30_000 }).toBe(1);
    await page.screenshot({ path: `${shots}/${name}-${viewport.width}x${viewport.height}.png` });
    const lettering = await page.evaluate<number[]>('window.lettering');
    const least = (24 * viewport.height) / 1_080 - 0.5;
    expect(lettering.at(-1) ?? least, `${name}: lettering of the map`).toBeGreaterThanOrEqual(least);
    expect(await shortcomings(page), `${name} at ${viewport.width}×${viewport.height}`).toEqual([]);
  }
}

const sentence = (page: Page) => page.locator('.wall__sentence');

test('from a calm evening to a busy night, and cut off', async ({ page }) => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  const desk = await openDesk(hub, 'zhiban');
  seats.push(desk);
  await openWall(page, hub);
  await expect(sentence(page)).toHaveText('今夜平稳');
  await expect(page.locator('.wall')).toContainText('示意');
  await expect(page.locator('.wall')).toContainText('演示时钟');
  await expect(page.locator('.top-bar')).toHaveCount(0);
  await shoot(page, 'empty');

  await beginDuty(desk);
  await expect(page.locator('.wall__line')).toContainText('夜间');
  await playNight(hub, desk);
  // Seven in, one of them joined; one waits for check and answer.
  await expect(sentence(page)).toHaveText(/^6 件在办（1 件待复核答复），最久 .+（.+路）$/);
  await expect(page.locator('.wall-figure__value').first()).toHaveText('6');
  const card = (zone: string, figure: string) => page.locator(`[data-zone="${zone}"] [data-figure="${figure}"]`);
  await expect(card('z2', 'duty')).toHaveText('1');
  await expect(card('z3', 'duty')).toHaveText('1');
  await expect(card('z3', 'free')).toHaveText('0');
  await expect(page.locator('.wall__events li').first()).not.toBeEmpty();
  // No caller, no person: neither a telephone number nor a word of theirs.
  const text = await page.locator('.wall').innerText();
  expect(text).not.toMatch(/1390000|睡不着|值班长|指挥一席/);
  await shoot(page, 'busy');
  expect(await page.evaluate<number>('window.lettering.length')).toBeGreaterThan(0);

  // Somebody calls for help: before everything else, without a name of whoever has it.
  const call = crypto.randomUUID();
  const seenAt = Date.parse('2026-11-21T22:41:00+08:00');
  await desk.act('RaiseAlarm', {
    ...{ id: call, kind: 'sos', unit: 'm1', fence: null, place: { lon: 121.44, lat: 31.19 }, seenAt, accuracy: 12 },
    ...{ since: seenAt, cause: null, judgedBy: {}, proposal: null },
  });
  await expect(sentence(page)).toHaveText('机动一组 求助');
  await expect(page.locator('.wall')).toHaveAttribute('data-says', 'sos');
  await expect(page.locator('.wall__sos')).toContainText('无人接收，还没有派支援');
  await shoot(page, 'sos');
  await desk.act('SendSupport', { alarm: call, units: [{ unit: 'm2', metres: 420 }] });
  await expect(page.locator('.wall__sos')).toContainText('已接收，机动二组 已派');
  expect(await page.locator('.wall').innerText()).not.toContain('值班长');
  await desk.act('ClearAlarm', { alarm: call, as: 'resolved', reason: null });
  await expect(page.locator('.wall__sos')).toHaveCount(0);
  await expect(sentence(page)).toHaveText(/^6 件在办/);

  // The bar to leave by comes and goes by key.
  await page.keyboard.press('Escape');
  await expect(page.locator('.top-bar')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.top-bar')).toHaveCount(0);

  hub.process.signal('SIGKILL');
  await hub.process.exited;
  await expect(page.getByRole('alert')).toContainText('链路已断开：画面停在 22:4');
  await expect(page.locator('.wall')).toHaveClass(/wall--old/);
  await shoot(page, 'offline');
});

test('an hour later nobody was sent: late, and whose it is', async ({ page }) => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  const desk = await openDesk(hub, 'zhiban');
  seats.push(desk);
  await beginDuty(desk);
  await playNight(hub, desk);
  hub.process.signal('SIGTERM');
  await hub.process.exited;
  const common = ['--data', hub.data, '--port', String(hub.port), '--demo', '--api-key', testKey];
  const again = startHub([...common, '--pack', demoPackFile(), '--clock', '2026-11-21T23:41:00+08:00']);
  await again.listening;
  await openWall(page, hub);
  await expect(sentence(page)).toHaveText(/^\d 件超时：.+/);
  await expect(page.locator('[data-incident][data-late="true"]').first()).toContainText('超 ');
  await shoot(page, 'late');
});
