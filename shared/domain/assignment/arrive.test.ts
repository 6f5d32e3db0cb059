import { describe, expect, test } from 'vitest';
import {
  Night,
  about,
  assign,
  assignmentId,
  complaint,
  crossing,
  duty,
  fromFence,
  incidentId,
  positionAt,
  scenePolicy,
  sitePoint,
} from '../../../tests/support/night-scene.ts';
import { testNow } from '../../../tests/support/given.ts';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { destination } from '../../geo/point.ts';
import { systemActor } from '../../lib/journal.ts';
import { hour, minute, second } from '../../lib/time.ts';
import { commands } from '../catalog.ts';
import type { UnitPosition } from '../unit/state.ts';

const first = assignmentId(1);
const one = incidentId(1);
const { metres } = scenePolicy.arrival;
const far = destination(sitePoint, 3_000, 0);

function sent(position?: UnitPosition, incident: GivenEvent = complaint()): Night {
  const night = new Night([...duty, incident], position === undefined ? {} : { m1: position });
  night.give(assign());
  return night;
}
const arrived = (night: Night, more: object = {}, at: { now?: number } = {}) => {
  night.give({ ...about('Arrive', more), ...at });
  return night.reads.assignment(first)?.arrived;
};

describe('an arrival is proven', () => {
  test('by the position at the fence of the site', () => {
    const proof = { grade: 'position', nearTo: 'site', metres: metres - 1, reportedByDesk: null };
    const edge = fromFence(metres - 1);
    expect(arrived(sent(positionAt(edge)))).toMatchObject({ ...proof, seenAt: { ...edge }, at: testNow });
    expect(arrived(sent(positionAt(fromFence(-20))))).toMatchObject({ grade: 'position', metres: 0 });
    expect(arrived(sent(positionAt(fromFence(metres + 2))))).toMatchObject({ grade: 'word' });
  });

  test('by the position at the place of the complaint', () => {
    const atPlace = positionAt(destination(crossing, 60, 180));
    expect(arrived(sent(atPlace))).toMatchObject({ grade: 'position', nearTo: 'place', metres: 60 });
    const unknown = complaint({ match: { status: 'unknown', site: null } });
    expect(arrived(sent(positionAt(sitePoint), unknown))).toMatchObject({ nearTo: 'place', metres: 80 });
  });

  test('by the position, also where the desk says it: the desk is then counted as saying it', () => {
    const proof = { grade: 'position', reportedByDesk: 'radio' };
    expect(arrived(sent(positionAt(sitePoint)), { channel: 'radio' })).toMatchObject(proof);
  });

  test('by a photo taken there, where no position shows it', () => {
    const photoAt = fromFence(10);
    expect(arrived(sent(), { photoAt })).toMatchObject({
      grade: 'photo',
      seenAt: { ...photoAt },
      nearTo: 'site',
      metres: 10,
    });
    expect(arrived(sent(positionAt(far)), { photoAt, channel: 'message' })).toMatchObject({
      ...{ grade: 'photo', reportedByDesk: 'message', metres: 10 },
    });
    const nowhere = complaint({ match: { site: null, status: 'unknown' }, placing: { at: null, precision: 'none' } });
    expect(arrived(sent(undefined, nowhere), { photoAt })).toMatchObject({
      grade: 'photo',
      metres: null,
      nearTo: null,
    });
  });

  test('by word else: its own, or the desk for it; what speaks against it stands beside it', () => {
    const bare = { seenAt: null, metres: null, nearTo: null };
    expect(arrived(sent())).toMatchObject({ grade: 'word', ...bare, reportedByDesk: null });
    expect(arrived(sent(), { channel: 'radio' })).toMatchObject({ grade: 'reportedByDesk', ...bare });
    const away = arrived(sent(positionAt(far)), { channel: 'phone' });
    expect(away).toMatchObject({ grade: 'reportedByDesk', seenAt: { ...far }, nearTo: 'site', metres: 2_960 });
    expect(arrived(sent(), { photoAt: far })).toMatchObject({ grade: 'word', seenAt: { ...far }, metres: 2_960 });
  });

  test('by no position that is poor, old, or of another time than the arrival', () => {
    const poor = { accuracy: scenePolicy.arrival.maxAccuracy + 1 };
    expect(arrived(sent(positionAt(sitePoint, poor)))).toMatchObject({ grade: 'word', seenAt: null });
    const { accuracy: _, ...unsaid } = positionAt(sitePoint);
    expect(arrived(sent(unsaid))).toMatchObject({ grade: 'position' });
    const maxAge = scenePolicy.fixMaxAgeSeconds * second;
    expect(arrived(sent(positionAt(sitePoint, { at: testNow - maxAge })))).toMatchObject({ grade: 'position' });
    expect(arrived(sent(positionAt(sitePoint, { at: testNow - maxAge - 1 })))).toMatchObject({ grade: 'word' });
    const happenedAt = testNow + 2 * minute;
    const now = happenedAt + maxAge + minute;
    const late = sent(positionAt(sitePoint, { at: now }));
    expect(arrived(late, { happenedAt, channel: 'radio' }, { now })).toMatchObject({
      ...{ grade: 'reportedByDesk', at: happenedAt, seenAt: null },
    });
  });

  test('not by the middle of a road, nor by a site that was only proposed', () => {
    const road = complaint({ match: { status: 'proposed' }, placing: { precision: 'road' } });
    expect(arrived(sent(positionAt(crossing), road))).toMatchObject({ grade: 'word', nearTo: null });
  });
});

