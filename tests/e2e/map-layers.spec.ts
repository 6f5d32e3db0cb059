/** Layers, clusters and tools of the map, on the map alone: what is switched, opened or measured shows in what is drawn. */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { tempFolder } from '../support/hub-process.ts';
import type { MapPageServer } from '../support/map-page.ts';
import { buildMapPage, serveMapPage } from '../support/map-page.ts';
import { expect, test } from './fixtures.ts';
import type { MapPage } from './map-page/page-door.ts';

const viewport = { width: 900, height: 700 };
let folder: string;
let server: MapPageServer;

test.describe.configure({ timeout: 180_000 });
test.use({ viewport, actionTimeout: 30_000 });

test.beforeAll(async () => {
  folder = tempFolder();
  await buildMapPage(folder);
  server = await serveMapPage(folder);
});

test.afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(page: Page, query: string, renderer = 'flat'): Promise<void> {
  await page.goto(`${server.url}?renderer=${renderer}&desk&${query}`);
  await expect(page.locator('.district-map-ground')).toHaveAttribute('data-drawn', 'true', { timeout: 60_000 });
  await expect(page.locator('.district-map-marks')).toHaveAttribute('data-marks', /unit=/);
}

const tell = <A>(page: Page, call: (map: MapPage, arg: A) => void, arg: A): Promise<void> =>
  page.evaluate(`(${call.toString()})(window.mapPage, ${JSON.stringify(arg)})`);
const selections = (page: Page): Promise<unknown[]> => page.evaluate('window.mapPage.selections');

/** What the last painting showed, by kind. */
async function marks(page: Page): Promise<Readonly<Record<string, number>>> {
  const told = (await page.locator('.district-map-marks').getAttribute('data-marks')) ?? '';
  return Object.fromEntries(
    told
      .split(' ')
      .map((part) => part.split('='))
      .map(([name, n]) => [name, Number(n)]),
  );
}

/** A sum over all pixels of both canvases: another one is another picture. */
const picture = (page: Page): Promise<number> =>
  page.evaluate(() => {
    let sum = 0;
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.district-map-flat, .district-map-marks')) {
      const { width, height } = canvas;
      const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data;
      const words = new Uint32Array(data?.buffer ?? new ArrayBuffer(0));
      for (const word of words) sum = (Math.imul(sum, 31) + word) | 0;
    }
    return sum;
  });

/** What stands on the screen in the middle of the map, once two looks in a row are the same. */
async function shown(page: Page): Promise<string> {
  await expect(page.locator('.district-map-ground')).toHaveAttribute('data-idle', 'true', { timeout: 60_000 });
  const look = async (): Promise<string> => {
    const clip = { x: 60, y: 160, width: 260, height: 260 };
    return createHash('sha256')
      .update(await page.screenshot({ clip, timeout: 60_000 }))
      .digest('hex');
  };
  let now = await look();
  for (let before = ''; before !== now;) [before, now] = [now, await look()];
  return now;
}

/** Two looks in a row at the same picture. */
async function still(page: Page): Promise<number> {
  let before = -1;
  await expect
    .poll(
      async () => {
        const now = await picture(page);
        const same = now === before;
        before = now;
        return same;
      },
      // Looking takes its time where the machine has much else to do.
      { intervals: [250], timeout: 60_000 },
    )
    .toBe(true);
  return before;
}

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

/** Each layer, and what of the drawn is gone without it; null: of the ground, seen in the pixels alone. */
const layers: readonly (readonly [layer: string, gone: readonly string[] | null])[] = [
  ['incidents', ['incident', 'incident-area', 'incident-cluster']],
  ['units', ['unit']],
  ['heat', ['heat']],
  ['operations', ['operation']],
  ['sites', ['site', 'site-cluster']],
  ['permits', ['permit']],
  ['quietAreas', ['quietArea']],
  ['stallPlaces', ['stallPlace']],
  ['sensitivePlaces', ['sensitivePlace', 'sensitivePlace-cluster']],
  ['posts', ['post']],
  ['fences', ['fence']],
  ['videoPoints', ['videoPoint', 'videoPoint-cluster']],
  ['squads', ['squad']],
  ['zones', null],
  ['roads', null],
];

