/** Who goes, on the console: a range of arrival, what is left behind, the rejected ones, the reason asked, the run ordered. */
import type { Page } from 'playwright/test';
import { DemoNight } from '../support/demo-night.ts';
import { PlayedSeat } from '../support/played-seat.ts';
import { expect, test } from './fixtures.ts';
import { openLive } from './played.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ actionTimeout: 30_000 });

const shots = 'test-results/who-goes';

async function open(page: Page, seat: PlayedSeat, width = 1920): Promise<void> {
  await openLive(page, seat, { width, height: 1080 });
}

test('one key shows who cannot go; another than the first asks for one key of reason', async ({ page }) => {
  const night = new DemoNight();
  const id = night.receive({
    text: '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。',
    source: '12345',
    time: '22:41',
  });
  const seat = new PlayedSeat(night, '22:42');
  seat.hold([id]);
  await open(page, seat);
  await page.keyboard.press('Space');
  await expect(page.locator('[data-advice="send"]')).toBeVisible();
  const first = page.locator('.recommended__unit').first();
  await expect(first.locator('.recommended__eta')).toHaveText(/^\d+–\d+ 分/);
  await expect(first).toContainText('沿路网');
  await expect(first).toContainText('执法主体：示例区城市管理行政执法局');
  await expect(first.locator('.recommended__cover')).toContainText('两名持证');

  const rejected = page.locator('details.recommended__excluded');
  await expect(rejected).not.toHaveAttribute('open');
  await page.keyboard.press('x');
  await expect(rejected).toHaveAttribute('open');
  await expect(rejected).toContainText('定岗');
  await page.screenshot({ path: `${shots}/recommended-1920.png` });
  await page.keyboard.press('x');
  await expect(rejected).not.toHaveAttribute('open');

  // The second is another than the recommended one: asked once, answered by one key; Escape sends nobody.
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  const why = page.getByRole('dialog', { name: '为什么不派建议的 机动一组？' });
  await expect(why).toBeVisible();
  await page.screenshot({ path: `${shots}/override-1920.png` });
  await page.keyboard.press('Escape');
  await expect(why).toBeHidden();
  expect(seat.entered('AssignUnit')).toHaveLength(0);
  await expect(page.locator('.recommended__unit--previewed')).toContainText('机动二组');
  await page.keyboard.press('Enter');
  await page.keyboard.press('2');
  await expect.poll(() => seat.entered('AssignUnit')).toMatchObject([{ data: { unit: 'm2', override: 'knowsPlace' } }]);
  await expect(why).toBeHidden();
});

test('the run of a unit is ordered by keys, buttons and drag, and its reserve released with a reason', async ({
  page,
}) => {
  const night = new DemoNight();
  const texts = ['漕宝路柳州路工地夜间吊装钢筋', '斜土路小木桥路口往东那个工地还在打桩', '龙华西路天钥桥路工地还在敲'];
  const [one = '', two = '', three = ''] = texts.map((text, i) =>
    night.receive({ text, source: '12345', time: `22:3${String(i)}` }),
  );
  const job = night.send(one, 'm4', '22:40');
  const others = [two, three].map((incident) => night.send(incident, 'm4', '22:41', true));
  const seat = new PlayedSeat(night, '22:42');
  seat.hold([one, two, three]);
  await open(page, seat, 960);
  await page.keyboard.press('/');
  await page.keyboard.type('机动四组');
  await page.keyboard.press('Enter');
  const jobs = page.locator('.unit-run__job');
  await expect(jobs).toHaveCount(3);
  await expect(jobs.nth(1)).toContainText(/预计 \d\d:\d\d–\d\d:\d\d 到/);
  await page.screenshot({ path: `${shots}/unit-960.png` });
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.screenshot({ path: `${shots}/unit-1920.png` });

  await jobs.nth(2).getByRole('button').first().focus();
  await page.keyboard.press('Alt+ArrowUp');
  const [second = '', third = ''] = others;
  await expect
    .poll(() => seat.entered('OrderJobs'))
    .toMatchObject([{ data: { id: 'm4', order: [job, third, second] } }]);
  await jobs.nth(2).dragTo(jobs.nth(0));
  await expect.poll(() => seat.entered('OrderJobs').length).toBe(2);
  expect(seat.entered('OrderJobs')[1]).toMatchObject({ data: { order: [third, job, second] } });
  await jobs.nth(0).getByRole('button', { name: /推后/ }).click();
  await expect.poll(() => seat.entered('OrderJobs').length).toBe(3);
  expect(seat.entered('OrderJobs')[2]).toMatchObject({ data: { order: [second, job, third] } });

  // Sent, the reserve is a reserve no more: who did it and why stands there; it can be kept back again.
  await expect(page.getByText('直接派出')).toBeVisible();
  await page.getByRole('button', { name: '留作预备' }).click();
  await expect
    .poll(() => seat.entered('SetReserve'))
    .toMatchObject([{ data: { id: 'm4', reserve: true, why: 'keepOneBack' } }]);
});
