import { describe, expect, test } from 'vitest';
import { testNow } from '../../../tests/support/given.ts';
import { brings, handle, incidentOf, on, played, receive, saidNowhere } from '../../../tests/support/incident-scene.ts';
import { about, assign, assignmentId, incidentId } from '../../../tests/support/night-scene.ts';
import { hour, minute } from '../../lib/time.ts';
import { commands } from '../catalog.ts';
import { openChecks } from './state.ts';

const stream = `incident/${incidentId(1)}` as const;
const stopped = () => played(receive(), assign(), about('ReportOutcome', { kind: 'stopped' }));
const check = (more: object = {}) => on('RecordCheck', { which: 'sameNight', way: 'camera', quiet: true, ...more });

describe('checking', () => {
  test('quiet is noted, with the time at which it was looked at', () => {
    const happenedAt = testNow + 30 * minute;
    const night = stopped();
    night.give({ ...check({ happenedAt }), now: testNow + hour });
    expect(incidentOf(night).checks).toEqual([
      { at: happenedAt, user: 'lin', which: 'sameNight', way: 'camera', quiet: true },
    ]);
    expect(incidentOf(night).stage).toBe('handled');
  });

  test('loud again reopens it', () => {
    const night = stopped();
    const reopened = { because: 'relapse', by: null, byNumber: null };
    night.when(check({ quiet: false })).then([
      { stream, type: 'CheckRecorded', data: { which: 'sameNight', way: 'camera', quiet: false } },
      { stream, type: 'IncidentReopened', data: reopened },
    ]);
    night.give(check({ quiet: false }));
    expect(incidentOf(night)).toMatchObject({ outcome: null, stage: 'acknowledged', reopened: [reopened] });
  });
});

test('the check at the same hour of the next day is not made the same night', () => {
  const sameHour = (more: object = {}) => check({ which: 'sameHour', ...more });
  const from = testNow + 23 * hour;
  const night = stopped();
  night.when(sameHour()).thenRefused('CheckTooEarly', { field: 'which', which: 'sameHour', nextAt: from });
  expect(brings(night, { ...sameHour(), now: from - 1 })).toBe('CheckTooEarly');
  expect(brings(night, { ...sameHour(), now: from })).toEqual(['CheckRecorded']);
  // Said next evening of this night it is as little.
  expect(brings(night, { ...sameHour({ happenedAt: testNow + hour }), now: from })).toBe('CheckTooEarly');
  // Noise is noise, whichever check heard it.
  expect(brings(night, sameHour({ quiet: false }))).toEqual(['CheckRecorded', 'IncidentReopened']);
});

test('quiet right after they left is not the check of the same night, and leaves it owed', () => {
  const night = stopped();
  const from = testNow + 30 * minute;
  const early = { ...check(), now: from - 1 };
  night.when(early).thenRefused('CheckTooEarly', { field: 'which', which: 'sameNight', nextAt: from });
  expect(brings(night, { ...check({ happenedAt: from - 1 }), now: from + minute })).toBe('CheckTooEarly');
  // Seen before the unit had stopped it: noted, and the check is still owed.
  night.give({ ...check({ happenedAt: testNow - minute }), now: from });
  expect(openChecks(incidentOf(night)).map(({ which }) => which)).toContain('sameNight');
  night.give({ ...check(), now: from });
  expect(openChecks(incidentOf(night)).map(({ which }) => which)).not.toContain('sameNight');
});

test('a check that an older seat had recorded before its time does not count', () => {
  const incident = incidentOf(stopped());
  const early = { at: testNow + minute, user: 'lin', which: 'sameNight', way: 'camera', quiet: true } as const;
  expect(openChecks({ ...incident, checks: [early] }).map(({ which }) => which)).toContain('sameNight');
});

test('what was loud before the unit stopped it, and is said only now, takes nothing back', () => {
  const happenedAt = testNow - 2 * minute;
  const night = stopped();
  expect(brings(night, check({ quiet: false, happenedAt }))).toEqual(['CheckRecorded']);
  night.give({ ...check({ quiet: false }), now: testNow + hour });
  expect(brings(night, { ...check({ quiet: false, happenedAt: testNow + minute }), now: testNow + 2 * hour })).toEqual([
    'CheckRecorded',
  ]);
});