test('every layer is switched by its row, and its marks and pixels go and come back', async ({ page }) => {
  await open(page, '');
  // By key, without the mouse.
  await page.locator('.district-map').focus();
  await page.keyboard.press('l');
  const panel = page.getByRole('region', { name: '图层' });
  await expect(panel).toBeVisible();
  for (const [layer, gone] of layers) {
    const box = panel.locator(`[data-layer="${layer}"] input`);
    const shown = async (): Promise<number> => {
      const drawn = await marks(page);
      return (gone ?? []).reduce((sum, kind) => sum + (drawn[kind] ?? 0), 0);
    };
    if (gone === null) {
      const on = await still(page);
      await box.uncheck();
      await expect.poll(() => picture(page), { message: layer, timeout: 60_000 }).not.toBe(on);
      const off = await still(page);
      await box.check();
      await expect.poll(() => picture(page), { message: `${layer} again`, timeout: 60_000 }).not.toBe(off);
      continue;
    }
    const before = await shown();
    expect(before, layer).toBeGreaterThan(0);
    await box.uncheck();
    await expect.poll(shown, { message: layer }).toBe(0);
    await box.check();
    await expect.poll(shown, { message: `${layer} again` }).toBe(before);
  }
  // Close enough to see them: cells are drawn from there on, and not without the layer.
  await tell(page, (map) => map.set({ focus: { center: [121.43, 31.16], change: 1 } }), null);
  await expect(page.locator('.district-map-scale')).toHaveText('100 米');
  const cells = await still(page);
  await panel.locator('[data-layer="finerGrids"] input').uncheck();
  await expect.poll(() => picture(page), { timeout: 60_000 }).not.toBe(cells);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
});

test('webgl: every layer is switched by its row, and what it draws on the ground goes and comes back', async ({
  page,
}) => {
  await page.setViewportSize({ width: 700, height: 560 });
  await open(page, '', 'webgl');
  await expect(page.locator('.district-map')).toHaveAttribute('data-ground', 'webgl');
  await page.locator('.district-map').focus();
  await page.keyboard.press('l');
  const panel = page.getByRole('region', { name: '图层' });
  for (const [layer, gone] of layers) {
    const box = panel.locator(`[data-layer="${layer}"] input`);
    if (gone === null) {
      // MapLibre's canvas keeps nothing to be read: what the screen shows of the ground beside the panel is looked at.
      const on = await shown(page);
      await box.uncheck();
      await expect.poll(() => shown(page), { message: layer, timeout: 60_000 }).not.toBe(on);
      await box.check();
      await expect.poll(() => shown(page), { message: `${layer} again`, timeout: 60_000 }).toBe(on);
      continue;
    }
    const drawn = async (): Promise<number> => {
      const all = await marks(page);
      return gone.reduce((sum, kind) => sum + (all[kind] ?? 0), 0);
    };
    const before = await drawn();
    expect(before, layer).toBeGreaterThan(0);
    await box.uncheck();
    await expect.poll(drawn, { message: layer }).toBe(0);
    await box.check();
    await expect.poll(drawn, { message: `${layer} again` }).toBe(before);
  }
  // None of it made the map give up its card.
  await expect(page.locator('.district-map')).toHaveAttribute('data-ground', 'webgl');
});

test('the legend says what is on, and nothing else', async ({ page }) => {
  await open(page, 'few');
  await page.getByRole('button', { name: '图例' }).click();
  const legend = page.locator('.district-map-legend');
  await expect(legend).toContainText('工地研判');
  await expect(legend).not.toContainText('禁噪区域');
  await tell(
    page,
    (map) =>
      map.set({
        layers: {
          ...{
            zones: false,
            grids: null,
            sites: false,
            videoPoints: false,
            units: false,
            incidents: false,
            roads: true,
          },
          ...{ heat: true, quietAreas: true, stallPlaces: true, fences: true },
        },
      }),
    null,
  );
  await expect(legend).not.toContainText('工地研判');
  for (const part of ['诉件热力', '禁噪区域', '当前生效', '今夜 30 件']) await expect(legend).toContainText(part);
});

