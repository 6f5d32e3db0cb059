/** The watch: who looked at what, where units were on duty, and what was removed by policy. Over a hub at work. */
import { expect, test } from 'vitest';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import { must } from '../../shared/lib/must.ts';
import { hour } from '../../shared/lib/time.ts';
import type { OfficeAsk } from '../../shared/wire/office-api.ts';
import type { FeedClient } from '../support/feed-client.ts';
import { ask, grantedBy } from '../support/office-hub.ts';
import type { RightsHub } from '../support/rights-hub.ts';
import { openRightsHub } from '../support/rights-hub.ts';

async function seated(at: RightsHub, login: string): Promise<FeedClient> {
  const client = await at.seat(login);
  await client.hello();
  return client;
}

const unitOf = (at: RightsHub, id: string): UnitState =>
  must(at.folder.journal.document(`unit/${id}`), id).state as unknown as UnitState;

/** The first device of a unit says where it is; `metres` east of where it began. */
function says(at: RightsHub, unit: string, metres: number): number {
  const now = Date.now();
  const device = must(unitOf(at, unit).devices[0], 'device') as `${string}:${string}`;
  at.hub.telemetry.take({
    ...{ device, lon: 121.4586 + metres / 95_000, lat: 31.1936, deviceAt: now, receivedAt: now },
    ...{ positioned: true, replayed: false, sos: false, speed: 12, accuracy: 5 },
  });
  return now;
}

test('positions are shown, kept and sent of units on duty only; a look at a track needs a reason and is never unseen', async () => {
  const at = await openRightsHub();
  const { squad } = unitOf(at, 'm3');
  const others = at.folder.journal.documents('unit').map(({ state }) => state as unknown as UnitState);
  const other = must(
    others.find((unit) => unit.squad !== squad && unit.devices.length > 0),
    'a unit of another squad',
  );
  await at.make('boss-of-all', [{ role: 'commander' }]);
  await at.make('room', [{ role: 'squadRoom', squad }]);
  await at.make('officer', [{ role: 'officer', squad: other.squad }]);
  await at.make('watcher', [{ role: 'auditor' }]);
  const [commander, room, officer] = [
    await seated(at, 'boss-of-all'),
    await seated(at, 'room'),
    await seated(at, 'officer'),
  ];
  const frames: number[] = [];
  commander.socket.on('positions', (frame) => frames.push(frame.byteLength));

  // Off duty: nothing is shown, kept or sent.
  await at.done('SetUnitStatus', { id: other.id, status: 'offDuty' });
  const began = Date.now() - hour;
  says(at, other.id, 0);
  says(at, 'm3', 0);
  // A frame that came before anybody listened is taken for lost after a while, and sent anew.
  await expect.poll(() => frames.length, { timeout: 15_000 }).toBeGreaterThan(0);
  expect(at.hub.telemetry.latest(other.id)).toBeUndefined();
  expect([...at.hub.telemetry.all().keys()]).toEqual(['m3']);
  await expect.poll(() => at.folder.tracks.track('m3', began, began + 2 * hour, 9).length, { timeout: 30_000 }).toBe(1);
  expect(at.folder.tracks.track(other.id, began, began + 2 * hour, 9)).toEqual([]);

  const track = (unit: string, more: object = {}): Extract<OfficeAsk, { ask: 'track' }> => ({
    ...{ ask: 'track', unit, from: began, to: began + 2 * hour, reason: '核实到场' },
    ...more,
  });
  const seen = await grantedBy(commander.socket, track('m3'));
  expect(seen).toMatchObject({ complete: true, fixes: [{ speed: 12, accuracy: 5 }] });
  // Before the answer came, the look stood on disk, with its reason.
  expect(at.noted().at(-1)).toMatch(/^track .* unit:m3 granted .*核实到场$/);
  expect((await grantedBy(room.socket, track('m3'))).fixes).toHaveLength(1);
  expect(await ask(commander.socket, track('m99'))).toMatchObject({ code: 'Unknown', field: 'unit' });
  expect(await ask(commander.socket, track('m3', { to: began }))).toMatchObject({
    code: 'InvalidMessage',
    field: 'to',
  });
  expect(await ask(commander.socket, track('m3', { reason: ' ' }))).toMatchObject({ code: 'InvalidMessage' });
  const notTheirs = { status: 'refused', code: 'NotAllowed', field: null, minutes: null };
  for (const [link, unit] of [
    [room, other.id],
    [room, 'm99'],
    [officer, 'm3'],
    [officer, 'm99'],
  ] as const)
    expect(await ask(link.socket, track(unit))).toEqual(notTheirs);

  // 离岗 entered now: what comes later is neither shown nor kept.
  await at.done('WithdrawAssignment', { assignment: at.assignment, why: 'solved' }, at.lead);
  await at.done('SetUnitStatus', { id: 'm3', status: 'offDuty' });
  says(at, 'm3', 5);
  await expect.poll(() => at.hub.telemetry.latest('m3'), { timeout: 30_000 }).toBeUndefined();
  expect(at.hub.telemetry.all().size).toBe(0);
  expect((await grantedBy(commander.socket, track('m3'))).fixes).toHaveLength(1);

  // The auditor reads it all, in pages; others see what was done to their own.
  const watcher = await seated(at, 'watcher');
  const all = { from: 0, to: Date.now() + hour, user: null, action: null, subject: null, before: null };
  const page = await grantedBy(watcher.socket, { ask: 'accessLog', ...all, limit: 3 });
  expect([page.entries.length, page.more]).toEqual([3, true]);
  const before = must(page.entries.at(-1), 'entry').number;
  const next = await grantedBy(watcher.socket, { ask: 'accessLog', ...all, before, limit: 3 });
  expect(next.entries[0]?.number).toBe(before - 1);
  const looks = await grantedBy(watcher.socket, { ask: 'accessLog', ...all, subject: 'unit:m3', limit: 50 });
  expect(looks.entries.map(({ login, action }) => `${login} ${action}`)).toEqual([
    ...['boss-of-all track', 'officer officeRefused', 'boss-of-all officeRefused'],
    ...['room track', 'boss-of-all track'],
  ]);
  const mine = await grantedBy(watcher.socket, { ask: 'accessLog', ...all, user: 'room', action: 'track', limit: 50 });
  expect(mine.entries).toHaveLength(1);
  const { rows } = await grantedBy(watcher.socket, { ask: 'accessReport', from: 0, to: Date.now() + hour });
  expect(rows.find(({ login, action }) => login === 'boss-of-all' && action === 'track')?.count).toBe(2);

  const boss = await seated(at, 'boss');
  const officers = must(
    rows.find(({ login }) => login === 'officer'),
    'the officer',
  ).user;
  await grantedBy(boss.socket, { ask: 'access', account: officers });
  const { entries } = await grantedBy(officer.socket, { ask: 'looks', limit: 10 });
  expect(entries.map(({ login, action }) => `${login} ${action}`)).toEqual(['boss access']);
});

test('the policy of retention, and what was removed, is told to who keeps the watch', async () => {
  const at = await openRightsHub();
  await at.make('watcher', [{ role: 'auditor' }]);
  const watcher = await seated(at, 'watcher');
  expect(await grantedBy(watcher.socket, { ask: 'retention' })).toEqual({
    policy: { vaultDays: 365, trackDays: 90, accessLogDays: 400 },
    runs: [],
  });
});
