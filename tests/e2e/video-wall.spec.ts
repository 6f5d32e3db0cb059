/** The page of pictures on a seat played in memory: choosing, panes, keys, what is said where there is no picture. */
import type { Page } from 'playwright/test';
import type { RequestOf } from '../../shared/wire/seat-api.ts';
import { DemoNight } from '../support/demo-night.ts';
import { desk, PlayedSeat } from '../support/played-seat.ts';
import { expect, test } from './fixtures.ts';
import { openPlayed } from './played.ts';
import { shootInto } from './shots.ts';

test.describe.configure({ timeout: 120_000 });
const shoot = shootInto('test-results/video');

/** A picture of one colour with the point's name on it, as a camera's still. */
const stillOf = (name: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180"><rect width="320" height="180" fill="#1d2b1f"/><text x="160" y="96" fill="#9fb8a0" font-size="20" text-anchor="middle">${name}</text></svg>`;

async function open(page: Page, prepare: (seat: PlayedSeat) => void = () => undefined): Promise<PlayedSeat> {
  const night = new DemoNight();
  const text = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。';
  const id = night.receive({ text, source: '12345', time: '22:41' });
  const seat = new PlayedSeat(night, '22:58');
  const provenance = { source: '示例', asOf: night.at('20:30'), how: 'import' };
  for (const n of [1, 2, 3, 4, 5, 6]) {
    const at = { lon: 121.44 + n / 1_000, lat: 31.19 };
    const state = {
      id: `v${n}`,
      name: n === 6 ? '示例菜场 V-06' : `示例路口 V-0${n}`,
      at,
      heading: 90,
      fov: 60,
      guard: n % 2 === 0,
      provenance,
    };
    const stream = `videoPoint/v${n}`;
    seat.more.set(stream, { stream, version: 1, seq: 1, state });
  }
  seat.hold([id], []);
  prepare(seat);
  await openPlayed(page, seat, { width: 1920, height: 1080 });
  await page.getByRole('button', { name: '视频', exact: true }).click();
  await expect(page.getByRole('region', { name: '视频点' })).toBeVisible();
  return seat;
}

const panes = (page: Page) => page.locator('.video-wall__pane');
const pane = (page: Page, place: number) => page.locator(`[data-place="${String(place)}"]`);
const point = (page: Page, name: string) => page.locator('.video-points').getByRole('button', { name });

test('points are found by pinyin, stand where they are put, and stay over a reload', async ({ page }) => {
  await open(page);
  await expect(panes(page)).toHaveCount(4);
  const names = await page.locator('.video-points__name').allInnerTexts();
  expect(names.length).toBeGreaterThan(3);
  await page.getByRole('searchbox').fill('slcc');
  await expect(page.locator('.video-points__name')).toHaveText(['示例菜场 V-06']);
  await page.getByRole('searchbox').press('Enter');
  await expect(pane(page, 0).getByRole('article')).toBeVisible();
  await page.getByRole('searchbox').fill('没有这个');
  await expect(page.getByText('没有相符的视频点')).toBeVisible();
  await page.getByRole('searchbox').fill('');
  await point(page, names[2] ?? '').click();
  await expect(pane(page, 1).getByRole('article')).toBeVisible();
  await page.getByRole('button', { name: '9 画面' }).click();
  await expect(panes(page)).toHaveCount(9);
  await page.reload();
  await page.getByRole('button', { name: '视频', exact: true }).click();
  await expect(panes(page)).toHaveCount(9);
  await expect(page.locator('.camera-tile')).toHaveCount(2);
});

test('where there is no stream it is said, and nothing is asked again and again', async ({ page }) => {
  const asked: string[] = [];
  await open(page, (seat) => {
    seat.answers.set('videoOpen', ({ videoPoint, quality }: RequestOf<'videoOpen'>) => {
      asked.push(`${videoPoint} ${quality}`);
      return { status: 'refused', code: 'NoStream', since: null };
    });
  });
  const [first = ''] = await page.locator('.video-points__name').allInnerTexts();
  await point(page, first).click();
  const tile = pane(page, 0);
  await expect(tile).toContainText('这个视频点没有登记视频流');
  await tile.focus();
  await page.keyboard.press('Enter');
  await expect(tile.getByRole('status')).toContainText('这个视频点没有登记视频流');
  await expect.poll(() => asked.length).toBe(1);
  await page.keyboard.press('Enter');
  await expect(tile.getByRole('button', { name: '看实时' })).toBeVisible();
  expect(asked).toHaveLength(1);
});

test('keys go from pane to pane, enlarge and take away', async ({ page }) => {
  await open(page);
  const names = await page.locator('.video-points__name').allInnerTexts();
  for (const name of names.slice(0, 4)) await point(page, name).click();
  await pane(page, 0).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(pane(page, 3)).toBeFocused();
  await page.keyboard.press('f');
  await expect(panes(page)).toHaveCount(1);
  await pane(page, 3).focus();
  await page.keyboard.press('Escape');
  await expect(panes(page)).toHaveCount(4);
  await pane(page, 3).focus();
  await page.keyboard.press('Delete');
  await expect(page.locator('.camera-tile')).toHaveCount(3);
});

test('stills with their age, and a picture of each state', async ({ page }) => {
  await page.route('**/video/still/**', (route) =>
    route.fulfill({
      contentType: 'image/svg+xml',
      body: stillOf(decodeURIComponent(route.request().url().split('/').at(-1) ?? '')),
    }),
  );
  await open(page, (played) => {
    played.answers.set('videoStill', ({ videoPoint }: RequestOf<'videoStill'>) => ({
      ...{ status: 'still', at: played.night.at('22:57'), simulated: true },
      path: `/video/still/${videoPoint}`,
    }));
    played.answers.set('videoOpen', () => ({ status: 'refused', code: 'PlatformAway', since: null }));
  });
  await shoot(page, 'empty');
  const names = await page.locator('.video-points__name').allInnerTexts();
  for (const name of names.slice(0, 4)) await point(page, name).click();
  await expect(page.getByText(/静态 · .*前/)).toHaveCount(4);
  await expect(page.getByText('模拟', { exact: true })).toHaveCount(4);
  await pane(page, 1).getByRole('button', { name: '看实时' }).click();
  await expect(pane(page, 1).getByRole('status')).toContainText('视频平台没有应答');
  await shoot(page, 'stills');
});

test('a call for help opens the nearest cameras by itself, whatever is selected, until a seat has taken it', async ({
  page,
}) => {
  const asked: string[] = [];
  let seat: PlayedSeat | undefined;
  await open(page, (played) => {
    seat = played;
    played.answers.set('videoOpen', ({ videoPoint }: RequestOf<'videoOpen'>) => {
      asked.push(videoPoint);
      return { status: 'refused', code: 'PlatformAway', since: null };
    });
  });
  if (seat === undefined) throw new Error('no seat');
  await page.getByRole('button', { name: '指挥台', exact: true }).click();
  const pane = page.getByRole('region', { name: /^一键求助/ });
  await expect(page.locator('.district-map')).toBeVisible({ timeout: 60_000 });
  expect(asked).toEqual([]);
  const { night } = seat;
  const position = { lon: 121.4431, lat: 31.19, of: 'place' as const };
  const id = night.receive({ text: '执法人员求助', source: 'sos', time: '22:59', position });
  seat.hold([id]);
  await expect(pane.locator('.camera-tile')).toHaveCount(2);
  await expect(pane.getByRole('article').first()).toContainText('V-03');
  await expect.poll(() => asked.toSorted()).toEqual(['v3', 'v4']);
  await shoot(page, 'sos');
  // Selected, its own pane shows them.
  await pane.getByRole('button', { name: '打开求助' }).click();
  await expect(pane).toBeHidden();
  await expect(page.locator('[data-section="cameras"] .camera-tile')).toHaveCount(2);
});

test('a unit that calls for help: the nearest cameras in the call itself, then at the seat that took it until it is over', async ({
  page,
}) => {
  const asked: string[] = [];
  const call = {
    ...{ id: 'call-1', kind: 'sos', stage: 'raised', owner: null, shelved: null, cleared: null, at: 0 },
    ...{ unit: { id: 'm1', name: '机动一组' }, fence: null, place: { lon: 121.4431, lat: 31.19 }, accuracy: 20 },
    ...{ since: 0, seenAt: 0, cause: null, proposal: null, judgedBy: {}, squads: [], zones: [] },
    ...{ support: [], escalated: [], history: [] },
  };
  const stream = 'alarm/call-1';
  const seat = await open(page, (played) => {
    played.answers.set('videoOpen', ({ videoPoint }: RequestOf<'videoOpen'>) => {
      asked.push(videoPoint);
      return { status: 'refused', code: 'PlatformAway', since: null };
    });
  });
  const at = seat.night.at('22:57');
  const say = (version: number, more: object): void => {
    const state = { ...call, at, since: at, seenAt: at, ...more };
    seat.change([{ stream, version, seq: version, state }]);
  };
  await page.getByRole('button', { name: '指挥台', exact: true }).click();
  await expect(page.locator('.district-map')).toBeVisible({ timeout: 60_000 });
  say(1, {});
  const card = page.getByRole('alertdialog', { name: '求助' });
  await expect(card.locator('.camera-tile')).toHaveCount(2);
  await expect(card.getByRole('article').first()).toContainText('V-03');
  await expect.poll(() => [...new Set(asked)].toSorted()).toEqual(['v3', 'v4']);
  await shoot(page, 'sos-unit');
  const pane = page.getByRole('region', { name: '一键求助 机动一组 · 附近视频' });
  await expect(pane).toHaveCount(0);
  // Taken here: the hall is free again, the pictures stay.
  const owner = { user: desk.id, name: desk.name, since: at };
  say(2, { stage: 'taken', owner });
  await expect(card).toHaveCount(0);
  await expect(pane.locator('.camera-tile')).toHaveCount(2);
  await shoot(page, 'sos-unit-taken');
  say(3, { stage: 'cleared', owner, cleared: { at, user: desk.id, as: 'resolved' } });
  await expect(pane).toHaveCount(0);
});
