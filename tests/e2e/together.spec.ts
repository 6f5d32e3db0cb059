/**
 * Several seats on one queue: whose an incident is, messages with who has read them, and what is called out. On a seat played
 * in memory, so that each moment can be chosen; sounds are counted at the browser's own audio.
 */
import type { Page } from 'playwright/test';
import type { MessageState } from '../../shared/domain/message/state.ts';
import type { SeatDocument } from '../../shared/wire/seat-api.ts';
import { DemoNight } from '../support/demo-night.ts';
import { desk, PlayedSeat } from '../support/played-seat.ts';
import { expect, test } from './fixtures.ts';
import { addressOf, openLive } from './played.ts';

test.describe.configure({ timeout: 240_000 });
test.use({ actionTimeout: 30_000 });

const scene = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。';
const shots = 'test-results/together';
const own = { user: desk.id, seat: 'seat1', role: 'nightDesk' };

/** Counts what the page asks of the machine's loudspeaker; a browser of tests has none, and no voice. */
async function countSounds(page: Page, voice: boolean): Promise<void> {
  await page.addInitScript((withVoice) => {
    const heard = { tones: 0, said: [] as string[] };
    Object.assign(window, { heard });
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (at?: number) {
      heard.tones += 1;
      start.call(this, at);
    };
    Object.defineProperty(AudioContext.prototype, 'state', { get: () => 'running' });
    if (!withVoice) return;
    const synthesis = {
      getVoices: () => [{ lang: 'zh-CN' }],
      cancel: () => undefined,
      speak: ({ text }: { readonly text: string }) => heard.said.push(text),
    };
    Object.defineProperty(window, 'speechSynthesis', { value: synthesis });
    Object.defineProperty(window, 'SpeechSynthesisUtterance', {
      value: class {
        text: string;
        constructor(text: string) {
          this.text = text;
        }
      },
    });
  }, voice);
}

const heardBy = (page: Page): Promise<{ readonly tones: number; readonly said: readonly string[] }> =>
  page.evaluate(() => (window as unknown as { heard: { tones: number; said: string[] } }).heard);

function message(id: string, more: Partial<MessageState>): SeatDocument {
  const state = {
    ...{ id, at: Date.UTC(2026, 10, 21, 14, 41), audience: { kind: 'all', id: null, name: '' }, urgent: true },
    ...{ from: { user: 'user-zhihui', name: '指挥一席', seat: 'seat2' }, incident: null, receivers: [] },
    ...{ squads: [], zones: [], readBy: null, unread: null },
    personal: { ref: 'a'.repeat(32), mac: 'b'.repeat(64), has: ['text'] },
    ...more,
  };
  return { stream: `message/${id}`, version: 1, seq: 1, state: state as unknown as SeatDocument['state'] };
}

const receiver = (kind: 'unit' | 'person', id: string, name: string, more: object = {}) => ({
  ...{ kind, id, name, deliveredAt: null, readAt: null, proof: null },
  ...more,
});

/** By night on a large screen, by day on a small one: the bar keeps to one row on both. */
async function themes(page: Page, name: string): Promise<void> {
  for (const [theme, width, height] of [
    ['night', 1920, 1080],
    ['day', 1366, 768],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `${shots}/${name}-${theme}-${width}.png` });
    const bar = await page.locator('.top-bar').boundingBox();
    expect(bar?.height, `one row at ${width}`).toBeLessThan(56);
    // Not with the mouse, which would close what is open.
    await page
      .getByRole('button', { name: /[日夜]间配色/ })
      .evaluate((button) => (button as HTMLButtonElement).click());
  }
}

