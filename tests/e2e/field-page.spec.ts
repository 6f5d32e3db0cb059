/** The officers' page in a phone browser: a job through dead spots, a hub that falls, a call for help, a find. */
import type { BrowserContext, Page } from 'playwright/test';
import { ensureBuilt } from '../../build/bundle.ts';
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { MessageState } from '../../shared/domain/message/state.ts';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import { must } from '../../shared/lib/must.ts';
import type { Network } from '../support/cut-network.ts';
import { openCut } from '../support/cut-network.ts';
import { cleanUp, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { demoPackFile, startNightHub } from '../support/night-hub.ts';
import type { NightHub } from '../support/night-hub.ts';
import { startRelay } from '../support/relay-process.ts';
import { startNightSeat } from '../support/night-seat.ts';
import type { NightSeatProcess } from '../support/night-seat.ts';
import { expect, test } from './fixtures.ts';

test.describe.configure({ timeout: 300_000 });
test.use({
  ...{ actionTimeout: 30_000, networkGoes: true, viewport: { width: 390, height: 844 }, hasTouch: true },
  ...{ permissions: ['geolocation'], geolocation: { longitude: 121.449, latitude: 31.1915, accuracy: 15 } },
});

const shots = 'test-results/field-page';
const clock = '2026-11-21T22:41:00+08:00';

interface Scene {
  readonly hub: NightHub;
  readonly seat: NightSeatProcess;
  readonly network: Network & { close(): void };
  readonly incident: string;
}
let scene: Scene;

// The hub serves what is built when it starts.
test.beforeAll(() => ensureBuilt(['fieldPage']));
test.beforeEach(async () => {
  const hub = await startNightHub(clock);
  const seat = startNightSeat(tempFolder(), 'seat-desk', hub.url);
  await seat.desk.signIn('zhihui1');
  const body = {
    source: '12345',
    externalId: 'SH-1',
    text: '斜土路小木桥路口工地还在打桩',
    caller: { phone: '13900000001' },
  };
  const answer = await hub.call('POST', '/api/v1/incidents', body);
  const { id: incident } = answer.body as unknown as { readonly id: string };
  await seat.desk.until(() => seat.desk.document(`incident/${incident}`) !== undefined, 'the desk has it');
  scene = { hub, seat, incident, network: await openCut(Number(new URL(hub.url).port)) };
});

/** From here on phones come through a relay. */
async function behindRelay(): Promise<void> {
  scene.network.close();
  const relay = await startRelay(scene.hub.url, testKey);
  scene = { ...scene, network: await openCut(relay.port) };
}

test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  scene.network.close();
  await scene.seat.stop();
  await cleanUp();
});

async function open(page: Page, key = 'demo-m1'): Promise<void> {
  await page.goto(`${scene.network.url}/field/#unit=m1&key=${key}`);
  await page.getByRole('button', { name: '登录' }).click();
}

const tab = (page: Page, name: string) => page.locator('.tabs').getByRole('button', { name }).click();

async function onDuty(page: Page): Promise<void> {
  await tab(page, '本机');
  await page.getByRole('button', { name: '可派' }).click();
  await expect(page.locator('.top .tag')).toHaveText('可派');
  await scene.seat.desk.until(
    () => scene.seat.desk.document<UnitState>('unit/m1')?.status === 'available',
    'the unit is on duty',
  );
}

async function send(): Promise<string> {
  const { desk } = scene.seat;
  const id = crypto.randomUUID();
  const data = { id, incident: scene.incident, unit: 'm1', queue: false };
  await desk.act('AssignUnit', data, [`incident/${scene.incident}`, 'unit/m1']);
  return id;
}

const held = (assignment: string): AssignmentState =>
  must(scene.seat.desk.document<AssignmentState>(`assignment/${assignment}`), 'the assignment');

