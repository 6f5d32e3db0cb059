/** 紧急信息: from an incident to the report, its limits in the bar, given in its order, seen at the other seat, late and ended. */
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright/test';
import { ensureChromium, plainChromiumFlags } from '../../build/setup/chromium.ts';
import { must } from '../../shared/lib/must.ts';
import { cleanUp, tempFolder } from '../support/hub-process.ts';
import { startNightHub } from '../support/night-hub.ts';
import type { NightSeat } from '../support/night-hub.ts';
import { beginDuty, openDesk, receiveOrders, sendUnit } from '../support/pages-night.ts';
import { startShell } from '../support/shell-process.ts';
import { signInAs } from '../support/sign-in.ts';
import { collectComplaints, expect, test } from './fixtures.ts';

const shots = 'test-results/urgent';

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

async function clean(page: Page): Promise<void> {
  const found = async () => {
    const { violations } = await new AxeBuilder({ page }).include('.urgent').analyze();
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, any }) => `${html} ${any.map(({ message }) => message).join()}`).join(' ')}`,
    );
  };
  // What is fading in has no colour of its own yet.
  await expect.poll(found, { timeout: 8_000 }).toEqual([]);
}

test('from the incident: begun, by mouth, in writing without gaps, at the other seat, late, and ended', async ({
  browser,
}) => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  desk = await openDesk(hub, 'zhiban');
  await beginDuty(desk);
  const { ids } = await receiveOrders(hub, 1);
  const incident = must(ids[0], 'an order');
  await sendUnit(desk, incident, 'm1');
  const pages: Page[] = [];
  const complaints: string[][] = [];
  for (const [login, width, height] of [
    ['zhiban', 1920, 1080],
    ['zhihui1', 1366, 768],
  ] as const) {
    const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' });
    opened.push(context);
    const page = await context.newPage();
    complaints.push(collectComplaints(page));
    const shell = await startShell(hub.url, tempFolder());
    await page.goto(shell.url);
    await signInAs(page, login);
    await page.locator('.top-bar [data-link="live"]').waitFor();
    pages.push(page);
  }
  const [lead, other] = pages as [Page, Page];

  // From the incident, with its headline and the time at which it came in.
  await lead.getByRole('button', { name: '指挥台', exact: true }).click();
  await lead.locator('[data-incident="1121-001"]').click();
  await lead.getByRole('button', { name: '报送紧急信息' }).click();
  const begin = lead.getByRole('region', { name: '新建紧急信息' });
  await expect(begin.getByLabel('标题')).toHaveValue(/施工噪声/);
  await begin.getByRole('button', { name: '建立，开始计时' }).click();
  await expect(begin.getByText('请选种类', { exact: true })).toBeVisible();
  await begin.getByLabel('种类').click();
  await lead.getByTitle('暴力抗法、人身侵害').click();
  await expect(begin.getByText('口头 30 分钟内')).toBeVisible();
  await begin.getByLabel('标题').fill('斜土路工地有人围堵执法人员');
  await lead.screenshot({ path: `${shots}/begin.png` });
  await clean(lead);
  await begin.getByRole('button', { name: '建立，开始计时' }).click();
  const send = lead.getByRole('region', { name: '报送', exact: true });
  await expect(send).toBeVisible();
  const limits = lead.getByRole('list', { name: '时限' });
  await expect(limits.getByRole('listitem')).toHaveCount(2);
  // On every page of every seat that may report: what is next, and how long.
  const mark = (page: Page) => page.locator('.top-bar').getByRole('button', { name: /^(口头报告|首报|续报)( |超时)/ });
  for (const page of pages) await expect(mark(page)).toContainText('口头报告');

  // By mouth: who took it is asked for, nobody signs.
  await send.getByText('口头报告', { exact: true }).click();
  await send.getByRole('button', { name: '已报出，记入' }).click();
  await expect(send.getByText('请写对方接报人')).toBeVisible();
  await send.getByLabel('接报人').fill('区值班员');
  await lead.screenshot({ path: `${shots}/oral.png` });
  await clean(lead);
  await send.getByRole('button', { name: '已报出，记入' }).click();
  for (const page of pages) await expect(mark(page)).toContainText('首报');

  // The other seat goes on: the draft has what is on record, and its gaps hold it back.
  await mark(other).click();
  const theirs = other.getByRole('region', { name: '报送', exact: true });
  const words = theirs.getByLabel('正文');
  await expect(words).toHaveValue(/斜土路工地有人围堵执法人员/);
  await expect(words).toHaveValue(/机动一组/);
  await expect(words).not.toHaveValue(/1390000/);
  await theirs.getByLabel('签发人').fill('带班领导');
  await theirs.getByRole('button', { name: '已报出，记入' }).click();
  await expect(theirs.getByText(/还有缺项：现场人数和秩序/)).toBeVisible();
  await other.screenshot({ path: `${shots}/gaps.png` });
  await clean(other);
  await words.fill('【暴力抗法、人身侵害】首报\n22:41 接报，无人受伤，现场约 8 人，公安已到场。');
  await theirs.getByRole('button', { name: '已报出，记入' }).click();
  const sent = (page: Page) => page.getByRole('list', { name: '已报' }).getByRole('listitem');
  for (const page of pages) await expect(sent(page)).toHaveCount(2);
  await expect(sent(lead).last()).toContainText('带班领导 签发');
  for (const page of pages) await expect(mark(page)).toContainText('续报');

  // Another that the hall knew of long ago is late at once, and is told as that.
  await other.getByRole('button', { name: '新建' }).click();
  const late = other.getByRole('region', { name: '新建紧急信息' });
  await late.getByLabel('种类').click();
  await other.getByTitle('重大舆情').click();
  await late.getByLabel('标题').fill('网传夜间施工视频');
  await late.getByLabel('知悉时间').fill('2026-11-21T20:30');
  // An incident that is chosen later takes nothing of what was typed.
  await late.getByLabel('关联诉件').click();
  await other.getByTitle(/^1121-001/).click();
  await expect(late.getByLabel('标题')).toHaveValue('网传夜间施工视频');
  await expect(late.getByLabel('知悉时间')).toHaveValue('2026-11-21T20:30');
  await late.getByRole('button', { name: '建立，开始计时' }).click();
  for (const page of pages) await expect(mark(page)).toHaveAttribute('data-degree', 'late');
  await expect(other.getByText(/首报未在 21:30 前报出/)).toBeVisible({ timeout: 30_000 });
  await other.screenshot({ path: `${shots}/late.png` });
  await clean(other);
  await other.getByText('建错了，或不属于紧急信息？').click();
  await other.getByLabel('理由').fill('已由宣传科报送');
  await other.getByRole('button', { name: '撤销' }).click();
  await expect(other.getByText(/撤销：已由宣传科报送/)).toBeVisible();

  // The last one ends it, and nothing is owed any more.
  await lead.getByRole('button', { name: /斜土路工地有人围堵执法人员/ }).click();
  await expect(send.getByLabel('正文')).toHaveValue(/续报/);
  await send.getByText('终报', { exact: true }).click();
  await expect(send.getByLabel('正文')).toHaveValue(/终报[^]*结果和原因/);
  await send.getByLabel('正文').fill('【终报】已移交公安，人员撤离。');
  // What was written stays, whichever report it is to be.
  await send.getByText('续报', { exact: true }).click();
  await send.getByText('终报', { exact: true }).click();
  await expect(send.getByLabel('正文')).toHaveValue('【终报】已移交公安，人员撤离。');
  await send.getByLabel('签发人').fill('带班领导');
  await send.getByRole('button', { name: '已报出，记入' }).click();
  await expect(lead.getByText(/终报，已办结/)).toBeVisible();
  for (const page of pages) await expect(mark(page)).toHaveCount(0);
  await lead.screenshot({ path: `${shots}/ended.png` });
  await clean(lead);
  await lead.getByRole('button', { name: '诉件 1121-001' }).click();
  await expect(lead.locator('.detail')).toContainText('1121-001');
  expect(complaints.flat()).toEqual([]);
});
