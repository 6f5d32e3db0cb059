import { describe, expect, test } from 'vitest';
import type { EventEnvelope, StoredEvent } from '../../shared/lib/journal.ts';
import { common, unitTimes } from './unit-times.ts';

const open = Number.POSITIVE_INFINITY;

/** A unit whose journal grows; times in hours. */
function unit() {
  const events: StoredEvent[] = [];
  let reads = 0;
  const add = (type: string, data: object, occurredAt = 0): void => {
    const version = events.length + 1;
    const stream = 'unit/m1';
    events.push({ seq: version, hash: '', bytes: JSON.stringify({ type, data, version, occurredAt, stream }) });
  };
  const times = unitTimes(
    { eventsOfStream: (stream, after) => (stream === 'unit/m1' ? events.slice(after) : []) },
    ({ bytes }) => {
      reads += 1;
      return JSON.parse(bytes) as EventEnvelope;
    },
  );
  return {
    times,
    reads: () => reads,
    crew: (crew: readonly string[] | undefined, from: number, asOf: number) =>
      add('UnitRecorded', { record: { shift: { from, to: from + 8 }, crew }, provenance: { asOf } }),
    status: (status: string, occurredAt: number) => add('UnitStatusChanged', { status }, occurredAt),
  };
}

describe('who was in a unit when', () => {
  test('a list made before the shift counts from its beginning, until the next one does', () => {
    const { times, crew } = unit();
    crew(['a', 'b'], 20, 17);
    expect(times.inCrew('m1', 'a')).toEqual([{ from: 20, to: open }]);
    crew(['c'], 44, 41);
    expect(times.inCrew('m1', 'a')).toEqual([{ from: 20, to: 44 }]);
    expect(times.inCrew('m1', 'c')).toEqual([{ from: 44, to: open }]);
    expect([times.inCrew('m1', 'd'), times.inCrew('m2', 'a')]).toEqual([[], []]);
  });

  test('a change in the shift counts from when it was; a list corrected before it began never counted', () => {
    const { times, crew } = unit();
    crew(['a'], 20, 17);
    crew(['b'], 20, 18);
    crew(['c'], 20, 22);
    crew(undefined, 20, 23);
    crew(['b'], 20, 25);
    expect(times.inCrew('m1', 'a')).toEqual([]);
    expect(times.inCrew('m1', 'b')).toEqual([
      { from: 20, to: 22 },
      { from: 25, to: open },
    ]);
    expect(times.inCrew('m1', 'c')).toEqual([{ from: 22, to: 23 }]);
  });

  test('a later word that speaks for an earlier time takes the place of what lies behind it', () => {
    const { times, crew } = unit();
    crew(['a'], 20, 17);
    crew(['b'], 44, 18);
    crew(['c'], 30, 30);
    expect(times.inCrew('m1', 'b')).toEqual([]);
    expect(times.inCrew('m1', 'a')).toEqual([{ from: 20, to: 30 }]);
    expect(times.inCrew('m1', 'c')).toEqual([{ from: 30, to: open }]);
  });
});

test('on duty since the last time it came, whatever it did meanwhile; events are read once', () => {
  const { times, status, reads } = unit();
  expect(times.onDutySince('m1')).toBeUndefined();
  status('available', 5);
  status('resting', 6);
  expect(times.onDutySince('m1')).toBe(5);
  status('offDuty', 7);
  expect(times.onDutySince('m1')).toBeUndefined();
  status('onFixedPost', 9);
  expect(times.onDutySince('m1')).toBe(9);
  expect(reads()).toBe(4);
  // Before the first word nothing is known.
  expect(times.offDuty('m1')).toEqual([{ from: 7, to: 9 }]);
  expect(times.offDuty('m2')).toEqual([]);
});

test('a unit is off duty from its record on until it reports, and again after it', () => {
  const { times, crew, status } = unit();
  crew(['a'], 20, 17);
  expect(times.offDuty('m1')).toEqual([{ from: 0, to: open }]);
  status('available', 20);
  crew(['b'], 20, 21);
  expect(times.offDuty('m1')).toEqual([{ from: 0, to: 20 }]);
  status('offDuty', 28);
  crew(['b'], 44, 30);
  expect(times.offDuty('m1')).toEqual([
    { from: 0, to: 20 },
    { from: 28, to: open },
  ]);
});

test('what two spans have in common', () => {
  expect(common({ from: 1, to: 5 }, { from: 3, to: open })).toEqual({ from: 3, to: 5 });
  expect(common({ from: 1, to: 3 }, { from: 3, to: 5 })).toBeUndefined();
  expect(common({ from: 4, to: 4 }, { from: 3, to: 5 })).toBeUndefined();
});
