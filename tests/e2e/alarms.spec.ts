/** The one list of alarms: two seats with pages on a real hub; raised as the hub raises them, by the desk's own door. */
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright/test';
import { ensureChromium, plainChromiumFlags } from '../../build/setup/chromium.ts';
import { cleanUp, tempFolder } from '../support/hub-process.ts';
import { startNightHub } from '../support/night-hub.ts';
import type { NightSeat } from '../support/night-hub.ts';
import { beginDuty, openDesk } from '../support/pages-night.ts';
import { startShell } from '../support/shell-process.ts';
import { signInAs } from '../support/sign-in.ts';
import { collectComplaints, expect, test } from './fixtures.ts';

const shots = 'test-results/alarms';
const seenAt = Date.parse('2026-11-21T22:38:00+08:00');

test.describe.configure({ timeout: 240_000 });
test.use({ launchOptions: { executablePath: ensureChromium(), args: plainChromiumFlags } });

const opened: BrowserContext[] = [];
let desk: NightSeat | undefined;
test.afterEach(async () => {
  for (const context of opened.splice(0)) await context.close();
  desk?.close();
  desk = undefined;
  await cleanUp();
});

/** As the watch of fences raises it; returns its id. */
async function raise(unit: string, more: object = {}): Promise<void> {
  const data = {
    ...{ id: crypto.randomUUID(), kind: 'leftPost', unit, fence: null, place: { lon: 121.44, lat: 31.19 } },
    ...{ seenAt, accuracy: 12, since: seenAt - 180_000, cause: null, judgedBy: {} },
    ...{ proposal: { unit: 'z2-car', metres: 420 }, ...more },
  };
  await desk?.act('RaiseAlarm', data);
}

test('raised once it stands at every seat; taken at one it is that one’s at the other; shelved and cleared with a reason', async ({
  browser,
}) => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  desk = await openDesk(hub, 'zhiban');
  await beginDuty(desk);
  const pages: Page[] = [];
  const complaints: string[][] = [];
  for (const login of ['zhihui1', 'zhihui2']) {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
    opened.push(context);
    const page = await context.newPage();
    complaints.push(collectComplaints(page));
    const shell = await startShell(hub.url, tempFolder());
    await page.goto(shell.url);
    await signInAs(page, login);
    await page.locator('.top-bar [data-link="live"]').waitFor();
    pages.push(page);
  }
  const [one, two] = pages as [Page, Page];
  const sign = (page: Page) => page.locator('[data-glance="alarms"] .alarms__sign');
  await expect(sign(one)).toHaveText(/告警\s*0/);
  await sign(one).click();
  await expect(one.getByRole('dialog', { name: '告警' })).toContainText('没有告警');
  await one.keyboard.press('Escape');

  await raise('m1');
  for (const page of pages) await expect(sign(page)).toHaveText(/告警\s*1/);
  await one.keyboard.press('a');
  const row = (page: Page) => page.getByRole('dialog', { name: '告警' }).locator('.alarm').first();
  await expect(row(one)).toContainText('离岗');
  await expect(row(one)).toContainText('误差 12 米');
  await expect(row(one)).toContainText('可补位');
  await expect(row(one)).toContainText('无人接收');
  await one.screenshot({ path: `${shots}/raised.png` });
  const { violations } = await new AxeBuilder({ page: one }).include('.alarms__box').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  // The first control of the first alarm has the focus.
  await one.keyboard.press('Enter');
  await expect(row(one)).toContainText('指挥一席 在管');

  await two.keyboard.press('a');
  await expect(row(two)).toContainText('指挥一席 在管');
  await row(two).getByRole('button', { name: '接管' }).click();
  await row(two).getByLabel('理由').fill('一席去接电话');
  await row(two).locator('.alarm__form').getByRole('button', { name: '接管' }).click();
  await expect(row(one)).toContainText('指挥二席 在管');
  await row(two).getByRole('button', { name: '搁置' }).click();
  await expect(row(two).getByRole('button', { name: '30 分钟' })).toBeDisabled();
  await row(two).getByLabel('理由').fill('电台确认在附近');
  await row(two).getByRole('button', { name: '30 分钟' }).click();
  await expect(row(one)).toContainText('电台确认在附近');
  await expect(sign(one)).toHaveText(/告警\s*0/);

  await raise('m2', { kind: 'sos', proposal: null, accuracy: null });
  // Over everything at both seats; what is typed beneath keeps the focus, and Enter takes nothing.
  await two.keyboard.press('Escape');
  await two.keyboard.press('/');
  await two.keyboard.type('1121');
  for (const page of pages) await expect(page.getByRole('alertdialog', { name: '求助' })).toContainText('机动二组');
  await two.keyboard.type('-001');
  await expect(two.locator(':focus')).toHaveValue('1121-001');
  await two.screenshot({ path: `${shots}/sos.png` });
  await two.keyboard.press('F2');
  for (const page of pages) await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(row(one)).toHaveAttribute('data-alarm', 'sos');
  await expect(row(one)).toContainText('指挥二席 在管');
  await expect(row(one).getByRole('button', { name: '搁置' })).toHaveCount(0);
  await one.screenshot({ path: `${shots}/busy.png` });
  await row(one).getByRole('button', { name: '解除' }).click();
  await row(one).getByRole('button', { name: '误报' }).click();
  await expect(one.getByRole('dialog', { name: '告警' }).locator('.alarm')).toHaveCount(1);

  // Heard by radio: typed for who calls, and from then on a call like any other.
  await one.getByText('有人用电台、电话求助？').click();
  await one.getByRole('button', { name: '发出求助' }).click();
  await expect(one.getByText('请选是哪一组在求助')).toBeVisible();
  await one.getByLabel('谁在求助').selectOption({ label: '机动三组' });
  await one.screenshot({ path: `${shots}/heard.png` });
  await one.getByRole('button', { name: '发出求助' }).click();
  for (const page of pages) await expect(page.getByRole('alertdialog', { name: '求助' })).toContainText('机动三组');
  await one.keyboard.press('F2');
  for (const page of pages) await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(row(one)).toContainText('指挥一席 在管');
  expect(complaints.flat()).toEqual([]);
});

