/**
 * The hall as it was, on screen: what the page draws of an instant is the journal folded to it; refusals in words; the
 * console's look back without a hub; a unit that is followed, jumps from event to event, files.
 */
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { evolveDocument } from '../../shared/domain/catalog.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { isQueued } from '../../shared/domain/rules/queue.ts';
import type { EventEnvelope } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import { hour, isoTime, minute } from '../../shared/lib/time.ts';
import type { AnswerOf, RequestOf } from '../../shared/wire/seat-api.ts';
import { DemoNight } from '../support/demo-night.ts';
import { cleanUp, tempFolder, testKey } from '../support/hub-process.ts';
import { startNightHub } from '../support/night-hub.ts';
import type { NightHub } from '../support/night-hub.ts';
import { beginDuty, openDesk, playNight } from '../support/pages-night.ts';
import { PlayedSeat } from '../support/played-seat.ts';
import { startShell } from '../support/shell-process.ts';
import { expect, test } from './fixtures.ts';
import { openPlayed } from './played.ts';
import { signInAs } from '../support/sign-in.ts';

const shots = 'test-results/replay';

test.describe.configure({ timeout: 420_000 });
test.use({ actionTimeout: 30_000 });

test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await cleanUp();
});

async function journalOf(hub: NightHub): Promise<readonly EventEnvelope[]> {
  const { body } = await hub.call('GET', '/api/v1/journal?limit=1000');
  return (body as unknown as { readonly events: readonly EventEnvelope[] }).events;
}

/** Open incidents at an instant, by folding the journal up to it and nothing else: number, stage, units on it. */
function queueThen(journal: readonly EventEnvelope[], at: number): readonly string[] {
  const states = new Map<string, unknown>();
  for (const event of journal)
    if (event.at <= at && event.stream.startsWith('incident/'))
      states.set(event.stream, evolveDocument(states.get(event.stream), event));
  return [...states.values()]
    .map((state) => state as IncidentState)
    .filter(isQueued)
    .map(({ number, stage, units }) => {
      const present = units.filter(({ goneAt }) => goneAt === null).map(({ unitName }) => unitName);
      return `${number} ${stage} ${present.join('、')}`.trim();
    })
    .sort();
}

/** The same as it is drawn. */
async function queueDrawn(page: Page): Promise<readonly string[]> {
  const rows = page.locator('.past [data-incident]');
  const drawn = await rows.evaluateAll((all) =>
    all.map((row) => {
      const units = row.querySelector('.queue-row__units')?.textContent ?? '';
      return `${row.getAttribute('data-incident') ?? ''} ${row.getAttribute('data-stage') ?? ''} ${units}`.trim();
    }),
  );
  return drawn.sort();
}

const instant = (page: Page) => page.getByRole('slider', { name: '回放时刻' });
const at = async (page: Page): Promise<number> => Number(await page.locator('.past').getAttribute('data-at'));

async function goTo(page: Page, wanted: number): Promise<void> {
  await instant(page).fill(String(wanted));
  await expect(page.locator('.past')).toHaveAttribute('data-at', String(wanted), { timeout: 60_000 });
}

async function expectFolded(page: Page, journal: readonly EventEnvelope[], wanted: number): Promise<void> {
  await goTo(page, wanted);
  await expect
    .poll(() => queueDrawn(page), { message: `at ${String(wanted)}`, timeout: 60_000 })
    .toEqual(queueThen(journal, wanted));
}

async function shoot(page: Page, name: string, widths: readonly number[]): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: width === 1920 ? 1080 : 768 });
    await page.screenshot({ path: `${shots}/${name}-${String(width)}.png` });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide, `${name} at ${String(width)} scrolls sideways`).toBeLessThanOrEqual(0);
  }
}

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

