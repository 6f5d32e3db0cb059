/**
 * What one may not do is not offered: an incident and a unit as other roles see them, the look at a track, the deputy of
 * one's own. On a seat played in memory.
 */
import type { Page } from 'playwright/test';
import { hour, minute, second } from '../../shared/lib/time.ts';
import type { OfficeAsk, OfficeAskName, OutboxEntry, RequestOf, SessionUser } from '../../shared/wire/seat-api.ts';
import { DemoNight } from '../support/demo-night.ts';
import { PlayedSeat } from '../support/played-seat.ts';
import { expect, test } from './fixtures.ts';
import { openPlayed } from './played.ts';
import { shootInto } from './shots.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ actionTimeout: 30_000 });

const shoot = shootInto('test-results/rights');
const scene = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。';

const granted = (body: object) => ({ status: 'granted', body });
const refused = (code: string) => ({ status: 'refused', code, field: null, minutes: null });

const own = '0192f5a0-0000-7000-8000-000000000001';
const someone = (...roles: SessionUser['roles']): SessionUser => ({ id: own, login: 'fang', name: '方值守', roles });

type Replies = { [N in OfficeAskName]?: (ask: Extract<OfficeAsk, { ask: N }>) => unknown };

interface Night {
  readonly night: DemoNight;
  readonly seat: PlayedSeat;
  /** Asks of the office, in order. */
  readonly asked: OfficeAsk[];
}

/** One complaint with a unit on its way, and another that somebody was sent to and that is settled. */
function nightOf(who: SessionUser, replies: Replies = {}): Night {
  const night = new DemoNight();
  const personal = { ref: 'c'.repeat(32), mac: 'd'.repeat(64), has: ['text', 'phone'] };
  const one = night.receive({ text: scene, source: '12345', time: '22:41', personal });
  const sent = night.send(one, 'm1', '22:43');
  const seat = new PlayedSeat(night, '22:45', who);
  seat.hold([one], [sent]);
  const asked: OfficeAsk[] = [];
  seat.answers.set('office', (ask: OfficeAsk) => {
    asked.push(ask);
    return replies[ask.ask]?.(ask as never) ?? refused('NotAllowed');
  });
  seat.answers.set('history', ({ stream }: RequestOf<'history'>) => {
    const at = night.at('22:41');
    const by = { user: 'user-lin', seat: 'seat-1', role: 'nightDesk' };
    const event = { id: crypto.randomUUID(), stream, type: 'IncidentReceived', seq: 9, version: 1, by };
    const events = [{ ...event, at, occurredAt: at, data: { personal } }];
    return { status: 'events', events: stream.startsWith('incident/') ? events : [], complete: true };
  });
  return { night, seat, asked };
}

async function open(page: Page, { seat }: Night): Promise<void> {
  await openPlayed(page, seat, { width: 1920, height: 1080 });
  await expect(page.locator('.top-bar, .wall')).toBeVisible();
}

async function openIncident(page: Page): Promise<void> {
  await page.locator('[data-incident]').click();
  await expect(page.locator('[data-section="facts"]')).toBeVisible();
}

