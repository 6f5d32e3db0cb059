/**
 * What hands do at the console when nobody thinks of it: keys held down, things pressed twice, text half typed, another
 * seat that is quicker, a connection that goes. On a seat played in memory, so that each moment can be chosen.
 */
import type { WebSocketRoute } from 'playwright/test';
import { must } from '../../shared/lib/must.ts';
import { desk, relief } from '../support/played-seat.ts';
import { expect, test } from './fixtures.ts';
import { oneRing } from './one-ring.ts';
import { loginField } from '../support/sign-in.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ actionTimeout: 30_000 });

const shots = 'test-results/hands';

const previewed = '.recommended__unit--previewed';

test('Enter held down looks and sends nothing; pressed twice in haste it sends once', async ({ page }) => {
  const { seat } = await oneRing(page);
  await page.keyboard.press('Space');
  await expect(page.locator('[data-advice="send"]')).toBeVisible();
  for (let repeat = 0; repeat < 5; repeat += 1) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect(page.locator(previewed)).toContainText('机动一组');
  expect(seat.entered('AssignUnit')).toHaveLength(0);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect.poll(() => seat.entered('AssignUnit').length).toBe(1);
  await expect(page.getByText('已录入')).toBeVisible();
  expect(seat.entered('AssignUnit')).toHaveLength(1);
});

test('keys send nothing for an incident that the intake hides', async ({ page }) => {
  const { seat } = await oneRing(page);
  await page.keyboard.press('Space');
  await expect(page.locator('[data-advice="send"]')).toBeVisible();
  await page.keyboard.press('n');
  await page.locator('.intake__head h2').click();
  for (const key of ['1', 'Enter', 'Enter']) await page.keyboard.press(key);
  await page.keyboard.press('Escape');
  await expect(page.locator('.detail__number')).toBeVisible();
  await expect(page.locator(previewed)).toHaveCount(0);
  expect(seat.entered('AssignUnit')).toHaveLength(0);
});

test('another seat was quicker: Enter does not send a second unit unseen', async ({ page }) => {
  const { seat, id } = await oneRing(page);
  await page.keyboard.press('Space');
  await expect(page.locator('[data-advice="send"]')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator(previewed)).toHaveCount(1);
  const assignment = seat.night.send(id, 'm2', '22:43');
  seat.hold([id], [assignment]);
  await expect(page.locator('[data-incident="1121-001"]')).toContainText('机动二组');
  await expect(page.getByText('别的席位 已派 机动二组')).toBeVisible();
  await expect(page.locator(previewed)).toHaveCount(0);
  await page.keyboard.press('Enter');
  expect(seat.entered('AssignUnit')).toHaveLength(0);
});

test('what waits for the hub is not entered a second time', async ({ page }) => {
  const { seat } = await oneRing(page);
  await page.keyboard.press('Space');
  const acknowledge = page.getByRole('button', { name: '签收', exact: true });
  await acknowledge.click();
  await expect(page.locator('[data-incident="1121-001"]')).toContainText('待送达');
  await acknowledge.click();
  await expect(page.getByText('已录入')).toBeVisible();
  await page.getByRole('button', { name: '无人接' }).dblclick();
  await expect.poll(() => seat.entered('PhoneSite').length).toBe(1);
  expect(seat.entered('AcknowledgeIncident')).toHaveLength(1);
  // The tray of what a person must look at names the incident.
  seat.outbox = seat.outbox.map((entry) => ({ ...entry, state: 'asking' }));
  seat.push({ push: 'outbox', entries: seat.outbox });
  await page.locator('[data-waiting]').click();
  await expect(page.locator('.tray__entry').first()).toContainText('1121-001');
  await page.keyboard.press('Escape');
  await expect(page.locator('.tray')).toHaveCount(0);
  await expect(page.locator('.detail__number'), 'Escape closes the tray alone').toBeVisible();
});

