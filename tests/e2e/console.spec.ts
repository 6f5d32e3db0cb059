/**
 * The console on two seats: a ring to dispatched in three keys, seen by the other without reload; Enter that stops where
 * the place is uncertain; work that waits while the hub is away; and each state looked at.
 */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright/test';
import { cleanUp, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { demoPackFile, startNightHub } from '../support/night-hub.ts';
import type { NightHub } from '../support/night-hub.ts';
import { beginDuty, openDesk } from '../support/pages-night.ts';
import { startShell } from '../support/shell-process.ts';
import { collectComplaints, expect, test } from './fixtures.ts';
import { signIn } from '../support/sign-in.ts';

const shots = 'test-results/console';
const large = { width: 1920, height: 1080 };
const small = { width: 1366, height: 768 };

let hub: NightHub;

test.describe.configure({ timeout: 240_000 });
test.afterEach(async ({ page }) => {
  // What a browser says of a seat that is gone is no complaint of the page.
  await page.goto('about:blank');
  await cleanUp();
});

async function openConsole(page: Page, login: string): Promise<void> {
  const shell = await startShell(hub.url, tempFolder());
  await page.setViewportSize(large);
  await page.goto(shell.url);
  await signIn(page, login);
  await expect(page.locator('.top-bar [data-link="live"]')).toBeVisible();
  await expect(page.locator('.district-map')).toBeVisible({ timeout: 60_000 });
}

/** Another seat in the hall, with its own page whose complaints fail the test too. */
async function another(
  browser: Browser,
  login: string,
): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const page = await browser.newPage();
  const complaints = collectComplaints(page);
  await openConsole(page, login);
  return { page, complaints };
}

async function shoot(page: Page, name: string): Promise<void> {
  for (const viewport of [small, large]) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: `${shots}/${name}-${viewport.width}.png` });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide, `${name} at ${viewport.width} scrolls sideways`).toBeLessThanOrEqual(0);
  }
}

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

async function onDuty(): Promise<void> {
  const desk = await openDesk(hub, 'zhiban');
  await beginDuty(desk);
  desk.close();
}

const orders = {
  scene: '斜土路小木桥路口往东那个工地，十点多了还在打桩，咚咚咚，家里老人心脏不好，要求马上停。',
  nowhere: '我这边吵死了，一直嗡嗡嗡，说不清哪里，你们快来。',
  valid: '宜山路近中山西路，混凝土车一辆接一辆，轰隆隆，这么晚谁批的？',
  expired: '漕宝路柳州路工地夜间吊装钢筋，门口许可日期已过。',
  border: '斜土路靠近瑞金南路，工地半夜切割，徐汇城管管不管？',
  loud: '浦北路示例绿地广场舞音响特别大，请城管到场。',
};

async function ring(text: string, externalId: string): Promise<void> {
  const { status } = await hub.call('POST', '/api/v1/incidents', { source: '12345', externalId, text });
  expect(status).toBe(201);
}

const row = (page: Page, number: string) => page.locator(`[data-incident="${number}"]`);

test('scene 1: from ring to dispatched in three keys, seen on the other seat', async ({ page, browser }) => {
  hub = await startNightHub('2026-11-21T22:41:00+08:00');
  await onDuty();
  await openConsole(page, 'zhihui1');
  const other = await another(browser, 'yeban');
  await expect(page.getByText('没有在办的诉件')).toBeVisible();
  await shoot(page, 'empty');
  await accessible(page);

  await ring(orders.scene, 'A-1');
  await expect(row(page, '1121-001')).toBeVisible();
  await expect(row(other.page, '1121-001')).toBeVisible();

  // Three keys: the ringing one, who is best, send.
  await page.keyboard.press('Space');
  await expect(page.locator('[data-advice="send"]')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('.recommended__unit--previewed')).toContainText('机动一组');
  // The other seat sees who is about to be sent before it happens.
  await row(other.page, '1121-001').click();
  await expect(other.page.locator('.detail__other')).toContainText('正准备派单');
  await shoot(page, 'preview');
  await page.keyboard.press('Enter');

  await expect(row(page, '1121-001')).toHaveAttribute('data-stage', 'dispatched');
  await expect(row(other.page, '1121-001')).toHaveAttribute('data-stage', 'dispatched');
  await expect(row(other.page, '1121-001')).toContainText('机动一组');

  // The other seat records the way for the unit; this one sees it.
  for (const step of ['已接单', '已出发', '已到场'])
    await other.page.getByRole('button', { name: step, exact: true }).click();
  await expect(row(page, '1121-001')).toHaveAttribute('data-stage', 'onScene');
  await expect(page.locator('[data-section="steps"]')).toContainText('代报·电台');
  await other.page.getByLabel('记录').first().fill('负责人在场，已停机');
  await other.page.getByRole('button', { name: '记录', exact: true }).click();
  await other.page.getByRole('button', { name: '发现：未公示' }).click();
  await expect(page.locator('[data-section="assessment"]')).toContainText('未公示');
  await shoot(page, 'scene');
  await other.page.getByRole('button', { name: '已停工', exact: true }).click();
  await expect(row(page, '1121-001')).toHaveAttribute('data-stage', 'handled');
  await shoot(page, 'handled');
  await accessible(page);

  // Closing is refused with what is open; it lies in the tray with the reason.
  await page.getByRole('button', { name: '办结', exact: true }).click();
  await expect(page.locator('[data-waiting="1"]')).toBeVisible();
  await page.locator('[data-waiting]').click();
  await expect(page.locator('.tray__why')).toContainText('还不能办结');
  await expect(page.locator('.tray__why')).toBeInViewport({ ratio: 1 });
  await shoot(page, 'refused');
  await accessible(page);
  expect(other.complaints).toEqual([]);
  await other.page.close();
});

