/**
 * 登记库: a permit by hand with the keyboard alone, seen on another seat and on its map; rows pasted; bad input, each field;
 * what is entered without the hub; what is withdrawn, and what somebody else changed.
 */
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from 'playwright/test';
import { hour } from '../../shared/lib/time.ts';
import type { SeatDocument, SessionUser } from '../../shared/wire/seat-api.ts';
import { DemoNight } from '../support/demo-night.ts';
import { cleanUp, tempFolder } from '../support/hub-process.ts';
import { startNightHub } from '../support/night-hub.ts';
import { desk, PlayedSeat } from '../support/played-seat.ts';
import { startShell } from '../support/shell-process.ts';
import { collectComplaints, expect, test } from './fixtures.ts';
import { openPlayed } from './played.ts';
import { shootInto } from './shots.ts';
import { signIn } from '../support/sign-in.ts';

test.describe.configure({ timeout: 300_000 });
test.use({ actionTimeout: 30_000 });

const shots = 'test-results/registers';
const shoot = shootInto(shots);

test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await cleanUp();
});

const entry = (page: Page, title: string): Locator =>
  page.locator('.register-row', { has: page.locator('.register-row__title', { hasText: title }) });
const form = (page: Page): Locator => page.locator('.register-form');
const field = (page: Page, name: string): Locator =>
  page.locator(`[data-field="${name}"]`).locator('input, select, textarea').first();

async function open(page: Page, seat: PlayedSeat, width = 1366): Promise<void> {
  await openPlayed(page, seat, { width, height: 768 });
  await expect(page.locator('.top-bar')).toBeVisible();
  await page.getByRole('button', { name: '登记库', exact: true }).click();
  await expect(page.locator('.registers')).toBeVisible();
}

async function signInAt(page: Page, url: string, login: string): Promise<void> {
  const { url: address } = await startShell(url, tempFolder());
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(address);
  await signIn(page, login);
  await expect(page.locator('.top-bar [data-link="live"]')).toBeVisible();
}

/** What the map's search says of a site, whose sign has the same state. */
async function stateOnMap(page: Page, name: string): Promise<string> {
  await page.keyboard.press('f');
  await page.getByRole('combobox', { name: '在地图上查找' }).fill(name);
  const told = await page.locator('.map-search [role="option"]', { hasText: name }).first().textContent();
  await page.keyboard.press('Escape');
  return told ?? '';
}