for (const role of ['legalSection', 'inspection', 'leader'] as const)
  test(`${role} reads an incident and its timeline, and has nothing to press but what is theirs`, async ({ page }) => {
    const at = nightOf(someone({ role }));
    await open(page, at);
    if (role === 'leader') {
      // Leaders have the wall before them; the bar comes by key.
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: '指挥台' }).click();
    }
    await expect(page.getByRole('button', { name: '受理来电' })).toHaveCount(0);
    await openIncident(page);
    await expect(page.locator('[data-section="assessment"]')).toBeVisible();
    await expect(page.locator('[data-section="steps"]')).toContainText('机动一组');
    await expect(page.locator('.timeline__row').first()).toBeVisible();
    for (const section of ['actions', 'recommended'])
      await expect(page.locator(`[data-section="${section}"]`), section).toHaveCount(0);
    // Whoever called, and what was noted: not theirs to ask for.
    await expect(page.locator('.facts__caller, .vault-words__show')).toHaveCount(0);
    await expect(page.locator('.detail textarea, .detail input')).toHaveCount(0);
    // Whoever inspects may supervise (督办); the others give no step.
    const steps = page.locator('.detail select');
    if (role === 'inspection')
      await expect(steps.locator('option')).toHaveText(['选一项流程步骤…', '督办'], { timeout: 30_000 });
    else await expect(steps).toHaveCount(0);
    // What only shows more of what there is, or copies it.
    await expect(page.locator('.detail button.act')).toHaveText([/^此工地/, /^此网格/, '复制位置', /^到场前一页/]);
    // Every title has something beneath it.
    const bare = await page
      .locator('.detail .section')
      .evaluateAll((all) =>
        all.filter((one) => one.children.length < 2).map((one) => one.getAttribute('data-section')),
      );
    expect(bare).toEqual([]);
    await shoot(page, `incident-${role}`);

    // Keys and the command line lead nowhere else.
    await page.locator('body').press('n');
    await expect(page.locator('.intake')).toHaveCount(0);
    await page.locator('[data-incident]').focus();
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await page.keyboard.press('/');
    await page.keyboard.type('pd jd1');
    await expect(page.locator('[data-command^="send"]')).toHaveCount(0);
    await page.keyboard.press('Escape');
    expect(at.seat.count('submit') + at.seat.count('takeIn') + at.seat.count('recommend')).toBe(0);
  });

test('a squad room tells for its units, and neither sends nor takes in', async ({ page }) => {
  const squads = new DemoNight().world().reads.units();
  const squad = squads.find(({ id }) => id === 'm1')?.squad ?? '';
  const at = nightOf(someone({ role: 'squadRoom', squad }));
  await open(page, at);
  await openIncident(page);
  const steps = page.locator('[data-section="steps"]');
  await expect(steps.getByRole('button', { name: '已到场', exact: true })).toBeVisible();
  await expect(steps.getByText('撤回派单')).toHaveCount(0);
  await expect(page.locator('[data-section="recommended"]')).toHaveCount(0);
  await expect(page.locator('[data-section="actions"] button', { hasText: '办结' })).toHaveCount(0);
  await expect(page.locator('[data-section="source"] button.act')).toHaveCount(0);
  await shoot(page, 'incident-squadRoom');
  // Status is told for units of the own squad, not for others.
  const other = squads.find((unit) => unit.squad !== squad && unit.status !== 'offDuty');
  const own2 = squads.find((unit) => unit.squad === squad && unit.id !== 'm1');
  for (const [unit, count] of [
    [own2, 1],
    [other, 0],
  ] as const) {
    await page.keyboard.press('/');
    await page.keyboard.type(unit?.name ?? '');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: unit?.name ?? '' })).toBeVisible();
    await expect(page.locator('[data-section="duty"]')).toHaveCount(count);
    await expect(page.locator('[data-section="track"]')).toHaveCount(count);
  }
});

