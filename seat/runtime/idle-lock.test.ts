import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../tests/support/hub-kit.ts';
import { IdleLock } from './idle-lock.ts';
import type { LockNote } from './idle-lock.ts';

const minute = 60_000;
const after = 15 * minute;

function setUp() {
  const clock = new ManualClock(1_000_000_000);
  const notes: LockNote[] = [];
  const seen: boolean[] = [];
  let wrong = 0;
  const lock: IdleLock = new IdleLock({
    clock: { machine: () => clock.now() + wrong },
    timers: clock,
    changed: () => seen.push(lock.locked),
    note: (note) => notes.push(note),
  });
  return { clock, lock, notes, seen, setClock: (ms: number) => (wrong = ms) };
}

describe('a seat nobody touches', () => {
  test('locks when the time is over, not before', () => {
    const { clock, lock, seen } = setUp();
    lock.begin(after);
    clock.advance(after - 1);
    expect(lock.locked).toBe(false);
    clock.advance(1);
    expect([lock.locked, seen]).toEqual([true, [true]]);
  });

  test('stays open while somebody is here, and locks when they have gone', () => {
    const { clock, lock } = setUp();
    lock.begin(after);
    for (let n = 0; n < 10; n += 1) {
      clock.advance(10 * minute);
      lock.active();
    }
    expect(lock.locked).toBe(false);
    clock.advance(after);
    expect(lock.locked).toBe(true);
  });

  test('a touch does not open it', () => {
    const { clock, lock, seen } = setUp();
    lock.begin(after);
    clock.advance(after);
    lock.active();
    clock.advance(after);
    expect([lock.locked, seen]).toEqual([true, [true]]);
    lock.unlock();
    expect([lock.locked, seen]).toEqual([false, [true, false]]);
    clock.advance(after);
    expect(lock.locked).toBe(true);
  });

  test('whose machine slept locks before the first touch counts', () => {
    const { lock, setClock } = setUp();
    lock.begin(after);
    // Timers stood still meanwhile.
    setClock(60 * minute);
    lock.active();
    expect(lock.locked).toBe(true);
  });

  test('whose clock is set back locks when the time is over all the same', () => {
    const { clock, lock, setClock } = setUp();
    lock.begin(after);
    clock.advance(10 * minute);
    setClock(-8 * 60 * minute);
    clock.advance(after + minute);
    expect(lock.locked).toBe(true);
  });

  test('locks by hand, once', () => {
    const { lock, seen } = setUp();
    lock.begin(after);
    lock.lock();
    lock.lock();
    expect([lock.locked, seen]).toEqual([true, [true]]);
  });

  test('has nothing to hide once nobody is logged in', () => {
    const { clock, lock, seen } = setUp();
    lock.lock();
    expect(lock.locked).toBe(false);
    lock.begin(after);
    lock.lock();
    lock.end();
    clock.advance(after);
    expect([lock.locked, lock.afterMs, seen]).toEqual([false, null, [true]]);
  });
});

test('a wall never locks, by hand neither', () => {
  const { clock, lock } = setUp();
  lock.begin(null);
  clock.advance(24 * 60 * minute);
  lock.lock();
  expect([lock.locked, lock.afterMs]).toEqual([false, null]);
});

describe('a seat that is started again', () => {
  test('is locked where it was', () => {
    const { clock, lock } = setUp();
    lock.begin(after, { locked: true, touchedAt: clock.now() });
    expect(lock.locked).toBe(true);
  });

  test('is locked where it was off for longer than the time', () => {
    const { clock, lock } = setUp();
    lock.begin(after, { locked: false, touchedAt: clock.now() - after });
    expect(lock.locked).toBe(true);
  });

  test('goes on with the time that is left', () => {
    const { clock, lock } = setUp();
    lock.begin(after, { locked: false, touchedAt: clock.now() - 10 * minute });
    clock.advance(5 * minute - 1);
    expect(lock.locked).toBe(false);
    clock.advance(1);
    expect(lock.locked).toBe(true);
  });

  test('knows of touches to the minute', () => {
    const { clock, lock, notes } = setUp();
    lock.begin(after);
    for (let second = 0; second < 180; second += 1) {
      clock.advance(1_000);
      lock.active();
    }
    expect(notes).toHaveLength(3);
    expect(notes.at(-1)).toEqual({ locked: false, touchedAt: clock.now() });
    lock.lock();
    expect(notes.at(-1)).toEqual({ locked: true, touchedAt: clock.now() });
  });
});
