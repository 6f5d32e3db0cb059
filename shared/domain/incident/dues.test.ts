import { describe, expect, test } from 'vitest';
import { testNow } from '../../../tests/support/given.ts';
import type { Wish } from '../../../tests/support/incident-scene.ts';
import { bySystem, caller, incidentOf, on, played, receive, said } from '../../../tests/support/incident-scene.ts';
import { about, assign, incidentId } from '../../../tests/support/night-scene.ts';
import type { Json } from '../../lib/json.ts';
import { must } from '../../lib/must.ts';
import { day, hour, minute } from '../../lib/time.ts';
import { catalog, commands } from '../catalog.ts';
import { incidentKind } from './evolve.ts';

const silent = { wantsReply: 'no' } as const;
const stream = `incident/${incidentId(1)}` as const;
const dues = (...wishes: readonly Wish[]) =>
  Object.fromEntries(incidentKind.dues(incidentOf(played(...wishes))).map(({ rule, at }) => [rule, at - testNow]));
const outcome = (kind: string, more: object = {}) => about('ReportOutcome', { kind, ...more });
const acknowledged = { incidentAcknowledge: 5 * minute };

describe('what runs', () => {
  test('at first: taking note, sending somebody, and the answer to a caller who left something', () => {
    expect(dues(receive(1, silent))).toEqual({ ...acknowledged, incidentDispatch: 10 * minute });
    const { incidentFirstContact, incidentReply } = dues(receive(1, { personal: { ...caller } }));
    expect(incidentFirstContact).toBe(day);
    expect(incidentReply).toBeGreaterThanOrEqual(5 * day);
    expect(dues(receive(1, { personal: { ...caller } }), on('RecordReply', { way: 'hotline' }))).not.toHaveProperty(
      'incidentReply',
    );
  });

  test('nobody need be sent once somebody was, the site agreed, or it is joined, returned or another’s', () => {
    const rest = (...wishes: readonly Wish[]) => 'incidentDispatch' in dues(receive(1, silent), ...wishes);
    const choose = on('ChooseSource', { site: 'a' });
    expect(rest(choose)).toBe(true);
    expect(rest(assign())).toBe(false);
    expect(rest(choose, on('PhoneSite', { result: 'agreedToStop' }))).toBe(false);
    expect(rest(choose, on('PhoneSite', { result: 'noAnswer' }))).toBe(true);
    expect(rest(receive(2, silent), on('JoinIncident', { into: incidentId(2) }))).toBe(false);
    expect(rest(on('ReturnIncident', { why: 'unclear', evidence: ['document'] }))).toBe(false);
    expect(dues(receive(1, silent, { ...said, matter: 'loudspeaker' }))).toEqual(acknowledged);
    // Who was called off did not go.
    expect(rest(assign(), about('WithdrawAssignment', { why: 'wrongUnit' }))).toBe(true);
  });

  test('a call is looked after within a quarter of an hour, unless a unit went there', () => {
    const rung = [receive(1, silent), on('ChooseSource', { site: 'a' }), on('PhoneSite', { result: 'agreedToStop' })];
    expect(dues(...rung)).toEqual({ incidentAfterCall: 15 * minute });
    expect(dues(...rung, on('RecordCheck', { which: 'afterCall', way: 'camera', quiet: true }))).toEqual({});
    expect(dues(...rung, assign(), about('Arrive'))).toEqual({});
  });

  test('an outcome brings its checks', () => {
    const sent = [receive(1, silent), assign()];
    expect(dues(...sent, outcome('stopped'))).toEqual({ incidentSameNight: hour, incidentSameHour: day + hour });
    expect(dues(...sent, outcome('finishingBy', { finishBy: testNow + 20 * minute }))).toMatchObject({
      incidentFinish: 20 * minute,
    });
    expect(dues(...sent, outcome('nothingFound'))).toEqual({});
  });

  test('noise again asks for somebody anew, from then on', () => {
    const loud = on('RecordCheck', { which: 'sameNight', way: 'camera', quiet: false });
    const again = { ...loud, now: testNow + 40 * minute };
    expect(dues(receive(1, silent), assign(), outcome('stopped'), again)).toEqual({ incidentDispatch: 50 * minute });
  });

  test('nothing, once closed; and not again what was noted', () => {
    expect(dues(receive(1, silent), assign(), outcome('nothingFound'), on('CloseIncident'))).toEqual({});
    const dueAt = testNow + 5 * minute;
    const noted = { ...bySystem(on('NoteOverdue', { limit: 'acknowledge', dueAt })), now: dueAt };
    expect(dues(receive(1, silent), noted)).toEqual({ incidentDispatch: 10 * minute });
  });
});

describe('the reaction', () => {
  const due = { rule: 'incidentAcknowledge', at: testNow + 5 * minute };
  const react = (night: ReturnType<typeof played>, at = due.at) =>
    must(catalog.dueReactions.get(due.rule), 'reaction')(stream, night.reads, { ...due, at });

  test('notes the limit with a command that only the hub may give', () => {
    const night = played(receive(1, silent));
    const wish = must(react(night), 'command');
    expect(wish).toEqual({
      type: 'NoteOverdue',
      data: { incident: incidentId(1), limit: 'acknowledge', dueAt: due.at },
    });
    expect(commands.get('NoteOverdue')?.roles).toEqual(['system']);
    night.give({ ...bySystem({ type: wish.type, data: wish.data as Json }), now: due.at });
    expect(react(night)).toBeUndefined();
  });

  test('asks for nothing where the limit was met, is another, or the incident is not there', () => {
    expect(react(played(receive(1, silent), on('AcknowledgeIncident')))).toBeUndefined();
    expect(react(played(receive(1, silent)), due.at + 1)).toBeUndefined();
    expect(react(played())).toBeUndefined();
  });

  test('stands in the catalog for every rule', () => {
    const wishes = [
      receive(1, { personal: { ...caller } }),
      assign(),
      outcome('finishingBy', { finishBy: testNow + hour }),
    ];
    for (const rule of Object.keys({ ...dues(receive(1, silent)), ...dues(...wishes) }))
      expect(catalog.dueReactions.has(rule)).toBe(true);
  });
});
