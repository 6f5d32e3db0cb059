/** 允许设摊地点: entered by hand; what the card of a complaint about stalls says, and what the caller is told. */
import type { Page } from 'playwright/test';
import { cleanUp } from '../support/hub-process.ts';
import { DemoNight } from '../support/demo-night.ts';
import { desk, PlayedSeat } from '../support/played-seat.ts';
import { expect, test } from './fixtures.ts';
import { openPlayed } from './played.ts';
import { shootInto } from './shots.ts';

test.describe.configure({ timeout: 300_000 });
test.use({ actionTimeout: 30_000 });

const shoot = shootInto('test-results/stalls');

test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await cleanUp();
});

const field = (page: Page, name: string) =>
  page.locator(`[data-field="${name}"]`).locator('input, select, textarea').first();

async function show(page: Page, seat: PlayedSeat): Promise<void> {
  await openPlayed(page, seat);
  await expect(page.locator('.top-bar')).toBeVisible();
}

test('the register: bad hours are named, and a place goes in as it was typed', async ({ page }) => {
  const seat = new PlayedSeat(new DemoNight(), '22:42', desk);
  seat.status({ link: 'offline' });
  await show(page, seat);
  await page.getByRole('button', { name: '登记库', exact: true }).click();
  await page.locator('.register-list__box').focus();
  await page.keyboard.press('6');
  await expect(page.getByRole('tab', { name: '允许设摊' })).toHaveAttribute('aria-selected', 'true');
  const row = (title: string) => page.locator('.register-row', { hasText: title });
  await expect(row('示例龙华广场夜市')).toContainText('此刻允许');
  await expect(row('示例浦北路疏导点')).toContainText('周一至周五 17:00-22:00；周六、周日 16:00-23:00');
  await expect(row('示例徐家汇商圈外摆区')).toContainText('已过期');
  await expect(row('示例南站南广场早餐疏导点')).toContainText('时段外');
  await shoot(page, 'list');

  await page.getByRole('button', { name: '新登记' }).click();
  await field(page, 'name').fill('示例新疏导点');
  await field(page, 'place').fill('龙华广场');
  await page.keyboard.press('Enter');
  await field(page, 'hours').fill('整夜');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('[data-field="hours"] .register-field__fault')).toContainText('请写成');
  await field(page, 'hours').fill('周一至周五 18:00-22:00；周五 21:00-23:00');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('[data-field="hours"] .register-field__fault')).toContainText('互相重叠');
  await field(page, 'hours').fill('每周末 18:00-次日1:00');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('[data-field="hours"] .register-field__fault')).toContainText('请写成');
  await field(page, 'hours').fill('周末 18:00-次日1:00');
  await field(page, 'keeper').fill('示例街道');
  await field(page, 'conditions').fill('收摊后清扫');
  await shoot(page, 'form');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.register-form')).toHaveCount(0);
  await expect(row('示例新疏导点')).toContainText('待送达');
  expect(seat.entered('RecordStallPlace')[0]?.data).toMatchObject({
    record: {
      ...{ name: '示例新疏导点', kind: 'relief', keeper: '示例街道', conditions: ['收摊后清扫'] },
      ...{ hours: [{ days: [6, 7], from: 1080, to: 60 }], shape: { kind: 'circle', radius: 50 } },
    },
  });
});

test('a complaint about stalls: within place and hours, ended, and nowhere on file, each with words that accuse nobody', async ({
  page,
}) => {
  const night = new DemoNight();
  const said = (text: string, time: string) => night.receive({ text, source: '12345', time });
  const within = said('龙华广场夜市摆摊，占道经营', '22:39');
  const ended = said('徐家汇商圈占道经营，摆摊堵路', '22:40');
  const nowhere = said('漕溪北路漕溪路占道经营，流动摊贩很多', '22:41');
  const seat = new PlayedSeat(night, '22:42', desk);
  seat.hold([within, ended, nowhere]);
  await show(page, seat);
  const look = async (id: string): Promise<string> => {
    await page
      .locator(`[data-incident="${night.incident(id).number}"]`)
      .first()
      .click();
    await page.locator('.caller-card summary').click();
    return (await page.locator('.caller-card dd').allTextContents()).join('\n');
  };
  const card = page.locator('[data-section="assessment"]');

  const first = await look(within);
  await expect(card).toContainText('允许地点·时段内');
  await expect(card).toContainText('夜市 示例龙华广场夜市');
  await expect(card).toContainText('不得使用扩音设备');
  await expect(card).toContainText('允许设摊地点 · 示例日报');
  expect(first).toContain('时段到 11-22 01:00');
  await shoot(page, 'within');

  const second = await look(ended);
  await expect(card).toContainText('地点登记已到期');
  expect(second).toContain('是否续办正在核对');

  const third = await look(nowhere);
  await expect(card).toContainText('库内未查到允许地点');
  await expect(card).toContainText('名册没有不等于不允许');
  for (const text of [first, second, third]) expect(text).not.toMatch(/无证|违法|处罚|取缔/);
  await card.getByRole('button', { name: '登记允许地点' }).click();
  await expect(page.locator('.register-form')).toBeVisible();
  await expect(page.locator('[data-placed="true"]')).toContainText('已定位');
});
