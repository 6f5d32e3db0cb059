/** Silence on scene: asked, not heard, one alarm; over with the next word, or with the job. */
import { describe, expect, test } from 'vitest';
import { testNow } from '../../../tests/support/given.ts';
import {
  Night,
  about,
  assign,
  assignmentId,
  complaint,
  duty,
  scenePolicy,
} from '../../../tests/support/night-scene.ts';
import { systemActor } from '../../lib/journal.ts';
import { minute } from '../../lib/time.ts';
import { dueReactions } from '../catalog.ts';
import { assignmentKind, silentAfter } from './evolve.ts';
import { silenceReaction } from './silence.ts';

const first = assignmentId(1);
const stream = `assignment/${first}` as const;
const { onSceneSafeMinutes } = scenePolicy.limits;
const silentAt = testNow + onSceneSafeMinutes * minute + silentAfter;

/** On scene since `testNow`. */
const onScene = (): Night => {
  const made = new Night([...duty, complaint()]);
  made.give(assign());
  made.give(about('Arrive'));
  return made;
};
const silence = (dueAt = silentAt) => ({
  ...{ type: 'NoteAssignmentOverdue', data: { assignment: first, limit: 'silent', dueAt } },
  ...{ by: systemActor, now: dueAt },
});
const alarms = (played: Night) => played.reads.openAlarms();
const owed = (played: Night) => {
  const assignment = played.reads.assignment(first);
  return assignment === undefined ? [] : assignmentKind.dues(assignment).map(({ rule, at }) => ({ rule, at }));
};

describe('silence on scene', () => {
  test('given no word for five minutes after the asking, then one alarm says who, since when and at which job', () => {
    const played = onScene();
    expect(owed(played)).toContainEqual({ rule: 'assignmentSilent', at: silentAt });
    const asked = dueReactions.get('assignmentSilent')?.(stream, played.reads, {
      rule: 'assignmentSilent',
      at: silentAt,
    });
    expect(asked).toEqual({ type: 'NoteAssignmentOverdue', data: silence().data });
    played.give(silence());
    const unit = played.reads.assignment(first)?.unit;
    expect(alarms(played)).toMatchObject([
      {
        ...{ kind: 'noAnswer', unit: { id: unit }, since: testNow, stage: 'raised' },
        cause: { code: 'silentOnScene', params: { assignment: first } },
      },
    ]);
    // Where no device was seen, the place it was sent to, and that nobody saw it there.
    expect(alarms(played)[0]).toMatchObject({ seenAt: null, accuracy: null });
    expect(alarms(played)[0]?.place).not.toBeNull();
    played.give(silence());
    expect(alarms(played)).toHaveLength(1);
  });

  test.each([
    ['says that all is well', about('ConfirmSafety')],
    ['reports what came of it', about('ReportOutcome', { kind: 'stopped' })],
    ['sends evidence', about('NoteEvidence', { kind: 'permitShown' })],
    ['is taken off', about('WithdrawAssignment', { why: 'solved' })],
  ] as const)('given that it %s, then the alarm is over, and by nobody', (_, word) => {
    const played = onScene();
    played.give(silence());
    played.give({ ...word, now: silentAt + minute });
    const [alarm] = alarms(played);
    const event = { stream, type: word.type } as never;
    expect(silenceReaction(event, played.reads)).toEqual([
      {
        rule: `silenceOver|${alarm?.id ?? ''}`,
        ...{ type: 'ClearAlarm', data: { alarm: alarm?.id, as: 'resolved', reason: null } },
      },
    ]);
  });

  test('given that it only sets out later on paper, then it is silent still', () => {
    const played = onScene();
    played.give(silence());
    played.give({ ...about('SetOut', { channel: 'radio', happenedAt: testNow - minute }), now: silentAt + minute });
    expect(silenceReaction({ stream } as never, played.reads)).toEqual([]);
  });

  test('given an arrival that is entered late, then it was spoken to just now, and is not silent at once', () => {
    const played = new Night([...duty, complaint()]);
    played.give(assign());
    const later = testNow + 60 * minute;
    played.give({ ...about('Arrive', { channel: 'radio', happenedAt: testNow }), now: later });
    expect(owed(played)).toContainEqual({ rule: 'assignmentSilent', at: later + silentAfter });
  });
});
