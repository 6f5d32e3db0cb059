/** Replays over a hub at work: who may have one, why, what stands in the access log, and the tracks of a unit on duty. */
import { expect, test } from 'vitest';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import { must } from '../../shared/lib/must.ts';
import { hour, minute } from '../../shared/lib/time.ts';
import type { ReplayOpen, ReplayOpenAnswer, ReplayPageAnswer } from '../../shared/wire/replay-api.ts';
import { replayOpenAnswerSchema, replayPageAnswerSchema } from '../../shared/wire/replay-api.ts';
import type { TrackFix } from '../../shared/wire/tracks.ts';
import { decodeTracks } from '../../shared/wire/tracks.ts';
import type { FeedClient } from '../support/feed-client.ts';
import { grantedBy } from '../support/office-hub.ts';
import type { RightsHub } from '../support/rights-hub.ts';
import { openRightsHub, strangers } from '../support/rights-hub.ts';

async function seated(at: RightsHub, login: string): Promise<FeedClient> {
  const client = await at.seat(login);
  await client.hello();
  return client;
}

const unitOf = (at: RightsHub, id: string): UnitState =>
  must(at.folder.journal.document(`unit/${id}`), id).state as unknown as UnitState;

type Opened = Extract<ReplayOpenAnswer, { status: 'opened' }>;

async function ask({ socket }: FeedClient, message: ReplayOpen): Promise<ReplayOpenAnswer> {
  return replayOpenAnswerSchema.parse(await socket.timeout(60_000).emitWithAck('replayOpen', message));
}

async function opened(client: FeedClient, message: ReplayOpen): Promise<Opened> {
  const answer = await ask(client, message);
  if (answer.status === 'refused') throw new Error(`${answer.code} ${answer.field ?? ''}`);
  return answer;
}

async function page(
  { socket }: FeedClient,
  replay: number,
  part: 'documents' | 'changes' | 'tracks',
): Promise<ReplayPageAnswer> {
  return replayPageAnswerSchema.parse(await socket.timeout(60_000).emitWithAck('replayPage', { replay, part }));
}

/** Streams of all documents and changes. */
async function streamsOf(
  client: FeedClient,
  { replay }: Opened,
): Promise<{ readonly documents: readonly string[]; readonly bytes: string }> {
  const documents: string[] = [];
  let bytes = '';
  for (let done = false; !done;) {
    const answer = await page(client, replay, 'documents');
    if (answer.status !== 'documents') throw new Error(JSON.stringify(answer));
    documents.push(...answer.documents.map(({ stream }) => stream));
    bytes += JSON.stringify(answer);
    ({ done } = answer);
  }
  for (let done = false; !done;) {
    const answer = await page(client, replay, 'changes');
    if (answer.status !== 'changes') throw new Error(JSON.stringify(answer));
    bytes += JSON.stringify(answer);
    ({ done } = answer);
  }
  return { documents, bytes };
}

async function fixesOf(client: FeedClient, { replay }: Opened): Promise<readonly TrackFix[]> {
  const fixes: TrackFix[] = [];
  for (;;) {
    const answer = await page(client, replay, 'tracks');
    if (answer.status !== 'tracks' || !(answer.page instanceof Uint8Array)) throw new Error(JSON.stringify(answer));
    fixes.push(...must(decodeTracks(answer.page), 'a page').fixes);
    if (answer.done) return fixes;
  }
}

