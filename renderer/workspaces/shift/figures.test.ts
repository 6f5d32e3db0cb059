/** Figures of a night played through the real decisions, each traced to its incidents. */
import { expect, test } from 'vitest';
import type { AssignmentState } from '../../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { openChecks } from '../../../shared/domain/incident/state.ts';
import { DemoNight, demoDistrict } from '../../../tests/support/demo-night.ts';
import { checksOwed, checkToRecord } from '../../hall/owed.ts';
import { dutiesToHandOver } from './duties.ts';
import { figuresOf, median } from './figures.ts';

interface Played {
  readonly incidents: readonly IncidentState[];
  readonly assignments: readonly AssignmentState[];
}

function played(night: DemoNight, ids: readonly string[]): Played {
  const { reads } = night.world();
  return {
    incidents: ids.map((id) => night.incident(id)),
    assignments: ids.flatMap((id) => reads.assignmentsOf(id)),
  };
}

/** Two at the same site, joined; one stopped after 19 minutes and begun again; one sent to and given back. */
function busyNight(): DemoNight & { readonly ids: readonly string[] } {
  const night = new DemoNight();
  const [text, source] = ['斜土路小木桥路口往东那个工地,十点多了还在打桩,要求马上停。', '12345'] as const;
  const first = night.receive({ text, source, time: '22:41' });
  const assignment = night.send(first, 'm1', '22:43');
  const second = night.receive({ text, source: 'phone', time: '22:50' });
  night.give('JoinIncident', { incident: second, into: first }, '22:52');
  night.give('Arrive', { assignment, channel: 'radio' }, '23:02');
  night.give('ReportOutcome', { assignment, kind: 'stopped', channel: 'radio' }, '23:20');
  const third = night.receive({
    ...{ text: '宜山路近中山西路,混凝土车一辆接一辆,这么晚谁批的?', source: '12319', time: '23:25' },
  });
  const other = night.send(third, 'm2', '23:27');
  night.give('Arrive', { assignment: other, channel: 'phone' }, '23:32');
  return Object.assign(night, { ids: [first, second, third] });
}

test('nothing happened: zeros and no average, never NaN', () => {
  const figures = figuresOf([], []);
  expect(figures.response).toEqual({ mean: null, median: null, of: [] });
  for (const counted of Object.values(figures)) expect(Array.isArray(counted) ? counted : []).toEqual([]);
  expect(JSON.stringify(figures)).not.toMatch(/NaN|Infinity/);
  expect(dutiesToHandOver([])).toEqual([]);
});

test('a night is counted, and each figure names what it counted', () => {
  const night = busyNight();
  const { incidents, assignments } = played(night, night.ids);
  const [one, two, three] = incidents.map(({ number }) => number);
  const figures = figuresOf(incidents.toReversed(), assignments);
  expect(figures.received).toEqual([one, two, three]);
  expect(figures.joined).toEqual([two]);
  expect(figures.open).toEqual([one, three]);
  expect(figures.closed).toEqual([]);
  expect(figures.sent).toEqual([one, three]);
  // 22:43 to 23:02, and 23:27 to 23:32.
  expect(figures.response).toEqual({ mean: 12, median: 12, of: [one, three] });
  expect(figures.sources).toEqual([
    { key: '12345', of: [one] },
    { key: 'phone', of: [two] },
    { key: '12319', of: [three] },
  ]);
  expect(figures.outcomes).toEqual([
    { key: 'stopped', of: [one] },
    { key: 'noOutcome', of: [three] },
  ]);
  expect(figures.grades.flatMap(({ of }) => of)).toHaveLength(2);
  expect(figures.assessments.flatMap(({ of }) => of)).toHaveLength(3);
});

test('assignments of other nights stay out', () => {
  const night = busyNight();
  const { incidents, assignments } = played(night, night.ids);
  expect(figuresOf(incidents.slice(1, 2), assignments).sent).toEqual([]);
});

