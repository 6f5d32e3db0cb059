import { expect, test } from 'vitest';
import { dependents, laneOf } from './lanes.ts';
import type { OutboxRow } from './ports.ts';

function row(id: string, basedOn: Record<string, number>, rest: Partial<OutboxRow> = {}): OutboxRow {
  return {
    ...{ id, user: 'lin', lane: 'box/a', nature: 'fact', state: 'pending', personal: null, refusal: null },
    ...{ heldBackBy: null, wantedAt: 0, settledAt: null, acknowledged: null },
    command: { id, type: 'Put', data: {}, basedOn, madeAt: 0 },
    ...rest,
  };
}
const idsOf = (rows: readonly OutboxRow[]): readonly string[] => rows.map(({ id }) => id);

test('a lane is the first stream of a command, or its own', () => {
  expect(laneOf({ id: 'x', basedOn: { 'box/b': 1, 'box/a': 1 } })).toBe('box/b');
  expect(laneOf({ id: 'x', basedOn: {} })).toBe('entry/x');
});

test('what came after in its lane and shares a stream depends on it, directly or through another', () => {
  const refused = row('1', { 'box/a': 1 });
  const rows = [
    row('0', { 'box/a': 1 }),
    refused,
    row('2', { 'box/z': 1 }),
    row('3', { 'box/a': 1, 'box/b': 4 }),
    row('4', { 'box/b': 4 }),
    row('5', {}),
    row('6', { 'box/a': 1 }, { lane: 'box/b' }),
    row('7', { 'box/a': 1 }, { user: 'wang' }),
    row('8', { 'box/a': 1 }, { state: 'acknowledged' }),
    row('9', { 'box/a': 1 }, { state: 'asking' }),
    row('10', { 'box/a': 1 }, { state: 'heldBack' }),
  ];
  expect(idsOf(dependents(rows, refused))).toEqual(['3', '4', '5', '9']);
});

test('on one that was based on nothing, all that follows in its lane depends', () => {
  const refused = row('1', {});
  expect(idsOf(dependents([refused, row('2', { 'box/q': 1 })], refused))).toEqual(['2']);
});
