/**
 * One busy night: 300 complaints in four hours, the hub's clock at sixty times, four seats on one queue; a fifth of it, at the
 * same pace, unless `BUSY_NIGHT_COMPLAINTS=300` asks for the whole. Real processes: a hub over HTTP, four seats with a page
 * each, and the units of the simulator on their devices.
 *
 * Who does what. Before the storm each page decides two complaints by hand. Then scripted dispatchers go on pressing keys and
 * buttons in the four pages as fast as the pages take it: they go to the newest or the top of the queue, claim, send the unit
 * that is recommended, hand on what is another's, close, and every other round two of them go for the same incident at the
 * same moment. No browser does 300 complaints in four minutes, so each seat has a second hand: what no page has taken up after
 * twelve minutes of hub time it decides through the command door of that same seat, as one more window of it, and there it
 * also joins, answers, checks and closes. Some races are fought there too, as there they are sure: both seats hold the same
 * and speak before either has heard of the other. What units did not get done by the end is told by radio.
 *
 * Nothing here is a measure of pace: on a slow machine the pages do less, the doors more, and the night takes longer.
 */
import type { Browser, Page } from 'playwright/test';
import { ensureChromium, plainChromiumFlags } from '../../build/setup/chromium.ts';
import { demoAccounts } from '../../hub/accounts/demo.ts';
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import { must } from '../../shared/lib/must.ts';
import { HubApi } from '../../simulator/hub-api.ts';
import { playNight } from '../../simulator/night.ts';
import { Chance } from '../../simulator/random.ts';
import { HubTime, hour, minute } from '../../simulator/time.ts';
import { BusyDesk, isDecided } from '../support/busy-night/desk.ts';
import { Dispatcher, together } from '../support/busy-night/dispatcher.ts';
import { duel, duelKinds } from '../support/busy-night/duels.ts';
import {
  checkAllReceived,
  checkExplained,
  checkNobodySentTwice,
  checkNothingLost,
  journalOf,
} from '../support/busy-night/laws.ts';
import type { SeatAfter, Shown } from '../support/busy-night/laws.ts';
import { busyOrders } from '../support/busy-night/orders.ts';
import { cleanUp, tempFolder, testKey } from '../support/hub-process.ts';
import { demoNightDate, startNightHub } from '../support/night-hub.ts';
import type { NightHub } from '../support/night-hub.ts';
import { startShell } from '../support/shell-process.ts';
import { signInAs } from '../support/sign-in.ts';
import { collectComplaints, expect, test } from './fixtures.ts';

const seed = Number(process.env['BUSY_NIGHT_SEED'] ?? 33);
const complaintsInAll = Number(process.env['BUSY_NIGHT_COMPLAINTS'] ?? 60);
const span = (4 * hour * complaintsInAll) / 300;
const logins = ['zhihui1', 'zhihui2', 'yeban', 'zhiban'] as const;
/** Of so many complaints, one is raced for through the doors, in turn by each pair of seats. */
const duelEach = 8;
/** Complaints before the storm, which the pages decide alone, two each. */
const calm = 8;
/** So often a page comes back to one of them; what it cannot decide is left to the doors. */
const mostLooks = 6;
const rest = { timeout: 240_000 };
/** A guard against hanging. */
const decided = { timeout: 480_000 };

