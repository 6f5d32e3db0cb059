/** Answering: wordings with their gaps, what was answered before, the proof of quiet, and replies on their way back. */
import type { RequestOf } from '../../shared/wire/seat-api.ts';
import { DemoNight } from '../support/demo-night.ts';
import { PlayedSeat } from '../support/played-seat.ts';
import { expect, test } from './fixtures.ts';
import { openPlayed } from './played.ts';

test.describe.configure({ timeout: 300_000 });
test.use({ actionTimeout: 30_000, permissions: ['clipboard-read', 'clipboard-write'] });

const shots = 'test-results/answering';
const caller = { ref: 'a'.repeat(32), mac: 'b'.repeat(64), has: ['name', 'text'] };
const words = (letter: string) => ({ ref: letter.repeat(32), mac: letter.repeat(64), has: ['text'] });
const text = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚';

test('a wording by one key, its gaps, what was answered before; the helper copies field by field and marks the order', async ({
  page,
}) => {
  const night = new DemoNight();
  const before = night.receive({
    text,
    source: '12345',
    time: '20:41',
    personal: caller,
    externalId: 'SZ20261121-0001',
  });
  night.give('RecordReply', { incident: before, way: 'hotline', personal: words('d') }, '20:50');
  night.give(
    'RecordSurvey',
    { incident: before, reached: true, satisfied: true, solved: true, surveyedAt: night.at('20:55') },
    '20:56',
  );
  const id = night.receive({ text, source: '12345', time: '22:41', personal: caller, externalId: 'SZ20261121-0019' });
  const assignment = night.send(id, 'm1', '22:42');
  night.give('Arrive', { assignment, channel: 'radio' }, '22:50');
  night.give('ReportOutcome', { assignment, kind: 'stopped', channel: 'radio' }, '22:58');
  night.give('RecordCheck', { incident: id, which: 'sameNight', way: 'passingUnit', quiet: true }, '23:40');
  const seat = new PlayedSeat(night, '23:45');
  seat.hold([before, id], [assignment]);
  const submitted: { readonly type: string; readonly data: unknown }[] = [];
  seat.answers.set('submit', (body: RequestOf<'submit'>) => {
    submitted.push(body);
    return { status: 'queued', entry: crypto.randomUUID() };
  });
  seat.answers.set('personal', ({ ref }: RequestOf<'personal'>) => ({
    ...{ status: 'content', ref, storedAt: night.at('22:41') },
    content: ref === caller.ref ? { name: '示例甲', phone: '13800001234' } : { text: '上次答过：已到场核实。' },
  }));
  await openPlayed(page, seat, { width: 1920, height: 1080 });
  await page
    .locator(`[data-incident="${night.incident(id).number}"]`)
    .first()
    .click();
  const quiet = page.locator('[data-section="quiet"]');
  await expect(quiet).toContainText('23:40 当夜复核');
  await expect(quiet).toContainText('机动一组');
  await quiet.scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${shots}/quiet-1920.png` });

  const box = page.locator('#reply-words');
  await page.locator('.detail__number').click();
  await page.keyboard.press('y');
  await expect(box).toBeFocused();
  await expect(box).toHaveValue(/已核实处理.*机动一组.*现场已停止施工.*23:40 巡查车组经过时复核，未发现噪声/s);
  const send = page.locator('.reply-box').getByRole('button', { name: '已回填热线' });
  await expect(send).toBeEnabled();
  // Another wording asks for what nobody recorded: it cannot go until that is typed or taken out.
  await box.fill('');
  await page.locator('.reply-box').getByRole('button', { name: '清空' }).waitFor({ state: 'detached' });
  await box.fill('该处为抢修，预计至〔缺：许可或告知的截止时间〕。将依法处罚。');
  await expect(send).toBeDisabled();
  await expect(page.locator('.reply-box__gaps')).toContainText('还缺 1 处');
  await expect(page.locator('.reply-box__mind')).toContainText('处罚');
  await page.screenshot({ path: `${shots}/gaps-1920.png` });
  await page.locator('.reply-box').getByRole('button', { name: '下一处' }).click();
  await page.keyboard.type('明早 6 点');
  await expect(send).toBeEnabled();

  const last = page.locator(`[data-last-answer="${night.incident(before).number}"]`);
  await expect(last).toContainText('满意');
  await last.getByRole('button', { name: '看原话' }).click();
  await expect(last).toContainText('上次答过');
  await last.getByRole('button', { name: '插入' }).click();
  await expect(box).toHaveValue(/上次答过：已到场核实。$/);
  await page.locator('.reply-box').getByRole('button', { name: '带入称呼' }).click();
  await expect(page.locator('.reply-box')).toContainText('示**');
  await box.fill('已到场核实，现场已停止施工。');
  await send.click();
  await expect
    .poll(() => submitted.at(-1))
    .toMatchObject({
      type: 'RecordReply',
      data: { incident: id, way: 'hotline', personal: { text: '已到场核实，现场已停止施工。' } },
    });

  // The way back, where there is no interface: beside the hotline's page.
  night.give('RecordReply', { incident: id, way: 'hotline', personal: words('e') }, '23:46');
  const queue = { incident: before, posting: 'p-1', reply: 0, to: '市热线' };
  night.system('QueueReplyPost', queue, '23:46');
  night.system(
    'NoteReplyPostFailed',
    { incident: before, posting: 'p-1', why: 'keyRefused', tries: 1, over: true },
    '23:47',
  );
  seat.hold([before, id]);
  await page.locator('.console__foot').getByRole('button', { name: /答复/ }).click();
  const failedRow = page.locator(`[data-post="${night.incident(before).number}"]`);
  await expect(failedRow).toContainText('失败');
  await expect(failedRow).toContainText('对方不认密钥');
  await page.screenshot({ path: `${shots}/list-1920.png` });
  await failedRow.getByRole('button', { name: '再发一次' }).click();
  await expect
    .poll(() => submitted.at(-1))
    .toMatchObject({ type: 'SendReplyAgain', data: { incident: before, reply: 0 } });

  await page.setViewportSize({ width: 960, height: 700 });
  await page
    .locator(`[data-post="${night.incident(id).number}"]`)
    .getByRole('button', { name: '回填' })
    .click();
  const helper = page.locator('.form-helper');
  await helper.getByRole('button', { name: '读入答复原话' }).click();
  await helper.locator('button[data-field="0"]').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('SZ20261121-0019');
  await expect(helper.locator('button[data-field="1"]')).toBeFocused();
  const fields = await helper.locator('li').count();
  // What there is nothing of is passed over, not copied.
  await expect(helper.locator('li', { has: page.locator('.form-helper__empty') }).getByText('复制')).toHaveCount(0);
  for (let at = 1; at < fields; at += 1) {
    await page.keyboard.press('Enter');
    await expect(helper.locator('li').nth(at)).toHaveAttribute('data-copied', 'true');
  }
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('上次答过：已到场核实。');
  await expect(helper).toContainText('标为人工回传');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(960);
  await page.screenshot({ path: `${shots}/helper-960.png` });
  await page.keyboard.press('Enter');
  await expect
    .poll(() => submitted.at(-1))
    .toMatchObject({ type: 'MarkReplyPosted', data: { incident: id, reply: 0, why: 'noInterface' } });
  night.give('MarkReplyPosted', { incident: id, reply: 0, why: 'noInterface' }, '23:50');
  seat.hold([id]);
  await expect(helper).toContainText('已标为人工回传');
  await page.keyboard.press('Escape');
  await expect(helper).toHaveCount(0);
});

test('in a window of its own there is the helper alone, without the bar', async ({ page }) => {
  const night = new DemoNight();
  const id = night.receive({ text, source: '12345', time: '22:41', personal: caller, externalId: 'SZ20261121-0019' });
  night.give('RecordReply', { incident: id, way: 'hotline', personal: words('e') }, '22:50');
  const seat = new PlayedSeat(night, '22:58');
  seat.hold([id]);
  const shell = await openPlayed(page, seat, { width: 480, height: 700 });
  await page.goto('about:blank');
  await page.goto(`${new URL(shell.url).origin}/#answers=${id}`);
  await expect(page.locator('.form-helper')).toContainText('SZ20261121-0019');
  await expect(page.locator('.form-helper button[data-field="0"]')).toBeFocused();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(480);
  await page.screenshot({ path: `${shots}/window-480.png` });
});
