import { describe, expect, test } from 'vitest';
import { testNow } from '../../../tests/support/given.ts';
import type { Wish } from '../../../tests/support/incident-scene.ts';
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
import { about, assign, assignmentId, incidentId } from '../../../tests/support/night-scene.ts';
import { day, hour, minute } from '../../lib/time.ts';
import { commands } from '../catalog.ts';

const stream = `incident/${incidentId(1)}` as const;
const silent = { wantsReply: 'no' } as const;
const outcome = (kind: string, more: object = {}) => about('ReportOutcome', { kind, ...more });
const check = (which: string) => on('RecordCheck', { which, way: 'camera', quiet: true });
/** Once it says something: half an hour after they left. */
const sameNight = { ...check('sameNight'), now: testNow + 30 * minute };
const close = on('CloseIncident');

describe('sending back', () => {
  test('goes to the source, means that it was seen, and is done once', () => {
    const night = played(receive(1, silent));
    night.when(on('ReturnIncident', { why: 'unclear', evidence: ['document'] })).then([
      {
        stream,
        type: 'IncidentReturned',
        data: { to: '12345', why: 'unclear', evidence: ['document'], answerBy: testNow + 24 * hour },
      },
      { stream, type: 'IncidentAcknowledged', data: {} },
    ]);
    night.give(on('ReturnIncident', { why: 'unclear', evidence: ['document'] }));
    expect(incidentOf(night).stage).toBe('handled');
    night.when(on('ReturnIncident', { why: 'outside', evidence: ['place'] })).then([]);
    night.give(on('RecordReturnAnswer', { answer: 'takenBack' }));
    night.give(close);
    expect(incidentOf(night).closed).toMatchObject({ result: 'returned' });
  });
});

describe('referring', () => {
  const loud = { ...said, matter: 'loudspeaker', also: ['roadSpill'] } as const;
  const refer = (matter: string) => on('ReferIncident', { matter });

  test('goes to whom the pack names, once', () => {
    const night = played(receive(1, silent, { ...loud, also: ['roadSpill'] }), refer('loudspeaker'));
    expect(incidentOf(night).referred).toMatchObject([{ to: '公安', matter: 'loudspeaker' }]);
    night.when(refer('loudspeaker')).then([]);
    night.when(refer('roadSpill')).thenRefused('MatterIsOurs', { field: 'matter', matter: 'roadSpill' });
    night.when(refer('stall')).thenRefused('MatterUnknown');
    night.when(refer('zz')).thenRefused('MatterUnknown');
    night.give(close);
    expect(incidentOf(night).closed).toMatchObject({ result: 'referred' });
  });

  test('goes to the neighbour district, whatever the matter, where the place lies there', () => {
    const over = { ...said, roads: ['斜土路', '瑞金南路'], place: '斜土路×瑞金南路' };
    const night = played(receive(1, silent, over), refer('constructionNoise'));
    expect(incidentOf(night).referred).toMatchObject([{ to: '黄浦区', matter: 'constructionNoise' }]);
    expect(brings(night, close)).toEqual(['IncidentClosed']);
  });
});

