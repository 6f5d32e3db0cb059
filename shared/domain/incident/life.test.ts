import { describe, expect, test } from 'vitest';
import { testActor, testNow } from '../../../tests/support/given.ts';
import {
  brings,
  bySystem,
  caller,
  handle,
  hall,
  incidentOf,
  on,
  played,
  receive,
  said,
} from '../../../tests/support/incident-scene.ts';
import type { Wish } from '../../../tests/support/incident-scene.ts';
import { about, around, assign, incidentId } from '../../../tests/support/night-scene.ts';
import { PlayedHub } from '../../../tests/support/played-hub.ts';
import type { Actor } from '../../lib/journal.ts';
import { day, hour } from '../../lib/time.ts';

const silent = { wantsReply: 'anonymous' };
const asks = { personal: { ...caller } };
const stall = { ...said, matter: 'stall' } as const;
const spill = { ...said, matter: 'roadSpill' } as const;
const lead: Actor = { user: 'qian', seat: 'seat2', role: 'dutyLeader' };
const open = (night: ReturnType<typeof played>) => incidentOf(night).open.map(({ limit }) => limit);
const close = on('CloseIncident');
const back = on('ReturnIncident', { why: 'notOurs', evidence: ['matter'] });
const outcome = about('ReportOutcome', { kind: 'nothingFound', means: 'management' });
const survey = (more: object = {}) =>
  on('RecordSurvey', { reached: true, satisfied: false, solved: null, surveyedAt: testNow, ...more });
const owed = (night: ReturnType<typeof played>, wish: Wish): unknown => {
  const { decision } = night.when(wish);
  return 'refusal' in decision ? decision.refusal.params['open'] : decision.events;
};

describe('returned to its source', () => {
  test('it waits for their answer, and closes when they took it back', () => {
    const night = played(receive(1, silent), back);
    expect(open(night)).toContain('returnAnswer');
    expect(owed(night, close)).toEqual(['returnAwaited']);
    night.give(on('RecordReturnAnswer', { answer: 'takenBack' }));
    night.give(close);
    expect(incidentOf(night).closed?.result).toBe('returned');
  });

  test('needs proof where the pack asks for it', () => {
    played(receive(1))
      .when(on('ReturnIncident', { why: 'notOurs' }))
      .thenRefused('EvidenceMissing', { field: 'evidence' });
  });

  test('silence for 24 hours counts as taken back; the hub says so by itself', () => {
    const hub = new PlayedHub(hall, around());
    hub.give(receive(1, silent));
    hub.give(back);
    hub.advance(25 * hour);
    const incident = hub.reads.incident(incidentId(1));
    expect(incident?.returnAnswer).toMatchObject({ answer: 'silence', user: 'system' });
    expect(hub.give(close)).toHaveProperty('events');
  });

  test('sent back to us, sending somebody is due anew, and it cannot be returned again', () => {
    const night = played(receive(1, silent), back, on('RecordReturnAnswer', { answer: 'sentBack' }));
    expect(incidentOf(night)).toMatchObject({ returned: null, sentBack: [{ again: false }] });
    expect(open(night)).toContain('dispatch');
    expect(brings(night, back)).toBe('ReturnBarred');
  });

  test('nobody sent what was heard by telephone: no answer is awaited', () => {
    expect(open(played(receive(1, { ...silent, source: 'phone' }), back))).not.toContain('returnAnswer');
  });
});

