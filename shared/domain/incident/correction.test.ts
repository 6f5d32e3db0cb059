/** An order that comes again with other content, and lists that say what became of orders. */
import { describe, expect, test } from 'vitest';
import { testNow } from '../../../tests/support/given.ts';
import {
  brings,
  caller,
  handle,
  incidentOf,
  on,
  played,
  receive,
  said,
} from '../../../tests/support/incident-scene.ts';
import { assign } from '../../../tests/support/night-scene.ts';
import { hour, minute } from '../../lib/time.ts';
import { handlesOf } from './state.ts';

const elsewhere = { ...said, roads: ['宜山路', '中山西路'], place: '宜山路×中山西路' };
const correct = (more: object = {}, understanding: object = said) =>
  on('CorrectIncident', {
    ...{ via: 'http', changed: ['text'], actAt: null, position: null, understanding, wantsReply: 'yes', ...more },
  } as never);
const asks = { personal: { ...caller } };

describe('an order that comes again with other content', () => {
  test('a phone number alone is kept, offers nothing and moves nothing', () => {
    const night = played(receive(1, asks));
    const before = incidentOf(night);
    night.give(correct({ changed: ['phone'], personal: { ...handle('b') } }));
    const after = incidentOf(night);
    expect(after.corrections).toMatchObject([
      { via: 'http', changes: [{ field: 'phone', before: null, after: null }], offer: null, taken: null },
    ]);
    expect(after).toMatchObject({ placing: before.placing, site: before.site, personal: before.personal });
    // Both wordings can be found, and erased.
    expect(handlesOf(after).map(({ ref }) => ref)).toEqual([caller.ref, handle('b').ref]);
    night.give(on('EraseCaller', { ref: handle('b').ref, ground: 'callerAsked' }));
    expect(incidentOf(night).corrections).toMatchObject([{ personal: null }]);
  });

  test('another place is offered; who was sent stays sent, and nothing is judged until a person takes it', () => {
    const night = played(receive(1, asks), assign());
    const before = incidentOf(night);
    night.give(correct({}, elsewhere));
    const asked = incidentOf(night);
    expect(asked.corrections[0]?.changes).toContainEqual({
      ...{ field: 'place', before: '斜土路×小木桥路', after: '宜山路×中山西路' },
    });
    expect(asked).toMatchObject({ placing: before.placing, assessments: before.assessments, units: before.units });
    const [correctedAt] = asked.corrections.map(({ at }) => at);
    night.give(on('TakeCorrection', { correctedAt: correctedAt ?? 0 }));
    const taken = incidentOf(night);
    expect(taken.placing.name).toBe('宜山路×中山西路');
    expect(taken.assessments).toHaveLength(before.assessments.length + 1);
    expect(taken.units).toHaveLength(1);
    expect(taken.corrections[0]?.taken).not.toBeNull();
    expect(brings(night, on('TakeCorrection', { correctedAt: correctedAt ?? 0 }))).toBe('CorrectionGone');
  });

  test('another time and wish: judged by the new time, the answer owed as it is wished now', () => {
    const night = played(receive(1, asks));
    const actAt = testNow - 2 * hour;
    night.give(correct({ changed: ['actAt', 'wantsReply'], actAt, wantsReply: 'no' }));
    const asked = incidentOf(night);
    expect(asked.wantsReply).toBe('yes');
    expect(asked.corrections[0]?.changes.map(({ field }) => field)).toEqual(['actAt', 'wantsReply']);
    night.give(on('TakeCorrection', { correctedAt: asked.corrections[0]?.at ?? 0 }));
    expect(incidentOf(night)).toMatchObject({ actAt, wantsReply: 'no' });
    expect(incidentOf(night).assessments.at(-1)?.actAt).toBe(actAt);
    // The place was not said otherwise.
    expect(incidentOf(night).placing).toEqual(asked.placing);
  });

  test('a correction that another one overtook is not taken, nor one from the future', () => {
    const night = played(receive(1, asks), correct({}, elsewhere));
    const [first] = incidentOf(night).corrections;
    night.give({ ...correct({ changed: ['wantsReply'], wantsReply: 'no' }), now: testNow + minute });
    expect(brings(night, on('TakeCorrection', { correctedAt: first?.at ?? 0 }))).toBe('CorrectionGone');
    expect(brings(night, correct({ changed: ['actAt'], actAt: testNow + 10 * hour }))).toBe('TimeInFuture');
  });

  test('it is kept of a closed one too, which takes nothing any more', () => {
    const night = played(
      receive(1, { wantsReply: 'anonymous' }),
      on('ReturnIncident', { why: 'notOurs', evidence: ['matter'] }),
    );
    night.give(on('RecordReturnAnswer', { answer: 'takenBack' }));
    night.give(on('CloseIncident'));
    night.give(correct({}, elsewhere));
    const { corrections, closed } = incidentOf(night);
    expect(closed).not.toBeNull();
    expect(brings(night, on('TakeCorrection', { correctedAt: corrections[0]?.at ?? 0 }))).toBe('IncidentClosed');
  });
});

describe('what became of an order', () => {
  const opinion = { reached: true, satisfied: null, solved: null, surveyedAt: testNow } as const;

  test('two lists of one survey are one survey that says both, and one rework', () => {
    const night = played(receive(1, asks));
    night.give(on('RecordSurvey', { ...opinion, satisfied: false }));
    night.give({ ...on('RecordSurvey', { ...opinion, solved: false }), now: testNow + minute });
    expect(incidentOf(night).surveys).toMatchObject([{ satisfied: false, solved: false, rework: true }]);
    expect(incidentOf(night).reopened).toHaveLength(1);
    expect(brings(night, on('RecordSurvey', { ...opinion, solved: false }))).toEqual([]);
  });

  test('a missing first contact is noted with whether one is on file, and can be appealed against', () => {
    const night = played(receive(1, asks));
    const miss = on('RecordContactMiss', { statedAt: testNow });
    const appeal = on('FileAppeal', { against: 'contact', limit: null });
    expect(brings(night, appeal)).toBe('NothingToAppeal');
    night.give(miss);
    expect(incidentOf(night).contactMisses).toMatchObject([{ statedAt: testNow, onFile: false }]);
    expect(brings(night, miss)).toEqual([]);
    expect(brings(night, on('RecordContactMiss', { statedAt: testNow - 10 * hour }))).toBe('TimeTooEarly');
    expect(brings(night, on('RecordContactMiss', { statedAt: testNow + hour }))).toBe('TimeInFuture');
    expect(brings(night, appeal)).toContain('AppealFiled');
    const spoken = played(receive(1, asks), on('RecordFirstContact', { way: 'hotline', reached: true }));
    spoken.give({ ...on('RecordContactMiss', { statedAt: testNow + hour }), now: testNow + 2 * hour });
    expect(incidentOf(spoken).contactMisses).toMatchObject([{ onFile: true }]);
  });
});
