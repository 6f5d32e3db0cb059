/** Messages of the hall, and who has read them: given, when, then. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { testNow } from '../../../tests/support/given.ts';
import { handle, hall } from '../../../tests/support/incident-scene.ts';
import { Night, complaint, incidentId, unitStatus } from '../../../tests/support/night-scene.ts';
import type { Actor } from '../../lib/journal.ts';
import { systemActor } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import { must } from '../../lib/must.ts';
import { minute } from '../../lib/time.ts';
import { messageKind } from './evolve.ts';
import type { MessageState } from './state.ts';
import { unreadOf, urgentReadWithin } from './state.ts';

const id = '019aa000-0000-7000-8000-000000000301';
const desk = '019aa000-0000-7000-8000-000000000001';
const other = '019aa000-0000-7000-8000-000000000002';
const room = '019aa000-0000-7000-8000-000000000003';
const auditor = '019aa000-0000-7000-8000-000000000004';

const account = (of: string, name: string, role: Json): GivenEvent => ({
  stream: `account/${of}`,
  type: 'AccountCreated',
  data: { login: name, name, roles: [role], demo: true },
});
const people: readonly GivenEvent[] = [
  account(desk, 'desk', { role: 'dispatcher' }),
  account(other, 'other', { role: 'nightDesk' }),
  account(room, 'room', { role: 'squadRoom', squad: 'xietu' }),
  account(auditor, 'auditor', { role: 'auditor' }),
];
const actor = (user: string, role: string): Actor => ({ user, seat: 'seat1', role });
const byDesk = actor(desk, 'dispatcher');
const byRoom = actor(room, 'squadRoom');
const device = (unit: string): Actor => ({ user: `unit:${unit}`, seat: 'field', role: 'device' });

const start = (...more: readonly GivenEvent[]): Night => new Night([...hall, ...people, complaint(), ...more]);
const send = (audience: Json, more: { readonly [name: string]: Json } = {}) => ({
  type: 'SendMessage',
  data: { id, audience, urgent: false, incident: null, personal: { ...handle('e') } as unknown as Json, ...more },
  by: byDesk,
});
const note = (by: Actor, state: 'delivered' | 'read', now = testNow) => ({
  ...{ type: 'NoteMessage', data: { message: id, state }, by, now },
});
const held = (night: Night): MessageState => must(night.reads.message(id), 'message');
const names = (night: Night): readonly string[] => held(night).receivers.map(({ name }) => name);

describe('to whom', () => {
  test('a unit: that unit alone', () => {
    const night = start();
    night.give(send({ kind: 'unit', id: 'm1' }, { incident: incidentId(1) }));
    expect(held(night)).toMatchObject({
      ...{ from: { user: desk, name: 'desk' }, incident: { id: incidentId(1), number: '1121-001' }, readBy: null },
      receivers: [{ kind: 'unit', id: 'm1', deliveredAt: null, readAt: null }],
    });
  });

  test('a squad: its room, and its units on duty', () => {
    const night = start(unitStatus('v1', 'available'));
    night.give(send({ kind: 'squad', id: 'xietu' }));
    expect(names(night).toSorted()).toEqual(['room', '二区 1 车'].toSorted());
    expect(messageKind.scope(held(night), id)).toEqual(['bureau', 'squad:xietu', 'zone:z2']);
    const off = start(unitStatus('v1', 'offDuty'));
    off.give(send({ kind: 'squad', id: 'xietu' }));
    expect(names(off)).toEqual(['room']);
  });

  test('all: every seat but the sender’s and the auditor’s, and units on duty', () => {
    const night = start(unitStatus('m2', 'offDuty'));
    night.give(send({ kind: 'all' }));
    expect(names(night).toSorted()).toEqual(['other', 'room', '机动一组', '二区 1 车'].toSorted());
  });

  test('nobody there, nothing said, unknown names are refused by their field', () => {
    const night = start();
    night.when(send({ kind: 'unit', id: 'm9' })).thenRefused('UnitUnknown', { field: 'audience.id', id: 'm9' });
    night.when(send({ kind: 'squad', id: 'none' })).thenRefused('SquadUnknown');
    night.when(send({ kind: 'squad', id: 'fenglin' })).thenRefused('MessageToNobody', { field: 'audience' });
    night.when(send({ kind: 'unit', id: 'm1' }, { incident: incidentId(5) })).thenRefused('IncidentUnknown');
    const { personal: _, ...empty } = send({ kind: 'all' }).data;
    night.when({ ...send({ kind: 'all' }), data: empty }).thenRefused('MessageEmpty', { field: 'personal.text' });
    night.give(send({ kind: 'all' }));
    night.when(send({ kind: 'all' })).thenRefused('MessageExists');
  });
});

describe('read', () => {
  test('by each receiver for themself, with the proof; what is said again brings nothing', () => {
    const night = start();
    night.give(send({ kind: 'squad', id: 'xietu' }));
    night.give(note(byRoom, 'delivered', testNow + 1_000));
    night.give(note(device('v1'), 'read', testNow + 2_000));
    const of = (name: string) => held(night).receivers.find((one) => one.name === name);
    expect(of('room')).toMatchObject({ deliveredAt: testNow + 1_000, readAt: null, proof: null });
    expect(of('二区 1 车')).toMatchObject({ deliveredAt: testNow + 2_000, readAt: testNow + 2_000, proof: 'device' });
    night.when(note(device('v1'), 'delivered')).then([]);
    night.give(note(byRoom, 'read', testNow + 3_000));
    expect(of('room')).toMatchObject({ deliveredAt: testNow + 1_000, readAt: testNow + 3_000, proof: 'screen' });
    night.when(note(byRoom, 'read')).then([]);
  });

  test('nobody reads for another; the desk passes on to a unit, by a stated way', () => {
    const night = start();
    night.give(send({ kind: 'unit', id: 'm1' }));
    night.when(note(byRoom, 'read')).thenRefused('MessageNotYours');
    night.when(note(device('m2'), 'read')).thenRefused('MessageNotYours');
    const pass = (unit: string) => ({
      ...{ type: 'PassOnMessage', data: { message: id, unit, channel: 'radio' }, by: byDesk },
    });
    night.when(pass('m2')).thenRefused('MessageNotTheirs', { field: 'unit', unit: 'm2' });
    night.give(pass('m1'));
    expect(held(night).receivers).toMatchObject([{ id: 'm1', readAt: testNow, proof: 'radio' }]);
    night.when(pass('m1')).then([]);
  });
});

describe('urgent', () => {
  const late = testNow + urgentReadWithin;
  const say = { type: 'NoteMessageUnread', data: { message: id, readBy: late }, by: systemActor, now: late };

  test('has a due time, and what is unread then is noted once', () => {
    const night = start();
    night.give(send({ kind: 'squad', id: 'xietu' }, { urgent: true }));
    expect(messageKind.dues(held(night))).toEqual([{ rule: 'messageUnread', at: late }]);
    night.give(note(byRoom, 'read', testNow + minute));
    night.give(say);
    expect(held(night).unread).toEqual({ at: late, count: 1 });
    expect(messageKind.dues(held(night))).toEqual([]);
    night.when(say).then([]);
  });

  test('read by all in time, nothing is due', () => {
    const night = start();
    night.give(send({ kind: 'unit', id: 'm1' }, { urgent: true }));
    night.give(note(device('m1'), 'read'));
    expect(messageKind.dues(held(night))).toEqual([]);
    night.when(say).then([]);
  });
});

test('its words are erased by their handle alone', () => {
  const night = start();
  night.give(send({ kind: 'unit', id: 'm1' }));
  const erase = (letter: string) => ({
    ...{ type: 'EraseMessage', data: { message: id, ref: letter.repeat(32), ground: 'enteredByMistake' } },
    by: systemActor,
  });
  night.when(erase('b')).thenRefused('PersonalDataUnknown', { field: 'ref' });
  night.give(erase('a'));
  night.give(erase('e'));
  expect(held(night).personal).toBeNull();
});

test('in whatever order receipts come: read stays read, and read means delivered', () => {
  const receivers = [byRoom, actor(other, 'nightDesk'), device('m1'), device('v1')];
  const step = fc.record({ who: fc.integer({ min: 0, max: 3 }), state: fc.constantFrom('delivered', 'read') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const night = start();
      night.give(send({ kind: 'all' }));
      const all = held(night).receivers.length;
      const read = new Set<number>();
      for (const [index, { who, state }] of steps.entries()) {
        night.give(note(must(receivers[who], 'receiver'), state as 'read', testNow + index));
        if (state === 'read') read.add(who);
        for (const one of held(night).receivers) if (one.readAt !== null) expect(one.deliveredAt).not.toBeNull();
        expect(unreadOf(held(night))).toHaveLength(all - read.size);
      }
    }),
    { numRuns: 25 },
  );
});
