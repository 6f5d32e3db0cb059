/** What the hotline says afterwards: a list of who was not satisfied, row by row; and an order that comes again otherwise. */
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { must } from '../../shared/lib/must.ts';
import { cleanUp, tempFolder } from '../support/hub-process.ts';
import { xlsxOf } from '../support/import-files.ts';
import { startNightHub } from '../support/night-hub.ts';
import { beginDuty, openDesk, receiveOrders } from '../support/pages-night.ts';
import { startShell } from '../support/shell-process.ts';
import { expect as expectOf, test } from './fixtures.ts';
import { signInAs } from '../support/sign-in.ts';

const expect = expectOf.configure({ timeout: 60_000 });
test.describe.configure({ timeout: 300_000 });
test.use({ actionTimeout: 30_000 });
test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await cleanUp();
});

const shots = 'test-results/answer-list';
const number = (n: number) => `SH-20261121-000${n}`;
const list = xlsxOf({
  清单: [
    ['12345 不满意件'],
    ['工单编号', '回访时间', '不满意原因'],
    [number(1), '2026-11-21', '还在打桩'],
    [number(2), '2026-11-20', ''],
    ['SH-20261121-0099', '2026-11-21', ''],
  ],
});

test('a list of dissatisfied callers is noted row by row, and an order that comes again is offered, not overwritten', async ({
  page,
}) => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  const desk = await openDesk(hub, 'zhiban');
  await beginDuty(desk);
  const { ids } = await receiveOrders(hub, 2);
  const shell = await startShell(hub.url, tempFolder());
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(shell.url);
  await signInAs(page, 'zhiban');
  await page.getByRole('button', { name: '登记库', exact: true }).click();
  await page.getByRole('button', { name: '批量导入', exact: true }).click();
  await page.locator('select[name="import-thing"]').selectOption('dissatisfied');
  await page.locator('input[name="import-files"]').setInputFiles({
    ...{ name: '不满意件.xlsx', buffer: Buffer.from(list) },
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  });
  await expect(page.getByRole('row', { name: /不满意件\.xlsx 5 工单编号 没有这个来源单号的诉件/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /时间早于这件诉件的受理/ })).toBeVisible();
  await page.getByRole('tab', { name: /逐行结果 1/ }).click();
  await expect(page.getByText('记入诉件，并返工重办')).toBeVisible();
  await page.screenshot({ path: `${shots}/rows-1366.png` });
  await page.getByLabel('不含有误的行，其余照常导入').check();
  await page.getByRole('button', { name: '确认导入' }).click();
  await expect(page.getByText('已记入 1 件；此前已有 0 件；有误或无对应的 2 行未记。')).toBeVisible();
  const [first, second] = ids.map((id) => `incident/${id}`);
  const of = (stream = ''): IncidentState | undefined => desk.document<IncidentState>(stream);
  await desk.until(() => of(first)?.surveys.length === 1);
  expect(of(first)).toMatchObject({ surveys: [{ satisfied: false, rework: true }], reopened: [{ because: 'survey' }] });

  // The second comes again: another place, another phone.
  const again = { text: '说错了，是漕宝路柳州路的混凝土车，轰隆隆', caller: { phone: '13911112222' } };
  await hub.call('POST', '/api/v1/incidents', { source: '12319', externalId: number(2), ...again });
  await desk.until(() => of(second)?.corrections.length === 1);
  const before = must(of(second), 'the second');
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.getByRole('button', { name: '指挥台', exact: true }).click();
  await page.getByText(before.number, { exact: true }).first().click();
  const section = page.locator('[data-section="corrections"]');
  await expect(section).toContainText('地点由');
  await expect(section).toContainText('电话有更正');
  await section.scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${shots}/corrected-1920.png` });
  await section.getByRole('button', { name: '采用更正' }).click();
  await desk.until(() => (of(second)?.corrections[0]?.taken ?? null) !== null);
  expect(of(second)?.placing.name).not.toBe(before.placing.name);
  await expect(section.getByText('已采用')).toBeVisible();
  await page.getByRole('button', { name: '日间配色' }).click();
  await page.setViewportSize({ width: 960, height: 1000 });
  await section.scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${shots}/taken-960-day.png` });
  desk.close();
});
