/** What the detail of an incident says: what was noted on scene, what happened, what is still owed. On a seat played in memory. */
import type { Page } from 'playwright/test';
import type { RequestOf } from '../../shared/wire/seat-api.ts';
import { DemoNight } from '../support/demo-night.ts';
import { PlayedSeat } from '../support/played-seat.ts';
import { expect, test } from './fixtures.ts';
import { openPlayed } from './played.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ actionTimeout: 30_000 });

const scene = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。';
const shots = 'test-results/detail';
const caller = { ref: 'a'.repeat(32), mac: 'b'.repeat(64), has: ['text'] };
const noted = { ref: 'c'.repeat(32), mac: 'd'.repeat(64), has: ['text'] };
/** 200 characters, in lines. */
const words = `${'负责人称混凝土浇筑不能中断,'.repeat(13)}\n${'现场三十人'.repeat(3)}`;

async function open(page: Page, seat: PlayedSeat): Promise<void> {
  await openPlayed(page, seat);
  await page.locator('[data-incident]').first().click();
  await expect(page.locator('.detail__number')).toBeVisible();
}

/** No text key, such as `sourceOf.none.certain`, stands where its text should. */
async function noKeys(page: Page): Promise<void> {
  const all = await page.locator('.detail').innerText();
  expect(all.match(/[a-z]+\.[a-z][A-Za-z]+/g) ?? []).toEqual([]);
}

const section = (page: Page, name: string) => page.locator(`[data-section="${name}"]`);

test('what was noted on scene is read where it was noted and in the timeline, or why not is said', async ({ page }) => {
  const night = new DemoNight();
  const id = night.receive({ text: scene, source: '12345', time: '22:41', personal: caller });
  const assignment = night.send(id, 'm1', '22:42');
  night.give('Arrive', { assignment, channel: 'radio' }, '22:50');
  night.give('SetOut', { assignment, channel: 'radio', happenedAt: night.at('22:45') }, '22:51', '22:45');
  night.give('NoteEvidence', { assignment, kind: 'note', channel: 'radio', personal: noted }, '22:55');
  const seat = new PlayedSeat(night, '22:58');
  seat.hold([id], [assignment]);
  const stream = `assignment/${assignment}`;
  const by = { user: 'user-wu', seat: 'desk-2', role: 'nightDesk' };
  const event = (seq: number, type: string, time: string, data: object) => {
    const at = night.at(time);
    return { id: `e${seq}`, seq, stream, version: seq, type, data, at, occurredAt: at, by, cause: `c${seq}` };
  };
  const events = [
    event(1, 'UnitAssigned', '22:42', { unitName: '机动一组' }),
    event(2, 'UnitArrived', '22:50', { grade: 'reportedByDesk', reportedByDesk: 'radio' }),
    event(3, 'UnitSetOut', '22:51', { reportedByDesk: 'radio' }),
    event(4, 'EvidenceNoted', '22:55', { kind: 'note', personal: noted, reportedByDesk: 'radio' }),
  ];
  seat.answers.set('history', ({ stream: asked }: RequestOf<'history'>) => ({
    status: 'events',
    events: asked === stream ? events : [],
    complete: true,
  }));
  let code: string | undefined = 'NotAllowed';
  seat.answers.set('personal', () =>
    code === undefined ? { status: 'content', content: { text: words } } : { status: 'refused', code },
  );
  await open(page, seat);
  const steps = section(page, 'steps');
  const timeline = section(page, 'timeline');
  await expect(steps.locator('.steps__trail li')).toHaveText([/派单/, /22:45 出发/, /22:50 到场/]);
  await expect(timeline.locator('li')).toHaveText([
    /22:55.*取证：现场记录.*夜班席 · desk-2/,
    /22:51.*补报：机动一组 出发/,
    /22:50.*机动一组 到场.*代报·电台/,
    /22:42.*派单 机动一组/,
  ]);
  await expect(steps).not.toContainText('负责人称');
  for (const [refused, said] of [
    ['NotAllowed', '没有查看权限'],
    ['Erased', '已删除'],
    ['Offline', '链路断开'],
  ] as const) {
    code = refused;
    await steps.getByRole('button', { name: '查看内容' }).click();
    await expect(steps.getByRole('alert')).toContainText(said);
  }
  code = undefined;
  await steps.getByRole('button', { name: '查看内容' }).click();
  await timeline.getByRole('button', { name: '查看内容' }).click();
  for (const place of [steps, timeline]) await expect(place.locator('.vault-words')).toHaveText(words);
  expect(seat.asked.filter(({ name }) => name === 'personal').at(-1)?.body).toEqual({
    ref: noted.ref,
    reason: '办理诉件',
  });
  await steps.screenshot({ path: `${shots}/steps.png` });
  await timeline.screenshot({ path: `${shots}/timeline.png` });

  // 200 characters are seen whole while they are typed, and go out with their lines.
  const field = steps.getByRole('textbox', { name: '记录' });
  await field.fill(words);
  expect(await field.evaluate((area) => area.scrollHeight - area.clientHeight)).toBeLessThanOrEqual(0);
  await steps.screenshot({ path: `${shots}/note.png` });
  await expect(section(page, 'actions').getByRole('group', { name: '电话督停' })).toContainText('示例工地 A');
  await steps.getByRole('button', { name: '记录', exact: true }).click();
  await expect
    .poll(() => seat.entered('NoteEvidence').map(({ data }) => data))
    .toMatchObject([{ personal: { text: words } }]);
  await noKeys(page);
});