test('a look at a track: a reason, the record of it, the line on the map; refused and empty', async ({ page }) => {
  let answer: (ask: Extract<OfficeAsk, { ask: 'track' }>) => unknown = ({ from }) => {
    const fixes = Array.from({ length: 24 }, (_, n) => ({
      ...{ at: from + 35 * minute + n * 30 * second, lon: 121.444 + n * 0.0006, lat: 31.188 + (n % 7) * 0.0003 },
      ...{ speed: n === 3 ? null : 18.4, accuracy: 6 },
    }));
    return granted({ fixes, complete: true });
  };
  const at = nightOf(someone({ role: 'inspection' }), { track: (ask) => answer(ask) });
  await open(page, at);
  const unit = at.night.world().reads.unit('m1')?.name ?? '';
  await page.keyboard.press('/');
  await page.keyboard.type(unit);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-section="duty"]')).toHaveCount(0);
  const track = page.getByRole('region', { name: '轨迹' });
  await expect(track).toContainText('记入访问记录');
  await expect(track).toContainText('队员');
  await track.getByRole('button', { name: '查看轨迹…' }).click();
  await track.getByRole('button', { name: '查看', exact: true }).click();
  await expect(track.getByRole('alert')).toHaveText('请选择事由');
  await track.getByLabel('事由').selectOption('其他');
  await track.getByRole('button', { name: '查看', exact: true }).click();
  await expect(track.getByRole('alert')).toHaveText('请写明是什么事由');
  const reversed = { from: '2026-11-21T22:30', to: '2026-11-21T21:30' };
  await track.getByLabel('事由').selectOption('核查投诉');
  await track.getByLabel('说明').fill('12345 回访说没人来');
  await track.getByLabel('从').fill(reversed.from);
  await track.getByLabel('至').fill(reversed.to);
  await track.getByRole('button', { name: '查看', exact: true }).click();
  await expect(track.getByRole('alert')).toHaveText('结束应晚于开始');
  expect(at.asked).toEqual([]);

  await track.getByLabel('从').fill(reversed.to);
  await track.getByLabel('至').fill(reversed.from);
  await track.getByRole('button', { name: '查看', exact: true }).click();
  await expect(track.locator('tbody tr')).toHaveCount(10);
  await expect(track.locator('tbody tr').first()).toContainText('11-21 22:05:00');
  await expect(track.locator('tbody tr').first()).toContainText('18');
  await expect(track.locator('tbody tr').nth(3)).toContainText('—');
  const from = at.night.at('21:30');
  expect(at.asked).toEqual([
    { ask: 'track', unit: 'm1', from, to: from + hour, reason: '核查投诉：12345 回访说没人来' },
  ]);
  await expect(page.locator('.district-map')).toHaveAttribute('data-trail', '24');
  await shoot(page, 'track');

  answer = () => granted({ fixes: [], complete: true });
  await track.getByRole('button', { name: '查看', exact: true }).click();
  await expect(track).toContainText('这段时间没有在岗位置');
  await expect(page.locator('.district-map')).not.toHaveAttribute('data-trail');
  answer = () => refused('NotAllowed');
  await track.getByRole('button', { name: '查看', exact: true }).click();
  await expect(track.getByRole('alert')).toContainText('无权');
  answer = () => ({ status: 'offline' });
  await track.getByRole('button', { name: '查看', exact: true }).click();
  await expect(track.getByRole('alert')).toContainText('断开');
  await shoot(page, 'track-refused');
  for (const width of [1366, 960]) {
    await page.setViewportSize({ width, height: 768 });
    const inside = await track.evaluate((part) => part.scrollWidth <= part.clientWidth);
    expect(inside, `the fields fit at ${width}`).toBe(true);
  }
  // The desk may not look.
  at.seat.status({ user: someone({ role: 'nightDesk' }) });
  await expect(page.getByRole('region', { name: '轨迹' })).toHaveCount(0);
});

