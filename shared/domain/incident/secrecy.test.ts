/** Whether a caller is kept secret: asked for at receipt, by the words, later; lifted by a lead alone. */
import { describe, expect, test } from 'vitest';
import {
  brings,
  commandId,
  handle,
  incidentOf,
  on,
  played,
  receive,
  said,
} from '../../../tests/support/incident-scene.ts';
import type { Wish } from '../../../tests/support/incident-scene.ts';
import type { Night } from '../../../tests/support/night-scene.ts';

const isSecret = (night: Night, n = 1): boolean => incidentOf(night, n).confidential;
const keep = on('KeepCallerSecret', { personal: { ...handle('b') } });
const lift = (why = 'callerAgrees'): Wish => on('LiftCallerSecrecy', { why, personal: { ...handle('c') } });

describe('given a complaint', () => {
  test('when nothing is said, then nobody is kept secret', () => {
    expect(isSecret(played(receive(1)))).toBe(false);
  });

  test('when whoever takes it in says so, or the words do, then the caller is', () => {
    expect(isSecret(played(receive(1, { secret: true })))).toBe(true);
    expect(isSecret(played(receive(1, {}, { ...said, marks: ['confidential'] })))).toBe(true);
  });

  test('when it is asked for later, then it holds from then on, and the words of it are among the notes', () => {
    const night = played(receive(1), keep);
    expect(isSecret(night)).toBe(true);
    expect(incidentOf(night).notes).toMatchObject([{ of: 'CallerKeptSecret', personal: handle('b') }]);
  });

  test('when it is asked for twice, then the second brings nothing', () => {
    expect(brings(played(receive(1), keep), keep)).toEqual([]);
  });

  test('when nobody is kept secret, then there is nothing to lift', () => {
    expect(brings(played(receive(1)), lift())).toEqual([]);
  });
});

describe('given a caller who is kept secret', () => {
  const secret = [receive(1, { secret: true })] as const;

  test.each(['callerAgrees', 'misread'])(
    'when it is lifted (%s), then they are no longer, and why is among the notes',
    (why) => {
      const night = played(...secret, lift(why));
      expect(isSecret(night)).toBe(false);
      expect(incidentOf(night).notes).toMatchObject([{ of: 'CallerSecrecyLifted' }]);
    },
  );

  test('when it is to be lifted without a word of how that is known, then it is not', () => {
    expect(brings(played(...secret), on('LiftCallerSecrecy', { why: 'misread' }))).toBe('GroundsMissing');
  });

  test('when it is lifted and asked for again, then they are again', () => {
    expect(isSecret(played(...secret, lift(), keep))).toBe(true);
  });

  test('when another is joined to it, then each caller keeps their own', () => {
    const night = played(...secret, receive(2), on('JoinIncident', { into: incidentOf(played(receive(1))).id }, 2));
    expect([isSecret(night, 1), isSecret(night, 2)]).toEqual([true, false]);
  });

  test('when the step before is taken back, then they are kept secret all the same', () => {
    const night = played(receive(1), on('AcknowledgeIncident'), keep);
    expect(brings(night, on('UndoStep', { command: commandId(2) }))).toEqual(['StepUndone']);
    night.give(on('UndoStep', { command: commandId(2) }));
    expect(incidentOf(night)).toMatchObject({ confidential: true, acknowledged: null });
  });
});

test('given a closed complaint, when its caller asks for it, then it holds', () => {
  const taken = on('ReturnIncident', { why: 'notOurs', evidence: ['matter'] });
  const night = played(receive(1, { wantsReply: 'anonymous' }), taken);
  night.give(on('RecordReturnAnswer', { answer: 'takenBack' }));
  night.give(on('CloseIncident'));
  expect(incidentOf(night).closed).not.toBeNull();
  night.give(keep);
  expect(incidentOf(night).confidential).toBe(true);
});