test('what was typed into the intake stays: Escape, another page, an ended session', async ({ page }) => {
  const { seat } = await oneRing(page);
  const words = page.getByLabel('来电内容');
  const taken = (): number => seat.count('takeIn');
  await page.keyboard.press('n');
  await page.getByLabel('电话', { exact: true }).fill('13900000000');
  await page.keyboard.press('Enter');
  await words.fill('窗户一震一震的');
  await page.keyboard.press('Escape');
  await expect(words).toHaveCount(0);
  await page.keyboard.press('n');
  await expect(words).toHaveValue('窗户一震一震的');
  await page.getByRole('button', { name: '席位状态' }).click();
  await page.getByRole('button', { name: '指挥台' }).click();
  await expect(words).toHaveValue('窗户一震一震的');
  seat.status({ user: null, link: 'signedOut' });
  await expect(loginField(page)).toBeVisible();
  seat.status({ user: desk, link: 'live' });
  await expect(words).toHaveValue('窗户一震一震的');
  expect(taken(), 'a plain Enter takes nothing in').toBe(0);
  // Who signs out is told that something was typed and not taken in.
  const signOut = page.locator('.top-bar__user button').last();
  await signOut.click();
  await expect(signOut).toContainText('仍');
  expect(seat.count('logout')).toBe(0);

  // It is nobody else's, and there again for who typed it.
  seat.status({ user: null, link: 'signedOut' });
  seat.status({ user: relief });
  await expect(page.locator('.top-bar__name')).toHaveText('wu');
  await page.keyboard.press('n');
  await expect(words).toHaveValue('');
  await page.keyboard.press('Escape');
  seat.status({ user: null, link: 'signedOut' });
  await expect(loginField(page)).toBeVisible();
  seat.status({ user: desk, link: 'live' });
  await expect(words).toHaveValue('窗户一震一震的');

  // Two presses take in one.
  let answer: (body: unknown) => void = () => undefined;
  seat.answers.set('takeIn', () => new Promise((resolve) => (answer = resolve)));
  await words.fill('还在打桩');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Control+Enter');
  await expect.poll(taken).toBe(1);
  answer({ status: 'queued', entry: crypto.randomUUID() });
  await expect(words).toHaveCount(0);
  expect(taken()).toBe(1);
});

test('reports of a unit: no reason is given by an arrow key, and "10 minutes ago" is for one report', async ({
  page,
}) => {
  const { seat, id } = await oneRing(page);
  const assignment = seat.night.send(id, 'm1', '22:42');
  seat.hold([id], [assignment]);
  seat.hubAnswers = true;
  await page.keyboard.press('ArrowDown');
  const withdraw = page.getByText('撤回…');
  await withdraw.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(seat.entered('WithdrawAssignment')).toHaveLength(0);
  const when = page.getByRole('region', { name: '处置进程' }).getByLabel('时间');
  await when.selectOption('10');
  await page.getByRole('button', { name: '已接单', exact: true }).click();
  await expect.poll(() => seat.entered('AcceptAssignment').length).toBe(1);
  expect(seat.entered('AcceptAssignment')[0]?.data).toHaveProperty('happenedAt');
  await expect(when).toHaveValue('0');
  await page.getByRole('button', { name: '已出发', exact: true }).click();
  await expect.poll(() => seat.entered('SetOut').length).toBe(1);
  expect(seat.entered('SetOut')[0]?.data).not.toHaveProperty('happenedAt');
  await page.getByText('撤回…').click();
  await page.getByRole('button', { name: '派错组' }).click();
  await expect.poll(() => seat.entered('WithdrawAssignment').length).toBe(1);
});

test('a site that nobody answered at is owed a check, and the console offers it', async ({ page }) => {
  const { seat, id } = await oneRing(page);
  seat.night.give('PhoneSite', { incident: id, result: 'noAnswer' }, '22:44');
  seat.hold([id]);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('group', { name: '电话督停' })).toContainText('22:44 无人接');
  await page.getByRole('group', { name: '督停后核实' }).getByRole('button', { name: '视频核实已安静' }).click();
  await expect.poll(() => seat.entered('RecordCheck').map(({ data }) => data)).toMatchObject([{ which: 'afterCall' }]);
});

