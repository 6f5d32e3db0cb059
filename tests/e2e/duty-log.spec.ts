/** 值班日志: it writes itself and goes on; remarks with their corrections; whom to ring at 21:30; cut off and back. */
import type { BrowserContext, Page } from 'playwright/test';
import { must } from '../../shared/lib/must.ts';
import { cleanUp, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { demoPackFile, startNightHub } from '../support/night-hub.ts';
import type { NightHub } from '../support/night-hub.ts';
import { startShell } from '../support/shell-process.ts';
import { signInAs } from '../support/sign-in.ts';
import { collectComplaints, expect, test } from './fixtures.ts';

test.describe.configure({ timeout: 300_000 });
test.use({ actionTimeout: 30_000 });

const shots = 'test-results/duty-log';
const opened: BrowserContext[] = [];
let hub: NightHub;

test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  for (const context of opened.splice(0)) await context.close();
  await cleanUp();
});

async function open(page: Page, login: string): Promise<void> {
  const shell = await startShell(hub.url, tempFolder());
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto(shell.url);
  await signInAs(page, login);
  await expect(page.locator('.top-bar [data-link="live"]')).toBeVisible({ timeout: 60_000 });
}

async function openLog(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: '页面' }).getByRole('button', { name: '勤务', exact: true }).click();
  await page.getByRole('button', { name: '值班日志' }).click();
  await expect(page.getByRole('heading', { name: '值班日志' })).toBeVisible();
}

const entry = (page: Page, text: string | RegExp) => page.locator('.log__entry', { hasText: text });

test('the log of a night: lines by themselves, remarks and their corrections on two seats, sites rung, without the hub', async ({
  page,
  browser,
}) => {
  hub = await startNightHub('2026-11-21T21:28:00+08:00');
  await open(page, 'zhihui1');
  await openLog(page);
  await expect(entry(page, '启用区划数据')).toBeVisible();
  await page.screenshot({ path: `${shots}/begin.png` });

  // An order comes in: it stands there by itself.
  const order = { source: '12345', externalId: 'SH-LOG-1', text: '斜土路小木桥路口的工地还在打桩' };
  const { body } = await hub.call('POST', '/api/v1/incidents', order);
  const { number } = body as { readonly number: string };
  const line = entry(page, number);
  await expect(line).toContainText('受理：12345');

  // A remark on that line; nothing to write is told.
  await line.getByRole('button', { name: /^给这一条写备注/ }).click();
  await page.getByRole('button', { name: '记入日志' }).click();
  await expect(page.getByText('请写内容')).toBeVisible();
  await page.getByRole('textbox', { name: '备注' }).fill('市民另打来值班电话，已并入');
  await page.getByRole('button', { name: '记入日志' }).click();
  await expect(line.locator('.log__remark')).toContainText('市民另打来值班电话，已并入');
  await expect(page.getByRole('textbox', { name: '备注' })).toHaveValue('');

  // The other seat has it, and a lead corrects it: what it said stays.
  const context = await browser.newContext({ locale: 'zh-CN' });
  opened.push(context);
  const other = await context.newPage();
  const complaints = collectComplaints(other);
  await open(other, 'zhiban');
  await openLog(other);
  const theirs = entry(other, number).locator('.log__remark');
  await expect(theirs).toContainText('已并入');
  await theirs.getByRole('button', { name: '更正' }).click();
  await theirs.getByRole('button', { name: '保存更正' }).click();
  await expect(theirs.getByText('请写更正理由')).toBeVisible();
  await theirs.getByLabel('更正为').fill('市民另打来值班电话，未并入');
  await theirs.getByLabel('更正理由').fill('两件地点不同');
  await theirs.getByRole('button', { name: '保存更正' }).click();
  await expect(line.locator('.log__words')).toHaveText('市民另打来值班电话，未并入');
  await expect(line.locator('.log__remark')).toContainText('更正：两件地点不同');
  await line.getByText('原文 1 条').click();
  await expect(line.locator('.log__before s')).toHaveText('市民另打来值班电话，已并入');
  // It is the lead's correction of another's words: whoever wrote them may correct them again.
  await expect(line.getByRole('button', { name: '更正' })).toBeVisible();

  // Headings of the book.
  await page.locator('.log__head label', { hasText: '备注' }).click();
  await expect(page.locator('.log__entry')).toHaveCount(1);
  await page.locator('.log__head label', { hasText: '全部' }).click();

  // Whom to ring: one press is in the book, on both seats.
  const ring = page.getByRole('region', { name: '提醒清单' });
  const first = ring.getByRole('listitem').first();
  const site = must(await first.locator('strong').textContent(), 'a site');
  await first.getByRole('button', { name: '已电话提醒' }).click();
  await expect(ring.getByRole('listitem').filter({ hasText: site })).toContainText('已提醒');
  await expect(entry(other, `已电话提醒${site}`)).toBeVisible();
  await page.screenshot({ path: `${shots}/busy.png` });

  // At half past nine it stands in the bar, on whatever page one is.
  await page.getByRole('navigation', { name: '页面' }).getByRole('button', { name: '指挥台', exact: true }).click();
  const mark = page.getByRole('button', { name: /^待提醒 \d+$/ });
  await expect(mark).toBeVisible({ timeout: 150_000 });
  await expect(mark).toHaveAttribute('title', /提醒清单：\d+ 处工地待电话提醒/);
  await page.screenshot({ path: `${shots}/half-past-nine.png` });
  await mark.click();
  await expect(ring).toBeVisible();

  // Another night has nothing of this one, and nobody writes into one to come.
  await page.getByRole('button', { name: '后一夜' }).click();
  await expect(page.getByText('没有记录。')).toBeVisible();
  await expect(page.getByRole('button', { name: '记入日志' })).toHaveCount(0);
  await page.getByRole('button', { name: '前一夜' }).click();
  await expect(line).toBeVisible();

  // Without the hub: until when it is told, and what is written goes in once it is back.
  hub.process.signal('SIGKILL');
  await hub.process.exited;
  await expect(page.locator('.log__away')).toContainText('截至', { timeout: 60_000 });
  await expect(line).toBeVisible();
  await page.getByRole('textbox', { name: '备注' }).fill('中枢断线，改用电台');
  await page.getByRole('button', { name: '记入日志' }).click();
  await expect(page.locator('.log__side').getByRole('status')).toBeVisible({ timeout: 30_000 });
  await page.screenshot({ path: `${shots}/cut-off.png` });
  const again = ['--data', hub.data, '--demo', '--api-key', testKey, '--pack', demoPackFile()];
  const back = startHub([...again, '--port', String(hub.port), '--clock', '2026-11-21T21:50:00+08:00']);
  await back.listening;
  await expect(entry(page, '中枢断线，改用电台')).toBeVisible({ timeout: 120_000 });
  await expect(page.locator('.log__away')).toHaveCount(0);
  expect(complaints.filter((one) => !/ERR_|WebSocket|net::/.test(one))).toEqual([]);
});
