/** The watch: who looked at what, where units were on duty, and what was removed by policy. Over a hub at work. */
import { expect, test } from 'vitest';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import { must } from '../../shared/lib/must.ts';
import { hour, minute } from '../../shared/lib/time.ts';
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
    ...['boss-of-all track', 'officer refused', 'boss-of-all refused'],
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
  // Of units of the own squad it is seen who looked, or tried; of those of others it is not.
  const ofRoom = await grantedBy(room.socket, { ask: 'looks', limit: 10 });
  expect(ofRoom.entries.map(({ login, action, subject }) => `${login} ${action} ${subject}`)).toEqual([
    ...['boss-of-all track unit:m3', 'officer refused unit:m3', 'boss-of-all track unit:m3'],
  ]);
  expect(ofRoom.entries.at(-1)?.detail).toContain('核实到场');
});

/** Who is in the unit from when on; the rest of its record stays. */
function crewed(at: RightsHub, unit: string, crew: readonly string[], asOf: number): Promise<void> {
  const { name, kind, squad, certified, auxiliary, devices, reserve } = unitOf(at, unit);
  const shift = { from: asOf - hour, to: asOf + 12 * hour };
  const record = { name, kind, squad, certified, auxiliary, devices: [...devices], reserve, shift, crew: [...crew] };
  return at.done('RecordUnit', { id: unit, record, provenance: { source: '值班表', asOf, how: 'hand' } });
}

test('an officer asks for the own shifts only, sees who looked at these, and since when they are tracked', async () => {
  const at = await openRightsHub();
  const { squad, statusSince, name } = unitOf(at, 'm3');
  const ids: string[] = [];
  const logins = ['early', 'late', 'never'] as const;
  for (const login of logins) ids.push(await at.make(login, [{ role: 'officer', squad }]));
  const [early, late, never] = [await seated(at, 'early'), await seated(at, 'late'), await seated(at, 'never')];
  await at.make('commander', [{ role: 'commander' }]);
  await at.make('room', [{ role: 'squadRoom', squad }]);
  const [commander, room] = [await seated(at, 'commander'), await seated(at, 'room')];

  // The first was in it for an hour, then the second; of each a point is kept.
  const now = at.now();
  const ago = (minutes: number): number => now - minutes * minute;
  await crewed(at, 'm3', [must(ids[0], 'id')], ago(120));
  await crewed(at, 'm3', [must(ids[1], 'id')], ago(60));
  const point = { unit: 'm3', lon: 121.45, lat: 31.19, poor: false, replayed: false };
  at.folder.tracks.append([90, 30].map((minutes) => ({ ...point, at: ago(minutes) })));

  const track = (from: number, to: number, reason = '核对'): Extract<OfficeAsk, { ask: 'track' }> => ({
    ...{ ask: 'track', unit: 'm3', from: ago(from), to: ago(to), reason },
  });
  const seen = async (link: FeedClient, from: number, to: number): Promise<readonly number[]> =>
    (await grantedBy(link.socket, track(from, to))).fixes.map(({ at: when }) => (now - when) / minute);
  expect(await seen(early, 120, 0)).toEqual([90]);
  expect(await seen(late, 60, 0)).toEqual([30]);
  expect(await seen(room, 120, 0)).toEqual([90, 30]);
  const notTheirs = { status: 'refused', code: 'NotAllowed', field: null, minutes: null };
  for (const [link, from, to] of [
    [early, 60, 0],
    [late, 120, 60],
    [never, 120, 0],
  ] as const)
    expect(await ask(link.socket, track(from, to))).toEqual(notTheirs);
  expect(await ask(early.socket, track(60, 60))).toMatchObject({ code: 'InvalidMessage', field: 'to' });

  await grantedBy(commander.socket, track(100, 70, '第一班'));
  await grantedBy(commander.socket, track(40, 20, '第二班'));
  await grantedBy(commander.socket, track(300, 0, '两班'));
  const looks = async (link: FeedClient): Promise<readonly string[]> => {
    const { entries } = await grantedBy(link.socket, { ask: 'looks', limit: 50 });
    return entries.map(({ login, detail }) => `${login} ${/: (.*)$/.exec(detail)?.[1] ?? ''}`);
  };
  // Those of colleagues too, tries included; what lies in others' shifts is others' to know.
  expect(await looks(early)).toEqual([
    ...['commander 两班', 'commander 第一班', 'never 核对', 'late 核对', 'room 核对'],
  ]);
  expect(await looks(late)).toEqual([
    ...['commander 两班', 'commander 第二班', 'never 核对', 'early 核对', 'room 核对', 'early 核对'],
  ]);
  expect(await looks(never)).toEqual([]);
  // A page is cut after what is the person's own was picked out.
  const one = await grantedBy(early.socket, { ask: 'looks', limit: 1 });
  expect(one.entries.map(({ detail }) => /: (.*)$/.exec(detail)?.[1])).toEqual(['两班']);

  const tracked = async (link: FeedClient): Promise<unknown> =>
    (await grantedBy(link.socket, { ask: 'looks', limit: 1 })).tracked;
  expect(await tracked(late)).toEqual([{ unit: 'm3', name, since: Math.max(statusSince, ago(60)) }]);
  expect([await tracked(early), await tracked(never)]).toEqual([[], []]);
  await at.done('WithdrawAssignment', { assignment: at.assignment, why: 'solved' }, at.lead);
  await at.done('SetUnitStatus', { id: 'm3', status: 'resting' });
  expect(await tracked(late)).toEqual([{ unit: 'm3', name, since: Math.max(statusSince, ago(60)) }]);
  await at.done('SetUnitStatus', { id: 'm3', status: 'offDuty' });
  expect(await tracked(late)).toEqual([]);
});

test('the auditor has the chain of the journal checked', async () => {
  const at = await openRightsHub();
  await at.make('watcher', [{ role: 'auditor' }]);
  await at.make('lead2', [{ role: 'shiftLead' }]);
  const [watcher, lead] = [await seated(at, 'watcher'), await seated(at, 'lead2')];
  const { seq, hash } = at.folder.journal.head();
  expect(await grantedBy(watcher.socket, { ask: 'verifyJournal' })).toEqual({ ok: true, events: seq, hash });
  await expect.poll(() => at.noted().filter((line) => line.startsWith('verifyJournal '))).toHaveLength(1);
  expect(await ask(lead.socket, { ask: 'verifyJournal' })).toMatchObject({ code: 'NotAllowed' });
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
