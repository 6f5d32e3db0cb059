/** Two seats on one queue over a real hub: whose an incident is, and messages to a unit's device. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { MessageState } from '../../shared/domain/message/state.ts';
import { must } from '../../shared/lib/must.ts';
import { FieldDevice } from '../support/field-device.ts';
import { cleanUp, openNightSeat, startNightHub } from '../support/night-hub.ts';

afterAll(() => cleanUp());

const text = '斜土路小木桥路口往东那个工地，还在打桩。';
const words = '请绕到后门，门卫姓示例。';

test('one of two seats has it, the other is told; a message is read on the device, and its words stay in the vault', async () => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  const first = await openNightSeat(hub, 'seat-one', 'zhihui1');
  const second = await openNightSeat(hub, 'seat-two', 'zhihui2');
  const { body } = await hub.call('POST', '/api/v1/incidents', { source: '12345', externalId: 'SH-1', text });
  const { id: incident } = body as { readonly id: string };
  const stream = `incident/${incident}`;
  const claimOn = (seat: typeof first): IncidentState['claim'] | undefined =>
    seat.document<IncidentState>(stream)?.claim;
  await Promise.all([first, second].map((seat) => seat.until(() => seat.document(stream) !== undefined)));

  // Both press at once: one has it, the other is told who.
  const results = await Promise.allSettled(
    [first, second].map((seat) => seat.act('ClaimIncident', { incident }, [stream])),
  );
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused).toHaveLength(1);
  await Promise.all([first, second].map((seat) => seat.until(() => (claimOn(seat) ?? null) !== null)));
  expect(claimOn(first)).toEqual(claimOn(second));
  const { user, name } = must(claimOn(first) ?? undefined, 'claim');
  const reason = String((refused[0] as PromiseRejectedResult).reason);
  expect(reason).toContain('ClaimedByOther');
  expect(reason).toContain(name);
  const [holder, other] = first.status?.user?.id === user ? [first, second] : [second, first];

  // It keeps the other from nothing, and the holder is told.
  await other.until(() => other.document('unit/m1') !== undefined);
  await other.act('PhoneSite', { incident, result: 'noAnswer' }, [stream]);
  await holder.until(() => (claimOn(holder)?.others.length ?? 0) === 1);
  expect(claimOn(holder)?.others).toMatchObject([{ user: other.status?.user?.id, type: 'SitePhoned' }]);

  // A message to a unit: its device has it and reads it, and the hall sees each.
  const device = await FieldDevice.connect(hub.url, { unit: 'm1', key: 'demo-m1' });
  const message = crypto.randomUUID();
  await other.act('SendMessage', {
    ...{ id: message, audience: { kind: 'unit', id: 'm1' }, urgent: true, incident },
    personal: { text: words },
  });
  await device.until(() => device.messages?.length === 1, 'it has the message');
  expect(device.messages).toMatchObject([{ message, text: words, urgent: true, number: '1121-001', read: false }]);
  const receiver = () => holder.document<MessageState>(`message/${message}`)?.receivers[0];
  expect(await device.receipt(message, 'delivered')).toEqual({ status: 'accepted' });
  await holder.until(() => (receiver()?.deliveredAt ?? null) !== null);
  expect(receiver()?.readAt).toBeNull();
  expect(await device.receipt(message, 'read')).toEqual({ status: 'accepted' });
  await holder.until(() => (receiver()?.readAt ?? null) !== null);
  expect(receiver()).toMatchObject({ kind: 'unit', id: 'm1', proof: 'device' });
  await device.until(() => device.messages?.[0]?.read === true, 'it is read there too');
  // Another unit is told of nothing, and reads for nobody.
  const stranger = await FieldDevice.connect(hub.url, { unit: 'm2', key: 'demo-m2' });
  await stranger.until(() => stranger.jobs !== undefined, 'it was told its jobs');
  expect(stranger.messages).toBeUndefined();
  expect(await stranger.receipt(message, 'read')).toMatchObject({ status: 'refused', code: 'MessageNotYours' });

  // The hall reads the words over the vault.
  const ref = must(holder.document<MessageState>(`message/${message}`)?.personal ?? undefined, 'words').ref;
  expect(await holder.seat.request('personal', { ref, reason: '查看' })).toMatchObject({
    ...{ status: 'content', content: { text: words } },
  });

  // Who signs out has nothing any more.
  await holder.seat.request('logout', {});
  await other.until(() => claimOn(other) === null, 'the claim ended');
  hub.process.signal('SIGTERM');
  await hub.process.exited;
  const holding = readdirSync(hub.data, { withFileTypes: true })
    .filter((entry) => entry.isFile() && readFileSync(join(hub.data, entry.name)).includes('门卫姓示例'))
    .map((entry) => entry.name);
  expect(holding).toEqual(['vault.sqlite']);
}, 120_000);
