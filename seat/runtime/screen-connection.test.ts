import { beforeEach, expect, test } from 'vitest';
import { FakeSeat, FakeTransport, HandTimers, quietLog, signedOutStatus } from '../../tests/support/shell-seat.ts';
import { encodeFrame } from '../../shared/wire/positions.ts';
import type { SeatDocument } from '../../shared/wire/seat-api.ts';
import { openScreenDoor } from './screen-connection.ts';
import type { ScreenDoor } from './screen-connection.ts';

let seat: FakeSeat;
let timers: HandTimers;
let door: ScreenDoor;

beforeEach(() => {
  seat = new FakeSeat();
  timers = new HandTimers();
  door = openScreenDoor({ seat, timers, log: quietLog });
});

function screen(): FakeTransport {
  const transport = new FakeTransport();
  door.connect(transport);
  return transport;
}

const document = (id: string, version = 1): SeatDocument => ({
  stream: `unit/${id}`,
  version,
  seq: version,
  state: { id },
});

test('a request is checked, handed on and answered with its number', async () => {
  const one = screen();
  seat.answers.set('outbox', () => ({ entries: [] }));
  await one.say({ request: 7, name: 'outbox', body: {} });
  expect(one.answers()).toEqual([{ answer: 7, body: { entries: [] } }]);
  expect(one.pushes('status')).toHaveLength(1);
});

test('what is wrong with a request is said with code and field, and never reaches the seat', async () => {
  const one = screen();
  await one.say({ request: 1, name: 'login', body: { login: 'a' } });
  await one.say({ request: 2, name: 'login', body: { login: 'a', password: 'b', extra: 1 } });
  await one.say({ request: 3, name: 'constructor', body: {} });
  await one.say({ request: 4, name: 'outbox', body: {}, more: true });
  await one.say({ request: 5, name: 'watch', body: { watch: 1, kinds: [] } });
  const errors = one.answers().map((answer) => ('error' in answer ? [answer.answer, answer.error] : []));
  expect(errors).toMatchObject([
    [1, { code: 'InvalidMessage', message: expect.stringMatching(/^password: /) }],
    [2, { code: 'InvalidMessage' }],
    [3, { code: 'UnknownRequest', message: expect.stringMatching(/^name: /) }],
    [4, { code: 'InvalidMessage' }],
    [5, { code: 'InvalidMessage', message: expect.stringMatching(/^kinds: /) }],
  ]);
  expect(seat.asked).toEqual([]);
});

test.each([undefined, null, 7, 'text', [], {}, { request: -1 }, { request: 'x' }, { request: 1.5, name: 'outbox' }])(
  'what has no number cannot be answered: %o closes the connection',
  async (message) => {
    const one = screen();
    await one.say(message);
    expect(one.closedFor).toBe('InvalidMessage');
    expect(one.answers()).toEqual([]);
    expect(door.count()).toBe(0);
  },
);

test('a fault of the seat is an answer, and says nothing of its inside', async () => {
  const one = screen();
  seat.answers.set('history', () => {
    throw new Error('secret detail');
  });
  await one.say({ request: 1, name: 'history', body: { stream: 'unit/1' } });
  expect(one.answers()).toEqual([{ answer: 1, error: { code: 'SeatFailed', message: 'history' } }]);
});

test('two screens may use the same number for a watch; each is told only of its own', async () => {
  const one = screen();
  const two = screen();
  await one.say({ request: 1, name: 'watch', body: { watch: 1, kinds: ['unit'] } });
  await two.say({ request: 1, name: 'watch', body: { watch: 1, kinds: ['site'] } });
  const [first, second] = seat.watches();
  expect(first).not.toBe(second);
  seat.push({ push: 'opened', watch: first ?? 0, documents: [document('a')] });
  seat.push({ push: 'opened', watch: second ?? 0, documents: [] });
  expect(one.pushes('opened')).toEqual([{ push: 'opened', watch: 1, documents: [document('a')] }]);
  expect(two.pushes('opened')).toEqual([{ push: 'opened', watch: 1, documents: [] }]);
});

test('the end of a connection drops its watches and its listener', async () => {
  const one = screen();
  await one.say({ request: 1, name: 'watch', body: { watch: 4, kinds: ['unit'] } });
  one.close('gone');
  expect(seat.asked.at(-1)).toEqual({ name: 'unwatch', body: { watch: seat.watches()[0] } });
  expect(seat.listening).toBe(0);
  expect(door.count()).toBe(0);
  const told = one.sent.length;
  await one.say({ request: 2, name: 'outbox', body: {} });
  expect(one.sent).toHaveLength(told);
});