/** A way of one unit, ten fixes or more over a period however short the machine made it, as a file of tracks. */
async function importTrack(hub: NightHub, unit: string, from: number, to: number): Promise<number> {
  const rows: string[] = [];
  for (let time = from; time <= to; time += Math.max(1_000, Math.floor((to - from) / 10_000) * 1_000)) {
    const n = rows.length;
    rows.push(`${unit},${isoTime(time, 480)},${(121.43 + n * 0.0008).toFixed(6)},31.19,30`);
  }
  const answer = await fetch(`${hub.url}/api/v1/tracks?crs=WGS84&time=iso`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'text/csv' },
    body: ['unit,at,lon,lat,speed', ...rows].join('\n'),
  });
  if (answer.status !== 200) throw new Error(await answer.text());
  return rows.length;
}

test('a night is replayed as the journal folds; a unit is followed; and without the hub the seat looks back', async ({
  page,
}) => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00', ['--clock-rate', '10']);
  const desk = await openDesk(hub, 'zhiban');
  await beginDuty(desk);
  const browser = await startShell(hub.url, tempFolder());
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(browser.url);
  await signInAs(page, 'zhiban');
  await playNight(hub, desk);
  desk.close();
  const journal = await journalOf(hub);
  const duty = must(
    journal.find(({ stream, type }) => stream === 'unit/m1' && type === 'UnitStatusChanged'),
    'on duty',
  ).at;
  const last = must(journal.at(-1), 'an event').at;
  const fixes = await importTrack(hub, 'm1', Math.ceil(duty / 1_000) * 1_000, last);
  expect(fixes).toBeGreaterThan(3);

  await page.getByRole('button', { name: '回放', exact: true }).click();
  await accessible(page);
  const open = page.getByRole('button', { name: '打开回放' });
  await page.getByRole('radio', { name: /所选组车/ }).check();
  await open.click();
  await expect(page.getByRole('alert').filter({ hasText: '请至少选一个组车' })).toBeVisible();
  await page.getByRole('checkbox', { name: /机动一组/ }).check();
  await open.click();
  await expect(page.getByRole('alert').filter({ hasText: '须选择事由' })).toBeVisible();
  await page.locator('select[name="replay-reason"]').selectOption('arrival');
  await shoot(page, 'choose', [1366]);
  await open.click();

  await expect(page.locator('.past[data-replay="hub"]')).toBeVisible({ timeout: 90_000 });
  await expect(page.locator('[data-loaded="true"]')).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('.past-banner')).toContainText(/回放 · 2026-11-21 \d\d:\d\d:\d\d（.+前）/);
  // At the instants of the journal itself, forward, back, and between.
  const times = [...new Set(journal.filter(({ stream }) => stream.startsWith('incident/')).map((event) => event.at))];
  const picked = times.filter((_, n) => n % Math.ceil(times.length / 4) === 0);
  for (const time of [...picked, last, ...picked.toReversed(), must(picked[1], 'a time') - 1])
    await expectFolded(page, journal, time);
  expect(queueThen(journal, last).length).toBeGreaterThan(3);

  // What is selected is as of then: no unit on it yet, and none of its later steps.
  await goTo(page, must(times[1], 'an event'));
  await page.locator('.past [data-incident="1121-001"]').click();
  const timeline = page.locator('[data-section="timeline"]');
  await expect(timeline).toContainText('受理');
  await expect(timeline).not.toContainText('派单');
  await goTo(page, last);
  await expect(timeline).toContainText('派单 机动一组');
  await accessible(page);
  await shoot(page, 'hub', [1920]);
  // Nothing here gives a command.
  const buttons = (await page.locator('.past .act').allTextContents()).map((text) => text.trim());
  expect(buttons).toEqual(['结束回放 B', '复制位置', '上一事件', '播放', '下一事件']);
  await expect(page.locator('.past [data-section="assessment"]')).toBeVisible();
  await expect(page.locator('.past').getByRole('button', { name: /登记/ })).toHaveCount(0);

  // Jumps go from event to event.
  const marked = journal.filter(({ type }) =>
    ['IncidentReceived', 'UnitAssigned', 'UnitArrived', 'DutyModeSwitched'].includes(type),
  );
  await page.locator('.past').press('Shift+ArrowLeft');
  const before = must(
    marked.findLast((event) => event.at < last),
    'an event before',
  );
  await expect(page.locator('.past')).toHaveAttribute('data-at', String(before.at));
  await page.getByRole('button', { name: '上一事件' }).click();
  const second = must(
    marked.findLast((event) => event.at < before.at),
    'one more',
  ).at;
  await expect(page.locator('.past')).toHaveAttribute('data-at', String(second));
  await page.locator('.past').press('Shift+ArrowRight');
  await expect(page.locator('.past')).toHaveAttribute('data-at', String(before.at));

  // A unit is followed, with its way behind it and its figures.
  await page.keyboard.press('f');
  await page.getByRole('combobox', { name: '在地图上查找' }).fill('机动一组');
  await page.keyboard.press('Enter');
  const card = page.getByRole('article', { name: '机动一组' });
  await expect(card).toContainText('秒 前');
  await card.getByRole('button', { name: '跟踪' }).click();
  await expect(page.locator('[data-followed="m1"]')).toBeVisible();
  await expect(card.locator('[data-track-metres]')).toBeVisible();
  expect(Number(await card.locator('[data-track-metres]').getAttribute('data-track-metres'))).toBeGreaterThan(200);
  const trail = async (): Promise<number> =>
    Number((await page.locator('.district-map').getAttribute('data-trail')) ?? 0);
  await expect.poll(trail).toBeGreaterThan(1);
  const whole = await trail();
  await goTo(page, duty + Math.floor((last - duty) / 3));
  await expect.poll(trail, 'of the way ahead nothing is drawn').toBeLessThan(whole);
  await expect(page.locator('.district-map-marks')).toHaveAttribute('data-marks', /unit/);
  // It plays, and stands again.
  const began = await at(page);
  await page.keyboard.press('Space');
  await expect.poll(() => at(page)).toBeGreaterThan(began + 5_000);
  await page.keyboard.press('Space');
  await shoot(page, 'follow', [1366]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('button', { name: '导出 GPX' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^轨迹_机动一组_.*\.gpx$/);
  const points = readFileSync(await download.path(), 'utf8').match(/<trkpt /g);
  expect(points).toHaveLength(fixes);
  await expect(card).toContainText('已导出');
  await page.keyboard.press('b');
  await expect(open).toBeVisible();

  // The hub is gone: the console looks back all the same, and comes back with one key.
  await page.getByRole('button', { name: '指挥台' }).click();
  await expect(page.locator('.queue [data-incident="1121-001"]')).toBeVisible();
  hub.process.signal('SIGKILL');
  await expect(page.locator('.top-bar [data-link="offline"]')).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('b');
  await expect(page.locator('.past[data-replay="seat"]')).toBeVisible();
  await expect(page.locator('.past-banner')).toContainText('回看中 · 2026-11-21');
  await expect(page.locator('.command-line')).toHaveCount(0);
  const kept = Number(await instant(page).getAttribute('min'));
  for (const time of picked.filter((each) => each > kept)) await expectFolded(page, journal, time);
  await expectFolded(page, journal, last);
  await accessible(page);
  await shoot(page, 'look-back', [960, 1366]);
  await page.getByRole('button', { name: '日间配色' }).click();
  await shoot(page, 'look-back-day', [1366]);
  await page.keyboard.press('b');
  await expect(page.locator('.past')).toHaveCount(0);
  await expect(page.locator('.command-line')).toBeVisible();
});

