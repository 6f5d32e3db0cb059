/** The roster at real seats: who holds it, and what a seat works out of it. */
import { afterEach, expect, test } from 'vitest';
import { must } from '../../shared/lib/must.ts';
import type { RosterState } from '../../shared/domain/roster/state.ts';
import { cleanUp } from '../support/hub-process.ts';
import { openNightSeat, startNightHub } from '../support/night-hub.ts';

const night = '2026-11-21';
afterEach(cleanUp);

test('a lead is told of the night, and of leave in it; wall and leader hold nobody', async () => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  const lead = await openNightSeat(hub, 'seat-1', 'zhiban');
  const told = async () => {
    const answer = await lead.seat.request('rosterNight', { night });
    if (answer.status !== 'roster') throw new Error(answer.status);
    return must(
      answer.roster.counts.find(({ of, id }) => of === 'zone' && id === 'z3'),
      'a zone',
    );
  };
  await lead.until(() => lead.all('roster').length > 0, 'the roster is held');
  // The plates come by themselves, and the night is worked out of both.
  await expect
    .poll(async () => (await lead.seat.request('rosterNight', { night })).status, { timeout: 20_000 })
    .toBe('roster');
  const { have, need } = await told();
  expect(need.persons).toBeGreaterThan(have.persons);

  const car = must(
    lead.all<RosterState>('roster').find(({ unit }) => unit === 'z3-car'),
    'the car of the zone',
  );
  const officer = must(car.members[0], 'a member').officer;
  await lead.act('RecordLeave', { roster: car.id, officer, kind: 'sick' });
  await lead.until(() => lead.all<RosterState>('roster').some(({ leaves }) => leaves.length > 0), 'leave is held');
  expect((await told()).have).toEqual({ persons: have.persons - 1, certified: have.certified - 1 });

  for (const [seatId, login] of [
    ['seat-2', 'daping'],
    ['seat-3', 'fenglin'],
  ] as const) {
    const other = await openNightSeat(hub, seatId, login);
    await other.until(() => other.all('unit').length > 0, 'the hall is held');
    const squads = new Set(other.all<RosterState>('roster').map(({ squad }) => squad));
    // A squad room knows its own people; a wall nobody's.
    expect([...squads]).toEqual(login === 'daping' ? [] : ['fenglin']);
  }
}, 120_000);