/** The worker has the page: it opens without a network from here on. */
const kept = (page: Page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

async function cut(context: BrowserContext): Promise<void> {
  scene.network.become('reset');
  await context.setOffline(true);
}
async function restore(context: BrowserContext): Promise<void> {
  scene.network.become('whole');
  await context.setOffline(false);
}

test('a wrong key is told, and opens nothing', async ({ page }) => {
  await open(page, 'wrong');
  await expect(page.getByRole('alert')).toHaveText('组编号或密钥不对，请核对后重输。');
  await page.screenshot({ path: `${shots}/wrong-key.png` });
  // What stood behind the hash is in no address any more.
  expect(page.url()).not.toContain('key=');
});

for (const way of ['the hub', 'a relay'] as const)
  test(`by ${way}, a job in a dead spot: pressed, shut, opened again without a network; back, all arrive once and in order`, async ({
    page,
    context,
  }) => {
    if (way === 'a relay') await behindRelay();
    await open(page);
    await expect(page.locator('.line--live')).toBeVisible();
    await page.screenshot({ path: `${shots}/off-duty.png` });
    await onDuty(page);
    await page.screenshot({ path: `${shots}/phone.png`, fullPage: true });
    await tab(page, '任务');
    const assignment = await send();
    const job = page.locator('[data-job="1121-001"]');
    await expect(job).toContainText('待接单');
    // The district's own time, wherever the phone believes to be.
    await expect(job).toContainText('22:4');
    await job.getByRole('button', { name: '到场前一页' }).click();
    await expect(job).toContainText('本组持证 2 人');
    await page.screenshot({ path: `${shots}/job.png`, fullPage: true });
    await job.getByRole('button', { name: '收起' }).click();
    await kept(page);

    await cut(context);
    await expect(page.locator('.line--lost')).toContainText('没有网络');
    await job.getByRole('button', { name: '接单', exact: true }).click();
    await job.getByRole('button', { name: '出发', exact: true }).click();
    await expect(page.getByText('2 项未送出，已记在本机')).toBeVisible();
    await page.screenshot({ path: `${shots}/dead-spot.png` });
    await page.reload();
    await expect(page.getByText('2 项未送出，已记在本机')).toBeVisible();
    await expect(job).toContainText('在途');
    await job.getByRole('button', { name: '到场', exact: true }).click();
    await job.getByRole('button', { name: '到场前一页' }).click();
    await expect(job).toContainText('没有网络，暂时打不开');
    expect(held(assignment).stage).toBe('assigned');

    await restore(context);
    await expect(page.locator('.line--live')).toBeVisible({ timeout: 60_000 });
    await scene.seat.desk.until(() => held(assignment).stage === 'onScene', 'it is on scene');
    await expect(page.getByText(/项未送出/)).toHaveCount(0);
    await tab(page, '本机');
    await expect(page.locator('[data-entry="sent"]')).toHaveCount(4);
    await page.screenshot({ path: `${shots}/sent.png`, fullPage: true });

    // The hub falls in the middle, and stands up on the same folder.
    await tab(page, '任务');
    scene.hub.process.signal('SIGKILL');
    await scene.hub.process.exited;
    await job.getByRole('button', { name: '现场记录' }).click();
    await job.getByLabel('内容（存入保密库）').fill('大门锁着，两台打桩机在作业');
    await job.getByRole('button', { name: '记下' }).click();
    await job.getByRole('button', { name: '反馈结果' }).click();
    await job.getByRole('button', { name: '已停工' }).click();
    await expect(page.getByText('2 项未送出，已记在本机')).toBeVisible();
    const again = startHub([
      ...['--data', scene.hub.data, '--demo', '--api-key', testKey, '--pack', demoPackFile(), '--clock', clock],
      ...['--port', new URL(scene.hub.url).port],
    ]);
    await again.listening;
    await scene.seat.desk.until(
      () => scene.seat.desk.document<IncidentState>(`incident/${scene.incident}`)?.outcome?.kind === 'stopped',
      'the outcome is at the desk',
    );
    expect(held(assignment).evidence).toHaveLength(1);
    await expect(page.getByText('现在没有任务。')).toBeVisible();
  });

test('what the hub does not take is told with what to do, and put away when read', async ({ page, context }) => {
  await open(page);
  await onDuty(page);
  await tab(page, '任务');
  const assignment = await send();
  const job = page.locator('[data-job="1121-001"]');
  await expect(job).toBeVisible();
  await kept(page);
  await cut(context);
  await expect(page.locator('.line--lost')).toBeVisible();
  await job.getByRole('button', { name: '接单', exact: true }).click();
  await scene.seat.desk.act('WithdrawAssignment', { assignment, why: 'wrongUnit' }, [`assignment/${assignment}`]);
  await restore(context);
  await expect(page.locator('[data-entry="refused"]')).toContainText('这项任务已经撤回或办完', {
    timeout: 60_000,
  });
  await page.screenshot({ path: `${shots}/refused.png` });
  await page.getByRole('button', { name: '知道了' }).click();
  await expect(page.locator('[data-entry="refused"]')).toHaveCount(0);
});

test('a call for help in a dead spot says that nobody has heard it; then who has; pressed again it is one', async ({
  page,
  context,
}) => {
  await open(page);
  await onDuty(page);
  await kept(page);
  await cut(context);
  await expect(page.locator('.line--lost')).toBeVisible();
  await page.getByRole('button', { name: '求助', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '求助' }).click();
  await expect(page.getByText('正在送出，还没有到指挥中心！')).toBeVisible();
  await page.screenshot({ path: `${shots}/sos-not-sent.png` });
  await page.reload();
  await expect(page.getByText('正在送出，还没有到指挥中心！')).toBeVisible();
  await restore(context);
  await expect(page.getByText(/已到指挥中心，还没有人接/)).toBeVisible({ timeout: 60_000 });
  await page.screenshot({ path: `${shots}/sos-sent.png` });
  const { desk } = scene.seat;
  await desk.seat.request('watch', { watch: 9, kinds: ['alarm'] });
  await desk.until(() => desk.all('alarm').length > 0, 'the call is at the desk');
  expect(desk.all('alarm')).toHaveLength(1);
  const [call] = desk.all<{ readonly id: string; readonly place: unknown }>('alarm');
  expect(call?.place).toMatchObject({ lon: expect.closeTo(121.449, 3) });
  await desk.act('TakeAlarm', { alarm: call?.id ?? '' });
  await expect(page.getByText(/指挥一席 已接/)).toBeVisible();
  // And that somebody comes.
  await desk.act('SetUnitStatus', { id: 'm2', status: 'available' }, ['unit/m2']);
  await desk.act('SendSupport', { alarm: call?.id ?? '', units: [{ unit: 'm2', metres: 300 }] });
  await expect(page.getByText(/已派 机动二组 支援/)).toBeVisible();
  await desk.act('AnswerSupport', { alarm: call?.id ?? '', unit: 'm2', is: 'coming' });
  await expect(page.getByText(/机动二组 .+ 出发来支援/)).toBeVisible();
  await page.screenshot({ path: `${shots}/sos-taken.png` });
});

test('sent to who calls for help, it is told where from every page; what it answers in a dead spot arrives', async ({
  page,
  context,
}) => {
  await behindRelay();
  await open(page);
  await onDuty(page);
  const { desk } = scene.seat;
  const alarm = crypto.randomUUID();
  const at = Date.parse(clock);
  const call = {
    ...{ id: alarm, kind: 'sos', unit: 'm2', fence: null, place: { lon: 121.449, lat: 31.2005 }, seenAt: at },
    ...{ accuracy: 20, since: at, cause: null, proposal: null, judgedBy: {} },
  };
  await desk.act('RaiseAlarm', call, []);
  await desk.act('SendSupport', { alarm, units: [{ unit: 'm1', metres: 1_000 }] }, []);
  const told = page.locator(`[data-support="${alarm}"]`);
  await expect(told).toContainText('机动二组 求助');
  await expect(told).toContainText('指挥一席');
  await expect(told).toContainText('误差 20 米');
  await expect(told).toContainText(/离你直线约 1\d{3} 米，北方向|离你直线约 9\d{2} 米，北方向/);
  await expect(told).toContainText('还没有回话');
  await page.screenshot({ path: `${shots}/support.png` });
  await cut(context);
  await told.getByRole('button', { name: '已出发' }).click();
  await expect(told).toContainText('回话还没有送达');
  await restore(context);
  await expect(told).not.toContainText('回话还没有送达', { timeout: 60_000 });
  // What a page that opens anew shows is what the hub says.
  await page.reload();
  await expect(told).toHaveAttribute('data-is', 'coming');
  await desk.act('ClearAlarm', { alarm, as: 'resolved', reason: null }, []);
  await expect(told).toHaveCount(0);
});

test('a photo goes in pieces, through a cut and a hub that fell, and is evidence once; words reach the hall', async ({
  page,
  context,
}) => {
  await open(page);
  await onDuty(page);
  await tab(page, '任务');
  const assignment = await send();
  const job = page.locator('[data-job="1121-001"]');
  for (const step of ['接单', '出发', '到场']) await job.getByRole('button', { name: step, exact: true }).click();
  await scene.seat.desk.until(() => held(assignment).stage === 'onScene', 'it is on scene');
  await kept(page);
  await cut(context);
  await expect(page.locator('.line--lost')).toBeVisible();
  await job.getByRole('button', { name: '现场记录' }).click();
  // Three pieces of what no camera made, with the first bytes of a picture.
  const picture = Buffer.alloc(500_000, 7);
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]).copy(picture);
  await job.locator('input[type="file"]').setInputFiles({ name: '大门.jpg', mimeType: 'image/jpeg', buffer: picture });
  await expect(job.getByText('大门.jpg')).toBeVisible();
  await page.screenshot({ path: `${shots}/photo.png`, fullPage: true });
  await job.getByRole('button', { name: '记下' }).click();
  await expect(page.getByText('1 项未送出，已记在本机')).toBeVisible();
  await page.reload();
  await expect(page.getByText('1 项未送出，已记在本机')).toBeVisible();
  scene.hub.process.signal('SIGKILL');
  await scene.hub.process.exited;
  await restore(context);
  const again = startHub([
    ...['--data', scene.hub.data, '--demo', '--api-key', testKey, '--pack', demoPackFile(), '--clock', clock],
    ...['--port', new URL(scene.hub.url).port],
  ]);
  await again.listening;
  await scene.seat.desk.until(() => held(assignment).evidence.length === 1, 'the evidence is at the desk');
  const files = () => scene.seat.desk.document<IncidentState>(`incident/${scene.incident}`)?.files ?? [];
  await scene.seat.desk.until(() => files().length === 1, 'the photo is at the desk');
  await expect(page.getByText(/项未送出/)).toHaveCount(0);

  // What is no picture is refused in words, and is still on the phone.
  await tab(page, '任务');
  await job.getByRole('button', { name: '现场记录' }).click();
  const other = { name: '记录.bin', mimeType: 'application/octet-stream', buffer: Buffer.from('no picture at all') };
  await job.locator('input[type="file"]').setInputFiles(other);
  await job.getByRole('button', { name: '记下' }).click();
  await expect(page.locator('[data-entry="refused"]')).toContainText('这种文件中枢不收');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: '照片存到手机' }).click();
  expect((await saved).suggestedFilename()).toBe('记录.bin');
  await page.getByRole('button', { name: '知道了' }).click();

  await tab(page, '讯息');
  await page.getByLabel('告诉指挥中心（存入保密库）').fill('大门锁着，请联系工地值班');
  await page.getByRole('button', { name: '发送' }).click();
  await expect(page.locator('[data-entry="sent"]')).toHaveCount(1);
  await page.screenshot({ path: `${shots}/messages.png` });
  await scene.seat.desk.until(() => scene.seat.desk.all('message').length === 1, 'the hall has the words');
  const { desk } = scene.seat;
  const message = crypto.randomUUID();
  const words = { text: '工地值班马上到门口，稍等' };
  await desk.act('SendMessage', {
    ...{ id: message, audience: { kind: 'unit', id: 'm1' }, urgent: true, incident: null, personal: words },
  });
  await expect(page.getByText('工地值班马上到门口，稍等')).toBeVisible();
  const receiver = () =>
    desk.document<MessageState>(`message/${message}`)?.receivers.find(({ kind }) => kind === 'unit');
  await desk.until(() => receiver()?.deliveredAt !== null, 'it is on the phone');
  const at = receiver()?.deliveredAt;
  await page.reload();
  await tab(page, '讯息');
  await page.getByRole('button', { name: '标为已读' }).click();
  await desk.until(() => receiver()?.readAt !== null, 'it was read');
  expect(receiver()?.deliveredAt).toBe(at);
  await tab(page, '本机');
  await page.getByRole('button', { name: '查看' }).click();
  await expect(page.getByText('没有人看过。')).toBeVisible();
});