test('Enter stops where the place is uncertain, and asks', async ({ page }) => {
  hub = await startNightHub('2026-11-22T01:05:00+08:00');
  await onDuty();
  await openConsole(page, 'yeban');
  await ring(orders.nowhere, 'A-14');
  await expect(row(page, '1121-001')).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.locator('[data-advice="ask"]')).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.locator('.recommended__questions')).toContainText('在哪条路');
  await expect(page.locator('.recommended__unit--previewed')).toHaveCount(0);
  await expect(row(page, '1121-001')).toHaveAttribute('data-stage', 'received');
  await shoot(page, 'ask');

  // The caller says more: a person places it, by name; then by a click on the map.
  await page.getByLabel('地点名').fill('xtl');
  // A vague word is shown first, then taken.
  await page.keyboard.press('Enter');
  await expect(page.locator('.place-box [aria-pressed="true"]')).toContainText('斜土路');
  await page.keyboard.press('Enter');
  await expect(row(page, '1121-001')).toContainText('斜土路');
  await expect(page.locator('[data-section="facts"]')).toContainText('枫林路街道');
  await ring(orders.nowhere, 'A-15');
  await row(page, '1121-002').click();
  await page.getByRole('button', { name: '在地图上点选' }).click();
  await page.locator('.district-map-stage').click({ position: { x: 500, y: 400 } });
  await expect(page.locator('[data-section="facts"]')).not.toContainText('位置未定');
});

test('a busy night, typing a call, the command line, and the hub going away', async ({ page }) => {
  hub = await startNightHub('2026-11-21T23:35:00+08:00');
  await onDuty();
  for (const [index, text] of Object.values(orders).entries()) await ring(text, `B-${index}`);
  await openConsole(page, 'yeban');
  await expect(page.locator('[data-incident]')).toHaveCount(6);

  // Typing a call: place by pinyin, the assessment appears while typing.
  await page.keyboard.press('n');
  await page.getByLabel('位置').fill('xtl');
  await page.getByRole('option', { name: '斜土路×小木桥路' }).click();
  await page.getByLabel('来电内容').fill('还在打桩，震得睡不着');
  await expect(page.locator('.intake__preview')).toContainText('库内未查到许可');
  await shoot(page, 'intake');
  await accessible(page);
  await page.getByRole('button', { name: '受理', exact: true }).click();
  await expect(page.locator('[data-incident]')).toHaveCount(7);
  await expect(page.locator('.detail__number')).toHaveText('1121-007');
  await expect(page.locator('[data-section="similar"]')).toContainText('1121-001');

  // The command line: initials of verb and unit, with a preview.
  await page.keyboard.press('/');
  await page.keyboard.type('pd jd2');
  await expect(page.locator('.command-line__one--chosen')).toContainText('机动二组');
  await shoot(page, 'command');
  await page.keyboard.press('Enter');
  // Another than the recommended one: one key says why.
  await expect(page.getByRole('dialog', { name: /为什么不派建议的/ })).toBeVisible();
  await page.keyboard.press('1');
  await expect(row(page, '1121-007')).toContainText('机动二组');
  // A unit by its name, though nothing shows where it is: the desk reports it for duty.
  await page.keyboard.press('/');
  await page.keyboard.type('hfxx');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-section="unit"]')).toContainText('未到岗');
  await page.getByRole('button', { name: '可派', exact: true }).click();
  await expect(page.locator('[data-section="unit"]')).toContainText('可派');
  await row(page, '1121-004').click();
  await expect(page.locator('[data-section="assessment"]')).toContainText('许可已过期');
  await shoot(page, 'busy');

  // The hub dies: the seat goes on reading and writing, and says so.
  hub.process.signal('SIGKILL');
  await hub.process.exited;
  await expect(page.locator('.top-bar [data-link="offline"]')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: '重新研判', exact: true }).click();
  await expect(row(page, '1121-004')).toContainText('待送达');
  await shoot(page, 'offline');
  await accessible(page);
  const common = ['--data', hub.data, '--port', String(hub.port), '--demo', '--api-key', testKey];
  hub.process = startHub([...common, '--pack', demoPackFile(), '--clock', '2026-11-21T23:50:00+08:00']);
  await hub.process.listening;
  await expect(page.locator('.top-bar [data-link="live"]')).toBeVisible({ timeout: 60_000 });
  await expect(row(page, '1121-004')).not.toContainText('待送达');
  await page.getByRole('button', { name: '日间配色' }).click();
  await shoot(page, 'light');
});