test('what keeps it from being closed, and that nobody is rung at night, is said beforehand', async ({ page }) => {
  const night = new DemoNight();
  const id = night.receive({ text: scene, source: '12345', time: '22:41', personal: caller });
  const assignment = night.send(id, 'm1', '22:42');
  night.give('Arrive', { assignment, channel: 'radio' }, '22:50');
  night.give('ReportOutcome', { assignment, kind: 'permittedAndCompliant', channel: 'radio' }, '22:58');
  const seat = new PlayedSeat(night, '22:59');
  seat.hold([id], [assignment]);
  await open(page, seat);
  const actions = section(page, 'actions');
  await expect(actions.getByRole('button', { name: '办结' })).toHaveAccessibleDescription(
    '还不能办结：1121-001 的来电人尚未答复',
  );
  // The stage says the same: it owes an answer, and nothing else.
  for (const place of [page.locator('.detail__title .stage'), page.locator('[data-incident] .stage')])
    await expect(place).toHaveText('待答复');
  await expect(actions.getByRole('button', { name: '已口头答复' })).toBeDisabled();
  await expect(actions.getByRole('group', { name: '答复来电人' })).toContainText(/此时不宜打电话，\d\d:\d\d 起可打/);
  await expect(actions.getByRole('button', { name: '已回填热线' })).toBeEnabled();
  // Nobody is told to stop what was found in order.
  await expect(actions.getByRole('group', { name: '电话督停' })).toHaveCount(0);
  await actions.screenshot({ path: `${shots}/actions.png` });
  night.give('RecordReply', { incident: id, way: 'message' }, '23:00');
  seat.hold([id]);
  await expect(page.locator('.detail__title .stage')).toHaveText('待办结');
  await expect(actions.getByRole('button', { name: '办结' })).toHaveAccessibleDescription('');
  await noKeys(page);
});

test('a matter without a site says so, and asks for no site', async ({ page }) => {
  const night = new DemoNight();
  const id = night.receive({ text: '小区里广场舞音响太吵了', source: '12345', time: '22:41', personal: caller });
  expect(night.incident(id).match.status).toBe('notASite');
  const seat = new PlayedSeat(night, '22:42');
  seat.hold([id]);
  await open(page, seat);
  await expect(section(page, 'source')).toContainText('不涉及工地');
  await expect(section(page, 'source').getByRole('textbox')).toHaveCount(0);
  await section(page, 'source').screenshot({ path: `${shots}/not-a-site.png` });
  await noKeys(page);
});