describe('limits', () => {
  const ask = on('AskExtension', { limit: 'reply', why: 'complex', to: testNow + 20 * day });

  test('made longer by a second person, once', () => {
    const night = played(receive(1, asks), ask);
    night.when(on('AnswerExtension', { granted: true, from: 'lead' })).thenRefused('ApproverNeeded');
    night.give({ ...on('AnswerExtension', { granted: true, from: 'lead' }), by: lead });
    expect(incidentOf(night).open.find(({ limit }) => limit === 'reply')?.at).toBe(testNow + 20 * day);
    expect(brings(night, on('AskExtension', { limit: 'reply', why: 'complex', to: testNow + 40 * day }))).toBe(
      'ExtensionSpent',
    );
  });

  test('who asked does not grant; a refusal leaves the limit as it was', () => {
    const before = incidentOf(played(receive(1, asks))).open;
    const night = played(receive(1, asks), { ...ask, by: lead });
    night
      .when({ ...on('AnswerExtension', { granted: true, from: 'lead' }), by: lead })
      .thenRefused('SecondPersonNeeded');
    night.give(on('AnswerExtension', { granted: false, from: 'source' }));
    expect(incidentOf(night).open).toEqual(before);
  });

  test.each<[string, object]>([
    ['LimitNotExtended', { limit: 'acknowledge' }],
    ['LimitNotRunning', { limit: 'handle' }],
    ['ExtensionNotLater', { to: testNow + hour }],
  ])('%s', (code, more) => {
    const night = played(receive(1, asks));
    expect(brings(night, on('AskExtension', { limit: 'reply', why: 'complex', to: testNow + 20 * day, ...more }))).toBe(
      code,
    );
  });

  test('stand still for a reason of the pack, fall due to nobody, and run on with what was left', () => {
    const suspend = on('SuspendIncident', { reason: 'otherAuthority' });
    const night = played(receive(1, asks), suspend);
    const reply = incidentOf(night).open.find(({ limit }) => limit === 'reply');
    expect(reply?.paused).toBe(true);
    expect(brings(night, on('SuspendIncident', { reason: 'weather' }))).toBe('SuspendedAlready');
    expect(owed(night, close)).toEqual(expect.arrayContaining(['callerWaiting', 'suspended']));
    night.give({ ...on('ResumeIncident'), now: testNow + 7 * day });
    const after = incidentOf(night).open.find(({ limit }) => limit === 'reply');
    expect(after).toMatchObject({ at: (reply?.at ?? 0) + 7 * day });
    expect(after?.paused).toBeUndefined();
    expect(brings(played(receive(1)), on('SuspendIncident', { reason: 'lunch' }))).toBe('ReasonUnknown');
  });
});

describe('supervision', () => {
  test('for a limit that passed, one level up when it is not answered, ended by a report', () => {
    const hub = new PlayedHub(hall, around());
    hub.give(receive(1, asks));
    hub.advance(8 * day);
    const levels = () => hub.reads.incident(incidentId(1))?.supervisions.map(({ level, ground }) => [level, ground]);
    expect(levels()?.[0]).toEqual([1, 'timeout']);
    hub.advance(20 * day);
    expect(levels()?.map(([level]) => level)).toEqual([1, 2, 3]);
    hub.give(on('ReportSupervision', { personal: { ...handle('b') } }));
    expect(hub.reads.incident(incidentId(1))).toMatchObject({ notes: [{ of: 'SupervisionReported' }] });
    expect(hub.give(on('ReportSupervision'))).toMatchObject({ refusal: { code: 'NotSupervised' } });
  });

  test('from the first for a leader’s word, and it keeps the incident open', () => {
    const night = played(receive(1, { ...silent, source: 'leader' }));
    expect(incidentOf(night).supervisions).toMatchObject([{ ground: 'leader', level: 2, levelName: '大队督办' }]);
    expect(owed(night, close)).toContain('supervisionOpen');
    expect(brings(night, { ...on('SuperviseIncident', { ground: 'leader', level: 2 }), by: lead })).toEqual([]);
    expect(brings(night, { ...on('SuperviseIncident', { ground: 'leader', level: 3 }), by: lead })).toEqual([
      'SupervisionBegan',
    ]);
    expect(brings(night, { ...on('SuperviseIncident', { ground: 'leader', level: 5 }), by: lead })).toBe(
      'SupervisionLevelUnknown',
    );
  });
});