describe('an arrival', () => {
  test('is told to the incident and judged at its own time; the first view stays', () => {
    const happenedAt = testNow + 30 * minute;
    const night = sent();
    arrived(night, { happenedAt, channel: 'radio' }, { now: happenedAt + minute });
    const incident = night.reads.incident(one);
    expect(incident).toMatchObject({ stage: 'onScene', units: [{ arrivedAt: happenedAt }] });
    expect(incident?.assessments).toHaveLength(2);
    expect(incident?.assessments[0]).toMatchObject({ occasion: 'report', actAt: testNow - 5 * minute });
    expect(incident?.assessments[1]).toMatchObject({
      ...{ occasion: 'arrival', actAt: happenedAt, judgedAt: happenedAt + minute },
      ...{ legalNight: true, site: 'a', kind: 'none' },
    });
  });

  test('after the law’s night says so, and what was in the night stays so', () => {
    const night = sent();
    const morning = testNow + 8 * hour + 8 * minute;
    arrived(night, {}, { now: morning });
    expect(night.reads.incident(one)?.assessments[1]).toMatchObject({ occasion: 'arrival', kind: 'not-at-night' });
    expect(night.reads.incident(one)?.assessments).toHaveLength(2);
  });

  test('of each of two units is its own', () => {
    const night = sent(positionAt(sitePoint));
    night.give(assign(2, { unit: 'm2' }));
    night.give(about('Arrive', {}, 2));
    night.give(about('Arrive', {}, 1));
    const units = night.reads.incident(one)?.units.map(({ unit, arrivedAt }) => [unit, arrivedAt]);
    expect(units).toEqual([
      ...[
        ['m1', testNow],
        ['m2', testNow],
      ],
    ]);
    expect(night.reads.assignmentsOf(one).map(({ arrived: proof }) => proof?.grade)).toEqual(['position', 'word']);
  });

  test('may be said by the hub, which saw the unit there from then on, or says nothing', () => {
    expect(commands.get('Arrive')?.roles).toContain('system');
    const hub = { ...about('Arrive'), by: systemActor };
    sent(positionAt(far)).when(hub).then([]);
    sent().when(hub).then([]);
    const since = testNow + hour;
    const now = since + hour;
    const night = sent(positionAt(sitePoint, { at: now }));
    night.give({ ...hub, now, occurredAt: since });
    expect(night.reads.assignment(first)?.arrived).toMatchObject({
      ...{ grade: 'position', at: since, user: 'system', reportedByDesk: null },
    });
  });
});
