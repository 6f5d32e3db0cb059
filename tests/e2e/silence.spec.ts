/** Silence on scene: the phone is asked, nobody says, the hall is told; over with a word by radio, or from the phone. */
import type { BrowserContext } from 'playwright/test';
import { AxeBuilder } from '@axe-core/playwright';
import { ensureBuilt } from '../../build/bundle.ts';
import { ensureChromium, plainChromiumFlags } from '../../build/setup/chromium.ts';
import { must } from '../../shared/lib/must.ts';
import { cleanUp, tempFolder } from '../support/hub-process.ts';
import { startNightHub } from '../support/night-hub.ts';
import type { NightSeat } from '../support/night-hub.ts';
import { beginDuty, openDesk, receiveOrders, sendUnit } from '../support/pages-night.ts';
import { startShell } from '../support/shell-process.ts';
import { signInAs } from '../support/sign-in.ts';
import { collectComplaints, expect, test } from './fixtures.ts';

const shots = 'test-results/silence';

test.describe.configure({ timeout: 300_000 });
test.use({ launchOptions: { executablePath: ensureChromium(), args: plainChromiumFlags }, networkGoes: true });

const opened: BrowserContext[] = [];
let desk: NightSeat | undefined;
test.beforeAll(() => ensureBuilt(['fieldPage']));
test.afterEach(async () => {
  for (const context of opened.splice(0)) await context.close();
  desk?.close();
  desk = undefined;
  await cleanUp();
});

test('who is asked whether all is well and does not say is an alarm, until something is heard', async ({ browser }) => {
  // A minute of the hall is one second here.
  const hub = await startNightHub('2026-11-21T22:41:00+08:00', ['--clock-rate', '60']);
  desk = await openDesk(hub, 'zhiban');
  await beginDuty(desk);
  const { ids } = await receiveOrders(hub, 1);
  const assignment = await sendUnit(desk, must(ids[0], 'an order'), 'm1');
  await desk.act('Arrive', { assignment, channel: 'radio' }, [`assignment/${assignment}`]);

  const [hall, hand] = [
    await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' }),
    await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', hasTouch: true }),
  ];
  opened.push(hall, hand);
  const [page, phone] = [await hall.newPage(), await hand.newPage()];
  const complaints = [page, phone].map(collectComplaints);
  const shell = await startShell(hub.url, tempFolder());
  await page.goto(shell.url);
  await signInAs(page, 'zhihui1');
  await phone.goto(`${hub.url}/field/#unit=m1&key=demo-m1`);
  await phone.getByRole('button', { name: '登录' }).click();

  const sign = page.locator('[data-glance="alarms"] .alarms__sign');
  await expect(sign).toHaveText(/告警\s*1/, { timeout: 60_000 });
  await page.keyboard.press('a');
  const alarms = page.getByRole('dialog', { name: '告警' });
  const row = alarms.locator('[data-alarm="noAnswer"]');
  await expect(row).toContainText('未报平安');
  await expect(row).toContainText('机动一组');
  await expect(row).toContainText('在 1121-001 现场，问平安未答');
  await page.screenshot({ path: `${shots}/silent.png` });
  const { violations } = await new AxeBuilder({ page }).include('.alarms__box').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  // The phone's clock is set when it comes in, and its seconds are ours.
  await phone.reload();
  const asked = phone.getByRole('alert').filter({ hasText: '请报平安' });
  await expect(asked).toContainText(/指挥中心 \d+ 分钟没有你们的消息/, { timeout: 30_000 });
  await phone.screenshot({ path: `${shots}/asked.png`, fullPage: true });
  await row.getByRole('button', { name: '已回话，平安 · 电台' }).click();
  await expect(row).toHaveCount(0, { timeout: 30_000 });
  await expect(asked).toHaveCount(0);

  // Again, and this time nobody answers the radio: it is treated as a call, and the phone is heard of at last.
  await expect(row).toBeVisible({ timeout: 90_000 });
  await row.getByRole('button', { name: '没有回话，按求助处理' }).click();
  const call = page.getByRole('alertdialog', { name: '求助' });
  await expect(call).toContainText('机动一组');
  await page.keyboard.press('F2');
  await expect(call).toHaveCount(0);
  await expect(row.getByRole('button', { name: '没有回话，按求助处理' })).toHaveCount(0);
  await page.screenshot({ path: `${shots}/called.png` });
  await phone.reload();
  await expect(phone.getByText('求助中')).toBeVisible();
  await phone.getByRole('button', { name: '收起' }).click();
  await asked.getByRole('button', { name: '报平安' }).click();
  await expect(row).toHaveCount(0, { timeout: 30_000 });
  // What was called for is for a person to end.
  await expect(alarms.locator('[data-alarm="sos"]')).toHaveCount(1);
  expect(complaints.flat()).toEqual([]);
});
