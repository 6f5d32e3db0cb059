/** Files of an incident and its papers: chosen, dropped, refused, shown, erased; the officer's page, a measurement, a draft. */
import { createHash } from 'node:crypto';
import type { Page } from 'playwright/test';
import { mediaTypeOf } from '../../shared/lib/media-type.ts';
import type { AnswerOf, OfficeAsk, RequestOf } from '../../shared/wire/seat-api.ts';
import { DemoNight } from '../support/demo-night.ts';
import { PlayedSeat } from '../support/played-seat.ts';
import { plainPng } from '../support/tiny-png.ts';
import { expect, test } from './fixtures.ts';
import { openLive } from './played.ts';

test.describe.configure({ timeout: 300_000 });
test.use({ actionTimeout: 30_000 });

const shots = 'test-results/attachments';

async function open(page: Page, seat: PlayedSeat): Promise<void> {
  await openLive(page, seat, { width: 1920, height: 1080 });
}

/** A hub for files alone: what is brought is attached to the incident of the night, what is asked for is given. */
class FileHub {
  readonly looks: string[] = [];
  readonly night: DemoNight;
  readonly seat: PlayedSeat;
  readonly time: string;
  readonly #arriving = new Map<string, Buffer>();
  readonly #contents = new Map<string, { readonly name: string; readonly bytes: Buffer }>();

  constructor(night: DemoNight, seat: PlayedSeat, time: string) {
    this.night = night;
    this.seat = seat;
    this.time = time;
    seat.answers.set('office', (ask: RequestOf<'office'>) => this.#answer(ask));
  }

  #answer(ask: OfficeAsk): AnswerOf<'office'> {
    const granted = (body: object) => ({ status: 'granted', body: body as never }) as const;
    if (ask.ask === 'filePiece') {
      const before = this.#arriving.get(ask.upload) ?? Buffer.alloc(0);
      const now = Buffer.concat([before, Buffer.from(ask.data, 'base64')]);
      this.#arriving.set(ask.upload, now);
      return granted({ state: 'taken', have: now.length });
    }
    if (ask.ask === 'fileAttach') {
      const bytes = this.#arriving.get(ask.upload) ?? Buffer.alloc(0);
      const mediaType = mediaTypeOf(bytes);
      if (mediaType === undefined) return granted({ state: 'refused', code: 'TypeUnknown', field: 'file' });
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const ref = sha256.slice(0, 32);
      this.#contents.set(ref, { name: ask.name, bytes });
      const { incident, of, whose, way } = ask;
      const personal = { ref, mac: sha256, has: ['content', 'name'] };
      const file = { sha256, mediaType, bytes: bytes.length };
      this.night.give('AttachFile', { incident, file, of, whose, way, personal }, this.time);
      this.seat.hold([incident]);
      return granted({ state: 'attached', sha256 });
    }
    if (ask.ask === 'fileRead') {
      this.looks.push(ask.reason);
      const held = this.#contents.get(ask.ref);
      if (held === undefined) return granted({ state: 'erased' });
      const { name, bytes } = held;
      return granted({ state: 'piece', name, total: bytes.length, data: bytes.toString('base64') });
    }
    return { status: 'offline' };
  }
}

const noise = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。';
const picture = { name: '现场 东门.jpg', mimeType: 'image/jpeg', buffer: plainPng('#2f6f4f', 400) };

