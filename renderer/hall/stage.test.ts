/** What the map is told of nights played through the real decisions. */
import { expect, test } from 'vitest';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { DemoNight } from '../../tests/support/demo-night.ts';
import { incidentStage, latenessOf } from './stage.ts';

const text = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。';

test('a relapse stands where it is: waiting till somebody is sent, then under way, then on scene', () => {
  const night = new DemoNight();
  const id = night.receive({ text, source: '12345', time: '22:41' });
  const came: IncidentState['reopened'][number] = {
    ...{ at: night.at('22:50'), user: 'lin', because: 'relapse' },
  } as IncidentState['reopened'][number];
  const relapsed = (): IncidentState => ({ ...night.incident(id), reopened: [came] });
  expect(incidentStage(relapsed())).toBe('waiting');
  const assignment = night.send(id, 'm1', '22:52');
  expect(incidentStage(relapsed())).toBe('underWay');
  night.give('Arrive', { assignment, channel: 'radio' }, '22:58');
  expect(incidentStage(relapsed())).toBe('onScene');
});

test('late is told apart: nobody sent or nobody there, and what only the desk has to do', () => {
  const night = new DemoNight();
  const id = night.receive({ text, source: '12345', time: '22:41' });
  const incident = night.incident(id);
  const now = night.at('23:00');
  const owing = (limit: IncidentState['open'][number]['limit']): IncidentState => {
    const open = { limit, at: now - 1 };
    return { ...incident, open: [open], next: open };
  };
  expect(latenessOf(owing('acknowledge'), [], now)).toBe('desk');
  expect(latenessOf(owing('acknowledge'), [], now - 1)).toBeNull();
  expect(latenessOf(owing('dispatch'), [], now)).toBe('unit');
  const unit = {
    assignment: 'a',
    unit: 'm1',
    unitName: '机动一组',
    sentAt: 1,
    arrivedAt: null,
    goneAt: null,
    why: null,
  };
  const sent: IncidentState = { ...incident, open: [], next: null, units: [unit] };
  const overdue = [{ limit: 'arrive' as const, dueAt: now - 1 }];
  expect(latenessOf(sent, [{ id: 'a', arrived: null, overdue }], now)).toBe('unit');
  expect(latenessOf(sent, [{ id: 'a', arrived: null, overdue: [] }], now)).toBeNull();
  expect(
    latenessOf({ ...sent, units: [{ ...unit, goneAt: 2 }] }, [{ id: 'a', arrived: null, overdue }], now),
  ).toBeNull();
});
