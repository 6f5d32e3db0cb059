import { expect, test } from 'vitest';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import { available, lastFrom, oldestWaiting } from './glance.ts';

const unit = (more: Partial<UnitState>) => ({
  state: { status: 'available', jobs: [], shift: { from: 0, to: 100 }, ...more } as UnitState,
});
const incident = (receivedAt: number, more: Partial<IncidentState> = {}) => ({
  state: { receivedAt, source: '12345', wantsReply: 'yes', replies: [], closed: null, ...more } as IncidentState,
});

test('可派: on duty in its shift, less fixed posts, busy and resting', () => {
  const job = { assignment: 'a', incident: 'i', since: 1 };
  const units = [
    unit({}),
    unit({ jobs: [job] }),
    unit({ status: 'resting' }),
    unit({ status: 'onFixedPost' }),
    unit({ status: 'offDuty' }),
    unit({ shift: { from: 60, to: 100 } }),
    unit({ shift: { from: 0, to: 50 } }),
  ];
  expect(available(units, 50)).toEqual({ free: 1, all: 4 });
  expect(available([], 50)).toEqual({ free: 0, all: 0 });
});

test('the caller who has waited longest: open, wants a reply, has none', () => {
  const reply = { at: 1, user: 'lin', way: 'message', personal: null } as const;
  const closed = { at: 1, user: 'lin', result: 'handled' } as const;
  const all = [
    incident(5),
    incident(1, { replies: [reply] }),
    incident(2, { wantsReply: 'no' }),
    incident(3, { closed }),
    incident(4),
  ];
  expect(oldestWaiting(all)?.receivedAt).toBe(4);
  expect(oldestWaiting([])).toBeUndefined();
});

test('when something last came from a source', () => {
  expect(lastFrom('12345', [incident(5), incident(9), incident(11, { source: 'phone' })])).toBe(9);
  expect(lastFrom('12319', [incident(5)])).toBeUndefined();
});