test('a permit with the keyboard alone: on the other seat, in the list and on the map', async ({ page, browser }) => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  await signInAt(page, hub.url, 'yeban');
  await page.getByRole('button', { name: '登记库', exact: true }).click();
  const other = await browser.newPage();
  const complaints = collectComplaints(other);
  await signInAt(other, hub.url, 'zhihui1');
  await expect(other.locator('.district-map')).toBeVisible({ timeout: 60_000 });
  expect(await stateOnMap(other, '示例工地 A')).toContain('在库工地');

  let pressed = 0;
  const press = async (key: string): Promise<void> => {
    pressed += 1;
    await page.keyboard.press(key);
  };
  const type = async (text: string): Promise<void> => {
    pressed += text.length;
    await page.keyboard.insertText(text);
  };
  await page.locator('.register-list__box').focus();
  await press('n');
  await expect(field(page, 'number')).toBeFocused();
  await type('示夜 0900');
  await press('Enter');
  await type('slgda');
  await press('Enter');
  await press('Enter');
  await expect(field(page, 'site')).toHaveValue('示例工地 A');
  await expect(field(page, 'from'), 'tonight').toHaveValue('2026-11-21 22:00');
  await expect(field(page, 'to')).toHaveValue('2026-11-22 06:00');
  await press('Control+Enter');
  await expect(entry(page, '示夜 0900')).toContainText('今夜有效');
  // At three keys a second that is well within half a minute.
  expect(pressed).toBeLessThan(30);
  await expect(form(page)).toHaveCount(0);

  await expect.poll(() => stateOnMap(other, '示例工地 A')).toContain('今夜有许可');
  await other.getByRole('button', { name: '登记库', exact: true }).click();
  await expect(entry(other, '示夜 0900')).toContainText('示例工地 A');

  // Two at once: who was second is told, sees what differs, and chooses.
  await entry(other, '示夜 0900').click();
  await entry(page, '示夜 0900').click();
  await field(other, 'work').fill('土方外运');
  await field(page, 'work').fill('混凝土浇筑');
  await page.keyboard.press('Control+Enter');
  await expect(entry(page, '示夜 0900')).toContainText('混凝土浇筑');
  await expect(other.locator('.register-form__note')).toContainText('不同之处：施工内容');
  await other.keyboard.press('Control+Enter');
  await expect(form(other), 'not over the word of somebody else').toBeVisible();
  await other.getByRole('button', { name: '用现在的内容' }).click();
  await expect(field(other, 'work')).toHaveValue('混凝土浇筑');
  // Who changed what, from the journal.
  const history = other.locator('.register-history');
  await expect(history.locator('li')).toHaveCount(2);
  await expect(history).toContainText('修改：施工内容');
  await expect(history).toContainText('夜班席');

  // Withdrawn, with a reason; the site is as it was.
  await other.getByRole('button', { name: '撤销此条…' }).click();
  await other.getByRole('button', { name: '确认撤销' }).click();
  await expect(other.getByRole('group', { name: '确认撤销' })).toContainText('请写明撤销原因');
  await field(other, 'number').focus();
  await other.getByLabel('撤销原因').fill('许可部门电话作废');
  await other.getByLabel('撤销原因').press('Enter');
  await expect(entry(page, '示夜 0900')).toHaveCount(0);
  await page.getByRole('button', { name: '已撤', exact: true }).click();
  await expect(entry(page, '示夜 0900')).toHaveAttribute('data-standing', 'false');
  expect(complaints).toEqual([]);
  await other.close();
});

const rows = [
  '项目名称\t许可证号\t开始时间\t结束时间\t施工内容\t经办',
  '示例工地 A\t示夜 0911\t2026/11/21 22:00\t2026/11/22 6:00\t混凝土浇筑\t窗口',
  '示例工地 C\t示夜 0912\t2026/11/21 22:00\t2026/11/22 2:00\t吊装\t',
  '示例工地 D\t示夜 0913\t2026/11/21 22:00\t2026/11/22 6:00\t土方外运\t',
  '某某广场二期\t示夜 0914\t2026/11/21 22:00\t2026/11/22 6:00\t桩基\t',
  '示例掘路段 E\t示夜 0915\t2026/11/21 22:00\t待定\t路面摊铺\t',
].join('\n');

test('five rows from a spreadsheet, one after the other; nothing is made up', async ({ page }) => {
  const seat = new PlayedSeat(new DemoNight(), '22:42');
  seat.hubAnswers = false;
  seat.status({ link: 'offline' });
  await open(page, seat);
  await page.getByRole('button', { name: '粘贴识别' }).click();
  await page.getByRole('textbox', { name: '粘贴识别' }).fill('你好，在吗');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.register-paste')).toContainText('没有可识别的内容');
  await page.getByRole('textbox', { name: '粘贴识别' }).fill(rows);
  await shoot(page, 'paste');
  await page.getByRole('textbox', { name: '粘贴识别' }).press('Control+Enter');
  const of = page.locator('.register-form__of');
  await expect(of).toHaveText('第 1/5 条');
  await expect(field(page, 'number')).toHaveValue('示夜 0911');
  await expect(field(page, 'site')).toHaveValue('示例工地 A');
  await expect(page.locator('.register-form__rest')).toContainText('经办：窗口');
  await shoot(page, 'pasted');
  for (const next of ['2', '3', '4']) {
    await page.keyboard.press('Control+Enter');
    await expect(of).toHaveText(`第 ${next}/5 条`);
  }
  // A site that is on no list is not taken for another one.
  await expect(field(page, 'site')).toHaveValue('');
  await expect(page.locator('.register-form__rest')).toContainText('某某广场二期');
  await page.keyboard.press('Control+Enter');
  await expect(of).toHaveText('第 4/5 条');
  await expect(field(page, 'site')).toBeFocused();
  await page.getByRole('button', { name: '跳过此条' }).click();
  await expect(of).toHaveText('第 5/5 条');
  await expect(field(page, 'to'), 'an end that was not told').toHaveValue('');
  await field(page, 'to').fill('次日6时');
  await expect(page.locator('[data-field="to"]')).toContainText('= 2026-11-22 06:00');
  await page.keyboard.press('Control+Enter');
  await expect(form(page)).toHaveCount(0);
  expect(
    seat.entered('RecordNightPermit').map(({ data }) => (data as { record: { number: string } }).record.number),
  ).toEqual(['示夜 0911', '示夜 0912', '示夜 0913', '示夜 0915']);
  expect((seat.entered('RecordNightPermit')[0]?.data as { provenance: { how: string } }).provenance.how).toBe('paste');
  // Without the hub they stand in the list, and say that they wait.
  await expect(page.locator('.register-row', { hasText: '待送达' })).toHaveCount(4);
  await shoot(page, 'pending');
});

