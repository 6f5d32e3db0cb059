import { expect, test } from 'vitest';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import { shownStatus } from './force.ts';

const shift = { from: 1_000, to: 2_000 };
const job = { assignment: 'a', incident: 'i' };

function unit(status: UnitState['status'], jobs: UnitState['jobs'] = []): UnitState {
  const record = { id: 'm1', name: '机动一组', kind: 'group' as const, squad: 'mobile', certified: 2, auxiliary: 0 };
  const provenance = { source: 'test', asOf: 0, how: 'hand' as const };
  const said = { reserveSaid: null, standsIn: null, jobsDone: 0, restedAt: null };
  return { ...record, devices: [], reserve: false, shift, status, statusSince: 0, jobs, provenance, ...said };
}

test('outside its shift a unit is not shown as one that can be sent, as the top bar does not count it', () => {
  for (const status of ['available', 'onFixedPost', 'resting'] as const) {
    expect(shownStatus(unit(status), 999)).toBe('offDuty');
    expect(shownStatus(unit(status), 1_000)).not.toBe('offDuty');
    expect(shownStatus(unit(status), 2_000)).toBe('offDuty');
  }
  expect(shownStatus(unit('available'), 1_500)).toBe('free');
});

test('with a job in hand it is busy, also after its shift', () => {
  expect(shownStatus(unit('available', [job] as unknown as UnitState['jobs']), 2_500)).toBe('busy');
  expect(shownStatus(unit('offDuty', []), 1_500)).toBe('offDuty');
});