describe('closing', () => {
  const open = (...wishes: readonly Wish[]) => {
    const { decision } = played(...wishes).when(close);
    return 'refusal' in decision ? decision.refusal.params['open'] : [];
  };

  test('is refused with all that is open', () => {
    const night = played(receive(1, { personal: { ...caller } }), assign());
    night.when(close).thenRefused('ObligationOpen', {
      field: 'incident',
      open: ['outcomeMissing', 'callerWaiting', 'unitEngaged'],
      reasons: [
        { code: 'outcomeMissing', params: {} },
        { code: 'callerWaiting', params: { incident: incidentId(1), number: '1121-001' } },
        {
          code: 'unitEngaged',
          params: { incident: incidentId(1), assignment: assignmentId(1), unit: 'm1', unitName: '机动一组' },
        },
      ],
    });
  });

  test('after checks and answer, with the result of the outcome; a repeat brings nothing', () => {
    const done = [receive(1, { personal: { ...caller } }), assign(), outcome('stopped')];
    expect(open(...done)).toEqual(['callerWaiting', 'checkDue', 'checkDue']);
    const sameHour = { ...check('sameHour'), now: testNow + day };
    expect(open(...done, sameNight, sameHour)).toEqual(['callerWaiting']);
    const night = played(...done, sameNight, on('RecordReply', { way: 'notReached' }), sameHour);
    night.when(close).then([{ stream, type: 'IncidentClosed', data: { result: 'handled' } }]);
    night.give(close);
    expect(incidentOf(night).stage).toBe('closed');
    night.when(close).then([]);
    expect(brings(night, on('ReferIncident', { matter: 'other' }))).toBe('IncidentClosed');
  });

  test('a caller who wants no answer, gave nothing, or was erased, is excused', () => {
    const end = [assign(), outcome('nothingFound')];
    expect(open(receive(1), ...end)).toEqual([]);
    expect(open(receive(1, { wantsReply: 'anonymous', personal: { ...caller } }), ...end)).toEqual([]);
    expect(open(receive(1, { personal: { ...caller } }), ...end)).toEqual(['callerWaiting']);
    const erase = on('EraseCaller', { ref: caller.ref, ground: 'callerAsked' });
    expect(open(receive(1, { personal: { ...caller } }), ...end, erase)).toEqual([]);
    const night = played(receive(1), ...end, close);
    expect(incidentOf(night).closed).toMatchObject({ result: 'nothingFound' });
  });

  test('says which check is due until when, and whether it is late', () => {
    const night = played(receive(1, silent), assign(), outcome('finishingBy', { finishBy: testNow + hour }));
    const { decision } = night.when({ ...close, now: testNow + 2 * hour + 1 });
    const reasons = 'refusal' in decision ? decision.refusal.params['reasons'] : [];
    const due = (which: string, at: number, late: boolean) => ({
      ...{ code: 'checkDue', params: { incident: incidentId(1), number: '1121-001', which, at, late } },
    });
    expect(reasons).toEqual([
      due('finish', testNow + hour, true),
      due('sameNight', testNow + 2 * hour, true),
      due('sameHour', testNow + day + hour, false),
    ]);
  });

  test('the check of the next day may be owed by the local squad', () => {
    const done = [receive(1, silent), assign(), outcome('stopped'), sameNight];
    expect(open(...done, on('HandToLocalSquad', { owes: ['file'] }))).toEqual(['checkDue']);
    expect(open(...done, on('HandToLocalSquad', { owes: ['recheck'] }))).toEqual([]);
  });

  test('never while the site refuses to stop', () => {
    const night = played(receive(1, silent), assign(), outcome('refusesToStop'));
    night.when(close).thenRefused('RefusesToStop');
    night.give(about('WithdrawAssignment', { why: 'solved' }));
    night.when(close).thenRefused('RefusesToStop');
  });

  test('a site that stopped when rung needs no unit, once it was found quiet', () => {
    const call = on('PhoneSite', { result: 'agreedToStop' });
    const rung = [receive(1, silent), on('ChooseSource', { site: 'a' }), call];
    expect(open(...rung)).toEqual(['outcomeMissing', 'checkDue']);
    expect(open(...rung, check('afterCall'))).toEqual([]);
    expect(open(...rung, on('RecordCheck', { which: 'afterCall', way: 'camera', quiet: false }))).toEqual([
      'outcomeMissing',
    ]);
  });

  test('ends with it those that were joined, once their callers are answered', () => {
    const join = on('JoinIncident', { into: incidentId(1) }, 2);
    const pair = [receive(1, silent), receive(2, { personal: { ...handle('b') } }), join];
    const done = [...pair, assign(), outcome('nothingFound')];
    expect(open(...done)).toEqual(['callerWaiting']);
    const night = played(...done, on('RecordReply', { way: 'hotline' }, 2));
    night.when(close).then([
      { stream, type: 'IncidentClosed', data: { result: 'nothingFound' } },
      { stream: `incident/${incidentId(2)}`, type: 'IncidentClosed', data: { result: 'joined' } },
    ]);
    night.give(close);
    expect(incidentOf(night, 2)).toMatchObject({ stage: 'closed', closed: { result: 'joined' } });
  });

  test('never while a site refuses to stop, of which another incident that was joined tells', () => {
    const join = on('JoinIncident', { into: incidentId(2) }, 1);
    const refused = [receive(1, silent), receive(2, silent), assign(), outcome('refusesToStop')];
    const night = played(...refused, about('WithdrawAssignment', { why: 'joined' }), join);
    for (const wish of [assign(2, { incident: incidentId(2) }), about('ReportOutcome', { kind: 'nothingFound' }, 2)])
      night.give(wish);
    night.when(on('CloseIncident', {}, 2)).thenRefused('RefusesToStop');
    // Taken apart it is dealt with for itself.
    night.give(on('SeparateIncident'));
    expect(brings(night, on('CloseIncident', {}, 2))).toEqual(['IncidentClosed']);
  });

  test('close against assign: whoever comes later is told', () => {
    expect(commands.get('CloseIncident')?.conflictsWith).toContain('IncidentUnitSent');
    expect(commands.get('AssignUnit')?.conflictsWith).toContain('IncidentClosed');
  });
});

describe('reopening', () => {
  const reopen = on('ReopenIncident');

  test('by a person: the outcome no longer holds, what was done stays', () => {
    const night = played(receive(1, silent), assign(), outcome('nothingFound'), close);
    night.give({ ...reopen, now: testNow + minute });
    expect(incidentOf(night)).toMatchObject({ closed: null, outcome: null, stage: 'acknowledged' });
    expect(incidentOf(night).reopened).toMatchObject([{ because: 'person', by: null, at: testNow + minute }]);
    expect(incidentOf(night).units).toHaveLength(1);
    expect(brings(night, { ...close, now: testNow + hour })).toBe('ObligationOpen');
  });

  test('of what runs brings nothing', () => {
    const night = played(receive());
    night.when(reopen).then([]);
    night.when(on('ReopenIncident', {}, 2)).thenRefused('IncidentUnknown');
  });
});
