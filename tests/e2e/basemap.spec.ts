/** The basemap beneath the map, on both of its grounds: what is where, in which colour; and what is said where it fails. */
import { readFileSync, rmSync } from 'node:fs';
import { TileType } from 'pmtiles';
import type { Page } from 'playwright/test';
import { mixed } from '../../renderer/map/colour.ts';
import type { Bounds, MapBasemap } from '../../renderer/map/types.ts';
import { mapPalettes } from '../../renderer/theme/map-tokens.ts';
import { palettes } from '../../renderer/theme/tokens.ts';
import { lettersDrawn, overlap, watchLetters } from '../support/drawn-letters.ts';
import { tempFolder } from '../support/hub-process.ts';
import type { MapPageServer, ServedBasemap } from '../support/map-page.ts';
import { buildMapPage, serveMapPage } from '../support/map-page.ts';
import { sharedData } from '../support/shared-data.ts';
import { tileAt, writeArchive, writeVector } from '../support/tiny-basemap.ts';
import { cityBounds, known, makeCity } from '../support/tiny-city.ts';
import { plainPng } from '../support/tiny-png.ts';
import { expect, test } from './fixtures.ts';
import type { MapPage } from './map-page/page-door.ts';

type Theme = 'dark' | 'light';
const viewport = { width: 900, height: 650 };
const middle = { x: viewport.width / 2, y: viewport.height / 2 };
const making = { bounds: cityBounds, minZoom: 8, maxZoom: 14 } as const;
const city = writeVector(makeCity(), making);
const green = '#30A060';
const pictures = writeArchive({
  ...making,
  maxZoom: 13,
  type: TileType.Png,
  metadata: {},
  tile: () => plainPng(green, 256),
});
/** A tag of a type that no reader knows. */
const garbage = Uint8Array.of(0x1e, 0x1e, 0x1e, 0x1e);
const [brokenX, brokenY] = tileAt(known.river, 14).map(Math.floor) as [number, number];

const basemaps = new Map<string, ServedBasemap>();
let folder: string;
let server: MapPageServer;

// Software rendering on shared cores.
test.describe.configure({ timeout: 180_000 });
test.use({ viewport });

test.beforeAll(async () => {
  folder = tempFolder();
  await buildMapPage(folder);
  server = await serveMapPage(folder, basemaps);
});

test.afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.beforeEach(() => {
  basemaps.clear();
  basemaps.set('city', { bytes: city });
  basemaps.set('pictures', { bytes: pictures });
});

const basemapOf = (name: string): MapBasemap => ({
  url: `/basemap/${name}`,
  kind: name === 'pictures' ? 'raster' : 'vector',
  schematic: true,
  attribution: '示例底图',
});

/** Hands the page new props; `call` runs there. */
const tell = <A>(page: Page, call: (map: MapPage, arg: A) => void, arg: A): Promise<void> =>
  page.evaluate(`(${call.toString()})(window.mapPage, ${JSON.stringify(arg)})`);

const state = (page: Page, value: string): Promise<void> =>
  expect(page.locator('.district-map')).toHaveAttribute('data-basemap', value, { timeout: 60_000 });

/** Every square, tile and name of the view is there. */
const whole = (page: Page): Promise<void> =>
  expect(page.locator('.district-map-ground')).toHaveAttribute('data-idle', 'true', { timeout: 60_000 });

async function open(page: Page, renderer: string, basemap: string): Promise<void> {
  await page.goto(`${server.url}?renderer=${renderer}&basemap=${basemap}`);
  await expect(page.locator('.district-map-ground')).toHaveAttribute('data-drawn', 'true', { timeout: 60_000 });
}

/** The ground alone, without the hues of the zones. */
async function bare(page: Page): Promise<void> {
  await tell(page, (map, none) => map.set({ units: none, incidents: none, sites: none, videoPoints: none }), []);
  const layers = {
    zones: false,
    grids: null,
    sites: false,
    videoPoints: false,
    units: false,
    incidents: false,
    roads: true,
  };
  await tell(page, (map, wanted) => map.set({ layers: wanted }), layers);
}

