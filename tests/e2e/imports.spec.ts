/** The importer's whole way: files dropped on the page of a real seat, looked at by a real hub, taken in or refused whole. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { indexPlates } from '../../shared/domain/rules/district.ts';
import { wgs84ToGcj02 } from '../../shared/geo/coordinates.ts';
import type { Point } from '../../shared/geo/point.ts';
import { cleanUp, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { sharedData } from '../support/shared-data.ts';
import { startShell } from '../support/shell-process.ts';
import { smallPack } from '../support/small-pack.ts';
import { expect as expectOf, test } from './fixtures.ts';
import { shootInto } from './shots.ts';
import { signIn } from '../support/sign-in.ts';

/** A hub, a seat and a reading thread start beside the page. */
const expect = expectOf.configure({ timeout: 60_000 });

test.describe.configure({ timeout: 300_000 });
test.use({ actionTimeout: 30_000 });
test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await cleanUp();
});

const folder = 'test-results/imports';
const shoot = shootInto(folder);
/** At one size only: what stands on it was looked at in the states around it. */
const look = (page: Page, name: string) => page.screenshot({ path: `${folder}/${name}.png` });
const pack = smallPack(Date.now());

async function start(): Promise<{ readonly url: string }> {
  const hub = startHub(['--data', tempFolder(), '--port', '0', '--demo', '--api-key', testKey, '--log-level', 'error']);
  const url = `http://127.0.0.1:${(await hub.listening).http}`;
  const headers = { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' };
  const sent = await fetch(`${url}/api/v1/pack`, { method: 'POST', headers, body: JSON.stringify(pack) });
  expect(sent.status).toBe(200);
  return startShell(url, tempFolder());
}

async function signInAt(page: Page, url: string, login: string): Promise<void> {
  await page.goto(url);
  await signIn(page, login);
}

const bring = (page: Page, name: string, text: string) =>
  page.locator('input[name="import-files"]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
const count = (page: Page, name: string) => page.locator(`[data-count="${name}"] dd`);
const confirm = (page: Page) => page.getByRole('button', { name: '确认导入' });
const choose = (page: Page, thing: string) => page.locator('select[name="import-thing"]').selectOption(thing);

/** Places inside the district that lie well outside of it where GCJ-02 is taken for WGS84. */
function nearTheEdge(many: number): readonly Point[] {
  const index = indexPlates(pack.plates);
  const found: Point[] = [];
  for (let lon = 121.38; lon < 121.5 && found.length < many; lon += 0.002)
    for (let lat = 31.09; lat < 31.23 && found.length < many; lat += 0.002) {
      const shifted = wgs84ToGcj02({ lon, lat });
      if (index.isOutside({ lon, lat }) || !index.isOutside(shifted)) continue;
      if (index.streetsNear(shifted, 250).length === 0) found.push({ lon, lat });
    }
  expect(found.length).toBe(many);
  return found;
}

test('a list of sites: the wrong system is seen and the right one offered, bad rows keep all out, the same list changes nothing', async ({
  page,
}) => {
  const shell = await start();
  await signInAt(page, shell.url, 'zhiban');
  await page.getByRole('button', { name: '登记库', exact: true }).click();
  await page.getByRole('button', { name: '批量导入', exact: true }).click();
  await expect(page.getByText('选好内容和文件后')).toBeVisible();
  await look(page, 'empty');

  const rows = nearTheEdge(3).map((place, at) => {
    const { lon, lat } = wgs84ToGcj02(place);
    return `城建工地${at + 1},房建,${lon.toFixed(6)},${lat.toFixed(6)},示例路 ${at + 1} 号,60`;
  });
  const head = '工地名称,工程类别,经度,纬度,地址,半径';
  await bring(
    page,
    '坏名单.csv',
    [head, ...rows, '没有位置的工地,房建,,,示例路,60', '写错的工地,月球基地,121.45,31.19,,六十'].join('\n'),
  );
  await page.getByLabel('GCJ-02（高德、腾讯）').check();
  await expect(count(page, 'refused')).toHaveText('2');
  await expect(page.getByText('整批不导入')).toBeVisible();
  await expect(page.getByRole('row', { name: /坏名单\.csv 6 工程类别 不在可选的范围内 月球基地/ })).toBeVisible();
  await expect(confirm(page)).toBeDisabled();
  await shoot(page, 'refused');

  await page.getByRole('button', { name: '换文件' }).click();
  await bring(page, '工地名单.csv', [head, ...rows].join('\n'));
  await page.getByLabel('WGS84（GPS）').check();
  await expect(page.getByText('3 行落在本区之外。按 GCJ-02（高德、腾讯） 计，只有 0 行在区外。')).toBeVisible();
  await expect(confirm(page)).toBeDisabled();
  await look(page, 'wrong-system');
  await page.getByRole('button', { name: '改按 GCJ-02（高德、腾讯）' }).click();
  await expect(page.getByText('落在本区之外')).toBeHidden();
  await expect(count(page, 'new')).toHaveText('3');
  await expect(count(page, 'absent')).toHaveText('1');
  await confirm(page).click();
  await expect(page.getByText('已导入：新增 3，变更 0，撤除 0，相同 0。')).toBeVisible();

  // The same list again, one row of it changed by hand in between: only that row differs.
  await page.getByRole('button', { name: '再导入一批' }).click();
  await page.getByRole('button', { name: '粘贴表格' }).click();
  const changed = [head, ...rows.map((row, at) => (at === 0 ? row.replace(/,60$/, ',80') : row))].join('\n');
  await page.locator('textarea[name="import-paste"]').fill(changed.replaceAll(',', '\t'));
  await page.getByRole('button', { name: '使用粘贴的内容' }).click();
  await expect(count(page, 'same')).toHaveText('2');
  await expect(count(page, 'changed')).toHaveText('1');
  await expect(page.getByText('半径（米）：60 → 80')).toBeVisible();
  await look(page, 'changed');
  await confirm(page).click();
  await expect(page.getByText('已导入：新增 0，变更 1，撤除 0，相同 2。')).toBeVisible();

  await page.getByRole('tab', { name: '导入记录' }).click();
  await expect(
    page.getByRole('row', { name: /值班长 工地 3 行：新增 3，变更 0，撤除 0，相同 0 导入：工地名单\.csv/ }),
  ).toBeVisible();
  await expect(page.getByRole('row', { name: /值班长 工地 3 行：新增 0，变更 1/ })).toBeVisible();
  await look(page, 'history');
});

const ring = (west: number, south: number, east: number, north: number) => [
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ],
];
const collection = (features: readonly object[]): string => JSON.stringify({ type: 'FeatureCollection', features });
const feature = (properties: object, coordinates: unknown) => ({
  ...{ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates } },
});

