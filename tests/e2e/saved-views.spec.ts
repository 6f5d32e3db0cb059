/**
 * Saved views of the queue, on a real hub and real seats: kept, taken up by key and press, overwritten, renamed and removed by
 * hand; on another seat of the same person, on none of another's; what is wrong, what is gone, and what goes without the hub.
 */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Locator, Page } from 'playwright/test';
import { demoPassword } from '../../hub/accounts/demo.ts';
import { noFilter } from '../../shared/wire/seat-api.ts';
import { cleanUp, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { demoPackFile, startNightHub } from '../support/night-hub.ts';
import type { NightHub } from '../support/night-hub.ts';
import { ScreenClient } from '../support/screen-client.ts';
import { startShell } from '../support/shell-process.ts';
import type { ShellProcess } from '../support/shell-process.ts';
import { signInAs } from '../support/sign-in.ts';
import { collectComplaints, expect, test } from './fixtures.ts';

test.describe.configure({ timeout: 300_000 });
test.use({ actionTimeout: 30_000 });

const shots = 'test-results/saved-views';
const clock = '2026-11-21T22:41:00+08:00';

let hub: NightHub;

test.beforeEach(async () => {
  hub = await startNightHub(clock);
  const orders = [
    { source: '12345', externalId: 'V-1', text: '斜土路小木桥路口往东那个工地，还在打桩。' },
    { source: '12319', externalId: 'V-2', text: '宜山路近中山西路，混凝土车一辆接一辆，轰隆隆。' },
    { source: '12345', externalId: 'V-3', text: '龙华西路天钥桥路口有人占道设摊卖烧烤。' },
  ];
  for (const order of orders) expect((await hub.call('POST', '/api/v1/incidents', order)).status).toBe(201);
});

test.afterEach(async ({ page }) => {
  // What a browser says of a seat that is gone is no complaint of the page.
  await page.goto('about:blank');
  await cleanUp();
});

async function open(page: Page, login: string, data = tempFolder()): Promise<ShellProcess> {
  const shell = await startShell(hub.url, data);
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(shell.url);
  await signInAs(page, login);
  await expect(page.locator('.top-bar [data-link="live"]')).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('.queue [data-incident]')).toHaveCount(3, { timeout: 60_000 });
  return shell;
}

async function another(browser: Browser, login: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ locale: 'zh-CN' });
  const complaints = collectComplaints(page);
  await open(page, login);
  return { page, complaints };
}

const strip = (page: Page): Locator => page.locator('.view-strip');
const view = (page: Page, name: string): Locator => strip(page).locator('button', { hasText: name });
const rows = (page: Page): Locator => page.locator('.queue [data-incident]');
const bar = (page: Page): Locator => page.locator('form.queue-filter');
const said = (page: Page): Locator => bar(page).locator('.queue-filter__said');
const isOn = (one: Locator): Promise<void> => expect(one).toHaveAttribute('aria-pressed', 'true');

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('.queue').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