test('Enter in the command line runs what was shown, and nothing that took its place', async ({ page }) => {
  const { seat, id } = await oneRing(page);
  const other = seat.night.receive({ text: '漕宝路柳州路工地夜间吊装钢筋。', source: 'grid', time: '22:42' });
  seat.hold([id, other]);
  await page.locator('[data-incident="1121-001"]').click();
  await page.keyboard.press('/');
  await page.keyboard.type('pd jd1');
  await expect(page.locator('.command-line__one--chosen')).toContainText('1121-001');
  // A click on another row: what Enter would do is now something else.
  await page.locator('[data-incident="1121-002"]').click();
  await page.locator('.command-line__input').focus();
  await expect(page.locator('.command-line__one--chosen')).toContainText('1121-002');
  await page.keyboard.press('Enter');
  expect(seat.entered('AssignUnit')).toHaveLength(0);
  await page.keyboard.press('Enter');
  // For that one another unit is recommended: one key says why not.
  await expect(page.getByRole('dialog', { name: /为什么不派建议的/ })).toBeVisible();
  await page.keyboard.press('1');
  await expect.poll(() => seat.entered('AssignUnit').map(({ data }) => data)).toMatchObject([{ incident: other }]);
});

test('Space goes through all that nobody has acknowledged, and says when there is none', async ({ page }) => {
  const { seat, id } = await oneRing(page);
  const more = ['宜山路近中山西路,混凝土车轰隆隆。', '漕宝路柳州路工地夜间吊装钢筋。'].map((text) =>
    seat.night.receive({ text, source: '12319', time: '22:42' }),
  );
  seat.hold([id, ...more]);
  await expect(page.locator('[data-incident]')).toHaveCount(3);
  const seen = new Set<string>();
  for (let press = 0; press < 3; press += 1) {
    await page.keyboard.press('Space');
    seen.add(must(await page.locator('.detail__number').textContent(), 'a number'));
  }
  expect([...seen].sort()).toEqual(['1121-001', '1121-002', '1121-003']);
  for (const each of [id, ...more]) seat.night.give('AcknowledgeIncident', { incident: each }, '22:43');
  seat.hold([]);
  await expect(page.locator('[data-stage="received"]')).toHaveCount(0);
  await page.keyboard.press('Space');
  await expect(page.getByText('没有未签收的')).toBeVisible();
});

test('a connection that was lost: asked anew, and nothing old passes for present', async ({ page }) => {
  let route: WebSocketRoute | undefined;
  await page.routeWebSocket(/\/seat$/, (socket) => {
    route = socket;
    socket.connectToServer();
  });
  const { seat } = await oneRing(page);
  await page.keyboard.press('Space');
  await expect(page.locator('[data-advice="send"]')).toBeVisible();
  const [worked, told, present] = [seat.count('recommend'), seat.count('history'), seat.count('presence')];
  await must(route, 'a connection').close({ code: 4000 });
  await expect(page.locator('.top-bar [data-link="shellDown"]')).toBeVisible();
  await expect(page.locator('[data-waiting]')).not.toContainText('已送达');
  await expect(page.locator('.top-bar [data-link="live"]')).toBeVisible();
  await expect.poll(() => seat.count('recommend')).toBeGreaterThan(worked);
  await expect.poll(() => seat.count('history')).toBeGreaterThan(told);
  await expect.poll(() => seat.count('presence')).toBeGreaterThan(present);
  // Whoever leaves the console no longer has anything open.
  await page.getByRole('button', { name: '席位状态' }).click();
  await expect
    .poll(() => seat.asked.filter(({ name }) => name === 'presence').at(-1)?.body)
    .toEqual({ open: null, about: null });
});

test('a camera and a site are shown without losing the incident', async ({ page }) => {
  const { seat, id } = await oneRing(page);
  const at = must(seat.night.incident(id).placing.at, 'a place');
  const provenance = { source: '示例', asOf: seat.night.at('20:30'), how: 'import' };
  const state = { id: 'v1', name: '示例路口 V-01', code: 'V-01', at, heading: 90, fov: 60, provenance };
  seat.more.set('videoPoint/v1', { stream: 'videoPoint/v1', version: 1, seq: 1, state });
  seat.hold([]);
  await page.keyboard.press('Space');
  await page.locator('[data-section="cameras"]').getByRole('button', { name: '示例路口 V-01', exact: true }).click();
  await expect(page.getByRole('article', { name: '示例路口 V-01', exact: true })).toContainText('截至 20:30');
  // What is selected is drawn, though its layer is off.
  await expect(page.locator('.district-map-marks')).toHaveAttribute('data-marks', /\bvideoPoint=1\b/);
  await page.keyboard.press('Escape');
  await expect(page.locator('.detail__number')).toHaveText('1121-001');
});

