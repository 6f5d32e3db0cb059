/** After an outage: rows of paper pasted, checked, kept over a reload, told with their own times; what is refused stays. */
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { must } from '../../shared/lib/must.ts';
import { clockTime, parseIso } from '../../shared/lib/time.ts';
import { cleanUp, tempFolder } from '../support/hub-process.ts';
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

const shots = 'test-results/late-table';
const at = (text: string): number => must(parseIso(`2026-11-21T${text}:00+08:00`), text);

/** As it stands on paper, the outcome before what led to it. */
const paper = [
  '时间\t事项\t诉件\t组\t结果或方式\t地点\t文字\t记录人',
  '23:31\t处置结果\t纸1\t机动一组\t已停工\t\t工地答应天亮前不干\t甲班员',
  '23:05\t来件\t纸1\t\t电话\t斜土路小木桥路\t工地十点多了还在打桩\t甲班员',
  '23:22\t到场\t纸1\t机动一组\t\t\t\t甲班员',
  '23:08\t派出\t纸1\t机动一组\t\t\t\t甲班员',
  '23:40\t到场\t001\t机动二组\t\t\t\t甲班员',
  '22:50\t答复\t001\t\t已口头答复\t\t已告知\t甲班员',
].join('\n');

test('rows of paper become late entries with their own times; wrong and refused ones stay with their reason', async ({
  page,
}) => {
  const hub = await startNightHub('2026-11-21T23:50:00+08:00');
  const desk = await openDesk(hub, 'zhiban');
  await beginDuty(desk);
  await receiveOrders(hub, 1);
  const shell = await startShell(hub.url, tempFolder());
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto(shell.url);
  await signInAs(page, 'zhihui1');
  await page.getByRole('button', { name: '交班页', exact: true }).click();
  await page.getByRole('button', { name: '补录表', exact: true }).click();
  await page.locator('input[name="late-at-1"]').focus();
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  }, paper);
  const row = (n: number) => page.locator(`tr[data-row="${n}"]`);
  await expect(row(6)).toBeVisible();
  // The first unit is on its way to nobody yet, and the order of the hub came only just now.
  await expect(row(5)).toContainText('没有派到这件上');
  await expect(row(6)).toContainText('早于这件诉件的受理');
  await expect(row(1)).toContainText('可报');
  await page.getByRole('button', { name: '按时间排序' }).click();
  await expect(page.locator('input[name="late-act-2"]')).toHaveValue('来件');
  await page.screenshot({ path: `${shots}/checked-1920.png` });

  // What was typed outlives a reload; Enter goes down a column.
  await page.reload();
  await page.getByRole('button', { name: '交班页', exact: true }).click();
  await page.getByRole('button', { name: '补录表（6 行未报）' }).click();
  await expect(page.locator('input[name="late-writer-6"]')).toHaveValue('甲班员');
  await page.locator('input[name="late-at-1"]').press('Enter');
  await expect(page.locator('input[name="late-at-2"]')).toBeFocused();

  await page.getByRole('button', { name: '报送 4 行' }).click();
  await expect(page.getByText('已补录 4 行')).toBeVisible();
  await expect(page.locator('tbody tr')).toHaveCount(3);
  const incident = (): IncidentState | undefined =>
    desk.all<IncidentState>('incident').find(({ receivedAt }) => receivedAt === at('23:05'));
  await desk.until(() => (incident()?.outcome ?? null) !== null);
  expect(incident()).toMatchObject({
    ...{ source: 'phone', matter: 'constructionNoise' },
    units: [{ unit: 'm1', sentAt: at('23:08'), arrivedAt: at('23:22') }],
    outcome: { kind: 'stopped', at: at('23:31') },
  });
  expect(desk.all<AssignmentState>('assignment')).toMatchObject([
    { assigned: { at: at('23:08') }, arrived: { reportedByDesk: 'paper' }, outcome: { reportedByDesk: 'paper' } },
  ]);

  // Mended by hand: the row of the unit is given what was missing; a refusal of the hub stays beside its row.
  const [other] = desk.all<IncidentState>('incident').filter(({ externalId }) => externalId !== null);
  const minute = clockTime(must(other, 'the order of the hub').receivedAt, 480);
  const reply = page.locator('tr', { has: page.locator('input[value="答复"]') });
  await reply.locator('.late__cell--at').fill(minute);
  await expect(reply).toContainText('可报');
  await reply.locator('.late__cell--at').press('Control+Enter');
  await expect(reply).toContainText('未收：此时不宜打电话');
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.getByRole('button', { name: '日间配色' }).click();
  await page.screenshot({ path: `${shots}/refused-1366-day.png` });
  await page.setViewportSize({ width: 960, height: 1000 });
  await page.screenshot({ path: `${shots}/refused-960-day.png` });
  desk.close();
});