test('a watch asked again under its number takes the place of the first', async () => {
  const one = screen();
  await one.say({ request: 1, name: 'watch', body: { watch: 1, kinds: ['unit'] } });
  await one.say({ request: 2, name: 'watch', body: { watch: 1, kinds: ['site'] } });
  const [first, second] = seat.watches();
  expect(seat.asked).toContainEqual({ name: 'unwatch', body: { watch: first } });
  seat.push({ push: 'opened', watch: first ?? 0, documents: [document('old')] });
  seat.push({ push: 'opened', watch: second ?? 0, documents: [] });
  expect(one.pushes('opened')).toEqual([{ push: 'opened', watch: 1, documents: [] }]);
});

test('a slow screen is told the newest of each, once it is ready', async () => {
  const one = screen();
  await one.say({ request: 1, name: 'watch', body: { watch: 1, kinds: ['unit'] } });
  const watch = seat.watches()[0] ?? 0;
  const before = one.sent.length;
  one.slow = true;
  for (let lastSeq = 1; lastSeq <= 1_000; lastSeq += 1) {
    seat.push({ push: 'status', status: { ...signedOutStatus, lastSeq } });
    seat.push({ push: 'changed', watch, documents: [document('a', lastSeq)], gone: [] });
  }
  seat.push({ push: 'changed', watch, documents: [document('b')], gone: ['unit/a'] });
  seat.push({ push: 'changed', watch, documents: [document('c')], gone: ['unit/b'] });
  timers.run();
  expect(one.sent).toHaveLength(before);
  expect(timers.waiting).toBe(1);
  one.slow = false;
  timers.run();
  expect(one.sent.slice(before)).toEqual([
    { push: 'status', status: { ...signedOutStatus, lastSeq: 1_000 } },
    { push: 'changed', watch: 1, documents: [document('c')], gone: ['unit/a', 'unit/b'] },
  ]);
});

test('a watch with too much held back begins anew with all its documents', async () => {
  const one = screen();
  await one.say({ request: 1, name: 'watch', body: { watch: 9, kinds: ['unit'] } });
  const watch = seat.watches()[0] ?? 0;
  one.slow = true;
  for (let index = 0; index < 600; index += 1)
    seat.push({ push: 'changed', watch, documents: [document(String(index))], gone: [] });
  one.slow = false;
  timers.run();
  expect(one.pushes('changed')).toEqual([]);
  expect(seat.asked.at(-2)).toEqual({ name: 'unwatch', body: { watch } });
  const again = seat.watches()[1] ?? 0;
  expect(again).not.toBe(watch);
  // What still comes for the first one is nobody's.
  seat.push({ push: 'changed', watch, documents: [document('late')], gone: [] });
  seat.push({ push: 'opened', watch: again, documents: [document('all')] });
  expect(one.pushes('changed')).toEqual([]);
  expect(one.pushes('opened')).toEqual([{ push: 'opened', watch: 9, documents: [document('all')] }]);
});

test('an opening that is held back and changes meanwhile is asked for again', async () => {
  const one = screen();
  one.slow = true;
  await one.say({ request: 1, name: 'watch', body: { watch: 1, kinds: ['unit'] } });
  const watch = seat.watches()[0] ?? 0;
  seat.push({ push: 'opened', watch, documents: [document('a')] });
  seat.push({ push: 'changed', watch, documents: [document('b')], gone: [] });
  one.slow = false;
  timers.run();
  expect(one.pushes('opened')).toEqual([]);
  expect(seat.watches()).toHaveLength(2);
});

test('requests without end are refused, those before them answered', async () => {
  const one = screen();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  seat.answers.set('checkDigest', () => held.then(() => ({ status: 'offline' })));
  for (let request = 1; request <= 70; request += 1) void one.say({ request, name: 'checkDigest', body: {} });
  await new Promise((resolve) => setImmediate(resolve));
  expect(one.answers()).toHaveLength(6);
  expect(one.answers()[0]).toMatchObject({ answer: 65, error: { code: 'TooManyRequests' } });
  release();
  await one.say({ request: 71, name: 'outbox', body: {} });
  expect(one.answers()).toHaveLength(71);
});

test('what only the seat can tell to be wrong is a mistake of the screen, and leaves no watch behind', async () => {
  const one = screen();
  seat.answers.set('watch', () => {
    throw Object.assign(new Error('kinds.0: unknown'), { code: 'InvalidRequest' });
  });
  await one.say({ request: 1, name: 'watch', body: { watch: 1, kinds: ['nothing'] } });
  expect(one.answers()).toEqual([{ answer: 1, error: { code: 'InvalidMessage', message: 'kinds.0: unknown' } }]);
  expect(seat.asked.at(-1)?.name).toBe('unwatch');
});