test('what cannot be drawn is said, and the bar stays', async ({ page, complaints }) => {
  const { seat } = await oneRing(page);
  const broken = {
    stream: 'incident/broken',
    version: 1,
    seq: 1,
    state: { id: 'broken', closed: null, joinedInto: null },
  };
  seat.more.set('incident/broken', broken);
  seat.hold([]);
  await expect(page.getByRole('alert')).toContainText('画面出错');
  await expect(page.locator('.top-bar')).toBeVisible();
  seat.more.clear();
  complaints.length = 0;
  await page.getByRole('button', { name: '重新显示' }).click();
  await expect(page.getByRole('alert'), 'as long as it is broken').toContainText('画面出错');
  await page.reload();
  await expect(page.locator('[data-incident]')).toHaveCount(1);
  complaints.length = 0;
});

test('a call taken in while the hub is away stands in the queue at once, and says that it waits', async ({ page }) => {
  const { seat } = await oneRing(page);
  const incident = crypto.randomUUID();
  const { lane, ...entry } = {
    ...{ id: crypto.randomUUID(), user: desk.id, type: 'ReceiveIncident', lane: `incident/${incident}` },
    ...{ madeAt: seat.night.at('22:42'), nature: 'fact', state: 'pending', refusal: null, heldBackBy: null },
  } as const;
  const understanding = { matter: 'siteNoise', place: '宜山路×柳州路', roads: ['宜山路'], street: null, marks: [] };
  const data = { id: incident, source: 'phone', understanding };
  seat.status({ link: 'offline', pending: 1 });
  const push = (state: 'pending' | 'refused'): void => {
    const refusal = state === 'refused' ? { code: 'Duplicate', params: {} } : null;
    seat.outbox = [{ ...entry, nature: 'fact', lane, data, state, refusal }];
    seat.push({ push: 'outbox', entries: seat.outbox });
  };
  push('pending');
  const row = page.locator(`[data-awaited="${incident}"]`);
  await expect(row).toContainText('待送达');
  await expect(row).toContainText('宜山路×柳州路');
  await row.click();
  await expect(page.getByRole('article', { name: '待送达的来电' })).toContainText('等待送达中枢');
  await expect(page.locator('[data-waiting]')).toHaveText('待发 1');
  await page.locator('[data-waiting]').click();
  await expect(page.locator('.tray')).toContainText('宜山路×柳州路');
  await page.screenshot({ path: `${shots}/awaited.png` });
  await page.keyboard.press('Escape');
  push('refused');
  await expect(row).toContainText('被拒');
  seat.outbox = [];
  seat.push({ push: 'outbox', entries: [] });
  await expect(row).toHaveCount(0);
});

test('the tray stands beside the incident, and what was refused is marked at the incident itself', async ({ page }) => {
  const { seat, id } = await oneRing(page);
  await page.keyboard.press('Space');
  const refusal = { code: 'StaleView', params: {} };
  const entry = {
    ...{ id: crypto.randomUUID(), user: desk.id, type: 'AcknowledgeIncident', lane: `incident/${id}` },
    ...{ data: { incident: id }, madeAt: seat.night.at('22:42'), nature: 'fact', state: 'refused', heldBackBy: null },
  } as const;
  seat.outbox = [{ ...entry, nature: 'fact', state: 'refused', refusal }];
  seat.status({ refused: 1 });
  seat.push({ push: 'outbox', entries: seat.outbox });
  await expect(page.locator('[data-incident="1121-001"]')).toContainText('一项被拒');
  await expect(page.locator('.detail__head')).toContainText('一项被拒');
  await expect(page.locator('[data-waiting]')).toHaveText('被拒 1');
  await page.locator('[data-waiting]').click();
  for (const size of [
    { width: 1366, height: 768 },
    { width: 1920, height: 1080 },
    { width: 960, height: 900 },
  ]) {
    await page.setViewportSize(size);
    const boxes = await Promise.all(
      ['.tray', '.detail__number'].map(async (each) => must(await page.locator(each).boundingBox(), each)),
    );
    const [tray, heading] = [must(boxes[0], 'the tray'), must(boxes[1], 'the heading')];
    const apart = tray.x + tray.width <= heading.x || tray.y + tray.height <= heading.y;
    expect(apart, `at ${size.width} the tray leaves the heading to be seen`).toBe(true);
    await page.screenshot({ path: `${shots}/tray-${size.width}.png` });
  }
  await page.keyboard.press('Escape');
  await expect(page.locator('.tray')).toHaveCount(0);
});

