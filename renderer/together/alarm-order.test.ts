import { expect, test } from 'vitest';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import { minute } from '../../shared/lib/time.ts';
import { loadOf, openInOrder, pressing } from './alarm-order.ts';

const now = 1_795_000_000_000;
const alarm = (id: string, ago: number, more: Partial<AlarmState> = {}): AlarmState => ({
  ...{ id, kind: 'leftPost', unit: { id: 'u1', name: '岗 A' }, fence: { id: 'f1', name: '商圈岗' }, place: null },
  ...{ seenAt: null, accuracy: null, since: now - ago * minute, cause: null, proposal: null, judgedBy: {} },
  ...{ squads: [], zones: [], at: now - ago * minute, stage: 'raised', owner: null, shelved: null, cleared: null },
  ...{ history: [], support: [], escalated: [] },
  ...more,
});
const cleared = { at: now, user: 'u', as: 'returned' } as const;

test('a call for help is first, then what nobody has, then what somebody has, then what is out of the way', () => {
  const all = [
    alarm('shelved', 50, { stage: 'shelved' }),
    alarm('taken', 40, { stage: 'taken' }),
    alarm('young', 1),
    alarm('old', 9),
    alarm('over', 60, { stage: 'cleared', cleared }),
    alarm('help', 2, { kind: 'sos', stage: 'taken' }),
  ];
  expect(openInOrder(all).map(({ id }) => id)).toEqual(['help', 'old', 'young', 'taken', 'shelved']);
  expect(pressing(all)).toBe(4);
});

test('the load counts what came in ten minutes, cleared or not, and names what brings most of it', () => {
  const f2 = { fence: { id: 'f2', name: '公园' } };
  const all = [alarm('a', 1), alarm('b', 2, { stage: 'cleared', cleared }), alarm('c', 3, f2), alarm('d', 11)];
  expect(loadOf(all, now)).toEqual({ count: 3, most: { kind: 'leftPost', fence: '商圈岗', count: 2 } });
  expect(loadOf([alarm('c', 3, f2)], now)).toEqual({ count: 1, most: null });
  expect(loadOf([], now)).toEqual({ count: 0, most: null });
});