test('somebody without accounts names a deputy for themself, from a list, and ends it', async ({ page }) => {
  const deputy = '0192f5a0-0000-7000-8000-000000000002';
  const named: object[] = [];
  const taken: object[] = [];
  const at = nightOf(someone({ role: 'dutyLeader' }, { role: 'squadRoom', squad: 'fenglin' }), {
    me: () =>
      granted({
        ...{ secondFactor: false, secondFactorRequired: false, recoveryCodesLeft: 0 },
        ...{ passwordChangedAt: Date.now(), passwordDueAt: null },
      }),
    mySessions: () => granted({ sessions: [] }),
    looks: ({ limit }) =>
      granted({
        tracked: [],
        entries: [
          {
            ...{
              number: 7,
              at: at.night.at('22:40') + limit,
              user: deputy,
              login: 'ducha1',
              seat: 'seat-9',
              action: 'track',
            },
            ...{ subject: 'unit:m1', detail: `granted ${at.night.at('21:30')} to ${at.night.at('22:30')}: 核查投诉` },
          },
        ],
      }),
    deputies: () =>
      granted({ grants: [{ role: 'dutyLeader' }, { role: 'squadRoom', squad: 'fenglin' }], named, taken }),
    directory: () =>
      granted({
        people: [
          { id: own, name: '方值守', roles: ['dutyLeader'] },
          { id: deputy, name: '值班长乙', roles: ['shiftLead'] },
          { id: '0192f5a0-0000-7000-8000-000000000003', name: '管理员', roles: ['administrator'] },
          { id: '0192f5a0-0000-7000-8000-000000000004', name: '大屏', roles: ['wall'] },
        ],
      }),
  });
  const { seat } = at;
  seat.answers.set('submit', ({ type, data, lane = '' }: RequestOf<'submit'>) => {
    const id = crypto.randomUUID();
    const entry: OutboxEntry = {
      ...{ id, user: own, type, data, lane, madeAt: 0, nature: 'order', state: 'acknowledged' },
      ...{ refusal: null, heldBackBy: null },
    };
    seat.outbox = [...seat.outbox, entry];
    setImmediate(() => seat.push({ push: 'outbox', entries: seat.outbox }));
    const { for: place, id: _, ...more } = data as { readonly for: string; readonly id: string };
    if (type === 'NameDeputy') named.push({ ...more, account: deputy, name: '值班长乙' });
    else named.pop();
    expect(place).toBe(own);
    return { status: 'queued', entry: id };
  });
  await open(page, at);
  await page.locator('.top-bar__name').click();
  await page.getByRole('menuitem', { name: '我的账号' }).click();
  const looks = page.getByRole('region', { name: '谁看过我的资料' });
  await expect(looks).toContainText('机动一组');
  await expect(looks).toContainText('2026-11-21 21:30 – 2026-11-21 22:30: 核查投诉');
  const mine = page.getByRole('region', { name: '代班' });
  await expect(mine).toContainText('没有代班');
  await mine.getByRole('button', { name: '指定代班…' }).click();
  await mine.getByRole('button', { name: '指定代班', exact: true }).click();
  await expect(mine.getByText('请选择').first()).toBeVisible();
  await mine.getByLabel('由谁代班').click();
  const options = page.locator('.ant-select-dropdown:visible .ant-select-item-option');
  // Neither oneself nor who could not hold the roles beside the own.
  await expect(options).toHaveText(['值班长乙（值班长）']);
  await options.first().click();
  await mine.getByLabel('代哪些角色').click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: '带班领导' }).click();
  await page.keyboard.press('Escape');
  await mine.getByLabel('开始').fill('2026-11-22T20:00');
  await mine.getByLabel('结束').fill('2026-11-23T08:00');
  await mine.getByLabel('事由').fill('外出培训');
  await shoot(page, 'deputy-form');
  await mine.getByRole('button', { name: '指定代班', exact: true }).click();
  await expect(mine).toContainText('值班长乙 代我：带班领导');
  expect(seat.entered('NameDeputy')).toMatchObject([
    {
      data: {
        ...{ id: deputy, for: own, roles: [{ role: 'dutyLeader' }], reason: '外出培训' },
        from: Date.parse('2026-11-22T20:00:00+08:00'),
        to: Date.parse('2026-11-23T08:00:00+08:00'),
      },
      lane: `account/${deputy}`,
    },
  ]);
  await shoot(page, 'deputy-named');
  await mine.getByRole('button', { name: '结束代班' }).click();
  await expect(mine).toContainText('没有代班');
  expect(seat.entered('EndDeputy').map(({ data }) => data)).toEqual([{ id: deputy, for: own }]);
});

test('who watches names no deputy', async ({ page }) => {
  const at = nightOf(someone({ role: 'auditor' }));
  await open(page, at);
  await page.locator('.top-bar__name').click();
  await page.getByRole('menuitem', { name: '我的账号' }).click();
  await expect(page.getByRole('region', { name: '谁看过我的资料' })).toBeVisible();
  await expect(page.getByRole('region', { name: '代班' })).toHaveCount(0);
});