test('the intake takes a place that was meant, and says what it does not take', async ({ page }) => {
  const { seat } = await oneRing(page);
  await page.keyboard.press('n');
  const place = page.getByRole('combobox', { name: '位置' });
  const words = page.getByLabel('来电内容');
  await place.fill('xtl');
  await expect(page.locator('#intake-places [role="option"]').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(words).toBeFocused();
  await expect(place, 'a vague word stays as it was typed').toHaveValue('xtl');
  await place.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(place).toHaveValue(/^斜土路/);
  await place.fill('斜土路小木桥路');
  await page.keyboard.press('Enter');
  await expect(place, 'typed whole').toHaveValue('斜土路×小木桥路');
  await place.fill('xtl');
  await page.keyboard.press('Alt+Digit2');
  await expect(place).not.toHaveValue('xtl');

  await words.fill(`反\u202E了${'吵'.repeat(3_900)}`);
  await expect(page.locator('[data-room="text"]')).toContainText('2 字没有收下');
  await expect(words).toHaveValue(new RegExp(`^反了吵{3898}$`));
  await words.fill('吵'.repeat(3_800));
  await expect(page.locator('[data-room="text"]')).toHaveText('还可写 100 字');
  await words.fill('打桩');
  await expect(page.locator('[data-room="text"]')).toHaveCount(0);

  const phone = page.getByLabel('电话', { exact: true });
  await phone.fill('１３９ 分机 8');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert')).toContainText('「电话」填写不对');
  await expect(phone).toBeFocused();
  await expect(phone).toHaveValue('139 分机 8');
  expect(seat.count('takeIn')).toBe(0);
  await phone.fill('139-0000 0000');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => seat.count('takeIn')).toBe(1);
});

test('sent before it is worked out who is best, it is still asked why another one goes', async ({ page }) => {
  const { seat, id } = await oneRing(page);
  const answer = must(seat.answers.get('recommend'), 'an answer of the played seat');
  let work = (): void => undefined;
  const worked = new Promise<void>((resolve) => {
    work = resolve;
  });
  seat.answers.set('recommend', (request) => worked.then(() => answer(request)));
  await page.locator('[data-incident="1121-001"]').click();
  await page.keyboard.press('/');
  await page.keyboard.type('pd jd2');
  await expect(page.locator('.command-line__one--chosen')).toContainText('1121-001');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  expect(seat.entered('AssignUnit')).toHaveLength(0);
  work();
  await expect(page.getByRole('dialog', { name: /为什么不派建议的/ })).toBeVisible();
  expect(seat.entered('AssignUnit')).toHaveLength(0);
  await page.keyboard.press('1');
  await expect.poll(() => seat.entered('AssignUnit').map(({ data }) => data)).toMatchObject([{ incident: id }]);
});

test('who is best is told though the hall changes faster than it can be worked out', async ({ page }) => {
  const { seat } = await oneRing(page);
  const answer = must(seat.answers.get('recommend'), 'an answer of the played seat');
  let version = 1_000;
  const unitChanges = (): void => {
    const state = must(seat.night.world().reads.unit('m1'), 'm1') as never;
    version += 1;
    seat.change([{ stream: 'unit/m1', version, seq: version, state }]);
  };
  seat.answers.set('recommend', async (request) => {
    // Before it is there, something else has changed.
    unitChanges();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
    return answer(request);
  });
  await page.keyboard.press('Space');
  await expect(page.locator('[data-advice="send"]')).toBeVisible();
});