test('moving units leave a trail of what was seen, once the layer is on', async ({ page }) => {
  await open(page, 'few');
  for (const step of [1, 2, 3, 4]) {
    await tell(page, (map, n) => map.crowd(40, n), step);
    await still(page);
  }
  expect((await marks(page))['trail']).toBeUndefined();
  await page.keyboard.press('l');
  await page.locator('[data-layer="trails"] input').check();
  // The crowd's fixes stay at their instants: a fix that is no newer is no step.
  await expect.poll(async () => (await marks(page))['trail'] ?? 0).toBe(0);
  for (const step of [5, 6, 7]) {
    await tell(page, (map, n) => map.clock(n * 10_000), step);
    await page.evaluate(`window.mapPage.moved(40, ${String(step)})`);
    await still(page);
  }
  await expect.poll(async () => (await marks(page))['trail'] ?? 0).toBeGreaterThan(20);
});

test('two hundred incidents and 1,300 cameras are some dozens of signs; every one is counted, alarms stand by themselves', async ({
  page,
}) => {
  await open(page, 'few&many');
  const drawn = await marks(page);
  expect((drawn['videoPoint-cluster'] ?? 0) + (drawn['videoPoint'] ?? 0)).toBeLessThan(120);
  expect((drawn['incident-cluster'] ?? 0) + (drawn['incident'] ?? 0)).toBeLessThan(110);
  // Late for a unit: nine of the two hundred.
  expect((drawn['incident'] ?? 0) + (drawn['incident-area'] ?? 0)).toBeGreaterThanOrEqual(9);
});

test('a cluster opens: by zooming in, at one place by standing about it, and when too many as a list', async ({
  page,
}) => {
  await open(page, 'few');
  const at = [121.43, 31.16] as const;
  const put = (count: number, spread: number): Promise<void> =>
    tell(
      page,
      (map, { count: n, spread: s, at: [lon, lat] }) =>
        map.set({
          ...{ units: [], sites: [], videoPoints: [], focus: { center: [lon, lat], change: n } },
          incidents: Array.from({ length: n }, (_, i) => ({
            ...{ id: `one-${String(i)}`, label: String(i), stage: 'waiting', late: null, relapse: false },
            ...{ at: [lon + i * s, lat], precision: 'site' },
          })),
        } as never),
      { count, spread, at },
    );
  await put(3, 0.000_05);
  await expect.poll(async () => (await marks(page))['incident-cluster']).toBe(1);
  await still(page);
  const middle = { x: viewport.width / 2, y: viewport.height / 2 - 20 };
  await page.mouse.click(middle.x, middle.y);
  await expect.poll(async () => (await marks(page))['incident'] ?? 0).toBe(3);

  await put(5, 0);
  await expect.poll(async () => (await marks(page))['incident-cluster']).toBe(1);
  await still(page);
  await page.mouse.click(middle.x, middle.y);
  await expect.poll(async () => (await marks(page))['incident'] ?? 0).toBe(5);
  expect(await selections(page)).toEqual([]);
  // The uppermost of the ring is the first.
  await still(page);
  await page.mouse.click(viewport.width / 2, viewport.height / 2 - 38 - 17);
  await expect.poll(() => selections(page)).toHaveLength(1);
  await page.keyboard.press('Escape');

  await tell(page, (map) => map.set({ selected: null }), null);
  await put(40, 0);
  // What the pointer is on stands apart.
  await page.mouse.move(200, 200);
  await expect
    .poll(async () => [(await marks(page))['incident-cluster'], (await marks(page))['incident'] ?? 0])
    .toEqual([1, 0]);
  await still(page);
  await page.mouse.click(middle.x, middle.y);
  const list = page.getByRole('region', { name: '此处有 40 项，看哪一项？' });
  await expect(list.getByRole('button', { name: /待派/ })).toHaveCount(40);
  await list
    .getByRole('button', { name: /· 待派/ })
    .first()
    .press('Enter');
  await expect.poll(() => selections(page)).toHaveLength(2);
  await expect(list).toBeHidden();
});

