import { beforeEach, expect, test } from 'vitest';
import type { LogLine } from '../../tests/support/hub-kit.ts';
import { ManualClock, recordingLog } from '../../tests/support/hub-kit.ts';
import { must } from '../../shared/lib/must.ts';
import { hour, minute, parseIso, second } from '../../shared/lib/time.ts';
import type { IntakeShown } from '../../shared/wire/intakes.ts';
import type { IntakeDeps, Intakes } from './intakes.ts';
import { createIntakes } from './intakes.ts';

const evening = must(parseIso('2026-11-21T22:00:00+08:00'), 'an instant');

let clock: ManualClock;
let lines: LogLine[];
let carried: Set<string>;

beforeEach(() => {
  clock = new ManualClock(evening);
  lines = [];
  carried = new Set();
});

/** Orders of 12345 each ten minutes, for four evenings. */
async function* regular() {
  for (let night = 4; night > 0; night -= 1)
    yield Array.from({ length: 12 }, (_, n) => ({
      source: '12345',
      at: evening - night * 24 * hour + n * 10 * minute,
    }));
  yield [{ source: '12345', at: evening - 5 * minute }];
}

async function open(more: Partial<IntakeDeps> = {}): Promise<Intakes> {
  const intakes = createIntakes({
    ...{ clock, timers: clock, log: recordingLog(lines), utcOffset: 480, open: (id) => id !== 'jt809' },
    ...{ expected: () => carried, history: regular },
    ...more,
  });
  intakes.start();
  await intakes.learned();
  return intakes;
}

const of = (intakes: Intakes, id: string): IntakeShown =>
  must(
    intakes.board().intakes.find((one) => one.id === id),
    `the intake ${id}`,
  );
const warnings = (): readonly LogLine[] => lines.filter(({ level }) => level === 'warn');

test('shows the ways that are there, and when each last spoke', async () => {
  const intakes = await open();
  expect(intakes.board().intakes.map(({ id }) => id)).toEqual([
    ...['12345', '12319', '110', 'grid', 'jt808', 'osmand', 'field'],
  ]);
  expect(of(intakes, '12345')).toMatchObject({ lastAt: evening - 5 * minute, silentSince: null });
  expect(of(intakes, '12319')).toMatchObject({ lastAt: null, state: 'never' });
  intakes.heard('media');
  expect(of(intakes, 'media')).toMatchObject({ kind: 'orders', lastAt: evening });
});

test('a source silent for longer than usual is said once, and recovers by itself', async () => {
  const intakes = await open();
  const told: (readonly [string, number])[] = [];
  intakes.onChanged(({ intakes: all, at }) => {
    const { state } = must(all[0], '12345');
    if (told.at(-1)?.[0] !== state) told.push([state, at - evening]);
  });
  clock.advance(14 * minute);
  // The usual gap is ten minutes, but nobody is called silent before twenty.
  expect(of(intakes, '12345')).toMatchObject({ state: 'speaks', usualMs: 20 * minute });
  clock.advance(2 * minute);
  expect(of(intakes, '12345')).toMatchObject({ state: 'silent', silentSince: evening - 5 * minute });
  clock.advance(3 * hour);
  expect(warnings()).toMatchObject([{ data: { intake: '12345', since: evening - 5 * minute } }]);
  intakes.heard('12345');
  expect(of(intakes, '12345')).toMatchObject({ state: 'speaks', silentSince: null });
  expect(told.map(([state]) => state)).toEqual(['silent', 'speaks']);
  expect(told[0]?.[1]).toBeLessThan(15 * minute + 10 * second);
  // At this hour nothing is known: it may be quiet for longer.
  clock.advance(3 * hour);
  expect(warnings()).toHaveLength(1);
  clock.advance(2 * hour);
  expect(warnings()).toHaveLength(2);
});

test('positions are missed only while somebody with such a device is on duty', async () => {
  const intakes = await open();
  clock.advance(2 * hour);
  expect(of(intakes, 'jt808')).toMatchObject({ state: 'never' });
  carried.add('jt808');
  clock.advance(9 * minute);
  expect(of(intakes, 'jt808')).toMatchObject({ state: 'never', usualMs: 10 * minute });
  clock.advance(2 * minute);
  expect(of(intakes, 'jt808')).toMatchObject({ state: 'silent', lastAt: null });
  intakes.heard('jt808');
  expect(of(intakes, 'jt808')).toMatchObject({ state: 'speaks' });
  carried.delete('jt808');
  clock.advance(hour);
  expect(of(intakes, 'jt808')).toMatchObject({ state: 'idle', silentSince: null });
  expect(warnings().filter(({ data }) => 'intake' in data && data.intake === 'jt808')).toHaveLength(1);
});

test('tablets are never called silent; a way that is shut is not shown', async () => {
  const intakes = await open();
  intakes.heard('field');
  clock.advance(20 * hour);
  expect(of(intakes, 'field')).toMatchObject({ state: 'idle', usualMs: null });
  expect(intakes.board().intakes.some(({ id }) => id === 'jt809')).toBe(false);
});

test('who listens is told of what changed, and not of nothing', async () => {
  const intakes = await open();
  let boards = 0;
  intakes.onChanged(() => (boards += 1));
  clock.advance(5_000);
  const quiet = boards;
  clock.advance(5 * minute);
  expect(boards).toBe(quiet);
  intakes.heard('12345');
  clock.advance(5_000);
  expect(boards).toBe(quiet + 1);
});

test('a history that cannot be read harms nothing', async () => {
  // eslint-disable-next-line require-yield
  const broken = async function* () {
    throw new Error('EIO');
  };
  const intakes = await open({ history: broken });
  expect(of(intakes, '12345').state).toBe('never');
  expect(lines).toMatchObject([{ level: 'error' }]);
});

test('an order that comes while the history is read takes nothing from what is learned', async () => {
  const intakes = createIntakes({
    ...{ clock, timers: clock, log: recordingLog(lines), utcOffset: 480, open: () => true, expected: () => carried },
    history: regular,
  });
  intakes.start();
  intakes.heard('12345');
  await intakes.learned();
  expect(of(intakes, '12345')).toMatchObject({ lastAt: evening, usualMs: 20 * minute });
});

test('a source that came once is owed nothing: its quiet is no silence', async () => {
  const intakes = await open();
  intakes.heard('media');
  clock.advance(20 * hour);
  expect(of(intakes, 'media')).toMatchObject({ state: 'idle', silentSince: null, lastAt: evening });
  expect(warnings().some(({ data }) => 'intake' in data && data.intake === 'media')).toBe(false);
});

test('the time between two shifts is no usual gap of the hour in which the last unit went off', async () => {
  const intakes = await open();
  for (let shift = 0; shift < 14; shift += 1) {
    carried.add('jt808');
    clock.advance(10 * second);
    intakes.heard('jt808');
    carried.delete('jt808');
    clock.advance(10 * second);
    // A last word of who is off already.
    intakes.heard('jt808');
    clock.advance(15 * minute);
  }
  carried.add('jt808');
  clock.advance(10 * second);
  intakes.heard('jt808');
  // Nothing is known of this hour: ten minutes, and not the quarters of an hour in which nobody was there.
  clock.advance(9 * minute);
  expect(of(intakes, 'jt808')).toMatchObject({ state: 'speaks' });
  clock.advance(2 * minute);
  expect(of(intakes, 'jt808')).toMatchObject({ state: 'silent' });
});