/** By night and by day, large and small: nothing scrolls sideways, and the bar above keeps to one row. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const theme of ['night', 'day']) {
    for (const [width, height] of [
      [1920, 1080],
      [1366, 768],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: `${shots}/${name}-${theme}-${width}.png` });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide, `${name} at ${width} scrolls sideways`).toBeLessThanOrEqual(0);
      const { scrollWidth, clientWidth } = await strip(page).evaluate((one) => ({
        ...{ scrollWidth: one.scrollWidth, clientWidth: one.clientWidth },
      }));
      expect(scrollWidth, `${name} at ${width}: views are cut off`).toBeLessThanOrEqual(clientWidth);
      expect((await page.locator('.top-bar').boundingBox())?.height).toBeLessThan(56);
    }
    await page
      .getByRole('button', { name: /[日夜]间配色/ })
      .evaluate((button) => (button as HTMLButtonElement).click());
  }
}

test('kept by keys alone, taken up by one, overwritten, renamed, removed; wrong names are told by their field', async ({
  page,
}) => {
  await open(page, 'yeban');

  // What everybody has: by key and by press, and off again.
  await expect(strip(page).locator('button')).toHaveText([/^未派/, /^超时/, /^噪声/, /^待答复/]);
  await page.keyboard.press('Shift+Digit3');
  await isOn(view(page, '噪声'));
  await expect(rows(page)).toHaveCount(2);
  await page.keyboard.press('Shift+Digit4');
  await isOn(view(page, '待答复'));
  await expect(rows(page)).toHaveCount(0);
  await expect(page.locator('.queue')).toContainText('没有符合筛选的诉件');
  await view(page, '待答复').click();
  await expect(rows(page)).toHaveCount(3);

  // V, a field, the name, Enter.
  await page.keyboard.press('v');
  await bar(page).getByLabel('来源').selectOption('12345');
  await expect(rows(page)).toHaveCount(2);
  await bar(page).getByLabel('视图名称').focus();
  await page.keyboard.press('Enter');
  await expect(said(page)).toHaveText('名称：请先填写。');
  await expect(bar(page).getByLabel('视图名称')).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.type('一二三四五六七八九十一二三四五六七');
  await page.keyboard.press('Enter');
  await expect(said(page)).toHaveText('名称：至多 16 个字。');
  await bar(page).getByLabel('视图名称').fill('噪声');
  await page.keyboard.press('Enter');
  await expect(said(page)).toContainText('名称：已有「噪声」');
  await bar(page).getByLabel('视图名称').fill(' 热线　来件 ');
  await page.keyboard.press('Enter');
  await expect(said(page)).toHaveText('已存为「热线 来件」。');
  await isOn(view(page, '热线 来件'));
  await accessible(page);
  await shoot(page, 'kept');

  // Taken up again by its key, with the fields shut.
  await page.keyboard.press('Escape');
  await page.locator('.queue__title').click();
  await page.keyboard.press('Shift+Digit0');
  await expect(rows(page)).toHaveCount(3);
  await page.keyboard.press('Shift+Digit5');
  await expect(rows(page)).toHaveCount(2);
  await page.reload();
  await expect(rows(page)).toHaveCount(3);
  await view(page, '热线 来件').click();
  await expect(rows(page)).toHaveCount(2);

  // Changed here it is marked; overwritten, renamed under a name that is free.
  await page.keyboard.press('v');
  await bar(page).getByLabel('类别').selectOption({ label: '各类噪声' });
  await expect(rows(page)).toHaveCount(1);
  await expect(view(page, '热线 来件*')).toBeVisible();
  await bar(page).getByRole('button', { name: '覆盖' }).click();
  await expect(said(page)).toHaveText('已覆盖「热线 来件」。');
  await isOn(view(page, '热线 来件'));
  await bar(page).getByLabel('视图名称').fill('超时');
  await bar(page).getByRole('button', { name: '改名' }).click();
  await expect(said(page)).toContainText('名称：已有「超时」');
  await bar(page).getByLabel('视图名称').fill('热线噪声');
  await bar(page).getByRole('button', { name: '改名' }).click();
  await expect(said(page)).toHaveText('「热线 来件」已改名为「热线噪声」。');
  await isOn(view(page, '热线噪声'));

  // Removed by two presses; what it chose stays.
  await bar(page).getByRole('button', { name: '删除', exact: true }).click();
  await bar(page).getByRole('button', { name: '确认删除' }).click();
  await expect(said(page)).toHaveText('已删除「热线噪声」。');
  await expect(view(page, '热线噪声')).toHaveCount(0);
  await expect(rows(page)).toHaveCount(1);

  // The keys are told, and a digit alone is a unit's as before.
  await page.keyboard.press('Escape');
  await page.locator('.queue__title').click();
  await page.keyboard.press('Shift+?');
  await expect(page.locator('.key-help').last()).toContainText('取用视图');
});

test('on the person’s other seat at once, on nobody else’s; the slower of two is told; without the hub they are read on', async ({
  page,
  browser,
}) => {
  const data = tempFolder();
  const shell = await open(page, 'yeban', data);
  const second = await another(browser, 'yeban');
  const stranger = await another(browser, 'zhihui1');

  await page.keyboard.press('v');
  await bar(page).getByLabel('来源').selectOption('12319');
  await bar(page).getByLabel('视图名称').fill('一二三一九');
  await page.keyboard.press('Enter');
  await expect(view(second.page, '一二三一九')).toBeVisible();
  await expect(strip(stranger.page).locator('[data-view="own"]')).toHaveCount(0);

  // Both take it up and change it; the first to overwrite it wins, the other is told, and may do it all the same.
  await second.page.keyboard.press('Shift+Digit5');
  await second.page.keyboard.press('v');
  await bar(second.page).getByLabel('只看超时').check();
  await bar(page).getByLabel('只看未签收').check();
  await bar(page).getByRole('button', { name: '覆盖' }).click();
  await expect(said(page)).toHaveText('已覆盖「一二三一九」。');
  await bar(second.page).getByRole('button', { name: '覆盖' }).click();
  await expect(said(second.page)).toContainText('「一二三一九」已在席位');
  await expect(said(second.page)).toContainText('没有覆盖');
  await second.page.screenshot({ path: `${shots}/changed.png` });
  await bar(second.page).getByRole('button', { name: '覆盖' }).click();
  await expect(said(second.page)).toHaveText('已覆盖「一二三一九」。');

  // One that names a zone that is not there says so, and keeps the rest.
  const screen = await ScreenClient.open((await startShell(hub.url, tempFolder())).url);
  await screen.ask('login', { login: 'yeban', password: demoPassword });
  await screen.until(() => screen.status?.link === 'live');
  const kept = await screen.ask('office', {
    ...{ ask: 'saveView', id: crypto.randomUUID(), version: 0, name: '旧块区' },
    filter: { ...noFilter, zone: 'zone-of-before', source: '12345' },
  });
  expect(kept).toMatchObject({ status: 'granted', body: { problem: null } });
  screen.close();
  await view(page, '旧块区').click();
  await expect(rows(page)).toHaveCount(2);
  await expect(strip(page).getByRole('status')).toContainText('块区「zone-of-before」已不存在');
  await expect(bar(page).getByLabel('块区').locator('option:checked')).toHaveText('zone-of-before（已不存在）');
  await accessible(page);
  await shoot(page, 'gone');

  // The hub dies: the last known ones are there, with their age, and cannot be changed.
  const { port } = hub;
  hub.process.signal('SIGKILL');
  await expect(page.locator('.top-bar [data-link="offline"]')).toBeVisible({ timeout: 60_000 });
  await expect(strip(page)).toContainText(/视图截至 22:4\d（.+前）/);
  await expect(said(page)).toContainText('现在只能取用，不能保存、改名或删除');
  await expect(bar(page).getByLabel('视图名称')).toBeDisabled();
  await expect(bar(page).getByRole('button', { name: '删除', exact: true })).toBeDisabled();
  await page.keyboard.press('Escape');
  await page.locator('.queue__title').click();
  await page.keyboard.press('Shift+Digit1');
  await isOn(view(page, '未派'));
  await view(page, '一二三一九').click();
  await isOn(view(page, '一二三一九'));
  await page.keyboard.press('v');
  await accessible(page);
  await shoot(page, 'offline');

  // The seat starts anew without the hub: still there.
  await page.goto('about:blank');
  shell.process.signal('SIGTERM');
  await shell.process.exited;
  const again = await startShell(hub.url, data);
  await page.goto(again.url);
  await expect(view(page, '一二三一九')).toBeVisible({ timeout: 60_000 });
  await expect(strip(page)).toContainText(/视图截至 22:4\d/);
  await expect(page.locator('.top-bar [data-link="live"]')).toHaveCount(0);

  // The hub is back: they are true again, and can be changed.
  const common = ['--data', hub.data, '--demo', '--api-key', testKey, '--pack', demoPackFile(), '--port', String(port)];
  await startHub([...common, '--clock', '2026-11-21T22:55:00+08:00']).listening;
  await expect(page.locator('.top-bar [data-link="live"]')).toBeVisible({ timeout: 60_000 });
  await expect(strip(page)).not.toContainText('视图截至');
  await view(page, '旧块区').click();
  await page.keyboard.press('v');
  await bar(page).getByRole('button', { name: '删除', exact: true }).click();
  await bar(page).getByRole('button', { name: '确认删除' }).click();
  await expect(view(page, '旧块区')).toHaveCount(0);
  for (const { page: other, complaints } of [second, stranger]) {
    await other.goto('about:blank');
    expect(complaints.filter((one) => !/WebSocket|ERR_/.test(one))).toEqual([]);
    await other.close();
  }
});
