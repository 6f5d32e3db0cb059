import { expect, test } from 'vitest';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { alarmCount, lastFrom, oldestWaiting } from './glance.ts';

const owed: IncidentState['open'] = [{ limit: 'reply', at: 99 }];
const incident = (receivedAt: number, more: Partial<IncidentState> = {}) => ({
  state: { receivedAt, source: '12345', open: owed, closed: null, ...more } as IncidentState,
});

test('the caller who has waited longest: still owed a reply', () => {
  const all = [
    incident(5),
    incident(1, { open: [] }),
    incident(2, { open: [{ limit: 'sameHour', at: 9 }] }),
    incident(4),
  ];
  expect(oldestWaiting(all)?.receivedAt).toBe(4);
  expect(oldestWaiting([])).toBeUndefined();
});

test('when something last came from a source', () => {
  expect(lastFrom('12345', [incident(5), incident(9), incident(11, { source: 'phone' })])).toBe(9);
  expect(lastFrom('12319', [incident(5)])).toBeUndefined();
});

test('alarms: who refuses to stop and what came back, while they are open', () => {
  const open = { joinedInto: null, outcome: null, reopened: [] };
  const back = { at: 9, user: 'lin', because: 'relapse' } as unknown as IncidentState['reopened'][number];
  const refusal = { kind: 'refusesToStop', at: 8 } as IncidentState['outcome'];
  const all = [
    incident(1, open),
    incident(2, { ...open, outcome: refusal }),
    incident(3, { ...open, reopened: [back] }),
    incident(4, { ...open, outcome: refusal, closed: { at: 9, user: 'lin', result: 'handled' } }),
  ];
  expect(alarmCount(all)).toBe(2);
});