describe('verified, inspected, done again', () => {
  test('what the public says of a stall is looked at first: until then nobody need be sent', () => {
    const night = played(receive(1, silent, stall));
    expect(open(night)).toEqual(expect.arrayContaining(['verify']));
    expect(open(night)).not.toContain('dispatch');
    expect(owed(night, close)).toContain('verificationOwed');
    night.give(on('RecordVerification', { result: 'exists', way: 'camera' }));
    expect(open(night)).toContain('dispatch');
    expect(brings(played(receive(1)), on('RecordVerification', { result: 'exists', way: 'phone' }))).toBe(
      'VerificationNotAsked',
    );
  });

  test('a unit that is sent before goes to verify; what is not so closes so', () => {
    const night = played(receive(1, silent, stall), assign());
    expect(night.reads.assignmentsOf(incidentId(1))[0]?.task).toBe('verify');
    const nothing = played(
      receive(1, silent, stall),
      on('RecordVerification', { result: 'not', way: 'onSite' }),
      close,
    );
    expect(incidentOf(nothing).closed?.result).toBe('notExisting');
  });

  test('the limit for dealing with it begins with the first that is sent, that for the inspection with the outcome', () => {
    const night = played(receive(1, silent, spill), assign());
    expect(open(night)).toContain('handle');
    night.give(outcome);
    expect(open(night)).not.toContain('handle');
    expect(incidentOf(night).outcome?.means).toBe('management');
    expect(owed(night, close)).toEqual(['inspectionOwed']);
    night.give(on('RecordInspection', { result: 'pass', way: 'camera' }));
    expect(owed(night, close)).toHaveLength(1);
  });

  test('what did not pass is done again, and its caller is answered again; the third time it is supervised', () => {
    const again = on('RecordInspection', { result: 'notPass', way: 'onSite' });
    const night = played(receive(1, asks, spill), assign(), outcome, on('RecordReply', { way: 'hotline' }), again);
    expect(incidentOf(night)).toMatchObject({ outcome: null, answeredBefore: 1, reopened: [{ because: 'rework' }] });
    expect(owed(night, close)).toEqual(expect.arrayContaining(['outcomeMissing', 'callerWaiting']));
    for (const n of [2, 3]) {
      night.give(assign(n));
      night.give(about('ReportOutcome', { kind: 'nothingFound' }, n));
      night.give(again);
    }
    expect(incidentOf(night).supervisions).toMatchObject([{ ground: 'importance', level: 1 }]);
  });
});

describe('the survey', () => {
  const closed = [receive(1, asks), assign(), outcome, on('RecordReply', { way: 'hotline' }), close];

  test('not satisfied, it is done again and the caller is owed another answer', () => {
    const night = played(...closed, survey());
    expect(incidentOf(night)).toMatchObject({ closed: null, reopened: [{ because: 'survey' }] });
    expect(owed(night, close)).toEqual(['outcomeMissing', 'surveyUnanswered']);
    // Brought once more, it is the same.
    night.when(survey()).then([]);
  });

  test('satisfied or not reached, it is noted', () => {
    const night = played(...closed, survey({ satisfied: true, solved: true }));
    expect(incidentOf(night)).toMatchObject({ closed: {}, surveys: [{ rework: false }] });
    expect(brings(night, survey({ reached: false, surveyedAt: testNow - 1 }))).toBe('SurveyWithoutCaller');
  });

  test('of one that was joined reopens the one it hangs on, too', () => {
    const joined = [
      receive(1, silent),
      receive(2, { personal: { ...handle('b') } }),
      on('JoinIncident', { into: incidentId(1) }, 2),
    ];
    const night = played(...joined, assign(), outcome, on('RecordReply', { way: 'hotline' }, 2), close);
    night.give({ ...survey(), data: { ...(survey().data as object), incident: incidentId(2) } });
    expect(incidentOf(night, 1).closed).toBeNull();
    expect(incidentOf(night, 1).answeredBefore).toBe(0);
    expect(owed(night, close)).toContain('surveyUnanswered');
  });

  test('can be appealed against in its time, and another decides', () => {
    const file = on('FileAppeal', { against: 'survey', limit: null });
    expect(brings(played(...closed), file)).toBe('NothingToAppeal');
    const night = played(...closed, survey(), file);
    expect(brings(night, file)).toBe('AppealOpen');
    expect(open(night)).toContain('appeal');
    night
      .when(on('DecideAppeal', { upheld: true }))
      .thenRefused('SecondPersonNeeded', { field: 'incident', user: testActor.user });
    night.give({ ...on('DecideAppeal', { upheld: true }), by: lead });
    expect(incidentOf(night).appeals).toMatchObject([{ decided: { upheld: true, user: 'qian' } }]);
    expect(brings(played(...closed, survey()), { ...file, now: testNow + 20 * day })).toBe('AppealTooLate');
  });
});