test('one key sends help; taken and nobody sent, the lead is told over everything; what those sent say stands in the list', async ({
  browser,
}) => {
  // A minute of the hall is five seconds here.
  const hub = await startNightHub('2026-11-21T22:41:00+08:00', ['--clock-rate', '12']);
  desk = await openDesk(hub, 'zhiban');
  await beginDuty(desk);
  const pages: Page[] = [];
  const complaints: string[][] = [];
  for (const [login, viewport] of [
    ['zhihui1', { width: 1366, height: 768 }],
    ['zhiban', { width: 1920, height: 1080 }],
  ] as const) {
    const context = await browser.newContext({ viewport, locale: 'zh-CN' });
    opened.push(context);
    const page = await context.newPage();
    complaints.push(collectComplaints(page));
    const shell = await startShell(hub.url, tempFolder());
    await page.goto(shell.url);
    await signInAs(page, login);
    await page.locator('.top-bar [data-link="live"]').waitFor();
    pages.push(page);
  }
  const [one, lead] = pages as [Page, Page];
  const call = (page: Page) => page.getByRole('alertdialog', { name: '求助' });
  // Nobody knows where: their own people are proposed.
  await raise('m2', { kind: 'sos', place: null, seenAt: null, proposal: null, accuracy: null });
  for (const page of pages) {
    await expect(call(page)).toContainText('没有定位');
    await expect(call(page)).toContainText(/秒后上报(值班长|带班领导)/);
    await expect(call(page).getByRole('button', { name: /^派 .+ 去支援/ })).toBeVisible();
  }
  await lead.screenshot({ path: `${shots}/support.png` });
  const { violations } = await new AxeBuilder({ page: lead }).include('.sos-call').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  await one.keyboard.press('F2');
  await expect(call(one)).toHaveCount(0);

  // Taken, and nobody was sent.
  await expect(call(lead)).toContainText(/已上报值班长/, { timeout: 30_000 });
  await expect(call(lead)).toContainText('指挥一席 在管');
  await expect(call(lead).getByRole('button', { name: /接收求助/ })).toHaveCount(0);
  await lead.screenshot({ path: `${shots}/told-upwards.png` });
  await call(lead).getByRole('button', { name: /^收起/ }).click();
  await expect(call(lead)).toHaveCount(0);
  await lead.keyboard.press('a');
  const row = (page: Page) => page.getByRole('dialog', { name: '告警' }).locator('[data-alarm="sos"]');
  const go = row(lead).getByRole('button', { name: /^派 .+ 去支援/ });
  await expect(go).toBeVisible();
  await go.click();
  await expect(row(lead).locator('[data-support]')).toHaveCount(2);
  await expect(row(lead).locator('[data-support]').first()).toContainText('未回话，请用电台呼叫');
  await one.keyboard.press('a');
  const first = row(one).locator('[data-support]').first();
  await first.getByRole('button', { name: '已出发' }).click();
  await expect(row(lead).locator('[data-support]').first()).toContainText('（指挥一席 代报）');
  await row(one).locator('[data-support]').nth(1).getByRole('button', { name: '去不了' }).click();
  await expect(row(lead).locator('[data-support]').nth(1)).toHaveAttribute('data-is', 'cannot');
  await lead.screenshot({ path: `${shots}/helped.png` });
  await row(one).getByRole('button', { name: '解除' }).click();
  await row(one).getByRole('button', { name: '已处理' }).click();
  await expect(row(lead)).toHaveCount(0);

  // And by one key, over everything: sent and taken at once.
  await raise('m1', { kind: 'sos', place: null, seenAt: null, proposal: null, accuracy: null });
  await expect(call(one).getByRole('button', { name: /^派 .+ 去支援/ })).toBeVisible();
  await one.keyboard.press('F4');
  for (const page of pages) await expect(call(page)).toHaveCount(0);
  await expect(row(one)).toContainText('指挥一席 在管');
  await expect(row(one).locator('[data-support]').first()).toBeVisible();
  expect(complaints.flat()).toEqual([]);
});