test('refusals say what to do; what is empty, on its way or broken off says so; a lost seat ends it', async ({
  page,
  complaints,
}) => {
  const night = new DemoNight();
  const id = night.receive({ text: '斜土路小木桥路口往东那个工地,十点多了还在打桩。', source: '12345', time: '22:41' });
  const seat = new PlayedSeat(night, '23:30');
  seat.hold([id]);
  const present = must(seat.answers.get('watch'), 'watch') as (body: RequestOf<'watch'>) => unknown;
  seat.answers.set('watch', ((body: RequestOf<'watch'>) => {
    if (body.replay === undefined || body.kinds.some((kind) => ['pack', 'zone', 'squad'].includes(kind))) {
      const { replay: _, ...rest } = body;
      return present(rest);
    }
    setImmediate(() => seat.push({ push: 'opened', watch: body.watch, documents: [] }));
    return {};
  }) as never);
  const asked: RequestOf<'replayOpen'>[] = [];
  let answer: AnswerOf<'replayOpen'> = { status: 'refused', code: 'Preparing', field: null };
  seat.answers.set('replayOpen', ((body: RequestOf<'replayOpen'>) => {
    asked.push(body);
    return answer.status === 'refused' ? answer : { ...answer, from: body.from, to: body.to };
  }) as never);
  seat.answers.set('replayClose', () => ({}));
  let here = 0;
  let ended: string | null = null;
  seat.answers.set('replayEvents', () => ({ status: 'events', events: [], more: false, loadedTo: here, ended }));
  seat.answers.set('replayAt', (({ at: wanted }: RequestOf<'replayAt'>) => ({
    ...{ status: 'at', at: wanted, seq: 0, loadedTo: here, full: false, units: [], gone: [] },
  })) as never);
  const shell = await openPlayed(page, seat);
  await page.getByRole('button', { name: '回放', exact: true }).click();
  const open = page.getByRole('button', { name: '打开回放' });
  for (const [code, words] of [
    ['Preparing', '过一两分钟'],
    ['TooLarge', '少选几个组车'],
    ['Busy', '稍后再试'],
    ['RightsChanged', '权限或范围有变'],
    ['NotAllowed', '没有回放的权限'],
    ['Offline', '与中枢断开'],
    ['StorageFull', '磁盘已满'],
    ['SomethingNew', 'SomethingNew'],
  ] as const) {
    answer = { status: 'refused', code, field: null };
    await open.click();
    await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible();
  }
  expect(asked.at(-1)).toMatchObject({ of: 'hub', units: [], reason: null });
  expect(must(asked.at(-1), 'asked').to - must(asked.at(-1), 'asked').from).toBe(2 * hour);
  // Own times: in civil time of the district, wherever the browser is.
  await page.getByRole('radio', { name: '自选起止' }).check();
  await page.getByLabel('从', { exact: true }).fill('2026-11-21T22:10');
  await page.getByLabel('至', { exact: true }).fill('2026-11-21T21:10');
  await open.click();
  await expect(page.getByRole('alert').filter({ hasText: '止在起之后' })).toBeVisible();
  await page.getByLabel('至', { exact: true }).fill('2026-11-21T22:40');
  answer = { status: 'opened', replay: 1, from: 0, to: 0, of: 'hub', units: [] };
  here = night.at('22:20');
  await open.click();
  expect(asked.at(-1)).toMatchObject({ from: night.at('22:10'), to: night.at('22:40') });
  await expect(page.getByText('当时没有在办的诉件')).toBeVisible();
  await expect(page.locator('[data-loaded="false"]')).toContainText('已载入至 22:20:00');
  // Not beyond what is here.
  await instant(page).fill(String(night.at('22:39')));
  await expect(page.locator('.past')).toHaveAttribute('data-at', String(night.at('22:20')));
  await page.screenshot({ path: `${shots}/loading-1366.png` });
  ended = 'RightsChanged';
  here += minute;
  await expect(page.getByRole('alert').filter({ hasText: '回放已结束' })).toBeVisible();
  await page.screenshot({ path: `${shots}/ended-1366.png` });

  await shell.stop();
  await expect(page.locator('.past')).toHaveCount(0);
  await expect(page.getByRole('alert').filter({ hasText: '与本机席位程序断开' })).toBeVisible();
  // What the browser says of a seat that is gone is no complaint of the page.
  await page.goto('about:blank');
  expect(complaints.filter((each) => !each.includes('ERR_CONNECTION_REFUSED'))).toEqual([]);
  complaints.length = 0;
});