const say = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join('')}\n`);

test.describe.configure({ timeout: 15 * 60_000 });
const context = { viewport: { width: 1024, height: 720 }, reducedMotion: 'reduce' } as const;
test.use({
  ...{ viewport: context.viewport, contextOptions: { reducedMotion: 'reduce' }, trace: 'off' },
  // Four maps at once, and none of them is what is tested here.
  launchOptions: { executablePath: ensureChromium(), args: plainChromiumFlags },
});

const pages: Page[] = [];
test.afterEach(async () => {
  for (const page of pages.splice(0)) await page.goto('about:blank');
  await cleanUp();
});

interface Seat {
  readonly login: string;
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly hands: Dispatcher;
  readonly desk: BusyDesk;
}

const total = (hands: readonly Dispatcher[], of: keyof Dispatcher['done']): number =>
  hands.reduce((sum, { done }) => sum + done[of], 0);

async function openSeat(hub: NightHub, browser: Browser, own: Page | undefined, index: number): Promise<Seat> {
  const login = must(logins[index], 'a login');
  const page = own ?? (await browser.newPage({ ...context, locale: 'zh-CN', timezoneId: 'America/New_York' }));
  pages.push(page);
  const complaints = own === undefined ? collectComplaints(page) : [];
  const { url } = await startShell(hub.url, tempFolder());
  await page.goto(url);
  await signInAs(page, login);
  await expect(page.locator('.top-bar [data-link="live"]')).toBeVisible({ timeout: 60_000 });
  const desk = await BusyDesk.open({
    ...{ url, login, chance: Chance.of(seed, `${login} door`) },
    isOwn: (running) => running % logins.length === index,
  });
  return { login, page, complaints, desk, hands: new Dispatcher(page, login, Chance.of(seed, `${login} hands`)) };
}

/** The tray of a page, all of it at one moment, without what leaves by itself. */
async function trayOf(page: Page): Promise<readonly Shown[]> {
  return page.evaluate(() =>
    [...window.document.querySelectorAll('.tray__entry')]
      .filter((entry) => entry.querySelector('.tray__ways') !== null)
      .map((entry) => ({
        state: entry.getAttribute('data-entry'),
        what: entry.querySelector('.tray__what')?.textContent ?? '',
        why: entry.querySelector('.tray__why')?.textContent ?? '',
      })),
  );
}

const needsSomebody = ({ state }: { readonly state: string }): boolean =>
  ['refused', 'heldBack', 'asking'].includes(state);

async function openTray(page: Page): Promise<void> {
  await expect(async () => {
    if ((await page.locator('.tray').count()) === 0) await page.locator('[data-waiting]').click();
    await expect(page.locator('.tray')).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
}

test('four seats on one busy night: nothing lost, nobody sent twice, every race explained', async ({
  page,
  browser,
}) => {
  const began = Date.now();
  say(`busy night: seed ${seed}, ${complaintsInAll} complaints`);
  const hub = await startNightHub(`${demoNightDate}T20:40:00+08:00`, ['--clock-rate', '60']);
  const seats: Seat[] = [];
  for (const index of logins.keys()) seats.push(await openSeat(hub, browser, index === 0 ? page : undefined, index));
  const desks = seats.map(({ desk }) => desk);
  const hands = seats.map((seat) => seat.hands);
  const [, , , lead] = desks;
  const night = { mode: 'night', cause: 'person', reason: '夜间联防', reportNight: demoNightDate };
  await must(lead, 'the shift lead').give('SwitchDutyMode', night);

  const api = new HubApi(hub.url, testKey);
  const field = await playNight({ hub: hub.url, key: testKey, seed, orders: 'none' });
  const isOnDuty = (): boolean =>
    desks.every(
      ({ seat }) => seat.all<{ status: string }>('unit').filter(({ status }) => status === 'available').length > 6,
    );
  await expect.poll(isOnDuty, rest).toBe(true);

  // Before the storm: each page decides two by hand, and no door helps.
  const ids: string[] = [];
  const early = (await api.clock()).now;
  for (const [i, order] of busyOrders(seed + 1, calm, early - minute, early).entries())
    ids.push((await api.post({ ...order, name: `A${i + 1}` }, demoNightDate)).id);
  await Promise.all(
    seats.map(async ({ hands: one, desk }, index) => {
      for (const id of ids.filter((_, i) => i % seats.length === index)) {
        await expect.poll(() => desk.incident(id) !== undefined, rest).toBe(true);
        const { number } = must(desk.incident(id), 'an incident');
        for (let looks = 0; looks < mostLooks && !isDecided(must(desk.incident(id), number)); looks += 1)
          if (await one.look(number)) await one.takeUp();
      }
    }),
  );
  const byHand = (): number => total(hands, 'sent') + total(hands, 'referred') + total(hands, 'closed');
  say(`  before the storm: ${total(hands, 'claimed')} claimed, ${byHand()} sent or handed on at the pages`);
  expect(byHand(), 'sent or handed on at the pages').toBeGreaterThanOrEqual(2);

  const clock = await api.clock();
  const time = new HubTime(clock.now, clock.rate);
  const orders = busyOrders(seed, complaintsInAll, clock.now + 2 * minute, clock.now + 2 * minute + span);
  const duels: Promise<readonly boolean[] | undefined>[] = [];
  let isOver = false;

  async function ring(): Promise<void> {
    for (const [index, order] of orders.entries()) {
      await new Promise<void>((resolve) => void time.at(order.at, resolve));
      const { id } = await api.post(order, demoNightDate);
      ids.push(id);
      if (index % duelEach !== duelEach - 1) continue;
      const turn = Math.floor(index / duelEach);
      const pair = [desks[turn % 4], desks[(turn + 1 + (Math.floor(turn / 4) % 3)) % 4]] as const;
      const kind = must(duelKinds[turn % duelKinds.length], 'a kind');
      duels.push(duel(kind, [must(pair[0], 'a seat'), must(pair[1], 'a seat')], id, must(ids.at(-2), 'one before')));
    }
  }

  async function work(chance: Chance): Promise<void> {
    while (!isOver) {
      const [a, b, c, d] = hands.toSorted(() => chance.next() - 0.5);
      const round = ([one, two]: readonly [Dispatcher | undefined, Dispatcher | undefined]): Promise<unknown> => {
        const pair = [must(one, 'one'), must(two, 'another')] as const;
        return chance.next() < 0.5 ? together(...pair) : Promise.all(pair.map((each) => each.alone()));
      };
      await Promise.all([round([a, b]), round([c, d])]);
    }
  }

  const working = Promise.all([work(Chance.of(seed, 'rounds')), ...desks.map((desk) => desk.work(() => isOver))]);
  const [first] = desks;
  const { incidents } = { incidents: () => must(first, 'a seat').incidents() };
  // What goes wrong in the rounds must not wait for the end of the night.
  await Promise.race([working, ring()]);
  const rung = Date.now();
  const undecided = (): number => ids.length - incidents().filter(isDecided).length;
  await Promise.race([working, expect.poll(undecided, decided).toBe(0)]);
  isOver = true;
  await working;
  field.stop();
  time.stop();
  const results = (await Promise.all(duels)).filter((result) => result !== undefined);
  expect(
    results.filter((result) => result.every(Boolean)),
    'races that both seats won',
  ).toEqual([]);

  // The rest by radio, each by the seat that looks after it.
  const running = must(first, 'a seat')
    .seat.all<AssignmentState>('assignment')
    .filter(({ stage }) => !['done', 'handedBack', 'withdrawn'].includes(stage));
  await Promise.all(
    desks.map(async (desk, index) => {
      for (const { id } of running.filter((_, i) => i % desks.length === index))
        await desk.give(
          'ReportOutcome',
          { assignment: id, kind: 'nothingFound', channel: 'radio' },
          `assignment/${id}`,
        );
    }),
  );

  // At rest: nothing waits for the hub any more, and what asks is not wanted.
  const after: SeatAfter[] = [];
  for (const { desk } of seats) {
    const isQuiet = async (): Promise<boolean> =>
      (await desk.entries()).every(({ state }) => state !== 'pending' && state !== 'sending');
    await expect.poll(isQuiet, rest).toBe(true);
    const { id, name } = must(desk.seat.status?.user ?? undefined, 'a user');
    after.push({ user: id, name, entries: await desk.entries() });
  }
  for (const { login, desk } of seats)
    await expect
      .poll(async () => (await desk.seat.seat.request('checkDigest', {})).status, {
        ...rest,
        message: `digest of ${login}`,
      })
      .toBe('equal');

  const events = await journalOf(hub);
  checkAllReceived(events, ids);
  const accepted = checkNothingLost(events, after);
  const sent = checkNobodySentTwice(events, after);

  const names = new Map(after.map(({ user, name }) => [user, name]));
  expect([...names.values()].toSorted()).toEqual(
    demoAccounts
      .filter(({ login }) => (logins as readonly string[]).includes(login))
      .map(({ name }) => name)
      .toSorted(),
  );
  let [races, atPages] = [0, 0];
  for (const [index, { page: screen, desk }] of seats.entries()) {
    const seat = must(after[index], 'a seat');
    const open = seat.entries.filter(needsSomebody);
    await openTray(screen);
    await expect.poll(async () => (await trayOf(screen)).length, rest).toBe(open.length);
    const lost = checkExplained(seat, await trayOf(screen), events, names);
    races += lost.length;
    atPages += lost.filter(({ id }) => !desk.given.has(id)).length;
    // Put aside as a dispatcher does: the first at the screen, the others at the door.
    if (open.length > 0) {
      await screen.locator('.tray__ways').first().getByRole('button', { name: '不做了' }).click();
      await expect.poll(async () => (await trayOf(screen)).length, rest).toBe(open.length - 1);
    }
    for (const { id } of (await desk.entries()).filter(needsSomebody))
      expect(await desk.seat.seat.request('settle', { entry: id, how: 'discard' })).toMatchObject({ settled: true });
    await expect.poll(async () => (await trayOf(screen)).length, rest).toBe(0);
  }
  const pressed = (of: keyof Dispatcher['done']): string => `${total(hands, of)} ${of}`;
  const refused = after.flatMap(({ entries }) => entries).filter(({ state }) => state === 'refused').length;
  say(
    `busy night: ${ids.length} complaints, ${accepted} commands accepted, ${refused} refused, ${events.length} events, ${sent} sent`,
    `\n  races lost and explained: ${races}, of these ${atPages} at the pages, ${results.length} arranged at the doors`,
    `\n  at the pages: ${(['turns', 'claimed', 'sent', 'referred', 'closed', 'together', 'missed'] as const).map(pressed).join(', ')}`,
    `\n  ${Math.round((rung - began) / 1_000)} s until the last complaint, ${Math.round((Date.now() - began) / 1_000)} s in all`,
  );
  expect(races, 'races lost').toBeGreaterThan(0);
  for (const { login, complaints } of seats) expect(complaints, `complaints of the page of ${login}`).toEqual([]);
  expect(total(hands, 'claimed'), 'claimed at the pages').toBeGreaterThanOrEqual(seats.length);
  for (const desk of desks) desk.close();
});