describe('an outcome that is said late', () => {
  const two = () => played(receive(), assign(), assign(2, { unit: 'm2' }));
  const late = about('ReportOutcome', { kind: 'stopped', happenedAt: testNow + 5 * minute }, 2);

  test('does not cover what began again since', () => {
    const night = two();
    night.give(about('ReportOutcome', { kind: 'stopped' }));
    night.give({ ...check({ quiet: false }), now: testNow + 30 * minute });
    night.give({ ...late, now: testNow + hour });
    expect(incidentOf(night)).toMatchObject({ outcome: null, stage: 'acknowledged', next: { limit: 'dispatch' } });
    expect(night.reads.assignment(assignmentId(2))).toMatchObject({ stage: 'done', outcome: { kind: 'stopped' } });
  });

  test('does not cover a later one', () => {
    const night = two();
    night.give({ ...about('ReportOutcome', { kind: 'refusesToStop' }), now: testNow + 20 * minute });
    night.give({ ...late, now: testNow + hour });
    expect(incidentOf(night).outcome).toMatchObject({ kind: 'refusesToStop', at: testNow + 20 * minute });
  });
});

describe('answering the caller', () => {
  const reply = (way: string, more: object = {}) => on('RecordReply', { way, ...more });

  test('nobody is rung at night; a message or the hotline may be used at any time', () => {
    const night = played(receive());
    const nextAt = testNow + 10 * hour;
    night.when(reply('spoken')).thenRefused('ReplyNotAtThisHour', { field: 'way', nextAt });
    for (const way of ['message', 'hotline', 'notWanted', 'anonymous', 'notReached'])
      night.when(reply(way)).then([{ stream, type: 'ReplyRecorded', data: { way, personal: null } }]);
    expect(brings(night, { ...reply('spoken'), now: nextAt })).toEqual(['ReplyRecorded']);
    // What was said in the daytime may be entered at night.
    expect(brings(night, reply('spoken', { happenedAt: testNow - 2 * hour }))).toEqual(['ReplyRecorded']);
  });

  test('keeps what was said under a handle', () => {
    const night = played(receive(), reply('hotline', { personal: { ...handle('b') } }));
    expect(incidentOf(night).replies).toEqual([{ at: testNow, user: 'lin', way: 'hotline', personal: handle('b') }]);
    expect(commands.get('RecordReply')?.personal?.safeParse({ text: '已停工' }).success).toBe(true);
  });

  test('who wanted none, or gave no name, is not called; the source may be answered', () => {
    for (const wantsReply of ['no', 'anonymous']) {
      const night = played(receive(1, { wantsReply }));
      const held = { field: 'way', incident: incidentId(1), wantsReply };
      night.when(reply('message')).thenRefused('ReplyNotWanted', held);
      night.when({ ...reply('spoken'), now: testNow + 12 * hour }).thenRefused('ReplyNotWanted', held);
      expect(brings(night, reply('hotline'))).toEqual(['ReplyRecorded']);
    }
  });
});

describe('the local squad', () => {
  test('is told once', () => {
    const night = played(receive());
    night
      .when(on('TellLocalSquad'))
      .then([{ stream, type: 'LocalSquadTold', data: { squad: 'fenglin', squadName: '枫林中队' } }]);
    night.give(on('TellLocalSquad'));
    night.when(on('TellLocalSquad')).then([]);
  });

  test('is handed what it owes, each once', () => {
    const night = played(receive(), on('HandToLocalSquad', { owes: ['recheck', 'file', 'recheck'] }));
    expect(incidentOf(night).handedTo).toMatchObject({ squad: 'fenglin', owes: ['recheck', 'file'] });
  });

  test('is not known where the place is not', () => {
    const night = played(receive(1, {}, saidNowhere));
    const held = { field: 'incident', incident: incidentId(1), squad: null };
    night.when(on('TellLocalSquad')).thenRefused('SquadUnknown', held);
    night.when(on('HandToLocalSquad', { owes: [] })).thenRefused('SquadUnknown', held);
  });
});

describe('telling those above', () => {
  const up = (to: string) => on('EscalateOutcome', { to });

  test('needs an outcome, and is done once for each', () => {
    played(receive()).when(up('shiftLead')).thenRefused('OutcomeMissing');
    const night = played(receive(), assign(), about('ReportOutcome', { kind: 'refusesToStop' }), up('shiftLead'));
    night.when(up('shiftLead')).then([]);
    night.when(up('dutyLeader')).then([{ stream, type: 'OutcomeEscalated', data: { to: 'dutyLeader' } }]);
    expect(incidentOf(night).escalated).toMatchObject([{ to: 'shiftLead' }]);
  });
});