test('claimed with a key, given back, another’s taken over with a word, and acts of others told', async ({ page }) => {
  const night = new DemoNight();
  const id = night.receive({ text: scene, source: '12345', time: '22:41' });
  const second = night.receive({ text: scene, source: '12345', time: '22:41' });
  night.give('ClaimIncident', { incident: second }, '22:41');
  const seat = new PlayedSeat(night, '22:42');
  seat.hubAnswers = true;
  seat.hold([id, second]);
  await countSounds(page, false);
  await openLive(page, seat);
  const row = (of: string) => page.locator(`[data-incident="${night.incident(of).number}"]`);
  await row(id).click();
  await page.keyboard.press('j');
  await expect.poll(() => seat.entered('ClaimIncident')).toMatchObject([{ data: { incident: id } }]);
  night.give('ClaimIncident', { incident: id }, '22:42', '22:42', own);
  seat.hold([id]);
  await expect(page.locator('[data-claimed="mine"]')).toContainText('本席 22:42 接手');
  await expect(row(id)).toContainText('本席接手');

  // Another seat acts all the same, and the holder is told.
  night.give('PhoneSite', { incident: id, result: 'noAnswer' }, '22:43');
  seat.hold([id]);
  await expect(page.locator('.claim__acts')).toContainText('22:43 seat1');
  await expect(page.getByText('（本席接手）')).toBeVisible();
  await page.keyboard.press('j');
  await expect.poll(() => seat.entered('ReleaseClaim').length).toBe(1);

  // Whose the other one is shows in its row; taking it asks for a word.
  await expect(row(second)).toContainText('接手');
  await row(second).click();
  await expect(page.locator('[data-claimed="other"]')).toContainText('22:41 接手');
  await page.keyboard.press('j');
  await expect(page.getByRole('dialog', { name: '为什么从' })).toBeVisible();
  await page.screenshot({ path: `${shots}/take-over.png` });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(seat.entered('TakeOverClaim')).toHaveLength(0);
  await page.keyboard.press('j');
  await page.keyboard.press('2');
  await expect
    .poll(() => seat.entered('TakeOverClaim'))
    .toMatchObject([{ data: { incident: second, from: 'lin', why: 'holderAway' } }]);

  // The queue of what is one's own, and of what is nobody's.
  await page.keyboard.press('v');
  const claimFilter = page.locator('.queue-filter__field', { hasText: '接手' }).locator('select');
  await claimFilter.selectOption('mine');
  await expect(row(second)).toHaveCount(0);
  await expect(row(id)).toHaveCount(1);
  await claimFilter.selectOption('nobody');
  await expect(page.locator('[data-incident]')).toHaveCount(0);
  await claimFilter.selectOption('');
  await page.keyboard.press('Escape');
  await themes(page, 'claim');
});