test('several things under one click are listed; a post without a pane has a card with the age of its register', async ({
  page,
}) => {
  await open(page, 'few');
  await tell(
    page,
    (map) =>
      map.set({
        ...{ incidents: [], sites: [], videoPoints: [], focus: { center: [121.43, 31.16], change: 1 } },
        units: [0, 1].map((i) => ({
          ...{
            id: `unit-${String(i)}`,
            name: `机动${String(i)}组`,
            kind: 'group',
            status: 'free',
            at: [121.43, 31.16],
          },
          ...{ fixAt: 1_795_275_000_000, heading: null, accuracy: 5, certified: 2 },
        })),
      } as never),
    null,
  );
  await expect.poll(async () => (await marks(page))['unit']).toBe(2);
  await still(page);
  await page.mouse.click(viewport.width / 2, viewport.height / 2);
  const list = page.getByRole('region', { name: '此处有 2 项，看哪一项？' });
  await list.getByRole('button', { name: /机动0组/ }).click();
  await expect.poll(() => selections(page)).toEqual([{ kind: 'unit', id: 'unit-0' }]);

  await page.keyboard.press('l');
  await page.locator('[data-layer="posts"] input').check();
  await page.keyboard.press('l');
  await page.keyboard.press('f');
  await page.getByRole('combobox').fill('xujiahuishangquan');
  await page.getByRole('option', { name: /徐家汇商圈岗A/ }).click();
  const card = page.getByRole('region', { name: '岗点 徐家汇商圈岗A' });
  await expect(card).toContainText('应到 2 人');
  await expect(card).toContainText('截至 20:30');
  await accessible(page);
});

test('length and area are told while they are drawn; back, double click and Escape', async ({ page }) => {
  await open(page, 'few');
  const said = page.locator('[data-measured]');
  const length = async (): Promise<number> => {
    const [, n = 'NaN', unit = ''] = /([\d.]+) (公里|米)/.exec((await said.textContent()) ?? '') ?? [];
    return Number(n) * (unit === '公里' ? 1_000 : 1);
  };
  const scale = async (): Promise<number> => {
    const bar = page.locator('.district-map-scale');
    const [, n = 'NaN', unit] = /([\d.]+) (公里|米)/.exec((await bar.textContent()) ?? '') ?? [];
    return (Number(n) * (unit === '公里' ? 1_000 : 1)) / ((await bar.boundingBox())?.width ?? 1);
  };
  await page.getByRole('button', { name: '测距' }).click();
  const before = await scale();
  await page.mouse.click(300, 350);
  await page.mouse.move(400, 350);
  await expect.poll(length).toBeGreaterThan(0);
  // A hundred pixels, by the scale bar, whose width is whole pixels.
  await expect.poll(async () => (await length()) / (100 * before)).toBeCloseTo(1, 1);
  await page.mouse.click(400, 350);
  await page.mouse.click(400, 450);
  await expect(said).toContainText('2 段');
  await page.getByRole('button', { name: '↶ 退一点' }).click();
  await expect(said).toContainText('1 段');
  await page.mouse.dblclick(500, 350);
  await expect(said).toHaveAttribute('data-measured', 'ended');
  await expect.poll(async () => (await length()) / (200 * before)).toBeCloseTo(1, 1);
  // The double click did not zoom.
  expect(await scale()).toBe(before);
  expect(await selections(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(said).toBeHidden();

  await page.getByRole('button', { name: '测面' }).click();
  for (const [x, y] of [
    [300, 300],
    [400, 300],
    [400, 400],
    [300, 400],
  ] as const)
    await page.mouse.click(x, y);
  await expect(said).toContainText(/平方公里，周长/);
  const [, area = 'NaN'] = /([\d.]+) 平方公里/.exec((await said.textContent()) ?? '') ?? [];
  expect((Number(area) * 1e6) / (100 * before) ** 2).toBeCloseTo(1, 1);
  await page.keyboard.press('Escape');
});

test('a click on the ground tells grids and who answers; its place is copied, by hand where the browser refuses', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, 'few');
  await page.mouse.click(300, 260);
  const card = page.locator('.map-card');
  for (const part of ['管理网格', '责任网格', '区域网格', '单元网格', '中队', '块区', 'WGS84', 'GCJ-02', 'BD-09'])
    await expect(card).toContainText(part);
  await card.getByRole('button', { name: '复制位置' }).click();
  await expect(card).toContainText('已复制');
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
  expect(lines.map((line) => line.split(' ')[0]).slice(-3)).toEqual(['WGS84', 'GCJ-02', 'BD-09']);
  await expect(card).toContainText(lines.at(-3)?.slice('WGS84 '.length) ?? 'nothing');
  expect(lines.at(-4)).toMatch(/^310104/);

  // What covers the place has a card of its own: the cell, who answers for it, and what is within now.
  await card
    .getByRole('button', { name: /310104/ })
    .first()
    .click();
  for (const part of ['级别', '单元网格', '中队', '在办诉件、事件', '在内的组、车'])
    await expect(card).toContainText(part);
  await card.getByRole('button', { name: /中队/ }).first().click();
  await expect(card.locator('h2')).toContainText('中队辖区');
  await expect(card).toContainText(/在内的组、车\s*\d+ 个，可派 \d+ 个/);

  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
  });
  await page.mouse.click(320, 300);
  await card.getByRole('button', { name: '复制位置' }).click();
  await expect(card).toContainText('请按 Ctrl+C');
  await expect(card.locator('textarea')).toBeFocused();
  await accessible(page);

  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '坐标' }).click();
  await page.mouse.move(350, 300);
  await expect(page.locator('.map-bar')).toContainText(/WGS84 121\.\d{6}, 31\.\d{6}/);
});