let change = 0;
async function centre(page: Page, at: readonly [number, number]): Promise<void> {
  change += 1;
  await tell(page, (map, focus) => map.set({ focus }), { center: at, change });
  await expect(page.locator('.district-map-scale')).toHaveText(/^(100|50|20) 米$/, { timeout: 30_000 });
}

/** The part of a square of pixels about the middle of the map that has about this colour. */
async function shareOf(page: Page, colour: string, half = 7): Promise<number> {
  const clip = { x: middle.x - half, y: middle.y - half, width: 2 * half + 1, height: 2 * half + 1 };
  const picture = (await page.screenshot({ clip, timeout: 60_000 })).toString('base64');
  return page.evaluate(
    async ([data, wanted]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      if (context === null) return 0;
      context.drawImage(image, 0, 0);
      const pixels = context.getImageData(0, 0, image.width, image.height).data;
      const channels = [1, 3, 5].map((i) => Number.parseInt(wanted.slice(i, i + 2), 16));
      let found = 0;
      for (let i = 0; i < pixels.length; i += 4)
        if (channels.every((value, c) => Math.abs((pixels[i + c] ?? 0) - value) <= 5)) found += 1;
      return found / (pixels.length / 4);
    },
    [picture, colour] as const,
  );
}

/** Waits for the picture: tiles come when they come. */
const showsColour = (page: Page, colour: string, most = 0.15): Promise<void> =>
  expect.poll(() => shareOf(page, colour), { timeout: 60_000, intervals: [300, 700, 1_500] }).toBeGreaterThan(most);

const places = (theme: Theme): readonly (readonly [keyof typeof known, string])[] => {
  const palette = mapPalettes[theme];
  return [
    ['river', palette.water],
    ['lake', palette.water],
    ['park', palette.park],
    ['expressway', palette.expressway],
    ['arterial', palette.arterial],
    ['land', palettes[theme].mapLand],
  ];
};

for (const renderer of ['flat', 'webgl'] as const) {
  test(`${renderer}: water, green, roads and land are where they are, by night and by day, and closer than the file goes`, async ({
    page,
  }) => {
    await open(page, renderer, 'city');
    await state(page, 'ready');
    await expect(page.locator('.district-map')).toHaveAttribute('data-ground', renderer);
    await expect(page.getByText('示意', { exact: true })).toBeVisible();
    await expect(page.getByText('示例底图 © 联勤')).toBeVisible();
    await bare(page);
    for (const [place, colour] of places('dark')) {
      await centre(page, known[place]);
      await test.step(`${place} by night`, () => showsColour(page, colour));
    }
    await tell(page, (map) => map.set({ theme: 'light' }), null);
    for (const [place, colour] of places('light').slice(2)) {
      await centre(page, known[place]);
      await test.step(`${place} by day`, () => showsColour(page, colour));
    }
    await centre(page, known.expressway);
    await page.locator('.district-map').focus();
    for (const text of ['50 米', '20 米', '20 米']) {
      await page.keyboard.press('+');
      await expect(page.locator('.district-map-scale')).toHaveText(text, { timeout: 30_000 });
    }
    await showsColour(page, mapPalettes.light.expressway, 0.5);
    // Without its basemap the map is the plates again.
    await tell(page, (map) => map.set({ basemap: null }), null);
    await state(page, 'none');
    await expect.poll(() => shareOf(page, mapPalettes.light.expressway), { timeout: 30_000 }).toBe(0);
  });

  test(`${renderer}: pictures of another hand are shown through to the ground`, async ({ page }) => {
    await open(page, renderer, 'city');
    await tell(page, (map, basemap) => map.set({ basemap }), basemapOf('pictures'));
    await state(page, 'ready');
    await bare(page);
    await centre(page, known.land);
    await showsColour(page, mixed(palettes.dark.mapLand, green, 0.42), 0.5);
  });

  test(`${renderer}: an archive that cannot be read is said, the plates stay, and it is tried again`, async ({
    page,
  }) => {
    await page.clock.install();
    basemaps.set('broken', { bytes: Buffer.from('this is no archive '.repeat(5_000)) });
    await open(page, renderer, 'broken');
    await state(page, 'failed');
    await expect(page.getByText('底图读不出：文件已损坏，或不是底图')).toBeVisible();
    await expect(page.getByText('示例底图 © 联勤')).toBeHidden();
    await bare(page);
    await centre(page, known.land);
    await showsColour(page, palettes.dark.mapLand);
    basemaps.set('broken', { bytes: city });
    await page.getByRole('button', { name: '重试' }).click();
    await state(page, 'ready');
    await expect(page.getByText(/底图读不出/)).toBeHidden();
    await centre(page, known.river);
    await showsColour(page, mapPalettes.dark.water);

    basemaps.set('unranged', { bytes: Buffer.concat([city, Buffer.alloc(20_000)]), noRanges: true });
    await tell(page, (map, basemap) => map.set({ basemap }), basemapOf('unranged'));
    await expect(page.getByText('底图读不出：不能分段读取')).toBeVisible();
    await tell(page, (map, basemap) => map.set({ basemap }), basemapOf('city'));
    await state(page, 'ready');

    const replaced = new Map([[`14/${String(brokenX)}/${String(brokenY)}`, garbage]]);
    basemaps.set('cracked', { bytes: writeVector(makeCity(), making, replaced) });
    await tell(page, (map, basemap) => map.set({ basemap }), basemapOf('cracked'));
    await centre(page, known.river);
    await state(page, 'broken');
    await expect(page.getByText('底图部分读不出：有图块已损坏')).toBeVisible();
    // The tiles beside it are drawn.
    await centre(page, known.park);
    await showsColour(page, mapPalettes.dark.park);
    // Mended at the hub, it is there by itself after a while.
    basemaps.set('cracked', { bytes: city });
    await page.clock.fastForward(31_000);
    await state(page, 'ready');
    await centre(page, known.river);
    await showsColour(page, mapPalettes.dark.water);
    await expect(page.getByText(/底图部分读不出/)).toBeHidden();
  });
}