const document = (kind: string, id: string, state: object): SeatDocument => ({
  ...{ stream: `${kind}/${id}`, version: 1, seq: 1, state: { id, ...state } as never },
});

test('each register: bad input names its field, and what is right goes as it was typed', async ({ page }) => {
  const seat = new PlayedSeat(new DemoNight(), '22:42', { ...desk, roles: [{ role: 'shiftLead' }] });
  seat.status({ link: 'offline' });
  await open(page, seat);
  const fault = (name: string): Locator => page.locator(`[data-field="${name}"] .register-field__fault`);
  const begin = async (kind: string): Promise<void> => {
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: kind }).click();
    await page.getByRole('button', { name: '新登记' }).click();
    await expect(form(page)).toBeVisible();
  };
  const bad = async (given: readonly (readonly [name: string, text: string, says: string])[]): Promise<void> => {
    for (const [name, text] of given) if (text !== '-') await field(page, name).fill(text);
    await page.keyboard.press('Control+Enter');
    for (const [name, , says] of given) await expect(fault(name), name).toContainText(says);
  };

  await begin('夜间施工许可');
  await bad(
    [
      ['number', '', '必须填写'],
      ['site', '不存在的工地', '登记库里没有这个工地'],
      ['from', '后半夜', '看不懂这个时间'],
      ['to', '2026-11-21 21:00', ''],
      ['hours', '天亮前', '请写成 22:00-06:00'],
      ['asOf', '2026-11-23 08:00', '不能晚于现在'],
    ].filter(([name]) => name !== 'to') as never,
  );
  await expect(field(page, 'number'), 'the first that is wrong').toBeFocused();
  await field(page, 'from').fill('2026-11-21 22:00');
  await field(page, 'to').fill('2026-11-21 21:00');
  await expect(fault('to')).toContainText('不能早于开始时间');
  await field(page, 'to').fill('2026-11-22 06:00');
  await field(page, 'hours').fill('8:00-12:00');
  await expect(page.locator('[data-warning="noHourInSpan"]')).toBeVisible();
  await field(page, 'number').fill('示夜 0117');
  await expect(page.locator('[data-warning="sameNumber"]')).toBeVisible();
  await page.screenshot({ path: `${shots}/faults-1366.png` });

  await begin('工地');
  await bad([
    ['name', '', '必须填写'],
    ['place', '某个地方', '还没有定位'],
    ['radius', '3', '请填 5 到 1000 的数字'],
    ['contactPhone', '找老王', '电话只能有数字'],
  ]);
  await field(page, 'name').fill('示例工地 Z');
  await field(page, 'place').fill('斜土路');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-placed="true"]')).toContainText('街道');
  await field(page, 'radius').fill('６０');
  await field(page, 'contactPhone').fill('13900000000');
  await expect(page.locator('[data-warning="mobile"]')).toBeVisible();
  await field(page, 'contactPhone').fill('021-64380000');
  await page.keyboard.press('Control+Enter');
  await expect(entry(page, '示例工地 Z')).toContainText('待送达');
  expect(seat.entered('RecordSite')[0]?.data).toMatchObject({
    record: { name: '示例工地 Z', radius: 60, registered: false, nightContact: { phone: '021-64380000' } },
    provenance: { source: '现场登记', how: 'hand' },
  });

  await begin('抢修告知');
  await bad([
    ['number', '', '必须填写'],
    ['place', '-', '必须填写'],
    ['notifiedAt', '2026-11-22 23:00', '不能晚于现在'],
    ['radius', '一百', '请填 5 到 2000'],
  ]);
  // By a click on the map: the place of the click, and the street it lies in.
  await field(page, 'number').fill('示抢 0999');
  await field(page, 'notifiedAt').fill('22:40');
  await field(page, 'radius').fill('100');
  await field(page, 'place').focus();
  await page.keyboard.press('Alt+m');
  const map = page.locator('.register-map .district-map');
  await expect(map).toBeVisible();
  await expect(page.locator('.register-map .district-map-marks')).toHaveAttribute('data-marks', /site=/, {
    timeout: 60_000,
  });
  await map.click();
  await expect(page.locator('[data-placed="true"]')).toContainText('已定位');
  await page.keyboard.press('Control+Enter');
  await expect(form(page)).toHaveCount(0);
  expect(seat.entered('RecordRepairNotice')).toHaveLength(1);

  await begin('禁噪期');
  await field(page, 'name').fill('示例测验');
  await field(page, 'reach').selectOption('around');
  await bad([['around', '-', '必须填写']]);
  await field(page, 'around').fill('示例学校 01');
  await page.keyboard.press('Enter');
  await expect(page.locator('.register-place__all')).toContainText('示例学校 01');
  await page.keyboard.press('Control+Enter');
  await expect(entry(page, '示例测验')).toContainText('1 处周边');
  expect(seat.entered('RecordQuietPeriod')[0]?.data).toMatchObject({
    record: { grids: [], around: [{ name: '示例学校 01', radius: 500 }] },
  });

  // A fence drawn on the map: three clicks, Enter.
  await begin('电子围栏');
  await field(page, 'name').fill('示例围栏');
  await field(page, 'form').selectOption('polygon');
  await bad([['hours', '整夜', '请写成']]);
  await field(page, 'hours').fill('夜间 22:00-6:00');
  await expect(page.locator('[data-field="drawn"] .register-field__fault')).toContainText('至少要 3 个点');
  await page.locator('[data-field="drawn"] button').first().click();
  await expect(map).toBeVisible();
  const box = (await map.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  for (const [x, y] of [
    [0.4, 0.4],
    [0.6, 0.4],
    [0.5, 0.6],
  ] as const)
    await page.mouse.click(box.x + box.width * x, box.y + box.height * y, { delay: 20 });
  await expect(page.locator('.register-map__bar')).toContainText('3 点');
  await page.screenshot({ path: `${shots}/drawing-1366.png` });
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-field="drawn"]')).toContainText('已画 3 点');
  await field(page, 'name').press('Control+Enter');
  await expect(entry(page, '示例围栏')).toContainText('待送达');
  const drawn = seat.entered('RecordFence')[0]?.data as { record: { shape: { ring: unknown[] } } };
  expect(drawn.record.shape.ring).toHaveLength(4);
  expect(drawn.record.shape.ring[0]).toEqual(drawn.record.shape.ring[3]);

  await begin('岗点');
  await field(page, 'name').fill('示例岗');
  await bad([
    ['place', '-', '必须填写'],
    ['certified', '9', '不能多于人数'],
  ]);
  await begin('视频点');
  await bad([
    ['name', '', '必须填写'],
    ['heading', '360', '请填 0 到 359'],
    ['channel', '3101', '国标编码须是 20 位数字'],
  ]);
  await begin('联系人');
  await bad([
    ['name', '', '必须填写'],
    ['phone', '', '必须填写'],
    ['checkedOn', '昨天', '请写成 2026-11-22'],
  ]);
  // What is typed stays, over another page too.
  await field(page, 'name').fill('示例供水调度');
  await page.getByRole('button', { name: '指挥台' }).click();
  await page.getByRole('button', { name: '登记库', exact: true }).click();
  await expect(field(page, 'name')).toHaveValue('示例供水调度');
  await field(page, 'phone').fill('021-64380001');
  await field(page, 'checkedOn').fill('2026-11-21');
  await page.keyboard.press('Control+Enter');
  await expect(entry(page, '示例供水调度')).toContainText('021-64380001');
});