test('the hall as it was is for who may see it, and where units were for a reason that stands in the log first', async () => {
  const at = await openRightsHub();
  const { squad } = unitOf(at, 'm3');
  await at.make('boss-of-all', [{ role: 'commander' }]);
  await at.make('room', [{ role: 'squadRoom', squad }]);
  await at.make('fenglin', [{ role: 'squadRoom', squad: 'fenglin' }]);
  await at.make('screen', [{ role: 'wall' }]);
  await at.make('watcher', [{ role: 'auditor' }]);
  await at.make('crew', [{ role: 'officer', squad }]);
  const [boss, room, fenglin, screen, watcher] = [
    await seated(at, 'boss-of-all'),
    await seated(at, 'room'),
    await seated(at, 'fenglin'),
    await seated(at, 'screen'),
    await seated(at, 'watcher'),
  ];
  // What was done above is long done, on however quick a machine.
  at.advance(minute);
  const now = at.now();
  const points = Array.from({ length: 600 }, (_, n) => ({
    ...{
      unit: 'm3',
      at: now - 50 * minute + n * 1_000,
      lon: 121.45 + n / 1e5,
      lat: 31.19,
      poor: false,
      replayed: false,
    },
  }));
  at.folder.tracks.append(points);
  const wish: ReplayOpen = { from: now - hour, to: now, documents: true, tracks: null };
  const tracks = { units: 'all' as const, reason: '复盘昨夜', purpose: 'replay' as const };

  // Documents: as far as the person may hold them today.
  expect(await ask(screen, wish)).toMatchObject({ code: 'NotAllowed' });
  const all = await streamsOf(boss, await opened(boss, { ...wish, from: now - 1_000 }));
  const own = await streamsOf(fenglin, await opened(fenglin, { ...wish, from: now - 1_000 }));
  const [near, far] = at.incidents;
  expect(all.documents).toEqual(expect.arrayContaining([`incident/${near}`, `incident/${far}`, 'unit/m3']));
  expect(own.documents).toContain(`incident/${near}`);
  expect(own.bytes).not.toContain(far);
  expect(all.documents.filter((stream) => stream.startsWith('account/'))).toEqual([]);
  // No word of a caller was ever in a document.
  const whole = await streamsOf(watcher, await opened(watcher, wish));
  for (const word of strangers.words) expect(whole.bytes + all.bytes).not.toContain(word);

  // Tracks: by the row of their own.
  expect(await ask(watcher, { ...wish, tracks })).toMatchObject({ code: 'NotAllowed', field: 'units' });
  expect(await ask(fenglin, { ...wish, tracks: { ...tracks, units: ['m3'] } })).toMatchObject({ code: 'NotAllowed' });
  expect(await ask(boss, { ...wish, tracks: { ...tracks, units: ['m99'] } })).toMatchObject({
    code: 'Unknown',
    field: 'units',
  });
  expect(await ask(room, { ...wish, tracks: { ...tracks, units: ['m99'] } })).toMatchObject({ code: 'NotAllowed' });
  expect(await ask(boss, { ...wish, from: now - 16 * hour })).toMatchObject({ code: 'TooLong', field: 'to' });
  expect(await ask(boss, { ...wish, to: now + hour })).toMatchObject({ code: 'InvalidMessage', field: 'to' });
  boss.socket.emit('replayClose', { replay: 1 });
  const shown = await opened(boss, { ...wish, tracks });
  expect(at.noted().at(-1)).toMatch(/^replay |^replayTracks /);
  expect(at.noted().filter((line) => line.startsWith('replayTracks'))).toEqual([
    expect.stringMatching(new RegExp(`^replayTracks .* unit:\\* ${now - hour} to ${now}: 复盘昨夜$`)),
  ]);
  // Who tried stands where the unit's people look for who looked.
  const tried = at.noted().filter((line) => line.startsWith('refused') && line.includes(' unit:'));
  expect(tried).toEqual([
    expect.stringContaining('unit:* replay NotAllowed'),
    expect.stringContaining('unit:m3 replay NotAllowed'),
  ]);
  const fixes = await fixesOf(boss, shown);
  // One a second was kept, one each 8 s is told; the first and the last are among them.
  expect(fixes.length).toBeGreaterThan(70);
  expect(fixes.length).toBeLessThan(90);
  expect([fixes[0]?.at, fixes.at(-1)?.at]).toEqual([points[0]?.at, points.at(-1)?.at]);
  expect(shown.units[must(fixes[0], 'fix').unit]).toBe('m3');

  // A file has every fix, needs no right to the documents, and stands in the log by its own name.
  const file = { documents: false, tracks: { units: ['m3'], reason: '投诉核实', purpose: 'file' as const } };
  const written = await opened(room, { ...wish, ...file });
  expect(await fixesOf(room, written)).toHaveLength(points.length);
  expect(await page(room, written.replay, 'documents')).toMatchObject({ code: 'InvalidMessage', field: 'part' });
  expect(at.noted().some((line) => /^trackFile .* unit:m3 .*投诉核实$/.test(line))).toBe(true);

  // Who is of the unit's squad sees both looks, the one at all units too.
  const { entries } = await grantedBy(room.socket, { ask: 'looks', limit: 10 });
  expect(entries.map(({ action, subject }) => `${action} ${subject}`)).toContain('replayTracks unit:*');

  // No more at once than the policy has, and what is closed is over.
  await opened(room, wish);
  expect(await ask(room, wish)).toMatchObject({ status: 'refused', code: 'Busy' });
  room.socket.emit('replayClose', { replay: written.replay });
  expect(await page(room, written.replay, 'tracks')).toMatchObject({ code: 'Unknown' });
  await opened(room, wish);
});

test('rights that change end a replay', async () => {
  const at = await openRightsHub();
  const id = await at.make('boss-of-all', [{ role: 'commander' }]);
  const boss = await seated(at, 'boss-of-all');
  const now = at.now();
  const { replay } = await opened(boss, { from: now - minute, to: now, documents: true, tracks: null });
  expect(await page(boss, replay, 'documents')).toMatchObject({ status: 'documents' });
  await at.done('ChangeAccountRoles', {
    id,
    roles: [{ role: 'street', street: at.elsewhere.street }],
  });
  expect(await page(boss, replay, 'changes')).toMatchObject({ status: 'refused', code: 'RightsChanged' });
  expect(await page(boss, replay, 'changes')).toMatchObject({ status: 'refused', code: 'Unknown' });
});

test('who loses one of two squads loses the replay of its tracks with it', async () => {
  const at = await openRightsHub();
  const { squad } = unitOf(at, 'm3');
  const roles = [
    { role: 'squadRoom' as const, squad },
    { role: 'squadRoom' as const, squad: 'fenglin' },
  ];
  const id = await at.make('two-rooms', roles);
  const room = await seated(at, 'two-rooms');
  const now = at.now();
  const tracks = { units: 'all' as const, reason: '复盘', purpose: 'replay' as const };
  const whole = { from: now - minute, to: now, documents: false, tracks };
  const { replay, units } = await opened(room, whole);
  expect(units).toContain('m3');
  await at.done('ChangeAccountRoles', { id, roles: roles.slice(1) });
  expect(await page(room, replay, 'tracks')).toMatchObject({ status: 'refused', code: 'RightsChanged' });
});
