/** The map alone, in a real browser and under the content policy of the shells: on WebGL, and without it. */
import { rmSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { chromium } from 'playwright/test';
import { chromiumFlags, ensureChromium } from '../../build/setup/chromium.ts';
import { tempFolder } from '../support/hub-process.ts';
import type { MapPageServer } from '../support/map-page.ts';
import { buildMapPage, serveMapPage } from '../support/map-page.ts';
import { collectComplaints, expect, test } from './fixtures.ts';
import { makeNight } from './map-page/night.ts';
import type { MapPage } from './map-page/page-door.ts';

const night = makeNight();
const viewport = { width: 900, height: 650 };
const middle = { x: viewport.width / 2, y: viewport.height / 2 };
let folder: string;
let server: MapPageServer;

// Software rendering on shared cores.
test.describe.configure({ timeout: 180_000 });
test.use({ viewport });

test.beforeAll(async () => {
  folder = tempFolder();
  await buildMapPage(folder);
  server = await serveMapPage(folder);
});

test.afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(page: Page, query: string): Promise<void> {
  await page.goto(`${server.url}?${query}`);
  await expect(page.locator('.district-map-ground')).toHaveAttribute('data-drawn', 'true', { timeout: 60_000 });
  await expect(page.locator('.district-map-marks')).toHaveAttribute('data-paintings', /\d/);
}

/** Hands the page new props; `call` runs there. */
const tell = <A>(page: Page, call: (map: MapPage, arg: A) => void, arg: A): Promise<void> =>
  page.evaluate(`(${call.toString()})(window.mapPage, ${JSON.stringify(arg)})`);

const told = (page: Page, list: 'selections' | 'picks'): Promise<unknown[]> => page.evaluate(`window.mapPage.${list}`);

/** Brings a place to the middle of the map, and waits until the marks have been drawn there. */
async function centre(page: Page, at: readonly [number, number], change: number): Promise<void> {
  await tell(page, (map, focus) => map.set({ focus }), { center: at, change });
  await expect(page.locator('.district-map-scale')).toHaveText('100 米', { timeout: 30_000 });
  await settled(page);
}

/** Two looks in a row without a new painting between. */
async function settled(page: Page): Promise<void> {
  const paintings = (): Promise<string | null> => page.locator('.district-map-marks').getAttribute('data-paintings');
  let before: string | null = 'none seen';
  await expect
    .poll(
      async () => {
        const now = await paintings();
        const same = now === before;
        before = now;
        return same;
      },
      { intervals: [700] },
    )
    .toBe(true);
}

/** How many colours the marks, or the ground where it is a canvas of two dimensions, show; and how many pixels are drawn. */
function drawn(page: Page, canvas: string): Promise<{ readonly colours: number; readonly pixels: number }> {
  return page.evaluate((selector) => {
    const source = document.querySelector<HTMLCanvasElement>(selector);
    const data =
      source?.getContext('2d')?.getImageData(0, 0, source.width, source.height).data ?? new Uint8ClampedArray();
    const colours = new Set<number>();
    let pixels = 0;
    for (let i = 0; i < data.length; i += 4) {
      if ((data[i + 3] ?? 0) < 200) continue;
      pixels += 1;
      colours.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
    }
    return { colours: colours.size, pixels };
  }, canvas);
}

/** Colours of the page as one sees it, from a picture of it: how many different ones. */
async function coloursSeen(page: Page): Promise<number> {
  const picture = (await page.screenshot()).toString('base64');
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    if (context === null) return 0;
    context.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
    return new Set(pixels).size;
  }, picture);
}

