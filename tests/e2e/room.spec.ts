/**
 * What has room: thousands in the queue, half a screen, bars at every width, the wall's list. On a seat played in memory.
 */
import AxeBuilder from '@axe-core/playwright';
import { DemoNight } from '../support/demo-night.ts';
import { PlayedSeat, wall } from '../support/played-seat.ts';
import { expect, test } from './fixtures.ts';
import { openPlayed } from './played.ts';
import { oneRing } from './one-ring.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ actionTimeout: 30_000 });

const scene = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。';
const shots = 'test-results/room';

for (const width of [1920, 1366])
  test(`3,000 open at ${width} px: only what can be seen is drawn, and every one can be reached`, async ({ page }) => {
    await page.setViewportSize({ width, height: 768 });
    const { seat, id } = await oneRing(page);
    const one = seat.night.incident(id);
    for (let n = 2; n <= 3000; n += 1) {
      const number = `1121-${String(n).padStart(3, '0')}`;
      const state = { ...one, id: `more-${n}`, number, running: n, next: null, similar: [] };
      seat.more.set(`incident/more-${n}`, { stream: `incident/more-${n}`, version: 1, seq: 1, state: state as never });
    }
    seat.hold([]);
    await expect(page.locator('.queue__count')).toHaveText('3000 件');
    // However narrow the queue, it can be read where.
    const headline = page.locator('[data-incident="1121-001"] .queue-row__headline');
    expect(await headline.evaluate((element) => element.clientWidth)).toBeGreaterThan(150);
    const drawn = (): Promise<number> => page.locator('[data-incident]').count();
    expect(await drawn()).toBeLessThan(200);
    await page.locator('.queue__list').evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await expect(page.locator('[data-incident]').last()).toBeInViewport();
    await expect.poll(drawn).toBeLessThan(200);
    await page.keyboard.press('/');
    await page.keyboard.type('1121-2999');
    await page.keyboard.press('Enter');
    await expect(page.locator('.queue-row--selected')).toBeInViewport();
    // All there from the start, before any row was measured.
    await page.reload();
    await expect(page.locator('.queue__count')).toHaveText('3000 件');
    // What is not drawn has the room of what is: or the end would move away under the scrolling hand.
    const perRow = (block: string) =>
      page.locator(block).evaluate((element) => element.getBoundingClientRect().height / 40);
    await expect
      .poll(async () => Math.abs((await perRow('.queue__block >> nth=0')) - (await perRow('.queue__block >> nth=50'))))
      .toBeLessThan(1);
  });

test('at half the width beside another page all is within reach, in both themes', async ({ page }) => {
  const { seat, id } = await oneRing(page);
  const { night } = seat;
  const assignment = night.send(id, 'm1', '22:43');
  night.give('Arrive', { assignment, channel: 'radio' }, '22:50');
  night.give('ReportOutcome', { assignment, kind: 'refusesToStop', channel: 'radio' }, '22:58');
  seat.hold([id], [assignment]);
  await page.locator('[data-incident="1121-001"]').click();
  await expect(page.locator('.queue-row__alarm')).toBeVisible();
  await page.setViewportSize({ width: 960, height: 1040 });
  for (const theme of ['dark', 'light']) {
    await page.screenshot({ path: `${shots}/half-${theme}.png` });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    for (const each of await page.locator('.top-bar button').all()) await expect(each).toBeInViewport({ ratio: 1 });
    if (theme === 'dark') await page.getByRole('button', { name: '日间配色' }).click();
  }
});

/** Many open ones beside the first, each received a minute after the one before; all acknowledged but the last two. */
function crowd(seat: PlayedSeat, id: string, count: number): void {
  const one = seat.night.incident(id);
  const acknowledged = { at: seat.night.at('22:42'), user: 'lin' };
  for (let n = 2; n <= count; n += 1) {
    const number = `1121-${String(n).padStart(3, '0')}`;
    const open = [{ limit: 'sameNight', at: seat.night.at('22:00') + n * 60_000 }];
    const state = {
      ...{ ...one, id: `more-${n}`, number, running: n, similar: [], receivedAt: one.receivedAt + n },
      ...(n > count - 2 ? {} : { acknowledged, open, next: open[0] }),
    };
    seat.more.set(`incident/more-${n}`, { stream: `incident/more-${n}`, version: 1, seq: 1, state: state as never });
  }
  seat.hold([]);
}

