/** Finding by keyboard alone: everything in one box, what came before, filters of the queue; and a queue of thousands. */
import { DemoNight } from '../support/demo-night.ts';
import { PlayedSeat } from '../support/played-seat.ts';
import { expect, test } from './fixtures.ts';
import { openLive } from './played.ts';

test.describe.configure({ timeout: 180_000 });
test.use({ actionTimeout: 30_000 });

const shots = 'test-results/find';

const noise = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。';
const box = '.find [role="combobox"]';
const rows = '.find [role="option"]';
const chosen = '.find [role="option"][aria-selected="true"]';

test('one box finds everything, by keys alone; what came before stands beside the incident', async ({ page }) => {
  const night = new DemoNight();
  const ids = [
    night.receive({ text: noise, source: '12345', time: '22:11' }),
    night.receive({ text: noise, source: '12319', time: '22:41' }),
    night.receive({ text: '不知道哪里一直嗡嗡响，整晚都有。', source: 'phone', time: '22:45' }),
  ];
  const seat = new PlayedSeat(night, '22:50');
  seat.hold(ids);
  await openLive(page, seat);
  await expect(page.locator('.queue [data-incident]')).toHaveCount(3);

  // Nothing, too little, rubbish.
  await page.keyboard.press('Control+k');
  await expect(page.locator(box)).toBeFocused();
  await page.keyboard.type('工');
  await expect(page.locator('.find')).toContainText('至少输入两个');
  await page.locator(box).fill('" OR * NEAR(没有的东西) 🚧');
  await expect(page.locator('.find')).toContainText('没有找到');
  await page.locator(box).fill('夜间施工'.repeat(400));
  await expect(page.locator('.find')).toContainText('只按开头部分查找');

  // Two characters, and the pinyin of a unit; wide figures.
  await page.locator(box).fill('斜土');
  await expect(page.locator(`${rows}[data-find="incident"]`)).toHaveCount(2);
  await expect(page.locator(`${rows}[data-find="site"]`).first()).toBeVisible();
  for (const [width, height] of [
    [1920, 1080],
    [960, 900],
    [1366, 768],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `${shots}/find-${String(width)}.png` });
  }
  await page.locator(box).fill('ｊｄ１ｚ');
  await expect(page.locator(chosen)).toContainText('机动一组');
  await page.keyboard.press('Enter');
  await expect(page.locator('.find')).toHaveCount(0);
  await expect(page.locator('.console__right')).toContainText('机动一组');

  // By number to the incident; the arrows choose.
  await page.keyboard.press('Control+k');
  await page.keyboard.type(night.incident(ids[2] ?? '').number);
  // Enter counts though the answer is still on its way.
  await page.keyboard.press('Enter');
  await expect(page.locator('.detail__number')).toHaveText(night.incident(ids[2] ?? '').number);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('xtl');
  await expect(page.locator(rows).nth(1)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.locator(rows).nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(page.locator('.find')).toHaveCount(0);
  await expect(page.locator('.detail__number')).toBeVisible();

  // Without the hub it says of what it speaks.
  seat.status({ link: 'offline' });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('斜土');
  await expect(page.locator('[data-find-of="seat"]')).toContainText('仅本机所存，2026-11-21 起');
  // A caller is looked for with a reason, which cannot be left out, and only at the hub.
  await page.locator(box).fill('13900001111');
  await expect(page.locator(chosen)).toContainText('按来电人查');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('理由')).toBeFocused();
  await expect(page.locator('.find button[type="submit"]')).toBeDisabled();
  await page.keyboard.type('核对是否同一人');
  await page.keyboard.press('Enter');
  await expect(page.locator('.find [role="alert"]')).toBeVisible();
  await page.screenshot({ path: `${shots}/caller-1366.png` });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  seat.status({ link: 'live' });

  // What was before at the same site.
  await page.locator(`.queue [data-incident="${night.incident(ids[1] ?? '').number}"]`).click();
  const earlier = page.locator('[data-section="earlier"]');
  await expect(earlier.locator('[data-past]')).toHaveCount(1);
  await expect(earlier).toContainText(night.incident(ids[0] ?? '').number);
  await earlier.scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${shots}/earlier-1366.png` });
  await earlier.getByRole('button', { name: night.incident(ids[0] ?? '').number }).click();
  await expect(page.locator('.detail__number')).toHaveText(night.incident(ids[0] ?? '').number);

  // Filters: V, then the fields by keys; an alarm or a new one is counted whatever is left out.
  await page.locator('.queue__title').click();
  await page.keyboard.press('v');
  await expect(page.locator('.queue-filter select').first()).toBeFocused();
  await page.locator('.queue-filter').getByLabel('来源').selectOption('phone');
  await expect(page.locator('.queue [data-incident]')).toHaveCount(1);
  await expect(page.locator('.queue__count')).toHaveText('1/3 件');
  for (const [width, height] of [
    [1920, 1080],
    [960, 900],
    [1366, 768],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `${shots}/filter-${String(width)}.png` });
  }
  await page.getByRole('button', { name: '不筛选' }).click();
  await expect(page.locator('.queue [data-incident]')).toHaveCount(3);
  // This seat never heard of a view of theirs: there are those that everybody has, and it says so.
  await expect(page.locator('.view-strip')).toContainText('还没有从中枢取到');
  await expect(page.locator('.queue-filter').getByLabel('视图名称')).toBeDisabled();
  await page.locator('.view-strip button', { hasText: '噪声' }).click();
  await expect(page.locator('.view-strip button', { hasText: '噪声' })).toHaveAttribute('aria-pressed', 'true');
});

test('a queue of two thousand keeps few of its rows in the page, scrolled to its end and put in other orders', async ({
  page,
}) => {
  const night = new DemoNight();
  const first = night.receive({ text: noise, source: '12345', time: '22:11' });
  const seat = new PlayedSeat(night, '22:50');
  const one = night.incident(first);
  for (let index = 0; index < 2_000; index += 1) {
    const number = `1120-${String(index + 1).padStart(4, '0')}`;
    const id = `many-${String(index)}`;
    const state = { ...one, id, number, receivedAt: one.receivedAt - index * 1_000, running: index + 1 };
    seat.more.set(`incident/${id}`, { stream: `incident/${id}`, version: 1, seq: 1, state: state as never });
  }
  await openLive(page, seat);
  await expect(page.locator('.queue__count')).toHaveText('2000 件', { timeout: 60_000 });
  await page.keyboard.press('v');
  const rows = page.locator('.queue [data-incident]');
  const list = page.locator('.queue__list');
  await list.evaluate(async (element) => {
    for (let top = 0; top < element.scrollHeight; top += 4_000) {
      element.scrollTop = top;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    element.scrollTop = element.scrollHeight;
  });
  // Rows far from what is on screen are taken out again, as soon as the browser says that they are.
  await expect.poll(() => rows.count()).toBeLessThan(300);
  await expect(rows.last()).toBeInViewport();
  await list.evaluate((element) => {
    element.scrollTop = 0;
  });
  const sort = page.locator('.queue-filter select').last();
  const firsts = new Set<string | null>();
  for (const value of ['received', 'number', 'time']) {
    await sort.selectOption(value);
    await expect.poll(() => rows.count()).toBeLessThan(300);
    firsts.add(await rows.first().getAttribute('data-incident'));
  }
  // Of those received in the opposite order of their numbers, another stands first.
  expect(firsts.size).toBeGreaterThan(1);
});