test('messages: told, read on the screen, sent with a template, passed on by radio', async ({ page }) => {
  const night = new DemoNight();
  const id = night.receive({ text: scene, source: '12345', time: '22:41' });
  const seat = new PlayedSeat(night, '22:46');
  seat.hubAnswers = true;
  const [got, sent] = ['00000000-0000-7000-8000-000000000901', '00000000-0000-7000-8000-000000000902'];
  const at = Date.UTC(2026, 10, 21, 14, 42);
  const hold = (document: SeatDocument): void => void seat.more.set(document.stream, document);
  hold(message(got, { receivers: [receiver('person', desk.id, '夜班席')] as MessageState['receivers'] }));
  hold(
    message(sent, {
      ...{
        from: { user: desk.id, name: '夜班席', seat: 'seat1' },
        audience: { kind: 'squad', id: 'fenglin', name: '枫林中队' },
      },
      ...{ at, unread: { at: at + 180_000, count: 2 }, incident: { id, number: '1121-001' } },
      receivers: [
        receiver('person', 'user-room', '枫林值班室', { deliveredAt: at, readAt: at + 20_000, proof: 'screen' }),
        receiver('unit', 'm1', '机动一组', { deliveredAt: at }),
        receiver('unit', 'm2', '机动二组'),
      ] as MessageState['receivers'],
    }),
  );
  seat.answers.set('personal', () => ({ status: 'content', content: { text: '一号门已封，请走西门。' } }));
  seat.hold([id]);
  await countSounds(page, true);
  await openLive(page, seat);
  // That it is on a screen is told by itself, once.
  await expect.poll(() => seat.entered('NoteMessage')).toMatchObject([{ data: { message: got, state: 'delivered' } }]);
  const sign = page.locator('button[data-messages]');
  await expect(sign).toContainText('讯息 1');
  await expect(sign).toContainText('催 1');
  await page.locator('[data-incident]').first().click();
  await page.keyboard.press('t');
  const box = page.getByRole('dialog', { name: '讯息与提示音' });
  await expect(box.locator(`[data-message="${sent}"]`)).toContainText('已读 1/3 · 已送达未读 1 · 未送达 1');
  await expect(box.locator(`[data-message="${sent}"]`)).toContainText('仍有 2 方未读');
  await expect(box).not.toContainText('一号门');
  await page.keyboard.press('Enter');
  await expect(box.locator(`[data-message="${got}"]`)).toContainText('一号门已封');
  await expect.poll(() => seat.entered('NoteMessage').at(-1)).toMatchObject({ data: { message: got, state: 'read' } });

  await box.getByText('已读 1/3').click();
  await expect(box.locator('[data-state="read"]')).toContainText('枫林值班室 22:42 已读（席位屏幕）');
  await themes(page, 'messages');
  await box.getByRole('group', { name: '已告知 机动二组' }).getByRole('button', { name: '电台告知' }).click();
  await expect
    .poll(() => seat.entered('PassOnMessage'))
    .toMatchObject([{ data: { message: sent, unit: 'm2', channel: 'radio' } }]);

  await box.getByLabel('发给').selectOption('squad/fenglin');
  await box.getByLabel('紧急').check();
  await box.getByRole('button', { name: '注意安全，请报平安。' }).click();
  await box.getByLabel('内容', { exact: true }).press('Enter');
  await expect
    .poll(() => seat.entered('SendMessage'))
    .toMatchObject([
      {
        data: {
          ...{ audience: { kind: 'squad', id: 'fenglin' }, urgent: true, incident: id },
          personal: { text: '注意安全，请报平安。' },
        },
      },
    ]);
  await expect(box.getByLabel('内容', { exact: true })).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(box).toHaveCount(0);
  await expect(sign).toBeFocused();
});

test('called out until somebody takes it: spoken where there is a voice, with tones where there is none', async ({
  browser,
  page,
}) => {
  const night = new DemoNight();
  const id = night.receive({ text: scene, source: '12345', time: '22:41' });
  const seat = new PlayedSeat(night, '22:42');
  seat.hold([id]);
  await page.clock.install();
  await countSounds(page, false);
  await openLive(page, seat);
  await expect.poll(async () => (await heardBy(page)).tones).toBe(2);
  // Again after its time, and not before.
  await page.clock.runFor(15_000);
  expect((await heardBy(page)).tones).toBe(2);
  await page.clock.runFor(8_000);
  expect((await heardBy(page)).tones).toBe(4);
  await page.keyboard.press('t');
  await expect(page.locator('.sounds__state')).toHaveText('语音不可用，改用提示音。');
  await page.getByLabel('静音').check();
  await expect(page.locator('button[data-sound="quiet"]')).toContainText('静');
  await page.clock.runFor(60_000);
  expect((await heardBy(page)).tones).toBe(4);
  await page.getByLabel('静音').uncheck();
  await page.clock.runFor(2_000);
  const before = (await heardBy(page)).tones;
  expect(before).toBe(6);
  // Taken by any seat: silence.
  night.give('AcknowledgeIncident', { incident: id }, '22:44');
  seat.hold([id]);
  await expect(page.locator('[data-stage="acknowledged"]')).toBeVisible();
  await page.clock.runFor(60_000);
  expect((await heardBy(page)).tones).toBe(before);

  const next = night.receive({ text: scene, source: '12345', time: '22:45' });
  seat.hold([next]);
  const context = await browser.newContext();
  const spoken = await context.newPage();
  await countSounds(spoken, true);
  await spoken.goto(addressOf(page));
  await expect.poll(async () => (await heardBy(spoken)).said.length).toBe(1);
  expect((await heardBy(spoken)).said[0]).toMatch(/^新诉件，.*斜土路/);
  expect((await heardBy(spoken)).tones).toBe(0);
  await context.close();
});