describe('ends of their own', () => {
  const ask = on('AskForcedClose', { reason: 'courtCase' });
  const yes = { ...on('AnswerForcedClose', { granted: true }), by: lead };

  test('by force with a second person’s yes, over everything but a caller', () => {
    expect(brings(played(receive(1, asks)), ask)).toBe('ObligationOpen');
    const night = played(
      receive(1, asks),
      on('SuspendIncident', { reason: 'weather' }),
      on('RecordReply', { way: 'hotline' }),
      ask,
    );
    expect(brings(night, on('AnswerForcedClose', { granted: true }))).toBe('ApproverNeeded');
    night.give(yes);
    expect(incidentOf(night)).toMatchObject({ closed: { result: 'forced' }, suspended: null, forced: null });
    expect(brings(played(receive(1, silent)), yes)).toBe('ForcedCloseNotAsked');
    const own = played(receive(1, silent), { ...ask, by: lead });
    expect(brings(own, yes)).toBe('SecondPersonNeeded');
  });

  test('never over a site that refuses, nor while a unit is there', () => {
    expect(owed(played(receive(1, silent), assign()), ask)).toEqual(['unitEngaged']);
    const refusing = played(receive(1, silent), assign(), about('ReportOutcome', { kind: 'refusesToStop' }));
    expect(brings(refusing, ask)).toBe('RefusesToStop');
  });

  test('a simple matter by the squad, reported afterwards', () => {
    const simply = on('CloseSimply', { means: 'service' });
    expect(brings(played(receive(1, silent)), simply)).toBe('NotSimple');
    expect(owed(played(receive(1, asks, stall)), simply)).toEqual(['callerWaiting']);
    const night = played(receive(1, silent, stall), simply);
    expect(incidentOf(night)).toMatchObject({
      closed: { result: 'handled' },
      simple: { means: 'service', reported: null },
    });
    expect(open(night)).toEqual(['simpleReport']);
    night.give(on('ReportSimple'));
    expect(open(night)).toEqual([]);
  });
});

test('every step is taken back whole, its words with it', () => {
  const steps: readonly (readonly [before: readonly Wish[], step: Wish])[] = [
    [[], on('SuspendIncident', { reason: 'weather', personal: { ...handle('b') } })],
    [[], on('AskExtension', { limit: 'reply', why: 'complex', to: testNow + 20 * day })],
    [[back], on('RecordReturnAnswer', { answer: 'sentBack' })],
    [[], survey()],
  ];
  for (const [before, step] of steps) {
    const night = played(receive(1, asks), ...before);
    const { lastStep: _, ...was } = incidentOf(night);
    night.give(step);
    const command = incidentOf(night).lastStep?.command ?? '';
    expect(night.give({ ...on('UndoStep', { command }), now: testNow + 5_000 })).toHaveProperty('events');
    const { lastStep: _gone, ...is } = incidentOf(night);
    expect(is).toEqual(was);
  }
});

test('the silence of the source is the hub’s to note, and not before its time', () => {
  const night = played(receive(1, silent), back);
  expect(brings(night, bySystem(on('NoteReturnSilence')))).toBe('NotOverdue');
});