test('files are chosen and dropped, refused by what is wrong, shown when asked for, and said to be erased', async ({
  page,
}) => {
  const night = new DemoNight();
  const id = night.receive({ text: noise, source: '12345', time: '22:41' });
  const seat = new PlayedSeat(night, '22:50');
  seat.hold([id]);
  const hub = new FileHub(night, seat, '22:50');
  await open(page, seat);
  await page.locator('.queue [data-incident]').first().click();
  const files = page.locator('[data-section="files"]');
  await files
    .locator('input[type="file"]')
    .setInputFiles([
      picture,
      { name: '看图.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<svg onload="alert(1)"/>') },
      { name: '空.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) },
      { name: '大.png', mimeType: 'image/png', buffer: Buffer.alloc(8_000_001) },
    ]);
  await expect(files.locator('[data-file="image"]')).toHaveCount(1);
  const refused = files.locator('[data-waiting="refused"]');
  await expect(refused).toHaveCount(3);
  await expect(refused.nth(0)).toContainText('只收图片、PDF 和录音');
  await expect(refused.nth(1)).toContainText('文件是空的');
  await expect(refused.nth(2)).toContainText('超过 8 MB');
  await files.scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${shots}/refused-1920.png` });
  for (let left = 3; left > 0; left -= 1) await refused.first().getByRole('button', { name: '移除' }).click();
  await expect(refused).toHaveCount(0);

  // Nothing was shown so far, and no look noted; then the picture, its name, and larger.
  expect(hub.looks).toEqual([]);
  await expect(files).not.toContainText('现场 东门.jpg');
  await files.getByRole('button', { name: '显示' }).click();
  await expect(files.locator('.files__thumb img')).toBeVisible();
  await expect
    .poll(() => files.locator('.files__thumb img').evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBe(400);
  await expect(files).toContainText('现场 东门.jpg');
  expect(hub.looks).toHaveLength(1);
  await files.scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${shots}/shown-1920.png` });
  await files.getByRole('button', { name: '放大' }).click();
  await expect(page.locator('.files__opened img')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.files__opened')).toHaveCount(0);
  await expect(page.locator('.detail')).toBeVisible();

  // Dropped onto it, as another kind.
  await files.getByLabel('附件种类').selectOption('permit');
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['%PDF-1.7 示例'], '公示.pdf', { type: 'application/pdf' }));
    return transfer;
  });
  await files.locator('.files__drop').dispatchEvent('drop', { dataTransfer: dropped });
  await expect(files.locator('[data-file="document"]')).toContainText('许可公示');

  // Erased, the checksum stays; without the hub nothing is added.
  const ref = night.incident(id).files[0]?.personal?.ref ?? '';
  night.give('EraseCaller', { incident: id, ref, ground: 'callerAsked' }, '22:51');
  seat.hold([id]);
  await expect(files.locator('[data-erased="true"]')).toContainText('已删除');
  seat.status({ link: 'offline' });
  await expect(files).toContainText('暂不能添加附件');
  await expect(files.locator('button', { hasText: '选择文件' })).toBeDisabled();
  await page.setViewportSize({ width: 960, height: 900 });
  await files.scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${shots}/offline-960.png` });
});

test('what comes with a call waits for the hub to have the call, and goes then', async ({ page }) => {
  const night = new DemoNight();
  const first = night.receive({ text: noise, source: '12345', time: '22:41' });
  const seat = new PlayedSeat(night, '22:50');
  seat.hold([first]);
  const hub = new FileHub(night, seat, '22:51');
  let taken = '';
  seat.answers.set('takeIn', ({ id }: RequestOf<'takeIn'>) => {
    taken = id;
    return { status: 'queued', entry: crypto.randomUUID() };
  });
  // The hub gives the id of the form to what it takes in.
  night.newId = () => (taken === '' ? DemoNight.prototype.newId.call(night) : taken);
  await open(page, seat);
  await page.locator('.queue__title').click();
  await page.keyboard.press('n');
  const form = page.locator('form.intake');
  await form.locator('textarea').first().fill('田林路桂林路口在挖马路，响了一个钟头。');
  await form.locator('input[type="file"]').setInputFiles(picture);
  await expect(form).toContainText('现场 东门.jpg');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => taken).not.toBe('');
  expect(night.world().reads.incident(taken)).toBeUndefined();
  const id = night.receive({ text: '田林路桂林路口在挖马路，响了一个钟头。', source: 'phone', time: '22:51' });
  expect(id).toBe(taken);
  night.newId = () => DemoNight.prototype.newId.call(night);
  seat.hold([id]);
  await expect.poll(() => night.incident(id).files.length).toBe(1);
  expect(night.incident(id).files[0]).toMatchObject({ of: 'complaint', whose: 'caller', way: 'intake' });
  expect(hub.looks).toEqual([]);
});

test('the page before arrival says of each line whence and how old; a measurement is worked out; a draft is filled', async ({
  page,
}) => {
  const night = new DemoNight();
  const personal = { ref: 'ab'.repeat(16), mac: 'cd'.repeat(32), has: ['name', 'phone', 'text'] };
  const id = night.receive({
    ...{ text: '宜山路近中山西路,混凝土车一辆接一辆,轰隆隆,这么晚谁批的?', source: '12319', time: '23:05', personal },
  });
  night.send(id, night.recommend(id).units[0]?.unit ?? '', '23:08');
  const truck = night.receive({
    ...{ text: '龙吴路一晚上渣土车,刹车放气砰砰响,还掉了一地泥。', source: 'phone', time: '23:06', personal },
  });
  const seat = new PlayedSeat(night, '23:10');
  seat.hold(
    [id, truck],
    night
      .world()
      .reads.assignmentsOf(id)
      .map((one) => one.id),
  );
  let asked = 0;
  seat.answers.set('personal', () => {
    asked += 1;
    return { status: 'content', content: { name: '示例来电人', phone: '13900001111', text: '原话在此' } };
  });
  await open(page, seat);
  await page.locator(`.queue [data-incident="${night.incident(id).number}"]`).click();
  await page.keyboard.press('p');
  const sheet = page.locator('[data-sheet="arrival"]');
  await expect(sheet).toBeVisible();
  await expect(sheet.locator('[data-part="place"]')).toContainText('示例工地 B');
  await expect(sheet.locator('[data-part="permit"]')).toContainText('示夜 0117');
  await expect(sheet.locator('[data-part="assessment"]')).toContainText('有许可·待现场核');
  await expect(sheet.locator('[data-part="power"]')).toContainText('持证');
  await expect(sheet.locator('[data-part="history"]')).toContainText('没有往日记录');
  // What is said as a fact names its source; what is to be ticked does not.
  for (const part of ['place', 'said', 'assessment', 'power'])
    for (const line of await sheet.locator(`[data-part="${part}"] li`).all())
      await expect(line.locator('.sheet__from')).not.toBeEmpty();
  await expect(sheet).not.toContainText('13900001111');
  expect(asked).toBe(0);
  await page.screenshot({ path: `${shots}/arrival-1920.png` });
  await page.emulateMedia({ media: 'print' });
  await expect(sheet.locator('.sheet__bar')).toBeHidden();
  await expect(page.locator('.queue')).toBeHidden();
  const paper = await page.pdf({ preferCSSPageSize: true });
  expect(paper.toString('latin1').match(/\/Type \/Page[^s]/g)).toHaveLength(1);
  await page.screenshot({ path: `${shots}/arrival-print.png`, fullPage: true });
  await page.emulateMedia({ media: null });
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(page.locator('.detail')).toBeVisible();

  // A measurement: what is missing is named, what it comes to is told while it is typed, the hub works it out itself.
  const measure = page.locator('[data-section="measure"]');
  await measure.getByRole('button', { name: '记一次测量' }).click();
  await measure.getByRole('button', { name: '记录' }).click();
  await expect(measure.locator('[role="alert"]')).toContainText('测量值 Leq');
  const fields = {
    ...{ at: '2026-11-21T23:08', level: '58', background: '５３', before: '93.8', after: '94', wind: '1.5' },
    ...{ instrument: '积分声级计', number: 'S-01', verifiedTo: '2027-03-01', point: '东侧围挡外 1 米' },
    persons: '示 001、示 002',
  };
  for (const [name, value] of Object.entries(fields)) await measure.locator(`[name="${name}"]`).fill(value);
  await expect(measure.locator('[data-preview]')).toContainText('超过限值');
  await measure.locator('[name="after"]').fill('94.4');
  await expect(measure.locator('[data-preview]')).toContainText('前后校准相差超过');
  await measure.locator('[name="after"]').fill('94');
  await measure.scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${shots}/measure-1920.png` });
  await measure.getByRole('button', { name: '记录' }).click();
  await expect.poll(() => seat.outbox.map(({ type }) => type)).toEqual(['RecordMeasurement']);
  night.give('RecordMeasurement', seat.outbox[0]?.data ?? null, '23:10');
  seat.hold([id]);
  await expect(measure.locator('[data-verdict="exceeds"]')).toContainText('修正后 56');
  await expect(measure.locator('[data-verdict="exceeds"]')).toContainText('测量条款待核');

  // The draft for the other office: the caller only where somebody asks for it.
  await page.locator(`.queue [data-incident="${night.incident(truck).number}"]`).click();
  await page.getByRole('button', { name: '转办稿' }).click();
  const draft = page.locator('[data-sheet="transfer"]');
  await expect(draft.locator('.sheet__text')).toContainText('来电人信息已隐去');
  await expect(draft).not.toContainText('13900001111');
  await expect(draft.locator('[data-contact]')).toBeVisible();
  await draft.getByLabel('含来电人信息').check();
  await expect(draft.locator('.sheet__text')).toContainText('13900001111');
  expect(asked).toBe(1);
  await page.screenshot({ path: `${shots}/transfer-1920.png` });
});
