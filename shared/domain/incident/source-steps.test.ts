/** 约谈 and 抄告: noted on an incident, corrected by a trace. */
import { describe, expect, test } from 'vitest';
import { testNow } from '../../../tests/support/given.ts';
import { brings, caller, handle, incidentOf, on, played, receive } from '../../../tests/support/incident-scene.ts';
import { hour, minute } from '../../lib/time.ts';
import { handlesOf } from './state.ts';

const talk = (more: object = {}) =>
  on('RecordSourceTalk', { with: 'contractor', promised: ['noNightWork'], ...more } as never);
const notice = (more: object = {}) =>
  on('RecordSourceNotice', { authority: '公安', way: 'document', ...more } as never);
const night = () => {
  const scene = played(receive(1, { personal: { ...caller } }));
  scene.give(on('ChooseSource', { site: 'a' }));
  return scene;
};

describe('what is done about a source', () => {
  test('a talk: with whom, when, what was promised; its words in the vault, and erased there', () => {
    const scene = night();
    const happenedAt = testNow - minute;
    scene.give(talk({ promised: ['noNightWork', 'noNightWork', 'nightWatch'], personal: { ...handle('b') } }));
    const [step] = incidentOf(scene).sourceSteps;
    expect(step).toMatchObject({
      ...{ kind: 'talk', site: 'a', with: 'contractor', promised: ['noNightWork', 'nightWatch'], corrected: null },
    });
    expect(JSON.stringify(step)).not.toContain(handle('b').ref);
    expect(handlesOf(incidentOf(scene)).map(({ ref }) => ref)).toContain(handle('b').ref);
    scene.give(on('EraseCaller', { ref: handle('b').ref, ground: 'callerAsked' }));
    expect(handlesOf(incidentOf(scene)).map(({ ref }) => ref)).not.toContain(handle('b').ref);
    expect(brings(scene, talk({ happenedAt }))).toBe('TimeTooEarly');
    expect(brings(scene, talk({ happenedAt: testNow + 24 * hour }))).toBe('TimeInFuture');
  });

  test('an authority that nobody knows is told nothing', () => {
    const scene = night();
    expect(brings(scene, notice({ authority: '王先生' }))).toBe('AuthorityUnknown');
    scene.give(notice());
    expect(incidentOf(scene).sourceSteps).toMatchObject([{ kind: 'notice', authority: '公安', way: 'document' }]);
  });

  test('without a source there is nobody to talk to', () => {
    const scene = played(receive(1));
    scene.give(on('ChooseSource', { site: null }));
    scene.when(talk()).thenRefused('SourceNotNamed');
  });

  test('it is no step that is taken back: the trace corrects it, once, and the step stays', () => {
    const scene = night();
    const before = incidentOf(scene).lastStep;
    scene.give(talk());
    expect(incidentOf(scene).lastStep).toEqual(before);
    const step = incidentOf(scene).sourceSteps[0]?.step ?? '';
    const correct = on('CorrectSourceStep', { step, why: 'wrongEntry' });
    expect(brings(scene, on('CorrectSourceStep', { step: crypto.randomUUID(), why: 'neverWas' }))).toBe(
      'SourceStepUnknown',
    );
    scene.give(correct);
    expect(incidentOf(scene).sourceSteps).toMatchObject([{ kind: 'talk', corrected: { why: 'wrongEntry' } }]);
    expect(brings(scene, correct)).toEqual([]);
  });
});
