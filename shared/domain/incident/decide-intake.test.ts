import { describe, expect, test } from 'vitest';
import { given, testNow } from '../../../tests/support/given.ts';
import {
  brings,
  bySystem,
  caller,
  hall,
  incidentOf,
  on,
  played,
  receive,
  said,
} from '../../../tests/support/incident-scene.ts';
import { handle, saidNowhere } from '../../../tests/support/incident-scene.ts';
import { must } from '../../lib/must.ts';
import { Night, about, around, assign, duty, incidentId, sceneDistrict } from '../../../tests/support/night-scene.ts';
import { hour, minute } from '../../lib/time.ts';
import { commands, scopeOf } from '../catalog.ts';

const stream = `incident/${incidentId(1)}` as const;

describe('taking in', () => {
  test('brings all that was worked out, under a number of the night', () => {
    const night = played(receive(1, { externalId: 'WO-1', personal: { ...caller } }));
    const incident = incidentOf(night);
    expect(incident).toMatchObject({
      ...{ id: incidentId(1), number: '1121-001', night: '2026-11-21', running: 1, source: '12345' },
      ...{ externalId: 'WO-1', receivedAt: testNow, actAt: testNow, matter: 'constructionNoise', stage: 'received' },
      ...{ personal: caller, wantsReply: 'yes', plates: sceneDistrict.hash, lastStep: null, closed: null },
    });
    expect(incident.headline).toContain('斜土路×小木桥路');
    expect(incident.placing).toMatchObject({ precision: 'crossing', certain: true, squad: 'fenglin', zone: 'z2' });
    expect(incident.match).toMatchObject({ site: 'a' });
    expect(incident.assessments).toHaveLength(1);
    expect(incident.assessments[0]).toMatchObject({ occasion: 'report', actAt: testNow });
    expect(incident.due.acknowledge).toBe(testNow + 5 * minute);
    const { responsibility } = must(incident.placing.grids, 'grids of the place');
    expect(scopeOf(stream, incident)).toEqual(['bureau', 'squad:fenglin', `street:${responsibility}`, 'zone:z2']);
  });

  test('without a place or caller holds nothing of either, and only the bureau sees it', () => {
    const incident = incidentOf(played(receive(1, {}, saidNowhere)));
    expect(incident).toMatchObject({ personal: null, site: null });
    expect(incident.placing).toMatchObject({ precision: 'none', at: null, certain: false });
    expect(scopeOf(stream, incident)).toEqual(['bureau']);
  });

  test('numbers run through a night; the next one begins anew', () => {
    const night = played(receive(1), receive(2), { ...receive(3), now: testNow + 24 * hour });
    expect([1, 2, 3].map((n) => incidentOf(night, n).number)).toEqual(['1121-001', '1121-002', '1122-001']);
  });

  test('counts from when it was received, where that is said late', () => {
    const receivedAt = testNow - 30 * minute;
    const { due, receivedAt: held } = incidentOf(played(receive(1, { receivedAt })));
    expect(held).toBe(receivedAt);
    expect(due.acknowledge).toBe(receivedAt + 5 * minute);
  });

  test('is refused twice, under its own id and under the number of the source', () => {
    const night = played(receive(1, { externalId: 'WO-1' }));
    night.when(receive(1)).thenRefused('IncidentExists', { field: 'id', incident: incidentId(1) });
    night
      .when(receive(2, { externalId: 'WO-1' }))
      .thenRefused('IncidentKnown', { field: 'externalId', incident: incidentId(1), number: '1121-001' });
    const mayHold = (stream: string): boolean => stream !== `incident/${incidentId(1)}`;
    night
      .when({ ...receive(2, { externalId: 'WO-1' }), mayHold })
      .thenRefused('IncidentKnownElsewhere', { field: 'externalId' });
    expect(brings(night, receive(2, { externalId: 'WO-1', source: '110' }))).toEqual(['IncidentReceived']);
  });

  test('is refused for times to come, places out of reach, and before there is a pack', () => {
    const night = new Night(hall);
    const later = testNow + 3_000;
    given(hall, around())
      .when(receive(1, { receivedAt: later }))
      .thenRefused('TimeInFuture', { field: 'receivedAt', at: later });
    night.when(receive(1, { actAt: later })).thenRefused('TimeInFuture', { field: 'actAt', at: later });
    night.when(receive(1, { position: { lon: 116.4, lat: 39.9, of: 'place' } })).thenRefused('PlaceFarOutside');
    expect(brings(night, receive(1, { position: { lon: 121.49, lat: 31.24, of: 'place' } }))).toContain(
      'IncidentReceived',
    );
    given(duty).when(receive(1)).thenRefused('NoPackInForce');
  });

  test('lets nothing into the journal that is not in the pack, whatever was sent as understood', () => {
    const words = '张三 13800000000';
    const understanding = {
      ...{ ...said, words: [words], roads: [words, '斜土路'], place: words, street: words },
      marks: ['confidential' as const],
    };
    for (const position of [null, { lon: 121.450987, lat: 31.190123, of: 'caller' as const }]) {
      const { decision } = new Night(hall).when(receive(1, { position }, understanding));
      expect(decision).toHaveProperty('events');
      expect(JSON.stringify(decision)).not.toContain(words);
      expect(JSON.stringify(decision)).not.toMatch(/121\.450987|31\.190123/);
    }
  });

  test('of noise at a site that was stopped tonight reopens what was closed or not, beside the new one', () => {
    const night = played(receive(1), assign(), about('Arrive'), about('ReportOutcome', { kind: 'stopped' }));
    const again = { ...receive(2, {}, { ...saidNowhere, marks: ['relapse'] }), now: testNow + 10 * minute };
    night.when(again);
    expect(brings(night, again)).toEqual(['IncidentReceived', 'IncidentReopened']);
    night.give(again);
    const reopened = incidentOf(night);
    expect(reopened).toMatchObject({ outcome: null, closed: null, lastStep: null, stage: 'acknowledged' });
    expect(reopened.reopened).toEqual([
      { at: testNow + 10 * minute, user: 'lin', because: 'relapse', by: incidentId(2), byNumber: '1121-002' },
    ]);
    expect(reopened.units).toMatchObject([{ unit: 'm1', why: 'done', goneAt: testNow }]);
    expect(incidentOf(night, 2).joinedInto).toBeNull();
  });
});