test('what is new is told on top of a long queue, Space goes to the newest, and once looked at it is new no more', async ({
  page,
}) => {
  const { seat, id } = await oneRing(page);
  crowd(seat, id, 42);
  const told = page.locator('.queue__fresh');
  await expect(told).toContainText('新到 3');
  await page.screenshot({ path: `${shots}/fresh.png` });
  await page.keyboard.press('Space');
  await expect(page.locator('.detail__number')).toHaveText('1121-042');
  await expect(page.locator('[data-incident="1121-042"]')).toBeInViewport();
  await expect(page.locator('[data-incident="1121-042"] .queue-row__new')).toHaveCount(0);
  await expect(told).toContainText('新到 2');
  await told.getByRole('button').click();
  await expect(page.locator('.detail__number')).toHaveText('1121-041');
  await page.keyboard.press('Space');
  await expect(page.locator('.detail__number')).toHaveText('1121-001');
  await expect(told).toBeEmpty();
});

test('at every width the bar is within the page, and what has no room is under one mark', async ({ page }) => {
  const { seat } = await oneRing(page);
  seat.status({ pending: 12, asking: 3, refused: 2 });
  await page.keyboard.press('Space');
  await expect(page.locator('[data-advice="send"]')).toBeVisible();
  for (const [width, height] of [
    [960, 900],
    [1093, 614],
    [1142, 700],
    [1366, 768],
    [1441, 800],
    [1536, 864],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide, `the page at ${width}`).toBeLessThanOrEqual(0);
    for (const each of await page.locator('.top-bar button:visible').all())
      await expect(each, `at ${width}`).toBeInViewport({ ratio: 1 });
    await page.locator('.recommended__unit .act').first().scrollIntoViewIfNeeded();
    // Scrolled to the edge it may lack a part of a pixel.
    await expect(page.locator('.recommended__unit .act').first(), `at ${width}`).toBeInViewport({ ratio: 0.99 });
    await page.locator('.detail__body').evaluate((body) => body.scrollTo(0, 0));
    await page.screenshot({ path: `${shots}/bar-${width}.png` });
  }
  await page.setViewportSize({ width: 1366, height: 768 });
  await expect(page.locator('.recommended__unit').first(), 'without scrolling').toBeInViewport({ ratio: 1 });
  await expect(page.locator('[data-glance="oldest"]')).toBeHidden();
  await page.getByRole('button', { name: '更多' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: '更多情况' })).toContainText('最久未答复');
  await expect(page.getByRole('group', { name: '更多情况' })).toContainText('12345 最近');
  await expect(page.locator('.queue-row__limit').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('group', { name: '更多情况' })).toHaveCount(0);
  await expect(page.locator('.detail__number'), 'the incident stays').toBeVisible();
});

test('the wall’s list fills its room, and its sentence tells the late ones beside what came back', async ({ page }) => {
  const night = new DemoNight();
  const id = night.receive({ text: scene, source: '12345', time: '22:41' });
  const seat = new PlayedSeat(night, '22:42', wall);
  seat.hold([id]);
  crowd(seat, id, 46);
  const back = {
    ...night.incident(id),
    id: 'back',
    number: '1121-099',
    reopened: [] as unknown[],
    open: [],
    next: null,
  };
  back.reopened.push({ at: night.at('22:42'), user: 'hub', because: 'relapse' });
  seat.more.set('incident/back', { stream: 'incident/back', version: 1, seq: 1, state: back as never });
  const shell = await openPlayed(page, seat);
  for (const [width, height] of [
    [1366, 768],
    [1920, 1080],
    [3840, 1080],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.goto(shell.url);
    await expect(page.locator('.wall__sentence')).toHaveText(/^1 件回潮：枫林；\d+ 件超时：枫林$/);
    await expect(page.locator('.wall-limit').first()).toBeVisible();
    await page.screenshot({ path: `${shots}/wall-${width}.png` });
    const blank = await page.evaluate(() => {
      const list = document.querySelector('.wall-limits')?.getBoundingClientRect();
      const rows = [...document.querySelectorAll('.wall-limit')].map((row) => row.getBoundingClientRect());
      if (list === undefined) return Number.NaN;
      const seen = rows.filter(({ left, bottom }) => left < list.right && bottom <= list.bottom + 1);
      return (list.bottom - Math.max(...seen.map(({ bottom }) => bottom))) / (rows[0]?.height ?? Number.NaN);
    });
    expect(blank, `rows that would have room at ${width}`).toBeLessThan(1);
  }
});