for (const renderer of ['webgl', 'flat'] as const) {
  test(`${renderer}: draws, selects by click, picks a place, is moved by keys, and is accessible`, async ({ page }) => {
    await open(page, `renderer=${renderer}`);
    const map = page.locator('.district-map');
    await expect(map).toHaveAttribute('data-ground', renderer);
    await expect(page.getByText('示意', { exact: true })).toBeVisible();
    expect((await drawn(page, '.district-map-marks')).colours).toBeGreaterThan(20);
    // Four zones, land, borders, roads and names: a blank ground has one colour.
    await tell(page, (door) => door.set({ units: [], incidents: [], sites: [], videoPoints: [] }), null);
    await settled(page);
    expect((await drawn(page, '.district-map-marks')).pixels).toBe(0);
    expect(await coloursSeen(page)).toBeGreaterThan(60);

    await open(page, `renderer=${renderer}`);
    const at = (id: string): readonly [number, number] => {
      const thing = [...night.units, ...night.incidents].find((one) => one.id === id);
      if (thing?.at === undefined || thing.at === null) throw new Error(`${id} has no place`);
      return thing.at;
    };
    await centre(page, at('unit-4'), 1);
    await page.mouse.click(middle.x, middle.y);
    await expect.poll(() => told(page, 'selections')).toEqual([{ kind: 'unit', id: 'unit-4' }]);
    await centre(page, at('incident-11'), 2);
    // The head of the pin stands above its place.
    await page.mouse.click(middle.x, middle.y - 17);
    await expect
      .poll(async () => (await told(page, 'selections')).at(-1))
      .toEqual({ kind: 'incident', id: 'incident-11' });
    // A drag is no click.
    await page.mouse.move(middle.x + 150, middle.y + 150);
    await page.mouse.down();
    await page.mouse.move(middle.x + 250, middle.y + 150, { steps: 4 });
    await page.mouse.up();
    expect(await told(page, 'selections')).toHaveLength(2);

    await page.getByRole('button', { name: '图例' }).click();
    await expect(page.getByText('库内未查到许可')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    await page.getByRole('button', { name: '图例' }).click();

    await map.focus();
    await page.keyboard.press('-');
    await expect(page.locator('.district-map-scale')).toHaveText('200 米');
    await page.keyboard.press('Home');
    await expect(page.locator('.district-map-scale')).toHaveText('1 公里');
    await page.getByRole('button', { name: '放大' }).click();
    await expect(page.locator('.district-map-scale')).toHaveText('500 米');
    await page.getByRole('button', { name: '全区' }).click();
    await expect(page.locator('.district-map-scale')).toHaveText('1 公里');

    await open(page, `renderer=${renderer}&pick`);
    await centre(page, [121.43, 31.16], 1);
    await page.mouse.click(middle.x, middle.y);
    await expect.poll(() => told(page, 'picks')).toHaveLength(1);
    const [[lon = 0, lat = 0] = []] = (await told(page, 'picks')) as number[][];
    expect(lon).toBeCloseTo(121.43, 4);
    expect(lat).toBeCloseTo(31.16, 4);
  });

  test(`${renderer}: what is selected says its age, and a complaint without a point is its cell`, async ({ page }) => {
    await open(page, `renderer=${renderer}`);
    // The texts the canvas draws, as it draws them.
    await page.addInitScript(() => {
      const texts: string[] = [];
      Object.assign(window, { drawnTexts: texts });
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        texts.push(text);
        fillText.call(this, text, x, y);
      };
    });
    await open(page, `renderer=${renderer}`);
    const texts = (): Promise<string[]> => page.evaluate('window.drawnTexts');
    expect(await texts()).toContain('机动四组·2 分');
    await tell(page, (map) => map.clock(4 * 60_000), null);
    await expect.poll(texts).toContain('机动四组·6 分');

    await page.evaluate('window.drawnTexts.length = 0');
    const complaint = night.incidents.find(({ at, late }) => at === null && late);
    await tell(
      page,
      (map, incidents) => map.set({ incidents, units: [], sites: [], videoPoints: [] }),
      complaint === undefined ? [] : [complaint],
    );
    await settled(page);
    const cell = await drawn(page, '.district-map-marks');
    expect(cell.pixels).toBeGreaterThan(500);
    expect(await texts()).toContain('011 不明声响·待派·超时');
    await tell(
      page,
      (map, incidents) => map.set({ incidents }),
      complaint === undefined ? [] : [{ ...complaint, cell: '0' }],
    );
    await settled(page);
    expect((await drawn(page, '.district-map-marks')).pixels).toBe(0);
  });
}

test('draws nothing while nothing changes, and two thousand moving units without a standstill', async ({ page }) => {
  await open(page, 'renderer=flat');
  await settled(page);
  const paintings = async (): Promise<number> =>
    Number(await page.locator('.district-map-marks').getAttribute('data-paintings'));
  const before = await paintings();
  await page.waitForTimeout(2_500);
  expect(await paintings()).toBe(before);

  const usual = await page.evaluate(async () => {
    const map = (window as unknown as { mapPage: MapPage }).mapPage;
    const gaps: number[] = [];
    let last = performance.now();
    for (let step = 0; step < 5; step += 1) {
      map.crowd(2_000, step);
      for (let i = 0; i < 20; i += 1) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        gaps.push(performance.now() - last);
        last = performance.now();
      }
    }
    return gaps.sort((a, b) => a - b)[50] ?? Infinity;
  });
  // Cores shared with other work and no graphics card: a frame takes many times what it takes at a desk.
  expect(usual).toBeLessThan(500);
  test.info().annotations.push({ type: 'frame of 2,000 units, ms', description: usual.toFixed(0) });
  expect(await paintings()).toBeGreaterThan(before + 5);
});

test('without WebGL the map is the plain one, never blank', async () => {
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: [...chromiumFlags.filter((flag) => !/angle|swiftshader|ignore-gpu/.test(flag)), '--disable-3d-apis'],
  });
  try {
    const page = await browser.newPage({ viewport, locale: 'zh-CN' });
    const complaints = collectComplaints(page);
    await open(page, 'renderer=auto');
    await expect(page.locator('.district-map')).toHaveAttribute('data-ground', 'flat');
    expect((await drawn(page, '.district-map-flat')).colours).toBeGreaterThan(60);
    // Told to use WebGL where there is none, it falls back all the same.
    await open(page, 'renderer=webgl');
    await expect(page.locator('.district-map')).toHaveAttribute('data-ground', 'flat');
    expect((await drawn(page, '.district-map-flat')).colours).toBeGreaterThan(60);
    expect(complaints.filter((text) => !/webgl/i.test(text))).toEqual([]);
  } finally {
    await browser.close();
  }
});
