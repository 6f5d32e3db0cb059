/** What goes upwards under limits: begun, given by people in its order, noted when late, ended. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testActor, testNow } from '../../../tests/support/given.ts';
import { Night, complaint, duty, incidentId, scenePolicy } from '../../../tests/support/night-scene.ts';
import { systemActor } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import { minute } from '../../lib/time.ts';
import { must } from '../../lib/must.ts';
import { dueReactions } from '../catalog.ts';
import { sendUrgentReportSchema } from './commands.ts';
import { urgentReportKind, urgentRules } from './evolve.ts';
import type { UrgentReportState } from './state.ts';
import { urgentOwed } from './state.ts';

type Members = { readonly [member: string]: Json };
const id = '0198aaaa-0000-7000-8000-0000000000e1';
const other = '0198aaaa-0000-7000-8000-0000000000e2';
const stream = `urgentReport/${id}` as const;
const knownAt = testNow - 10 * minute;
const kinds = must(scenePolicy.urgentReports, 'kinds of the demo pack');
const attack = must(
  kinds.find(({ code }) => code === 'attack'),
  'a kind with all limits',
);
const oralBy = knownAt + must(attack.oralMinutes, 'a limit by mouth') * minute;
const firstBy = knownAt + attack.firstMinutes * minute;
const every = must(attack.followUpMinutes, 'a limit of follow-ups') * minute;

const begin = (more: Members = {}) => ({
  type: 'BeginUrgentReport',
  data: { id, code: 'attack', headline: '斜土路工地围堵执法人员', incident: incidentId(1), knownAt, ...more },
});
const given = { to: '区总值班室', receiver: '值班员', channel: 'phone', signedBy: null, text: '' };
const send = (stage: string, more: Members = {}) => ({
  type: 'SendUrgentReport',
  data: { report: id, ...given, ...(stage === 'oral' ? {} : { signedBy: '带班领导', text: '正文' }), stage, ...more },
});
const night = (): Night => {
  const made = new Night([...duty, complaint()]);
  made.give(begin());
  return made;
};
const of = (played: Night): UrgentReportState => must(played.reads.urgentReport(id), 'the report');
const owed = (played: Night) => urgentOwed(of(played));

describe('beginning', () => {
  test('limits of the pack run from when the hall knew, and stay as they were then', () => {
    const played = night();
    expect(of(played)).toMatchObject({
      ...{ kindName: attack.name, oralBy, firstBy, followUpMinutes: attack.followUpMinutes, knownAt },
      ...{ incident: { id: incidentId(1), number: '1121-001' }, name: testActor.user, sent: [], endedAt: null },
    });
    expect(owed(played)).toEqual([
      { stage: 'oral', at: oralBy },
      { stage: 'first', at: firstBy },
    ]);
    played.when(begin()).then([]);
  });

  test('refused: an unknown kind, an unknown incident, a time to come, and the same matter twice', () => {
    const played = night();
    played.when(begin({ id: other, code: 'nothing' })).thenRefused('UrgentKindUnknown', {
      ...{ field: 'code', kindCode: 'nothing' },
    });
    played.when(begin({ id: other, incident: incidentId(9) })).thenRefused('IncidentUnknown');
    played.when(begin({ id: other, knownAt: testNow + 60 * minute })).thenRefused('TimeInFuture');
    played.when(begin({ id: other })).thenRefused('UrgentReportOpen');
    played.when(begin({ headline: '别的' })).thenRefused('UrgentReportExists', { field: 'id', report: id });
    // Of none, and of another kind, there may be several.
    for (const more of [{ incident: null }, { code: 'crowd' }])
      expect(played.when(begin({ id: other, ...more })).decision).toHaveProperty('events.length', 1);
  });
});

describe('giving', () => {
  test('by mouth, first, follow-up, final: each is a word, and the last ends it', () => {
    const played = night();
    played.give(send('oral'));
    expect(owed(played)).toEqual([{ stage: 'first', at: firstBy }]);
    played.give({ ...send('first'), now: testNow + minute });
    expect(owed(played)).toEqual([{ stage: 'followUp', at: testNow + minute + every }]);
    played.give({ ...send('followUp'), now: testNow + 30 * minute });
    expect(owed(played)).toEqual([{ stage: 'followUp', at: testNow + 30 * minute + every }]);
    played.give({ ...send('final'), now: testNow + 40 * minute });
    expect(owed(played)).toEqual([]);
    expect(of(played)).toMatchObject({ endedAt: testNow + 40 * minute, dropped: null });
    expect(of(played).sent.map(({ stage }) => stage)).toEqual(['oral', 'first', 'followUp', 'final']);
    played.when(send('followUp')).thenRefused('UrgentReportEnded');
  });

  test('one in writing is a word by mouth as well', () => {
    const played = night();
    played.give(send('first'));
    expect(owed(played).map(({ stage }) => stage)).toEqual(['followUp']);
  });

  test('refused: without words or who signed, out of order, before the hall knew', () => {
    const played = night();
    played.when(send('first', { text: '  ' })).thenRefused('UrgentTextMissing', { field: 'text' });
    played.when(send('first', { signedBy: null })).thenRefused('UrgentUnsigned', { field: 'signedBy' });
    played.when(send('followUp')).thenRefused('UrgentFirstMissing', { field: 'stage' });
    played.when(send('oral', { happenedAt: knownAt - minute })).thenRefused('TimeBeforeKnown', {
      ...{ field: 'happenedAt', at: knownAt },
    });
    played.give(send('first'));
    played.when(send('first')).thenRefused('UrgentFirstGiven', { field: 'stage' });
    played.when({ ...send('oral'), data: { ...send('oral').data, report: other } }).thenRefused('UrgentReportUnknown');
    expect(sendUrgentReportSchema.safeParse(send('oral', { receiver: ' ' }).data).error?.issues[0]?.path).toEqual([
      'receiver',
    ]);
  });

  test('what was begun by mistake is dropped with a reason; what was reported in writing is not', () => {
    const drop = { type: 'DropUrgentReport', data: { report: id, reason: '不属于紧急信息' } };
    const played = night();
    played
      .when(drop)
      .then([{ stream, type: 'UrgentReportDropped', data: { reason: '不属于紧急信息', name: testActor.user } }]);
    played.give(send('first'));
    played.when(drop).thenRefused('UrgentFirstGiven', { field: 'report' });
  });
});

describe('limits that pass', () => {
  const note = (stage: string, dueAt: number) => ({
    ...{ type: 'NoteUrgentOverdue', data: { report: id, stage, dueAt }, by: systemActor, now: dueAt },
  });
  test('are noted once by the hub, and stay noted when the report comes late', () => {
    const played = night();
    const due = { rule: urgentRules.oral, at: oralBy };
    expect(dueReactions.get(urgentRules.oral)?.(stream, played.reads, due)).toEqual({
      ...{ type: 'NoteUrgentOverdue', data: note('oral', oralBy).data },
    });
    played.give(note('oral', oralBy));
    played.when(note('oral', oralBy)).then([]);
    expect(dueReactions.get(urgentRules.oral)?.(stream, played.reads, due)).toBeUndefined();
    played.give({ ...send('oral'), now: oralBy + minute });
    expect(of(played).overdue).toEqual([{ stage: 'oral', dueAt: oralBy }]);
    // What was given in time, entered late, was given in time.
    played.when(note('first', firstBy - 1)).then([]);
  });

  test('property: whatever is given, what is owed is of what was not given, and nothing once it ended', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('oral', 'first', 'followUp', 'final'), fc.integer({ min: 0, max: 600 })), {
          maxLength: 8,
        }),
        (steps) => {
          const played = night();
          let now = testNow;
          for (const [stage, minutes] of steps) {
            now += minutes * minute;
            const { decision } = played.when({ ...send(stage), now });
            if ('events' in decision) played.give({ ...send(stage), now });
            const { sent, endedAt } = of(played);
            const stages = new Set<string>(sent.map((one) => one.stage));
            for (const due of owed(played)) {
              expect(stages.has('final')).toBe(false);
              if (due.stage !== 'followUp') expect(stages.has('first')).toBe(false);
              else
                expect(due.at).toBe(
                  Math.max(...sent.filter((one) => one.stage !== 'oral').map(({ at }) => at)) + every,
                );
            }
            expect(endedAt !== null).toBe(stages.has('final'));
            expect(urgentReportKind.dues(of(played))).toHaveLength(owed(played).length);
          }
        },
      ),
    );
  });
});
