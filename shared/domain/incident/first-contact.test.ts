/** 先行联系: apart from the answer, with its own limit. */
import { describe, expect, test } from 'vitest';
import { testNow } from '../../../tests/support/given.ts';
import {
  brings,
  caller,
  commandId,
  handle,
  incidentOf,
  on,
  played,
  receive,
} from '../../../tests/support/incident-scene.ts';
import { incidentId } from '../../../tests/support/night-scene.ts';
import { hour, minute } from '../../lib/time.ts';
import { commands } from '../catalog.ts';
import { openObligations } from '../rules/obligations.ts';
import { incidentKind } from './evolve.ts';

const stream = `incident/${incidentId(1)}` as const;
const known = { personal: { ...caller } };
const contact = (more: object = {}) => on('RecordFirstContact', { way: 'message', reached: true, ...more });
const limits = (night: ReturnType<typeof played>): readonly string[] =>
  incidentKind.dues(incidentOf(night)).map(({ rule }) => rule);

describe('first contact', () => {
  test('is recorded with its words under a handle, and means that it was seen', () => {
    const night = played(receive(1, known));
    night.when(contact({ personal: { ...handle('b') } })).then([
      { stream, type: 'FirstContactRecorded', data: { way: 'message', reached: true, personal: { ...handle('b') } } },
      { stream, type: 'IncidentAcknowledged', data: {} },
    ]);
    expect(commands.get('RecordFirstContact')?.personal?.safeParse({ text: '约好明早八点再联系' }).success).toBe(true);
    // A squad room speaks for itself, not for the desk.
    const room = { ...contact(), by: { user: 'wen', seat: 'seat2', role: 'squadRoom' } };
    expect(brings(night, room)).toEqual(['FirstContactRecorded']);
    expect(commands.get('RecordFirstContact')?.roles).toEqual(commands.get('RecordReply')?.roles);
  });

  test('meets its limit; the answer is still owed, and closing waits for it', () => {
    const night = played(receive(1, known));
    expect(limits(night)).toContain('incidentFirstContact');
    night.give(contact());
    expect(limits(night)).not.toContain('incidentFirstContact');
    expect(limits(night)).toContain('incidentReply');
    expect(openObligations(incidentOf(night), [], testNow).map(({ code }) => code)).toContain('callerWaiting');
  });

  test('that does not reach anybody meets it at the third attempt', () => {
    const night = played(receive(1, known));
    for (const open of [true, true, false]) {
      night.give(contact({ way: 'hotline', reached: false }));
      expect(limits(night).includes('incidentFirstContact')).toBe(open);
    }
  });

  test('by telephone keeps the hours in which people may be rung; what was done in them may be said at night', () => {
    const night = played(receive(1, { ...known, receivedAt: testNow - 3 * hour }));
    const nextAt = testNow + 10 * hour;
    night.when(contact({ way: 'phone' })).thenRefused('ContactNotAtThisHour', { field: 'way', nextAt });
    expect(brings(night, { ...contact({ way: 'phone' }), now: nextAt })).toContain('FirstContactRecorded');
    const happenedAt = testNow - 2 * hour;
    night.give(contact({ way: 'phone', happenedAt }));
    expect(incidentOf(night).contacts).toEqual([
      { at: happenedAt, user: 'lin', way: 'phone', reached: true, personal: null },
    ]);
  });

  test('is neither before the complaint nor in the future', () => {
    const night = played(receive(1, known));
    const earliest = testNow;
    night
      .when(contact({ happenedAt: testNow - minute }))
      .thenRefused('TimeTooEarly', { field: 'happenedAt', at: testNow - minute, earliest });
    night.when(contact({ happenedAt: testNow + minute })).thenRefused('TimeInFuture');
  });

  test('is not for who asked for none or gave no name; whoever took the call may be asked', () => {
    for (const wantsReply of ['no', 'anonymous']) {
      const night = played(receive(1, { wantsReply }));
      const held = { field: 'way', incident: incidentId(1), wantsReply };
      for (const way of ['phone', 'message', 'inPerson'])
        night.when(contact({ way })).thenRefused('ContactNotWanted', held);
      expect(brings(night, contact({ way: 'hotline' }))).toContain('FirstContactRecorded');
    }
    played(receive(1, known))
      .when(on('RecordFirstContact', { way: 'hotline', reached: true }, 2))
      .thenRefused('IncidentUnknown');
  });

  test('is taken back with its words, and its words can be erased', () => {
    const words = contact({ personal: { ...handle('b') } });
    const night = played(receive(1, known), words);
    night.when(on('UndoStep', { command: commandId(2) })).then([
      { stream, type: 'StepUndone', data: { command: commandId(2) } },
      { stream, type: 'PersonalDataErased', data: { ref: handle('b').ref, ground: 'takenBack' } },
    ]);
    night.give(on('EraseCaller', { ref: handle('b').ref, ground: 'callerAsked' }));
    expect(incidentOf(night).contacts).toMatchObject([{ reached: true, personal: null }]);
  });
});
