/** The map of the console: presets by duty mode, what somebody chose by hand, search, and where complaints are drawn. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { must } from '../../shared/lib/must.ts';
import { DemoNight } from '../support/demo-night.ts';
import { desk, PlayedSeat, relief, wall } from '../support/played-seat.ts';
import { expect, test } from './fixtures.ts';
import { openPlayed } from './played.ts';

test.describe.configure({ timeout: 180_000 });
test.use({ actionTimeout: 30_000 });

const shots = 'test-results/map-desk';
const scene = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。';

async function open(page: Page, seat: PlayedSeat): Promise<void> {
  await openPlayed(page, seat);
  await expect(page.locator('.district-map-marks')).toHaveAttribute('data-marks', /=/, { timeout: 60_000 });
}

const drawn = async (page: Page): Promise<string> =>
  (await page.locator('.district-map-marks').getAttribute('data-marks')) ?? '';

function oneNight(): { readonly night: DemoNight; readonly id: string } {
  const night = new DemoNight();
  return { night, id: night.receive({ text: scene, source: '12345', time: '22:41' }) };
}

const registers = { provenance: { source: '示例', asOf: 0, how: 'hand' } } as const;

/** A post and a fence of tonight, beside what the demo has. */
function stand(seat: PlayedSeat, asOf: number): void {
  const hours = [{ modes: ['night'], from: 18 * 60, to: 6 * 60 }];
  const provenance = { ...registers.provenance, asOf };
  const add = (stream: string, state: object): void =>
    void seat.more.set(stream, { stream, version: 1, seq: 1, state: state as never });
  add('post/p1', {
    ...{ id: 'p1', name: '示例岗点', hours, staff: { persons: 2, certified: 1 }, provenance },
    where: { kind: 'fixed', at: { lon: 121.44, lat: 31.19 }, radius: 60 },
  });
  add('fence/f1', {
    ...{ id: 'f1', name: '示例围栏', kind: 'mustBeIn', hours, provenance },
    shape: { kind: 'circle', at: { lon: 121.45, lat: 31.15 }, radius: 500 },
    appliesTo: { units: [], squads: [], zones: [], kinds: [] },
    exempt: { onAssignment: true, pursuit: true },
  });
}

test('the layers follow the duty mode until somebody chooses; what was chosen is kept for this user, and undone', async ({
  page,
}) => {
  const { night, id } = oneNight();
  const seat = new PlayedSeat(night, '22:42');
  stand(seat, night.at('20:30'));
  seat.hold([id]);
  await open(page, seat);
  // The night begins with zones, units, incidents, sites and posts.
  await expect.poll(() => drawn(page)).toMatch(/post=1/);
  expect(await drawn(page)).not.toMatch(/fence=|squad=|videoPoint/);
  await page.keyboard.press('l');
  const panel = page.getByRole('region', { name: '图层' });
  await expect(panel).toContainText('夜间预设');
  await expect(panel.locator('[data-layer="posts"]')).toContainText('截至 20:30');
  await page.screenshot({ path: `${shots}/panel-1366.png` });

  const mode = night.world().state('dutyMode/bureau') as object;
  const switchTo = (next: string): void => {
    const stream = 'dutyMode/bureau';
    seat.more.set(stream, { stream, version: 9, seq: 9, state: { ...mode, mode: next } as never });
    seat.hold([id]);
  };
  switchTo('emergency');
  await expect(panel).toContainText('应急预设');
  await expect.poll(() => drawn(page)).toMatch(/fence=1/);

  await panel.getByLabel('电子围栏').uncheck();
  await expect(panel).toContainText('已自选');
  await expect.poll(() => drawn(page)).not.toMatch(/fence=/);
  switchTo('routine');
  await expect(panel).toContainText('已自选');
  expect(await drawn(page)).not.toMatch(/squad=/);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);

  // The page comes back, and then another user, and then the first again: each time with nothing open.
  const openPanel = async (): Promise<void> => {
    await expect(panel).toBeHidden();
    await expect(page.locator('.district-map-marks')).toHaveAttribute('data-marks', /=/, { timeout: 60_000 });
    await page.keyboard.press('l');
  };
  await page.reload();
  await openPanel();
  await expect(panel).toContainText('已自选');
  seat.status({ user: relief });
  await openPanel();
  await expect(panel).toContainText('日常预设');
  await expect.poll(() => drawn(page)).toMatch(/squad=/);
  seat.status({ user: desk });
  await openPanel();
  await expect(panel).toContainText('已自选');
  await panel.getByRole('button', { name: '恢复预设' }).click();
  await expect(panel).toContainText('日常预设');
  await expect.poll(() => drawn(page)).toMatch(/squad=/);
});

test('found by pinyin on the console it is flown to and opened; letters typed into fields stay letters', async ({
  page,
}) => {
  const { night, id } = oneNight();
  const seat = new PlayedSeat(night, '22:42');
  seat.hold([id]);
  await open(page, seat);
  const number = night.incident(id).number;
  await page.keyboard.press('f');
  const box = page.getByRole('combobox', { name: '在地图上查找' });
  await box.fill('slgda');
  await expect(page.getByRole('option').first()).toContainText('示例工地 A');
  await page.screenshot({ path: `${shots}/search-1366.png` });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article', { name: /示例工地 A/ })).toBeVisible();
  await page.keyboard.press('f');
  await box.fill(number);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: '建议派单' })).toBeVisible();
  // In a field the letters are letters.
  await page.keyboard.press('/');
  await page.keyboard.type('fl');
  await expect(box).toBeHidden();
  await expect(page.getByRole('region', { name: '图层' })).toBeHidden();
});

const squadRoom = {
  ...{ id: 'user-fenglin', login: 'fenglin', name: 'fenglin' },
  roles: [{ role: 'squadRoom' as const, squad: 'fenglin' }],
};

for (const [who, user] of [
  ['desk', desk],
  ['squad room', squadRoom],
  ['wall', wall],
] as const) {
  test(`a complaint is never drawn where its caller stands: ${who}`, async ({ page }) => {
    const { night, id } = oneNight();
    const seat = new PlayedSeat(night, '22:42', user);
    const incident = night.incident(id);
    // A document of a hub that told too much: the caller's door, and in which cell that is.
    const door = { lon: 121.4371, lat: 31.1703 };
    const told = { ...incident.placing, at: door, by: 'hub' as const, precision: 'callerCell' as const };
    const stream = `incident/${id}`;
    const state = { ...incident, site: null, chosen: null, placing: told };
    seat.hold([]);
    seat.more.set(stream, { stream, version: 9, seq: 9, state: state as never });
    await open(page, seat);
    // In its cell, by a sign that claims no point.
    await expect.poll(() => drawn(page)).toMatch(/incident-area=1/);
    expect(await drawn(page)).not.toMatch(/(^| )incident=/);

    // The same document with a suspected source: a pin there.
    const [site] = night.world().reads.sites();
    seat.more.set(stream, {
      ...must(seat.more.get(stream), stream),
      version: 10,
      state: { ...state, site: must(site, 'a site').id } as never,
    });
    seat.hold([]);
    await expect.poll(() => drawn(page)).toMatch(/(^| )incident=1/);
    expect(await drawn(page)).not.toMatch(/incident-area/);
  });
}