test('how far the file has come is said while there is nothing to draw', async ({ page }) => {
  await open(page, 'flat', 'city');
  await tell(page, (map) => map.set({ basemap: null, basemapFetching: { have: 34, total: 100 } }), null);
  await expect(page.getByText('底图下载中 34%')).toBeVisible();
  await tell(page, (map) => map.set({ basemapFetching: null }), null);
  await expect(page.getByText(/底图下载中/)).toBeHidden();
});

test('flat: no name lies on another or on a mark, none is drawn twice, and what was shown stays while the map is dragged', async ({
  page,
}) => {
  await page.addInitScript(watchLetters);
  await open(page, 'flat', 'city');
  await state(page, 'ready');
  // Dots of cameras keep nothing clear.
  await tell(page, (map, none) => map.set({ videoPoints: none }), []);
  const bounds: Bounds = [121.4, 31.12, 121.45, 31.17];
  change += 1;
  await tell(page, (map, focus) => map.set({ focus }), { bounds, change });
  await whole(page);
  await page.waitForTimeout(600);
  const { names, marks } = await lettersDrawn(page);
  expect(names.length).toBeGreaterThan(12);
  expect(marks.length).toBeGreaterThan(8);
  const said = names.map((letters) => letters[0]?.name ?? '');
  expect(said).toContain('纵8路');
  expect(said.some((name) => name.includes('康健新村街道'))).toBe(true);
  const clashes: string[] = [];
  for (const [i, one] of names.entries()) {
    const others = [...names.slice(i + 1).flat(), ...marks];
    for (const letter of one) {
      const hit = others.find((other) => overlap(letter, other));
      if (hit !== undefined) clashes.push(`${letter.name} on ${hit.name}`);
    }
  }
  expect(clashes).toEqual([]);

  const inner = names.filter((letters) =>
    letters.every(({ left, right, top, bottom }) => left > 120 && right < 780 && top > 120 && bottom < 530),
  );
  expect(inner.length).toBeGreaterThan(4);
  await page.mouse.move(middle.x, middle.y + 60);
  await page.mouse.down();
  await page.mouse.move(middle.x + 100, middle.y + 60, { steps: 10 });
  const moved = await lettersDrawn(page);
  for (const letters of inner) {
    const [first] = letters;
    const there = moved.names.some(
      ([other]) =>
        other?.name === first?.name &&
        Math.abs((other?.left ?? 0) - (first?.left ?? 0) - 100) < 3 &&
        Math.abs((other?.top ?? 0) - (first?.top ?? 0)) < 3,
    );
    expect(there, `${first?.name ?? ''} stays`).toBe(true);
  }
  await page.mouse.up();
});

