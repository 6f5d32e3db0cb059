import { expect, test } from 'vitest';
import { openObligations } from '../../shared/domain/rules/obligations.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { DemoNight } from '../../tests/support/demo-night.ts';
import { owedToClose } from './owed.ts';

const personal = { ref: 'a'.repeat(32), mac: 'b'.repeat(64), has: ['text'] };
const text = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。';

/** As the hub will refuse it, and as the screen says beforehand. */
function same(night: DemoNight, id: string, time: string): readonly string[] {
  const incident = night.incident(id);
  const joined = incident.tookIn.map((one) => night.incident(one.incident)).filter(({ closed }) => closed === null);
  const shown = (reasons: readonly { readonly code: string; readonly params: object }[]): readonly string[] =>
    reasons.map(({ code, params }) => {
      const { number, which, unitName } = params as Record<string, unknown>;
      return [code, number, which, code === 'unitEngaged' ? unitName : undefined]
        .filter((part) => typeof part === 'string' && (code !== 'unitEngaged' || part !== number))
        .join(' ');
    });
  const owed = shown(owedToClose(incident, joined, night.at(time)));
  expect([...owed].sort()).toEqual([...shown(openObligations(incident, joined, night.at(time)))].sort());
  return owed;
}

test('what keeps an incident from being closed is told beforehand as the hub will say it', () => {
  const night = new DemoNight();
  const id = night.receive({ text, source: '12345', time: '22:41', personal });
  expect(same(night, id, '22:41')).toEqual(['outcomeMissing', 'callerWaiting 1121-001']);
  night.give('PhoneSite', { incident: id, result: 'agreedToStop' }, '22:43');
  expect(same(night, id, '22:43')).toContain('checkDue 1121-001 afterCall');
  const assignment = night.send(id, 'm1', '22:45');
  expect(same(night, id, '22:45')).toContain('unitEngaged 机动一组');
  night.give('Arrive', { assignment, channel: 'radio' }, '22:50');
  night.give('ReportOutcome', { assignment, kind: 'refusesToStop', channel: 'radio' }, '22:55');
  expect(same(night, id, '22:55')[0]).toBe('refusesToStop');
  night.give('ReportOutcome', { assignment, kind: 'stopped', channel: 'radio' }, '23:20');
  expect(same(night, id, '23:20')).toEqual(expect.arrayContaining(['callerWaiting 1121-001']));
  const other = night.receive({ text, source: '12319', time: '23:25', personal });
  night.give('JoinIncident', { incident: other, into: id }, '23:26');
  expect(same(night, id, '23:26')).toEqual(expect.arrayContaining(['callerWaiting 1121-002']));
  expect(same(night, other, '23:26')).not.toContain('outcomeMissing');
  night.give('RecordReply', { incident: id, way: 'message' }, '23:30');
  night.give('RecordReply', { incident: other, way: 'message' }, '23:30');
  expect(same(night, id, '23:30').filter((each) => each.startsWith('callerWaiting'))).toEqual([]);
});

test('a site that was rung and is quiet, and what was referred, end without an outcome', () => {
  const night = new DemoNight();
  const quiet = night.receive({ text, source: '12345', time: '22:41', personal });
  night.give('PhoneSite', { incident: quiet, result: 'agreedToStop' }, '22:43');
  night.give('RecordCheck', { incident: quiet, which: 'afterCall', way: 'camera', quiet: true }, '22:58');
  expect(same(night, quiet, '22:59')).toEqual(['callerWaiting 1121-001']);
  const music = night.receive({ text: '徐家汇公园广场舞音响太吵', source: '12345', time: '23:00', personal });
  const { matter }: IncidentState = night.incident(music);
  expect(same(night, music, '23:00')).toContain('outcomeMissing');
  night.give('ReferIncident', { incident: music, matter }, '23:01');
  expect(same(night, music, '23:01')).not.toContain('outcomeMissing');
});
