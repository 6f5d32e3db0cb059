/** Whose an incident is (接手): given, when, then. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { testNow } from '../../../tests/support/given.ts';
import type { Wish } from '../../../tests/support/incident-scene.ts';
import { bySystem, hall, on, played, receive } from '../../../tests/support/incident-scene.ts';
import { Night, assign, complaint, incidentId, sceneDistrict } from '../../../tests/support/night-scene.ts';
import type { Actor } from '../../lib/journal.ts';
import { must } from '../../lib/must.ts';
import { hour, minute } from '../../lib/time.ts';
import { nextShiftChange } from '../rules/calendar.ts';
import type { IncidentState } from './state.ts';

const seat = (n: number): Actor => ({ user: `p${n}`, seat: `seat${n}`, role: 'dispatcher' });
const by = (n: number, wish: Wish, now = testNow): Wish => ({ ...wish, by: seat(n), now });
const claim = (n: number, now = testNow): Wish => by(n, on('ClaimIncident'), now);
const takeOver = (n: number, from: number, now = testNow): Wish =>
  by(n, on('TakeOverClaim', { from: `p${from}`, why: 'holderBusy' }), now);
const release = (n: number): Wish => by(n, on('ReleaseClaim'));
const heldBy = (night: Night): IncidentState['claim'] => must(night.reads.incident(incidentId(1)), 'incident').claim;
const until = nextShiftChange(testNow, sceneDistrict.plates);

describe('claiming', () => {
  test('given nobody has it, it is the claimer’s until the shift ends, and acknowledged with that', () => {
    const night = played(receive(), claim(1));
    expect(until).toBeGreaterThan(testNow);
    expect(heldBy(night)).toEqual({
      ...{ user: 'p1', name: 'p1', seat: 'seat1', at: testNow, until, from: null, others: [] },
    });
    expect(night.reads.incident(incidentId(1))?.acknowledged).toMatchObject({ user: 'p1' });
    night.when(claim(1)).then([]);
  });

  test('given another has it, the loser is told who, and when', () => {
    const night = played(receive(), claim(1, testNow + minute));
    night.when(claim(2, testNow + 2 * minute)).thenRefused('ClaimedByOther', {
      ...{ field: 'incident', user: 'p1', name: 'p1', at: testNow + minute },
    });
    night.when(release(2)).thenRefused('ClaimedByOther');
  });

  test('given it is given back, anybody may claim it', () => {
    const night = played(receive(), claim(1), release(1));
    expect(heldBy(night)).toBeNull();
    night.when(release(1)).then([]);
    night.give(claim(2));
    expect(heldBy(night)).toMatchObject({ user: 'p2' });
  });

  test('given it is taken over, who had it and why is kept; of two who take over, the second is told', () => {
    const night = played(receive(), claim(1), takeOver(2, 1));
    expect(heldBy(night)).toMatchObject({ user: 'p2', from: { user: 'p1', name: 'p1', why: 'holderBusy' } });
    night.when(takeOver(3, 1)).thenRefused('ClaimedByOther', {
      ...{ field: 'incident', user: 'p2', name: 'p2', at: testNow },
    });
    night.when(takeOver(2, 1)).then([]);
  });

  test('given it is closed, it is nobody’s, and cannot be claimed', () => {
    const stream = `incident/${incidentId(1)}` as const;
    const claimed = { stream, type: 'IncidentClaimed', data: { name: 'p1', until, from: null }, by: seat(1) };
    expect(heldBy(new Night([...hall, complaint(), claimed]))).toMatchObject({ user: 'p1' });
    const closed = { stream, type: 'IncidentClosed', data: { result: 'handled' }, by: seat(2) };
    const night = new Night([...hall, complaint(), claimed, closed]);
    expect(heldBy(night)).toBeNull();
    night.when(claim(1)).thenRefused('IncidentClosed');
  });
});

describe('a claim keeps nobody from anything', () => {
  test('another sends a unit: it goes, and the holder is told who', () => {
    const night = played(receive(), claim(1));
    const sent = night.give({ ...assign(), by: seat(2), now: testNow + minute });
    expect(sent).toHaveProperty('events');
    expect(heldBy(night)?.others).toMatchObject([
      { user: 'p2', seat: 'seat2', type: 'IncidentUnitSent', at: testNow + minute },
    ]);
    // What the holder does is no news, and the way back from another's step is as it was.
    night.give({ ...on('TellLocalSquad'), by: seat(1) });
    expect(heldBy(night)?.others).toHaveLength(1);
  });

  test('claims do not take the way back from the last step, nor go back with it', () => {
    const night = played(receive());
    night.give({ ...assign(), by: seat(1) });
    const step = must(night.reads.incident(incidentId(1))?.lastStep, 'last step').command;
    night.give(claim(2));
    night.give(by(1, on('UndoStep', { command: step })));
    expect(heldBy(night)).toMatchObject({ user: 'p2', others: [{ user: 'p1', type: 'StepUndone' }] });
    expect(night.reads.incident(incidentId(1))?.units).toEqual([]);
  });
});

describe('the hub ends a claim', () => {
  const drop = (night: Night, because: string): Wish => {
    const { user, at } = must(heldBy(night) ?? undefined, 'claim');
    return bySystem(on('DropClaim', { user, at, because }));
  };

  test.each(['signedOut', 'gone', 'shiftOver'])('because of %s', (because) => {
    const night = played(receive(), claim(1));
    night.give(drop(night, because));
    expect(heldBy(night)).toBeNull();
  });

  test('but no later claim of the same person', () => {
    const night = played(receive(), claim(1));
    const first = drop(night, 'gone');
    night.give(release(1));
    night.give(claim(1, testNow + minute));
    night.when(first).then([]);
  });

  test('at the change of the shift, of which it has a due time', () => {
    const at = (hours: number): number => nextShiftChange(testNow + hours * hour, sceneDistrict.plates);
    expect(new Set(Array.from({ length: 48 }, (_, hours) => at(hours))).size).toBeGreaterThanOrEqual(4);
    for (let hours = 0; hours < 48; hours += 1) {
      expect(at(hours)).toBeGreaterThan(testNow + hours * hour);
      expect(at(hours)).toBeLessThanOrEqual(testNow + (hours + 24) * hour);
    }
  });
});

test('whatever the order: one holder at most, a refusal names the one there is, and no act is lost', () => {
  const events: readonly GivenEvent[] = hall;
  const step = fc.record({
    who: fc.integer({ min: 1, max: 3 }),
    does: fc.constantFrom('claim', 'takeOver', 'release', 'act'),
    from: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const night = new Night(events);
      night.give(receive());
      let holder: string | null = null;
      let acts: string[] = [];
      for (const [index, { who, does, from }] of steps.entries()) {
        const now = testNow + index * 1_000;
        const user = `p${who}`;
        const wish = {
          claim: claim(who, now),
          takeOver: takeOver(who, from, now),
          release: { ...release(who), now },
          act: by(who, on('PhoneSite', { result: 'noAnswer' }), now),
        }[does];
        const decision = night.give(wish);
        const isRefused = 'refusal' in decision;
        if (isRefused) {
          expect(decision.refusal).toMatchObject({ code: 'ClaimedByOther', params: { user: holder } });
          expect(holder).not.toBe(user);
        }
        if (does === 'act') {
          expect(isRefused).toBe(false);
          if (holder !== null && holder !== user) acts.push(user);
        } else if (!isRefused && does === 'release') holder = null;
        else if (!isRefused && holder !== user) [holder, acts] = [user, []];
        const held = heldBy(night);
        expect(held?.user ?? null).toBe(holder);
        if (held !== null) expect(held.others.map((act) => act.user)).toEqual(acts.slice(-20));
        if (holder === null) acts = [];
      }
    }),
    { numRuns: 80 },
  );
});