test('grids: overlaps and crossings are shown, and real streets go in and are drawn', async ({ page }) => {
  const shell = await start();
  await signInAt(page, shell.url, 'guanli');
  await page.getByRole('button', { name: '导入', exact: true }).click();

  // Two new cells that overlap each other, and one whose border crosses itself.
  await choose(page, 'gridsCell');
  const cells = [
    feature({ 网格编码: 'x1', 网格名称: '甲' }, ring(121.45, 31.19, 121.452, 31.192)),
    feature({ 网格编码: 'x2', 网格名称: '乙' }, ring(121.451, 31.19, 121.453, 31.192)),
  ];
  const bow = [
    [
      [121.45, 31.19],
      [121.452, 31.192],
      [121.452, 31.19],
      [121.45, 31.192],
      [121.45, 31.19],
    ],
  ];
  await bring(page, '单元.geojson', collection([...cells, feature({ 网格编码: 'x3', 网格名称: '丙' }, bow)]));
  await page.getByLabel('CGCS2000（国家大地）').check();
  await expect(page.getByText(/面的边界自相交于/)).toBeVisible();
  await expect(confirm(page)).toBeDisabled();
  await page.getByRole('button', { name: '换文件' }).click();
  await bring(page, '单元.geojson', collection(cells));
  await expect(count(page, 'new')).toHaveText('2');
  const map = page.locator('.import-map');
  await expect(map).not.toHaveAttribute('data-overlaps', '0');
  await expect(confirm(page)).toBeDisabled();
  await page.getByRole('tab', { name: /重叠与缝隙/ }).click();
  await expect(page.getByRole('row', { name: /重叠 .*x1、x2/ }).first()).toBeVisible();
  await look(page, 'overlap');
  await page.getByLabel('以上各项已核对，仍然导入').check();
  await expect(confirm(page)).toBeEnabled();
  await page.getByRole('button', { name: '换文件' }).click();

  const real = sharedData('shanghai', 'xuhui-huangpu-streets-osm.geojson');
  if (real === undefined) return;
  await choose(page, 'gridsResponsibility');
  const text = readFileSync(real, 'utf8');
  await bring(page, 'streets.geojson', text);
  await page.getByLabel('WGS84（GPS）').check();
  // Those of the neighbour district lie in no zone of ours: nothing goes in.
  await expect(count(page, 'refused')).toHaveText('10');
  await expect(page.getByRole('row', { name: /不在任何上级网格之内/ }).first()).toBeVisible();
  await expect(confirm(page)).toBeDisabled();
  await page.getByRole('button', { name: '换文件' }).click();
  const { features } = JSON.parse(text) as { features: { properties: { district: string } }[] };
  const ours = features.filter(({ properties }) => properties.district === '徐汇区');
  await bring(page, '徐汇街镇.geojson', collection(ours));
  await expect(count(page, 'changed')).toHaveText('13');
  await page.getByLabel('以上各项已核对，仍然导入').check();
  await look(page, 'streets');
  await confirm(page).click();
  await expect(page.getByText('已导入：新增 0，变更 13，撤除 0，相同 0。')).toBeVisible();

  // Who keeps the accounts has no map: the desk has.
  await page.getByRole('button', { name: '退出登录' }).click();
  await signInAt(page, shell.url, 'zhihui1');
  await expect(page.locator('.district-map')).toBeVisible();
  await page.setViewportSize({ width: 1920, height: 1080 });
  const inked = () =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas.district-map-flat');
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const colours = new Set<number>();
      for (let at = 0; at + 2 < pixels.length; at += 4)
        colours.add(((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0));
      return colours.size;
    });
  await expect.poll(inked).toBeGreaterThan(20);
  await look(page, 'hall');
});