test('search: by pinyin and initials, with the arrows; what is found is flown to and selected', async ({ page }) => {
  await open(page, 'few');
  await page.keyboard.press('f');
  const box = page.getByRole('combobox');
  await expect(box).toBeFocused();
  await box.fill('jidong2');
  await expect(page.getByRole('option')).toHaveCount(1);
  await accessible(page);
  await box.press('Enter');
  await expect.poll(() => selections(page)).toEqual([{ kind: 'unit', id: 'unit-2' }]);
  await expect(page.locator('.district-map-scale')).toHaveText('100 米');
  await page.keyboard.press('f');
  await page.getByRole('combobox').fill('xtl');
  await expect(page.getByRole('option').first()).toContainText('斜土路');
  await page.getByRole('combobox').press('ArrowDown');
  await expect(page.getByRole('option', { selected: true })).toContainText('×');
  await page.getByRole('combobox').fill('没有这样的地方');
  await expect(page.getByRole('status')).toContainText('汉字、全拼、首字母都行');
  await page.getByRole('combobox').fill('3101');
  await expect(page.getByRole('option')).toHaveCount(200);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('combobox')).toBeHidden();
});

test('prints what is drawn, in day colours, with time, legend and scale, and nothing to press', async ({ page }) => {
  await open(page, 'few');
  await page.evaluate('window.print = () => { window.printed = (window.printed ?? 0) + 1; }');
  await page.getByRole('button', { name: '打印' }).click();
  const sheet = page.locator('.map-print');
  await expect(sheet).toHaveAttribute('data-ready', 'true', { timeout: 60_000 });
  expect(await page.evaluate('window.printed')).toBe(1);
  await page.emulateMedia({ media: 'print' });
  for (const part of ['示例区辖区态势图', '数据截至 2026-11-21 23:30', '示意', '诉件、事件', '可派'])
    await expect(sheet).toContainText(part);
  await expect(sheet.locator('.district-map-scale')).toContainText(/公里|米/);
  await expect(sheet.locator('button:visible')).toHaveCount(0);
  await expect(page.locator('#root')).toBeHidden();
  await expect(sheet.locator('.district-map')).toHaveAttribute('data-theme', 'light');
  // The paper's map has the marks of the screen's.
  await expect(sheet.locator('.district-map-marks')).toHaveAttribute('data-marks', /incident=\d+.*unit=\d+/);
  await page.emulateMedia({ media: null });
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  // With a picture of the map in it.
  expect(pdf.toString('latin1')).toMatch(/\/Subtype\s*\/Image/);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(sheet).toHaveCount(0);
});