test('what is found goes to the desk with its place, and its number comes back; positions stay behind off duty', async ({
  page,
  context,
}) => {
  await open(page);
  await onDuty(page);
  await expect(page.getByText(/正在发送位置，误差 15 米/)).toBeVisible();
  // A new place: what the browser was given before the hub stood is minutes old to it.
  await context.setGeolocation({ longitude: 121.4491, latitude: 31.1915, accuracy: 15 });
  await expect
    .poll(async () => {
      const { body } = await scene.hub.call('GET', '/api/v1/units');
      const { units } = body as unknown as {
        readonly units: readonly { readonly id: string; readonly position: object | null }[];
      };
      return units.find(({ id }) => id === 'm1')?.position;
    })
    .toMatchObject({ lon: expect.closeTo(121.449, 3) });
  await tab(page, '发现');
  await page.getByRole('button', { name: '上报' }).click();
  await expect(page.getByRole('alert')).toHaveText('请写看到什么');
  await page.getByLabel('看到什么、在哪里').fill('小木桥路夜宵摊占道');
  await page.screenshot({ path: `${shots}/find.png` });
  await page.getByRole('button', { name: '上报' }).click();
  await expect(page.locator('[data-entry="sent"]')).toContainText('编号 1121-002');
  await scene.seat.desk.until(
    () => scene.seat.desk.all<IncidentState>('incident').some(({ source }) => source === 'patrol'),
    'it is at the desk',
  );
  await tab(page, '本机');
  await page.getByRole('button', { name: 'English' }).click();
  await page.screenshot({ path: `${shots}/phone-en.png`, fullPage: true });
  await page.setViewportSize({ width: 360, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.getByRole('button', { name: 'off duty', exact: true }).click();
  await expect(page.getByText('Off duty no position is kept.')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out and clear this phone' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Clear' }).click();
  await expect(page.locator('input[type="password"]')).toHaveValue('');
});
