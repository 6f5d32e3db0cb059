/** Posts and fences on a hub with all its rights: whose people may be put where, and by whom. */
import { expect, test } from 'vitest';
import { makeDemoRegisters } from '../../build/demo-district/registers.ts';
import type { CommandEnvelope } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { FeedClient } from '../support/feed-client.ts';
import type { RightsHub } from '../support/rights-hub.ts';
import { night, openRightsHub } from '../support/rights-hub.ts';

const barred = { status: 'refused', refusal: { code: 'NotAllowed', params: {} } };
const accepted = { status: 'accepted' };
const { posts, fences } = makeDemoRegisters(night);
const recordOf = <R>(rows: readonly { readonly id: string; readonly record: R }[], id: string): R =>
  must(
    rows.find((row) => row.id === id),
    id,
  ).record;
/** Of the squad of 龙华 in the second zone. */
const post = recordOf(posts, 'longhua');
const fence = recordOf(fences, 'in-longhua');

async function enter(at: RightsHub, login: string): Promise<FeedClient> {
  const client = await at.seat(login);
  await client.hello();
  return client;
}

test('who leads people says where they stand, and nobody else does', { timeout: 120_000 }, async () => {
  const at = await openRightsHub();
  const said = (client: FeedClient, type: string, data: object): Promise<unknown> =>
    client.command(at.command(type, data as CommandEnvelope['data']) as never);
  const provenance = () => ({ source: '值班表', asOf: Date.now() - 200, how: 'hand' });
  const recordPost = (id: string, change: object = {}) => ({
    id,
    record: { ...post, ...change },
    provenance: provenance(),
  });
  const recordFence = (id: string, to: object) => ({
    ...{ id, provenance: provenance() },
    record: { ...fence, appliesTo: { units: [], squads: [], zones: [], kinds: [], ...to } },
  });

  await at.make('whole', [{ role: 'shiftLead' }]);
  await at.make('zone-two', [{ role: 'zoneLead', zone: 'z2' }]);
  await at.make('far-lead', [{ role: 'shiftLead', brigade: 'b2' }]);
  await at.make('room', [{ role: 'squadRoom', squad: 'longhua' }]);
  const [whole, zone] = [await enter(at, 'whole'), await enter(at, 'zone-two')];
  const [far, room] = [await enter(at, 'far-lead'), await enter(at, 'room')];
  // Posts and fences of the pack are everybody's to see.
  for (const client of [whole, zone, far, room]) {
    const held = (kind: string): number => [...client.documents.keys()].filter((one) => one.startsWith(kind)).length;
    await expect.poll(() => [held('post/'), held('fence/')]).toEqual([posts.length, fences.length]);
  }

  const head = at.folder.journal.head().seq;
  expect(await said(zone, 'RecordPost', recordPost('new', { squad: 'xujiahui', zone: 'z2' }))).toEqual(barred);
  // Taking a post away from another zone's squad is as much their work as giving it one.
  expect(await said(zone, 'RecordPost', recordPost('xujiahui-a'))).toEqual(barred);
  expect(await said(zone, 'WithdrawPost', { id: 'xujiahui-a', reason: '示例', provenance: provenance() })).toEqual(
    barred,
  );
  expect(await said(zone, 'RecordFence', recordFence('new', {}))).toEqual(barred);
  expect(await said(zone, 'RecordFence', recordFence('new', { zones: ['z2', 'z1'] }))).toEqual(barred);
  expect(await said(far, 'RecordPost', recordPost('longhua'))).toEqual(barred);
  expect(await said(far, 'RecordFence', recordFence('new', { squads: ['far', 'longhua'] }))).toEqual(barred);
  expect(await said(room, 'RecordPost', recordPost('new'))).toEqual(barred);
  expect(at.folder.journal.head().seq).toBe(head);

  expect(await said(zone, 'RecordPost', recordPost('longhua', { note: '示例' }))).toMatchObject(accepted);
  expect(await said(zone, 'RecordFence', recordFence('new', { zones: ['z2'] }))).toMatchObject(accepted);
  expect(await said(far, 'RecordPost', recordPost('far-post', { squad: 'far', zone: 'zfar' }))).toMatchObject(accepted);
  expect(await said(whole, 'RecordFence', recordFence('everybody', {}))).toMatchObject(accepted);
  expect(await said(whole, 'WithdrawPost', { id: 'longhua', reason: '示例', provenance: provenance() })).toMatchObject(
    accepted,
  );
  await expect.poll(() => room.documents.get('post/longhua')?.state).toMatchObject({ withdrawn: { reason: '示例' } });

  // By day there is no zone.
  await at.done('SwitchDutyMode', { mode: 'routine', cause: 'person', reason: '示例' });
  expect(await said(zone, 'WithdrawFence', { id: 'new', reason: '示例', provenance: provenance() })).toEqual(barred);
});