describe('taking note', () => {
  test('is said once; a repeat brings nothing', () => {
    const night = played(receive());
    night.when(on('AcknowledgeIncident')).then([{ stream, type: 'IncidentAcknowledged', data: {} }]);
    night.give(on('AcknowledgeIncident'));
    expect(incidentOf(night)).toMatchObject({ stage: 'acknowledged', acknowledged: { at: testNow, user: 'lin' } });
    night.when(on('AcknowledgeIncident')).then([]);
  });

  test('of what does not exist, or is closed, is refused', () => {
    const night = played(
      receive(1, { wantsReply: 'no' }),
      on('ReturnIncident', { why: 'unclear', evidence: ['document'] }),
      on('RecordReturnAnswer', { answer: 'takenBack' }),
      on('CloseIncident'),
    );
    night.when(on('AcknowledgeIncident', {}, 2)).thenRefused('IncidentUnknown');
    night.when(on('AcknowledgeIncident')).thenRefused('IncidentClosed');
  });
});

describe('erasing the caller', () => {
  const reply = on('RecordReply', { way: 'hotline', personal: { ...handle('b') } });
  const erase = (ref: string) => on('EraseCaller', { ref, ground: 'callerAsked' });

  test('reaches the caller, what was said to them, and evidence; each once', () => {
    const evidence = about('NoteEvidence', { kind: 'note', personal: { ...handle('c') } });
    const night = played(receive(1, { personal: { ...caller } }), reply, assign(), evidence);
    expect(JSON.stringify(incidentOf(night))).toContain(caller.mac);
    for (const letter of ['a', 'b', 'c']) {
      const wish = erase(letter.repeat(32));
      expect(brings(night, wish)).toEqual(['PersonalDataErased']);
      night.give(wish);
      night.when(wish).thenRefused('PersonalUnknown');
    }
    expect(incidentOf(night)).toMatchObject({ personal: null, replies: [{ way: 'hotline', personal: null }] });
    expect(night.reads.assignmentsOf(incidentId(1))[0]?.evidence[0]?.personal).toBeNull();
  });

  test('refuses what belongs to another incident', () => {
    const night = played(receive(1, { personal: { ...caller } }), receive(2));
    night
      .when(on('EraseCaller', { ref: caller.ref, ground: 'callerAsked' }, 2))
      .thenRefused('PersonalUnknown', { field: 'ref', incident: incidentId(2) });
  });

  test('is taken though the disk is nearly full', () => {
    expect(commands.get('EraseCaller')?.erases).toBe(true);
  });
});

describe('a limit that passed', () => {
  const dueAt = testNow + 5 * minute;
  const note = (more: object = {}) => ({
    ...bySystem(on('NoteOverdue', { limit: 'acknowledge', dueAt, ...more })),
    now: dueAt,
  });

  test('is noted once', () => {
    const night = played(receive());
    night.when(note()).then([{ stream, type: 'IncidentOverdue', data: { limit: 'acknowledge', dueAt } }]);
    night.give(note());
    expect(incidentOf(night).overdue).toEqual([{ limit: 'acknowledge', dueAt, notedAt: dueAt }]);
    night.when(note()).then([]);
  });

  test('is not noted before its time, nor for another time, nor when it was met', () => {
    const night = played(receive());
    night.when({ ...note(), now: dueAt - 1 }).thenRefused('NotOverdue');
    night.when(note({ dueAt: dueAt - 1 })).then([]);
    night.give(on('AcknowledgeIncident'));
    night.when(note()).then([]);
  });
});
