/** Sources that keep coming back: found by their nights; a talk and a notice are noted, and stand there for the next night. */
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { day } from '../../shared/lib/time.ts';
import type { RequestOf, SeatDocument } from '../../shared/wire/seat-api.ts';
import { DemoNight } from '../support/demo-night.ts';
import { PlayedSeat } from '../support/played-seat.ts';
import { expect, test } from './fixtures.ts';
import { openPlayed } from './played.ts';

test.describe.configure({ timeout: 300_000 });
test.use({ actionTimeout: 30_000 });

const shots = 'test-results/repeats';
const text = '斜土路小木桥路口往东那个工地,十点多了还在打桩';

/** The same call so many nights before. */
function before(one: IncidentState, nights: number): SeatDocument {
  const id = `00000000-0000-7000-9000-${String(nights).padStart(12, '0')}`;
  const moved = {
    ...one,
    ...{ id, number: `11${String(21 - nights)}-003`, night: `2026-11-${String(21 - nights)}`, externalId: null },
    ...{ actAt: one.actAt - nights * day, receivedAt: one.receivedAt - nights * day },
  };
  return { stream: `incident/${id}`, version: 1, seq: 1, state: moved as unknown as SeatDocument['state'] };
}

test('a site of three nights is on the list; a talk and a notice are noted and stand there', async ({ page }) => {
  const night = new DemoNight();
  const id = night.receive({ text, source: '12345', time: '22:41' });
  const assignment = night.send(id, 'm1', '22:42');
  night.give('Arrive', { assignment, channel: 'radio' }, '22:50');
  night.give('ReportOutcome', { assignment, kind: 'stopped', channel: 'radio' }, '22:58');
  const seat = new PlayedSeat(night, '23:45');
  seat.hold([id], [assignment]);
  for (const nights of [3, 7]) seat.more.set(`incident/${nights}`, before(night.incident(id), nights));
  const submitted: { readonly type: string; readonly data: unknown }[] = [];
  seat.answers.set('submit', (body: RequestOf<'submit'>) => {
    submitted.push(body);
    const { personal, ...data } = body.data as { readonly personal?: unknown };
    const handle = { ref: 'c'.repeat(32), mac: 'd'.repeat(64), has: ['text'] };
    night.give(body.type, { ...data, ...(personal === undefined ? {} : { personal: handle }) }, '23:46');
    seat.hold([id]);
    return { status: 'queued', entry: crypto.randomUUID() };
  });
  await openPlayed(page, seat, { width: 1920, height: 1080 });
  await page
    .locator('.console__foot')
    .getByRole('button', { name: /反复源头/ })
    .click();
  const row = page.locator('[data-repeat="a"]');
  await expect(row).toContainText('14 夜中 3 夜');
  await expect(row).toContainText('均 22:30 后');
  await expect(row).toContainText('未约谈、未抄告');
  await row.getByRole('button').click();
  const one = page.locator('.repeats__one');
  await expect(one.locator('[data-night="2026-11-21"]')).toContainText('已停工');
  await expect(one.locator('[data-night]')).toHaveCount(3);
  await page.screenshot({ path: `${shots}/list-1920.png` });

  await one.getByRole('button', { name: '记约谈' }).click();
  await one.getByLabel('约谈对象').selectOption('siteLead');
  await one.getByLabel('夜间不施工').check();
  await one.getByLabel('夜间有专人值守').check();
  await one.getByLabel('说明（存入保密库）').fill('当面说好，夜里不做');
  await page.screenshot({ path: `${shots}/talk-1920.png` });
  await one.getByRole('button', { name: '记录', exact: true }).click();
  await expect(row).toContainText('约谈项目负责人：夜间不施工、夜间有专人值守');
  await expect(row).toContainText('此后没有投诉');
  expect(submitted.at(-1)).toMatchObject({
    type: 'RecordSourceTalk',
    data: { incident: id, with: 'siteLead', promised: ['noNightWork', 'nightWatch'] },
  });

  await one.getByRole('button', { name: '抄告稿' }).click();
  const sheet = page.locator('[data-sheet="notice"]');
  await sheet.getByLabel('抄告单位').selectOption('公安');
  await expect(sheet).toContainText('示例工地 A');
  await expect(sheet).toContainText('2026-11-14夜');
  await expect(sheet).toContainText('约谈项目负责人');
  await expect(sheet).toContainText('公安：');
  await page.screenshot({ path: `${shots}/draft-1920.png` });
  await page.keyboard.press('Escape');
  await one.getByRole('button', { name: '记抄告' }).click();
  await one.getByRole('button', { name: '记录', exact: true }).click();
  await expect(row).toContainText('抄告公安（公文）');
  expect(submitted.at(-1)).toMatchObject({
    type: 'RecordSourceNotice',
    data: { authority: '公安', personal: { text: expect.stringContaining('关于示例工地 A 夜间施工噪声') as unknown } },
  });
  // What was noted wrongly is corrected by a trace, and stays to be seen.
  await one.locator('[data-step="notice"]').getByRole('button', { name: '更正' }).click();
  await one.getByRole('button', { name: '填错，另记' }).click();
  await expect(one.locator('[data-step="notice"]')).toContainText('已更正：填错，另记');
  for (const [width, height] of [
    [1366, 768],
    [960, 700],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `${shots}/done-${String(width)}.png` });
  }
  await one.getByRole('button', { name: night.incident(id).number }).click();
  await expect(page.locator('.detail__number')).toContainText(night.incident(id).number);
});