test('flat: a drag never waits for the basemap, and nothing is drawn while nothing changes', async ({ page }) => {
  await page.addInitScript(watchLetters);
  /** Median time of a frame of a drag with all it draws, ms; and how often a task took longer than 50 ms. */
  const drag = () =>
    page.evaluate(async () => {
      const canvas = document.querySelector<HTMLCanvasElement>('.district-map-flat');
      const context = canvas?.getContext('2d');
      if (canvas === null || context === null || context === undefined) throw new Error('no ground');
      const fire = (target: EventTarget, type: string, x: number, y: number): void =>
        void target.dispatchEvent(
          new PointerEvent(type, { bubbles: true, pointerId: 1, button: 0, buttons: 1, clientX: x, clientY: y }),
        );
      let long = 0;
      const observer = new PerformanceObserver((list) => (long += list.getEntries().length));
      observer.observe({ entryTypes: ['longtask'] });
      const times: number[] = [];
      fire(canvas, 'pointerdown', 450, 300);
      for (let i = 1; i <= 60; i += 1) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const start = performance.now();
        fire(window, 'pointermove', 450 + 6 * i, 300 + 2 * i);
        // What is drawn is only noted; to read a pixel is to have it done.
        context.getImageData(0, 0, 1, 1);
        times.push(performance.now() - start);
      }
      fire(window, 'pointerup', 0, 0);
      observer.disconnect();
      return { median: times.sort((a, b) => a - b)[30] ?? Infinity, long };
    });
  await open(page, 'flat', 'city');
  await state(page, 'ready');
  await whole(page);
  const withBasemap = await drag();
  await whole(page);
  await expect
    .poll(
      async () => {
        const count = (): Promise<number> => page.evaluate('window.drawnPictures.length');
        const before = await count();
        await page.waitForTimeout(1_000);
        return (await count()) - before;
      },
      { timeout: 30_000 },
    )
    .toBe(0);
  await tell(page, (map) => map.set({ basemap: null }), null);
  await state(page, 'none');
  const plain = await drag();
  test.info().annotations.push({
    type: 'frame of a drag, ms',
    description: `${withBasemap.median.toFixed(1)} with the basemap (${String(withBasemap.long)} long), ${plain.median.toFixed(1)} without (${String(plain.long)} long)`,
  });
  // Cores shared with other work: against the same hand over the plates alone.
  expect(withBasemap.median).toBeLessThan(Math.max(30, 2 * plain.median));
  expect(withBasemap.long).toBeLessThanOrEqual(plain.long + 20);
});

for (const renderer of ['flat', 'webgl'] as const) {
  test(`${renderer}: a tippecanoe-made archive with layers of its own names is drawn`, async ({ page }) => {
    const file = sharedData('shanghai', 'proof-xuhui-huangpu.pmtiles');
    test.skip(file === undefined, 'shared/data/shanghai is not beside this repository');
    basemaps.set('proof', { bytes: readFileSync(file ?? '') });
    await page.addInitScript(watchLetters);
    await open(page, renderer, 'proof');
    await state(page, 'ready');
    await expect(page.locator('.district-map')).toHaveAttribute('data-ground', renderer);
    await bare(page);
    // Two lines of the metro meet at that station.
    await centre(page, [121.4339, 31.1951]);
    await whole(page);
    await expect.poll(() => shareOf(page, mapPalettes.dark.metro, 60), { timeout: 30_000 }).toBeGreaterThan(0.005);
    // Which letters stand on MapLibre's canvas cannot be asked.
    if (renderer === 'flat') {
      const { names } = await lettersDrawn(page);
      expect(names.map(([letter]) => letter?.name)).toContain('徐家汇');
    }
    // Its elevated roads are a layer of their own, read as ours.
    await centre(page, [121.4423, 31.184]);
    // Its name may stand right on that place: the road is seen about it.
    const { expressway } = mapPalettes.dark;
    await expect.poll(() => shareOf(page, expressway, 60), { timeout: 30_000 }).toBeGreaterThan(0.05);
  });
}
