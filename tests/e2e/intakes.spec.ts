/** The line of the top bar that says whether the ways in are alive. */
import type { IntakeShown } from '../../shared/wire/seat-api.ts';
import { hour, minute } from '../../shared/lib/time.ts';
import { DemoNight } from '../support/demo-night.ts';
import { PlayedSeat } from '../support/played-seat.ts';
import { expect, test } from './fixtures.ts';
import { openLive } from './played.ts';

test.describe.configure({ timeout: 120_000 });

test('names the hotline while all is well, and says a silence once, in amber, until it ends', async ({ page }) => {
  const night = new DemoNight();
  const seat = new PlayedSeat(night, '23:12');
  const at = night.at('23:12');
  const intake = (id: string, more: Partial<IntakeShown> = {}): IntakeShown => ({
    ...{ id, kind: 'orders', lastAt: at - 2 * minute, state: 'speaks', silentSince: null, usualMs: 20 * minute },
    ...more,
  });
  const well = [
    intake('12345'),
    intake('12319', { lastAt: at - hour }),
    intake('110', { lastAt: null, state: 'never' }),
  ];
  await openLive(page, seat, { width: 1920, height: 1080 });
  const line = page.locator('.top-bar [data-glance="intake"]');
  // Before the hub has said anything the bar goes by the documents here.
  await expect(line).toContainText('12345 最近');
  seat.push({ push: 'intakes', board: { at, intakes: well } });
  await expect(line.getByRole('button')).toHaveText('12345最近 23:10');
  await expect(line).toHaveAttribute('data-state', 'speaks');

  const silent = intake('12319', { lastAt: at - hour, state: 'silent', silentSince: at - hour });
  const worse = { at, intakes: [intake('12345'), silent] };
  seat.push({ push: 'intakes', board: worse });
  await expect(line.getByRole('button')).toContainText('12319自 22:12 起静默');
  await expect(line.locator('.intakes__since')).toBeVisible();
  const said = page.getByText('12319 已静默 60 分');
  await expect(said).toHaveCount(1);
  await expect(said).toHaveCount(0, { timeout: 60_000 });
  seat.push({ push: 'intakes', board: { ...worse, at: at + 5_000 } });
  await line.getByRole('button').click();
  const box = page.getByRole('group', { name: '各路接入' });
  await expect(box.locator('[data-intake]')).toHaveCount(2);
  await expect(box.locator('[data-intake="12319"]')).toContainText('静默过久');
  expect(await said.count()).toBe(0);
  await page.keyboard.press('Escape');
  await expect(box).toHaveCount(0);

  // Nor after the page was loaded anew: it was told to this user.
  await page.reload();
  await expect(page.locator('.top-bar [data-link="live"]')).toBeVisible();
  seat.push({ push: 'intakes', board: worse });
  await expect(line.getByRole('button')).toContainText('12319自 22:12 起静默');
  await expect(line.locator('.intakes__since')).toBeVisible();
  expect(await said.count()).toBe(0);

  // A narrow bar says that it is silent, and stays one row.
  await page.setViewportSize({ width: 1366, height: 768 });
  await expect(line.getByText('静默过久')).toBeVisible();
  await expect(line.locator('.intakes__since')).toBeHidden();
  const bar = await page.locator('.top-bar').boundingBox();
  expect(bar?.height, 'one row').toBeLessThan(56);

  seat.push({ push: 'intakes', board: { at, intakes: well } });
  await expect(line).toHaveAttribute('data-state', 'speaks');
});