test('supervision, suspension and return: counted by their events, and handed over with since when and until when', () => {
  const night = new DemoNight();
  const text = '斜土路小木桥路口那个工地还在打桩';
  const [first, second, third] = ['22:41', '22:50', '22:55'].map((time) =>
    night.receive({ text, source: '12345', time, externalId: `T-${time}` }),
  );
  const lead = { user: 'shen', seat: 'seat-lead', role: 'shiftLead' };
  const supervise = { incident: first ?? '', level: 1, ground: 'leader' };
  night.give('SuperviseIncident', supervise, '23:00', '23:00', lead);
  night.give('ReportSupervision', { incident: first ?? '' }, '23:05');
  night.give('SuperviseIncident', supervise, '23:10', '23:10', lead);
  const { lifeCycle } = demoDistrict.plates.policy;
  const reason = lifeCycle?.suspension[0]?.code ?? '';
  night.give('SuspendIncident', { incident: second ?? '', reason }, '23:00');
  night.give('ResumeIncident', { incident: second ?? '' }, '23:10');
  night.give('SuspendIncident', { incident: second ?? '', reason }, '23:20');
  night.give('ReturnIncident', { incident: third ?? '', why: 'notOurs', evidence: ['matter'] }, '23:00');
  const { incidents } = played(night, [first ?? '', second ?? '', third ?? '']);
  const [one, two, three] = incidents.map(({ number }) => number);
  expect(figuresOf(incidents, []).beside).toEqual([
    { key: 'supervised', of: [one, one] },
    { key: 'supervisionOwed', of: [one] },
    { key: 'suspended', of: [two, two] },
    { key: 'suspendedNow', of: [two] },
    { key: 'returned', of: [three] },
    { key: 'returnAwaited', of: [three] },
  ]);
  const duties = dutiesToHandOver(incidents).filter(({ since }) => since !== undefined);
  const told = duties.map(({ incident: { number }, kind, since }) => [kind, number, since?.at]);
  expect(new Set(told.map((row) => JSON.stringify(row)))).toEqual(
    new Set(
      [
        ['supervision', one, night.at('23:10')],
        ['suspended', two, night.at('23:20')],
        ['returnAwaited', three, night.at('23:00')],
      ].map((row) => JSON.stringify(row)),
    ),
  );
  for (const { at, incident, kind } of duties) {
    const limit = kind === 'suspended' ? 'resume' : kind === 'supervision' ? 'supervision' : 'returnAnswer';
    expect(at).toBe(incident.open.find((one) => one.limit === limit)?.at);
  }
  night.give('RecordReturnAnswer', { incident: third ?? '', answer: 'sentBack' }, '23:30');
  const back = figuresOf(played(night, [third ?? '']).incidents, []).beside;
  expect(back.map(({ key }) => key)).toEqual(['returned', 'sentBack']);
});

test.each([
  [[], null],
  [[7], 7],
  [[9, 1], 5],
  [[9, 1, 4], 4],
])('the median of %j is %s', (values, middle) => {
  expect(median(values)).toBe(middle);
});

test('what is handed over: units at work, checks and callers, a joined one included; the checks are those of the domain', () => {
  const night = busyNight();
  const { incidents } = played(night, night.ids);
  const [one, two, three] = incidents.map(({ number }) => number);
  const duties = dutiesToHandOver(incidents).map(({ incident: { number }, kind }) => [number, kind]);
  expect(duties).toContainEqual([three, 'unitOnIt']);
  expect(duties).toContainEqual([one, 'sameNight']);
  expect(duties).toContainEqual([one, 'sameHour']);
  expect(duties).not.toContainEqual([two, 'outcomeMissing']);
  for (const incident of incidents)
    expect(checksOwed(incident)).toEqual(openChecks(incident).map(({ which, at }) => ({ kind: which, at })));

  const [first] = night.ids;
  night.give('RecordCheck', { incident: first ?? '', which: 'sameNight', way: 'camera', quiet: true }, '23:55');
  const after = night.incident(first ?? '');
  expect(checksOwed(after).map(({ kind }) => kind)).toEqual(['sameHour']);
  expect(checksOwed(after)).toEqual(openChecks(after).map(({ which, at }) => ({ kind: which, at })));
});

test('a site that was rung is looked after, by the same law as in the domain', () => {
  const night = new DemoNight();
  const id = night.receive({ text: '斜土路小木桥路口那个工地还在打桩', source: '12345', time: '22:41' });
  night.give('PhoneSite', { incident: id, result: 'agreedToStop' }, '22:45');
  const incident = night.incident(id);
  expect(checksOwed(incident).map(({ kind }) => kind)).toEqual(['afterCall']);
  expect(checksOwed(incident)).toEqual(openChecks(incident).map(({ which, at }) => ({ kind: which, at })));
});

test('after a call that nobody took a check is owed and can be recorded; that of the next day only in its hour', () => {
  const night = new DemoNight();
  const id = night.receive({ text: '斜土路小木桥路口那个工地还在打桩', source: '12345', time: '22:41' });
  for (const result of ['noAnswer', 'denies', 'claimsPermit'] as const) {
    night.give('PhoneSite', { incident: id, result }, '22:45');
    expect(checkToRecord(night.incident(id), night.at('22:46')), result).toBe('afterCall');
  }
  const assignment = night.send(id, 'm1', '22:50');
  night.give('Arrive', { assignment, channel: 'radio' }, '23:00');
  night.give('ReportOutcome', { assignment, kind: 'stopped', channel: 'radio' }, '23:10');
  expect(checkToRecord(night.incident(id), night.at('23:11'))).toBe('sameNight');
  night.give('RecordCheck', { incident: id, which: 'sameNight', way: 'camera', quiet: true }, '23:55');
  const done = night.incident(id);
  expect(checkToRecord(done, night.at('23:56'))).toBeUndefined();
  expect(checkToRecord(done, done.outcome?.sameHourCheckAt ?? 0)).toBe('sameHour');
});