test('what a screen has open is taken back when it goes, unless another has spoken since', async () => {
  const one = screen();
  const two = screen();
  const open = { open: 'incident/1', about: null };
  await one.say({ request: 1, name: 'presence', body: open });
  await two.say({ request: 1, name: 'presence', body: open });
  one.close('gone');
  expect(seat.asked.filter(({ name }) => name === 'presence')).toHaveLength(2);
  two.close('gone');
  expect(seat.asked.at(-1)).toEqual({ name: 'presence', body: { open: null, about: null } });
});

const placeOf = { m1: 0, m2: 1, m3: 2 } as const;
const positionsPush = (
  full: boolean,
  ...units: readonly (readonly [unit: keyof typeof placeOf, at: number | null])[]
) => {
  const moved = units.flatMap(([unit, at]) =>
    at === null ? [] : [[placeOf[unit], { lon: 112, lat: 27, at, poor: false }] as const],
  );
  const gone = units.flatMap(([unit, at]) => (at === null ? [placeOf[unit]] : []));
  const hubTime = Math.max(0, ...moved.map(([, { at }]) => at));
  const frame = encodeFrame({ dictionary: 1, revision: 1, full, hubTime, moved, gone });
  return { push: 'positions' as const, frame };
};
const indexPush = (dictionary: number) => ({
  ...{ push: 'unitIndex' as const, dictionary, units: Object.keys(placeOf) },
});
const watchWishes = () =>
  seat.asked.flatMap(({ name, body }) => (name === 'watchPositions' ? [(body as { on: boolean }).on] : []));

test('positions go to the screens that asked; the seat stops once nobody wants them', async () => {
  const [one, two] = [screen(), screen()];
  await one.say({ request: 1, name: 'watchPositions', body: { on: true } });
  seat.push(positionsPush(true, ['m1', 1]));
  expect([one.pushes('positions').length, two.pushes('positions').length]).toEqual([1, 0]);
  await two.say({ request: 1, name: 'watchPositions', body: { on: true } });
  await one.say({ request: 2, name: 'watchPositions', body: { on: false } });
  seat.push(positionsPush(false, ['m1', 2]));
  expect([one.pushes('positions').length, two.pushes('positions').length]).toEqual([1, 1]);
  // Each that comes is told everything: the seat is asked again.
  expect(watchWishes()).toEqual([true, true]);
  two.close('gone');
  await Promise.resolve();
  expect(watchWishes()).toEqual([true, true, false]);
});

test('a screen that does not keep up is told the newest of each unit, and of a new table nothing of the old one', async () => {
  const one = screen();
  await one.say({ request: 1, name: 'watchPositions', body: { on: true } });
  one.slow = true;
  seat.push(positionsPush(true, ['m1', 1], ['m2', 1]));
  seat.push(positionsPush(true, ['m2', 2], ['m3', 2]));
  for (let at = 3; at < 100; at += 1) seat.push(positionsPush(false, ['m3', at]));
  seat.push(positionsPush(false, ['m1', 3]));
  seat.push(positionsPush(false, ['m1', null]));
  seat.push(indexPush(1));
  expect(one.pushes('positions')).toEqual([]);
  one.slow = false;
  timers.run();
  // The list of units before the frame that is of it.
  expect(one.sent.slice(-2)).toEqual([indexPush(1), positionsPush(true, ['m2', 2], ['m3', 99], ['m1', null])]);
  seat.push(positionsPush(false, ['m2', 100]));
  expect(one.pushes('positions').at(-1)).toEqual(positionsPush(false, ['m2', 100]));
});

test('what is held back for a screen that lost interest is dropped; an empty table is told too', async () => {
  const one = screen();
  await one.say({ request: 1, name: 'watchPositions', body: { on: true } });
  one.slow = true;
  seat.push(positionsPush(true, ['m1', 1]));
  await one.say({ request: 2, name: 'watchPositions', body: { on: false } });
  one.slow = false;
  timers.run();
  expect(one.pushes('positions')).toEqual([]);
  await one.say({ request: 3, name: 'watchPositions', body: { on: true } });
  one.slow = true;
  seat.push(positionsPush(true));
  one.slow = false;
  timers.run();
  expect(one.pushes('positions')).toEqual([positionsPush(true)]);
});
