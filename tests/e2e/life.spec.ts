/** The life of an incident on the console: its limits, what stands on it, and each step by keys and command line. */
import type { RequestOf } from '../../shared/wire/seat-api.ts';
import { DemoNight } from '../support/demo-night.ts';
import { PlayedSeat } from '../support/played-seat.ts';
import { expect, test } from './fixtures.ts';
import { openPlayed } from './played.ts';

test.describe.configure({ timeout: 180_000 });
test.use({ actionTimeout: 30_000 });

const shots = 'test-results/life';
const caller = { ref: 'a'.repeat(32), mac: 'b'.repeat(64), has: ['text'] };

test('limits stand with their kind, a step is chosen by key or by name, and given with its fields', async ({
  page,
}) => {
  const night = new DemoNight();
  const text = '龙漕路门口天天有人占道经营摆摊卖烧烤,摊贩多';
  const id = night.receive({ text, source: '12345', time: '22:41', personal: caller });
  night.give('SuspendIncident', { incident: id, reason: 'otherAuthority' }, '22:50');
  night.give('SuperviseIncident', { incident: id, ground: 'leader', level: 2 }, '22:51');
  const seat = new PlayedSeat(night, '22:58');
  seat.hold([id], []);
  const submitted: { readonly type: string; readonly data: unknown }[] = [];
  seat.answers.set('submit', (body: RequestOf<'submit'>) => {
    submitted.push(body);
    return { status: 'queued', entry: crypto.randomUUID() };
  });
  await openPlayed(page, seat, { width: 1920, height: 1080 });
  await page.locator('[data-incident]').first().click();
  const life = page.locator('[data-section="life"]');
  await expect(life.locator('[data-limit="verify"]')).toContainText('工作时');
  await expect(life.locator('[data-limit="reply"]')).toContainText('停计');
  await expect(life).toContainText('大队督办（领导）');
  await expect(life).toContainText('挂起：等待其他部门认定');
  await expect(page.locator('.queue-row').first()).toContainText('督办');

  await page.locator('.detail__number').click();
  await page.keyboard.press('g');
  const choice = life.locator('#life-step');
  await expect(choice).toBeFocused();
  await choice.selectOption('ReturnIncident');
  const form = life.locator('form');
  await form.locator('select[name="why"]').selectOption('notOurs');
  await form.locator('textarea').fill('附职责清单');
  await life.scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${shots}/return-1920.png` });
  await form.locator('button[type="submit"]').click();
  await expect
    .poll(() => submitted.at(-1))
    .toMatchObject({
      type: 'ReturnIncident',
      data: { incident: id, why: 'notOurs', evidence: ['place'], personal: { text: '附职责清单' } },
    });
  await expect(form).toHaveCount(0);

  await page.locator('.command-line__input').fill('hfjs');
  await page.keyboard.press('Enter');
  await expect(life.locator('form')).toHaveAttribute('aria-label', '恢复计时');
  await page.setViewportSize({ width: 1366, height: 768 });
  await life.scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${shots}/resume-1366.png` });
  await page.setViewportSize({ width: 960, height: 768 });
  await life.scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${shots}/resume-960.png` });
});
