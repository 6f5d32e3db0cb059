/** The hotline's workbook and back: its list is taken in on the page, handled, and goes back as a workbook, read cell by cell. */
import { readFileSync } from 'node:fs';
import readWorkbook from 'read-excel-file/node';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { must } from '../../shared/lib/must.ts';
import { cleanUp, tempFolder } from '../support/hub-process.ts';
import { xlsxOf } from '../support/import-files.ts';
import { startNightHub } from '../support/night-hub.ts';
import { beginDuty, openDesk, sendUnit } from '../support/pages-night.ts';
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

const shots = 'test-results/order-list';

/** As a hotline hands it over: a title, names in two rows, a number too long for a spreadsheet's own. */
const list = xlsxOf({
  工单: [
    ['12345 市民服务热线工单'],
    ['热线工单号', '来电时间', '诉求人', '', '事发地点', '诉求内容', '是否回复'],
    ['', '', '姓名', '电话', '', '', ''],
    [
      '20261121000000000001',
      '2026-11-21 22:05',
      '来电人',
      '13900000001',
      '斜土路小木桥路',
      '工地十点多了还在打桩',
      '是',
    ],
    ['20261121000000000002', '昨晚', '', '13900000002', '宜山路近中山西路', '混凝土车一辆接一辆', '是'],
    ['20261121000000000003', '2026-11-21 22:20', '', '', '漕宝路柳州路', '=工地夜间吊装钢筋', '匿名'],
  ],
});

test('the hotline’s workbook is taken in, handled, and goes back as a workbook', async ({ page }) => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  const desk = await openDesk(hub, 'zhiban');
  await beginDuty(desk);
  const shell = await startShell(hub.url, tempFolder());
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(shell.url);
  await signInAs(page, 'zhiban');
  await page.getByRole('button', { name: '登记库', exact: true }).click();
  await page.getByRole('button', { name: '批量导入', exact: true }).click();
  await page.locator('select[name="import-thing"]').selectOption('orders');
  await page.locator('input[name="import-files"]').setInputFiles({
    ...{ name: '热线工单.xlsx', buffer: Buffer.from(list) },
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  });
  const count = (name: string) => page.locator(`[data-count="${name}"] dd`);
  await expect(count('rows')).toHaveText('3');
  await expect(count('refused')).toHaveText('1');
  await expect(page.getByRole('row', { name: /热线工单\.xlsx 5 来电时间 不是有效的时间 昨晚/ })).toBeVisible();
  await expect(page.getByRole('button', { name: '确认导入' })).toBeDisabled();
  await page.screenshot({ path: `${shots}/wrong-1366.png` });
  const [faults] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出错误清单' }).click(),
  ]);
  expect(readFileSync(await faults.path(), 'utf8')).toContain('"热线工单.xlsx","5","来电时间","不是有效的时间 昨晚"');
  await page.getByLabel('不含有误的行，其余照常导入').check();
  await expect(count('new')).toHaveText('2');
  await page.getByRole('button', { name: '确认导入' }).click();
  await expect(page.getByText('已受理 2 件；来件更正 0 件；已有 0 件未重复受理；有误 1 行未收。')).toBeVisible();
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.screenshot({ path: `${shots}/taken-1920.png` });

  // Handled by the desk: sent, arrived, stopped, answered.
  const first = (): IncidentState | undefined =>
    desk.all<IncidentState>('incident').find(({ externalId }) => externalId === '20261121000000000001');
  await desk.until(() => first() !== undefined);
  const { id } = must(first(), 'the first');
  const assignment = await sendUnit(desk, id, 'm1');
  await desk.act('Arrive', { assignment, channel: 'radio' }, [`assignment/${assignment}`]);
  await desk.act('ReportOutcome', { assignment, kind: 'stopped', channel: 'radio' }, [`assignment/${assignment}`]);
  const words = '已到场，工地停工；我们会再去看。';
  await desk.act('RecordReply', { incident: id, way: 'hotline', personal: { text: words } }, [`incident/${id}`]);
  await desk.until(() => first()?.replies.length === 1);

  await page.getByRole('button', { name: '交班页', exact: true }).click();
  await page.screenshot({ path: `${shots}/shift-1920.png` });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '12345 答复清单（2 件）' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('12345答复清单_2026-11-21夜.xlsx');
  await expect(page.getByText('12345：2 件已导出')).toBeVisible();
  const [sheet] = await readWorkbook(await download.path());
  const [heads, one, other, none] = must(sheet, 'a sheet').data as (string | null)[][];
  const cells = (row: (string | null)[] | undefined) =>
    Object.fromEntries(must(heads, 'heads').map((head, at) => [head, row?.[at] ?? null]));
  const time = expect.stringMatching(/^2026-11-21 22:\d\d$/);
  expect(cells(one)).toEqual({
    热线工单号: '20261121000000000001',
    来电时间: '2026-11-21 22:05',
    本局编号: must(first(), 'the first').number,
    事项与位置: must(first(), 'the first').headline,
    办理状态: expect.any(String),
    先行联系时间: null,
    到场时间: time,
    处置结果: '已停工',
    结果时间: time,
    答复方式: '热线回填',
    答复时间: time,
    答复内容: words,
    退单: null,
  });
  expect(cells(other)).toMatchObject({ 热线工单号: '20261121000000000003', 处置结果: null, 答复内容: null });
  expect(none).toBeUndefined();
  desk.close();
});
