/** 排班: a night by zone against what is required; a group entered, refused, swapped, equipped; the table out and in again. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { cleanUp, tempFolder } from '../support/hub-process.ts';
import { startNightHub } from '../support/night-hub.ts';
import type { NightHub } from '../support/night-hub.ts';
import { startShell } from '../support/shell-process.ts';
import { signInAs } from '../support/sign-in.ts';
import { collectComplaints, expect, test } from './fixtures.ts';

test.describe.configure({ timeout: 300_000 });
test.use({ actionTimeout: 30_000 });

const shots = 'test-results/roster';
let hub: NightHub;

test.beforeEach(async () => {
  hub = await startNightHub('2026-11-21T22:41:00+08:00');
});
test.afterEach(async ({ page, context }) => {
  await page.goto('about:blank');
  for (const other of context.pages()) if (other !== page) await other.close();
  await cleanUp();
});

async function open(
  page: Page,
  login: string,
  [width, height]: readonly [number, number] = [1920, 1080],
): Promise<void> {
  const shell = await startShell(hub.url, tempFolder());
  await page.setViewportSize({ width, height });
  await page.goto(shell.url);
  await signInAs(page, login);
  await expect(page.locator('.top-bar [data-link="live"]')).toBeVisible({ timeout: 60_000 });
}

const nav = (page: Page, name: string) =>
  page.getByRole('navigation', { name: '页面' }).getByRole('button', { name, exact: true }).click();
const row = (page: Page, name: string) => page.locator('[data-roster]', { hasText: name });

async function choose(page: Page, label: string, option: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.click();
  // Long lists draw what is in sight alone: typed, as somebody at the desk would.
  if ((await field.getAttribute('readonly')) === null) await field.fill(option);
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: option }).first().click();
}

test('a night of the roster, its gaps, and what is said of a shift', async ({ page }) => {
  await open(page, 'zhiban');
  await nav(page, '勤务');
  await page.getByRole('button', { name: '排班' }).click();
  await expect(page.locator('[data-zone="z1"]')).toContainText('应到');
  await expect(row(page, '机动一组')).toContainText('执法0101');
  await expect(page.locator('.roster__gap').first()).toBeVisible();
  await page.screenshot({ path: `${shots}/night-dark-1920.png` });

  // Somebody who stands in another group: refused by name, group and hours; the form keeps what was typed.
  await page.getByRole('button', { name: '新班组' }).click();
  await page.getByLabel('班组名称').fill('增援一组');
  await choose(page, '中队', '徐家汇');
  await choose(page, '联防区', '一区');
  await page.getByLabel('执法人员').fill('甲某');
  await page.getByLabel('依据').fill('值班领导口头');
  await page.getByRole('button', { name: /^保\s*存$/ }).click();
  await expect(page.getByText('看不懂「甲某」')).toBeVisible();
  await page.getByLabel('执法人员').fill('执法0101 ZF0101\n增援甲 ZF9901');
  await page.getByRole('button', { name: /^保\s*存$/ }).click();
  await expect(page.getByText(/执法0101（ZF0101）同一时段已排在「机动一组」/)).toBeVisible();
  await page.screenshot({ path: `${shots}/refused-dark-1920.png` });
  await page.getByLabel('执法人员').fill('增援甲 ZF9901、增援乙 ZF9902 证至2027-06-30');
  await page.getByRole('button', { name: /^保\s*存$/ }).click();
  await expect(row(page, '增援一组')).toContainText('增援乙');

  // Leave counts at once; back again.
  await row(page, '增援一组').getByRole('button').click();
  const panel = page.getByRole('region', { name: '增援一组' });
  const before = await page.locator('[data-zone="z1"] .roster__zone-head').innerText();
  await panel.getByLabel('请假 增援甲').selectOption('sick');
  await expect(row(page, '增援一组').locator('[data-leave="true"]')).toContainText('病假');
  await expect(page.locator('[data-zone="z1"] .roster__zone-head')).not.toHaveText(before);
  await panel.getByRole('button', { name: '销假' }).click();
  await expect(row(page, '增援一组').locator('[data-leave="true"]')).toHaveCount(0);

  await panel.getByLabel('借给').selectOption({ label: '龙华中队' });
  await expect(row(page, '增援一组')).toContainText('借给 龙华中队');
  await panel.getByRole('button', { name: '回本中队' }).click();
  await expect(row(page, '增援一组')).not.toContainText('借给');

  // What somebody has is handed out to nobody else until it is back.
  await choose(page, '领用人', '增援甲');
  await panel.getByLabel('编号').fill('电台 90');
  await panel.getByRole('button', { name: '领用', exact: true }).click();
  await expect(row(page, '增援一组')).toContainText('1 件未还');
  await choose(page, '领用人', '增援乙');
  await panel.getByLabel('编号').fill('电台 90');
  await panel.getByRole('button', { name: '领用', exact: true }).click();
  await expect(panel.getByText(/电台 90 自 .* 由「增援一组」增援甲 领用未还/)).toBeVisible();
  await panel.getByRole('button', { name: '归还 电台 90 完好' }).click();
  await expect(row(page, '增援一组')).not.toContainText('件未还');

  // A swap holds once the other side was heard.
  await choose(page, '本组', '增援甲');
  await choose(page, '对方', '机动二组');
  await panel.getByRole('button', { name: '提出调班' }).click();
  await expect(row(page, '增援一组')).toContainText('调班待答复');
  await page.screenshot({ path: `${shots}/group-dark-1920.png` });
  await row(page, '机动二组').getByRole('button').click();
  const other = page.getByRole('region', { name: '机动二组' });
  await other.getByRole('button', { name: '同意', exact: true }).click();
  await expect(row(page, '机动二组')).toContainText('增援甲');
  await expect(row(page, '增援一组')).not.toContainText('增援甲');

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出表格' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('排班-2026-11-21.xlsx');
  const file = { name: '排班.xlsx', mimeType: 'application/octet-stream', buffer: readFileSync(await download.path()) };

  // The same table again changes nothing.
  await page.getByRole('button', { name: '导入表格' }).click();
  await page.locator('select[name="import-thing"]').selectOption('rosters');
  await page.locator('input[type="file"]').setInputFiles(file);
  await expect(page.getByText(/相同/).first()).toBeVisible();
  await page.screenshot({ path: `${shots}/import-dark-1920.png` });

  await nav(page, '勤务');
  await page.getByRole('button', { name: '排班' }).click();
  await page.getByRole('button', { name: '后一夜' }).click();
  await expect(page.getByText('这一夜还没有排班')).toBeVisible();
  await page.getByRole('button', { name: '日间配色' }).click();
  await page.screenshot({ path: `${shots}/empty-day-1920.png` });
  await page.getByRole('button', { name: '前一夜' }).click();
  await page.setViewportSize({ width: 1366, height: 768 });
  await row(page, '机动二组').getByRole('button').click();
  await page.screenshot({ path: `${shots}/group-day-1366.png` });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1366);
});

test('a dispatcher reads it, a leader’s screen and the wall hold no names', async ({ page, browser }) => {
  await open(page, 'zhihui1', [1366, 768]);
  await nav(page, '勤务');
  await page.getByRole('button', { name: '排班' }).click();
  await expect(row(page, '机动一组')).toContainText('执法0101');
  await expect(page.getByRole('button', { name: '新班组' })).toHaveCount(0);
  await row(page, '机动一组').getByRole('button').click();
  await expect(page.getByLabel('请假 执法0101')).toHaveCount(0);

  // A squad room keeps its own: the page is in its bar, and so is the import.
  const room = await browser.newPage({ locale: 'zh-CN' });
  const ofRoom = collectComplaints(room);
  await open(room, 'fenglin', [1366, 768]);
  await nav(room, '排班');
  await expect(row(room, '肇嘉浜路巡线')).toContainText('执法1401');
  await expect(room.locator('[data-roster]')).toHaveCount(1);
  // Of the other squads it holds nothing: nobody is said to be missing there.
  await expect(room.locator('[data-zone]')).toHaveCount(1);
  await expect(room.locator('.roster__gap', { hasText: '联防区' })).toHaveCount(0);
  await row(room, '肇嘉浜路巡线').getByRole('button').click();
  await room.getByLabel('请假 执法1401').selectOption('training');
  await expect(room.locator('[data-roster] [data-leave="true"]')).toContainText('培训');
  await room.screenshot({ path: `${shots}/squad-room-1366.png` });
  await room.getByRole('button', { name: '导入表格' }).click();
  await expect(room.locator('select[name="import-thing"]')).toContainText('排班');
  await expect(room.getByRole('tab', { name: '导入记录' })).toHaveCount(0);
  await room.screenshot({ path: `${shots}/squad-room-import-1366.png` });
  expect(ofRoom).toEqual([]);
  await room.close();

  const leader = await browser.newPage({ locale: 'zh-CN' });
  const complaints = collectComplaints(leader);
  await open(leader, 'daiban');
  await expect(leader.getByText('执法0101')).toHaveCount(0);
  expect(complaints).toEqual([]);
  await leader.close();
});
