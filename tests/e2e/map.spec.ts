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

/** The place under a pixel; the page must have been opened to pick. */
async function place(page: Page, x: number, y: number): Promise<readonly [number, number]> {
  const before = (await told(page, 'picks')).length;
  await page.mouse.click(x, y);
  await expect.poll(async () => (await told(page, 'picks')).length).toBeGreaterThan(before);
  return (await told(page, 'picks')).at(-1) as readonly [number, number];
}

/** The pixel of a place, from the places under two others, which must not lie under a button. */
async function pixelOf(
  page: Page,
  at: readonly [number, number],
  one: readonly [number, number] = [640, 180],
  two: readonly [number, number] = [690, 400],
): Promise<readonly [number, number]> {
  const [a, b] = [await place(page, ...one), await place(page, ...two)];
  const along = (i: 0 | 1, from: number, to: number): number =>
    two[i] === one[i] ? one[i] : one[i] + ((at[i] - from) / (to - from)) * (two[i] - one[i]);
  return [along(0, a[0], b[0]), along(1, a[1], b[1])];
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

  test(`${renderer}: follows its room: the district whole, then the centre, and what is selected`, async ({ page }) => {
    await open(page, `renderer=${renderer}&pick`);
    // The district is tall: its north and south lie at the margin.
    const [, north] = await place(page, 450, 36);
    const [, south] = await place(page, 450, 650 - 36);
    await page.setViewportSize({ width: 900, height: 420 });
    await expect.poll(async () => (await place(page, 450, 420 - 36))[1]).toBeCloseTo(south, 3);
    expect((await place(page, 450, 36))[1]).toBeCloseTo(north, 3);

    await page.mouse.move(450, 200);
    await page.mouse.down();
    await page.mouse.move(530, 260, { steps: 5 });
    await page.mouse.up();
    await settled(page);
    const [lon, lat] = await place(page, 450, 210);
    expect(lon).toBeLessThan(121.42);
    await page.setViewportSize({ width: 700, height: 600 });
    await expect.poll(async () => (await place(page, 350, 300))[1]).toBeCloseTo(lat, 4);
    expect((await place(page, 350, 300))[0]).toBeCloseTo(lon, 4);

    // In view, and no longer so about the same centre: then the view moves after it.
    const unit = night.units.find(({ id }) => id === 'unit-8');
    if (unit?.at === undefined || unit.at === null) throw new Error('no unit with a place');
    const [ux] = await pixelOf(page, unit.at);
    expect(ux).toBeLessThan(700);
    await tell(page, (map) => map.set({ selected: { kind: 'unit', id: 'unit-8' } }), null);
    await settled(page);
    await page.setViewportSize({ width: 240, height: 600 });
    await expect.poll(async () => (await pixelOf(page, unit.at ?? [0, 0], [60, 180], [120, 400]))[0]).toBeLessThan(240);

    await page.setViewportSize({ width: 700, height: 600 });
    await page.getByRole('button', { name: '全区' }).click();
    await settled(page);
    await page.setViewportSize(viewport);
    await expect.poll(async () => (await place(page, 450, 650 - 36))[1]).toBeCloseTo(south, 3);
  });

  test(`${renderer}: what is selected comes forth from under the legend`, async ({ page }) => {
    await open(page, `renderer=${renderer}&pick`);
    const unit = night.units.find(({ id }) => id === 'unit-8');
    if (unit?.at === undefined || unit.at === null) throw new Error('no unit with a place');
    const at = unit.at;
    await tell(page, (map) => map.set({ selected: { kind: 'unit', id: 'unit-8' } }), null);
    // By hand to the place where the legend will be.
    const [x, y] = await pixelOf(page, at);
    await page.mouse.move(x + 40, y - 120);
    await page.mouse.down();
    await page.mouse.move(120 + 40, 450 - 120, { steps: 8 });
    await page.mouse.up();
    await settled(page);
    // Where the hand let go, or a little farther: what is thrown glides.
    expect(Math.abs((await pixelOf(page, at))[0] - 120)).toBeLessThan(40);
    await page.getByRole('button', { name: '图例' }).click();
    await settled(page);
    const legend = await page.locator('.district-map-legend').boundingBox();
    if (legend === null) throw new Error('no legend');
    const [px, py] = await pixelOf(page, at);
    const isUnder = px > legend.x && px < legend.x + legend.width && py > legend.y && py < legend.y + legend.height;
    expect(isUnder).toBe(false);
    expect(px > 0 && px < viewport.width && py > 0 && py < viewport.height).toBe(true);
  });

  test(`${renderer}: a map put in the place of another has its ground as soon as its marks`, async ({ page }) => {
    await open(page, `renderer=${renderer}`);
    await page.evaluate(async () => {
      const old = document.querySelector('.district-map-marks');
      (window as unknown as { mapPage: MapPage }).mapPage.remount();
      const isNew = (): boolean => {
        const marks = document.querySelector<HTMLElement>('.district-map-marks');
        return marks !== null && marks !== old && marks.dataset['paintings'] !== undefined;
      };
      while (!isNew()) await new Promise((resolve) => requestAnimationFrame(resolve));
    });
    expect((await drawn(page, '.district-map-flat')).colours).toBeGreaterThan(60);
    // Only till the true one is there; on a machine too slow for that, it is the plain ground that stays.
    const state = (): Promise<string> =>
      page.evaluate(() => {
        if (document.querySelector('.district-map-ground[data-drawn="true"]') === null) return 'not drawn';
        const isPlain = document.querySelector('.district-map[data-ground="flat"]') !== null;
        const hasPlain = document.querySelector('.district-map-flat') !== null;
        return isPlain === hasPlain ? 'drawn, and by one' : 'drawn, and by two';
      });
    await expect.poll(state, { timeout: 60_000 }).toBe('drawn, and by one');
  });

  test(`${renderer}: lettering grows with the scale, and stays out of the corners`, async ({ page }) => {
    await page.addInitScript(() => {
      const texts: unknown[] = [];
      Object.assign(window, { lettering: texts });
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        const to = this.getTransform();
        const width = this.measureText(text).width * to.a;
        const size = Number.parseFloat(/([\d.]+)px/.exec(this.font)?.[1] ?? '0') * to.a;
        const isMarks = this.canvas.className === 'district-map-marks';
        if (isMarks) texts.push({ text, size, left: x * to.a + to.e - width / 2, middle: y * to.d + to.f, width });
        fillText.call(this, text, x, y);
      };
    });
    interface Lettering {
      readonly text: string;
      readonly size: number;
      readonly left: number;
      readonly middle: number;
      readonly width: number;
    }
    const lettering = (): Promise<Lettering[]> => page.evaluate('window.lettering');
    await open(page, `renderer=${renderer}`);
    await settled(page);
    expect(new Set((await lettering()).map(({ size }) => size))).toEqual(new Set([12]));
    await page.evaluate('window.lettering.length = 0');
    await tell(page, (map) => map.set({ scale: 2 }), null);
    await settled(page);
    const sizes = (await lettering()).map(({ size }) => Math.round(size * 10) / 10);
    expect(sizes.length).toBeGreaterThan(0);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(24);
    await tell(page, (map) => map.set({ scale: 1 }), null);

    // A unit left of the buttons, whose name would stand upon them: after the view has come to rest.
    const [unit] = night.units;
    if (unit?.at === undefined || unit.at === null) throw new Error('no unit with a place');
    await tell(page, (map, units) => map.set({ units, incidents: [], sites: [], videoPoints: [] }), [unit]);
    await centre(page, unit.at, 1);
    const buttons = await page.locator('.district-map-buttons').boundingBox();
    if (buttons === null) throw new Error('no buttons');
    await page.mouse.move(middle.x, middle.y + 100);
    await page.mouse.down();
    await page.mouse.move(buttons.x - 70, buttons.y + 45 + 100, { steps: 8 });
    await page.mouse.up();
    await settled(page);
    const last = (await lettering()).at(-1);
    expect(last?.text).toContain(unit.name);
    expect((last?.left ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(buttons.x);
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

test('draws nothing while nothing changes, and two thousand moving units step by step', async ({ page }) => {
  await open(page, 'renderer=flat');
  await settled(page);
  const paintings = async (): Promise<number> =>
    Number(await page.locator('.district-map-marks').getAttribute('data-paintings'));
  const before = await paintings();
  await page.waitForTimeout(2_500);
  expect(await paintings()).toBe(before);

  // How long a frame takes is for `npm run bench` (map-age); here, that each step is drawn.
  const crowd = page.locator('canvas.district-map-crowd');
  const picture = (): Promise<string> => crowd.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const seen = new Set<string>();
  for (let step = 0; step < 5; step += 1) {
    await tell(page, (map, n) => map.moved(2_000, n), step);
    await expect.poll(async () => (await crowd.count()) === 1 && !seen.has(await picture())).toBe(true);
    await settled(page);
    seen.add(await picture());
  }
  expect(seen.size).toBe(5);
  await expect(page.locator('.district-map-marks')).toHaveAttribute('data-marks', /unit=\d{3,}/);
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