test('how old a register is, thousands of lines, found by pinyin; who may only look has nothing to press', async ({
  page,
}) => {
  const night = new DemoNight();
  const seat = new PlayedSeat(night, '22:42');
  const now = night.at('22:42');
  const provenance = { source: '许可部门日报', asOf: now - 26 * hour, how: 'import' };
  for (let i = 0; i < 3_000; i += 1) {
    const number = `示批 ${String(i).padStart(4, '0')}`;
    const permit = {
      ...{ number, site: 'a', paper: '许可证', issuer: '示例部门', work: '混凝土浇筑', permits: 'nightWork' },
      ...{ from: now - hour, to: now + (i < 5 ? 20 : 90) * hour, conditions: [], provenance },
    };
    seat.more.set(`nightPermit/x${String(i)}`, document('nightPermit', `x${String(i)}`, permit));
  }
  await open(page, seat);
  await expect(page.locator('.register-list__count')).toContainText(/3\d{3} \/ 3\d{3} 条/);
  expect(await page.locator('.register-row').count()).toBeLessThan(60);
  await page.keyboard.press('/');
  await page.keyboard.insertText('sp2999');
  await expect(entry(page, '示批 2999')).toBeVisible();
  await expect(page.locator('.register-row')).toHaveCount(1);
  await expect(entry(page, '示批 2999')).toContainText('久未核实');
  await page.keyboard.press('Enter');
  await expect(field(page, 'number')).toHaveValue('示批 2999');
  expect(seat.entered('RecordNightPermit'), 'to open is not to save').toHaveLength(0);
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox').fill('');
  await page.getByRole('button', { name: '48 小时内到期' }).click();
  await expect(page.locator('.register-list__count')).toContainText(/^\s*([5-9]|1\d) \//);
  await page.getByRole('button', { name: '在用', exact: true }).click();
  await page.locator('.register-list__box').evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await expect.poll(() => page.locator('.register-row').last().isVisible()).toBe(true);
  await shoot(page, 'thousands');

  // The site card of the console leads here, and back.
  await page.getByRole('tab', { name: '工地' }).click();
  await shoot(page, 'sites');
  await entry(page, '示例工地 A').click();
  await page.setViewportSize({ width: 1920, height: 1080 });
  await expect(page.locator('.register-map .district-map')).toBeVisible();
  await expect(page.locator('.register-map .district-map-marks')).toHaveAttribute('data-marks', /site=/, {
    timeout: 60_000,
  });
  await shoot(page, 'entry');
  await page.getByRole('button', { name: '日间配色' }).click();
  await page.screenshot({ path: `${shots}/entry-light-1366.png` });
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.screenshot({ path: `${shots}/entry-light-1920.png` });
  await page.setViewportSize({ width: 1366, height: 768 });

  // A zone lead keeps fences, and only looks at permits.
  const zoneLead: SessionUser = { ...desk, roles: [{ role: 'zoneLead', zone: 'z1' }] };
  seat.status({ user: zoneLead });
  await page.getByRole('tab', { name: '夜间施工许可' }).click();
  await expect(page.getByRole('button', { name: '新登记' })).toHaveCount(0);
  await page.locator('.register-row').first().click();
  await expect(page.locator('.register-form__note')).toContainText('只能查看');
  await expect(form(page).locator('button[type="submit"]')).toHaveCount(0);
  // A squad room has no such page.
  seat.status({ user: { ...desk, roles: [{ role: 'squadRoom', squad: 'fenglin' }] } });
  await expect(page.getByRole('button', { name: '登记库', exact: true })).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});
