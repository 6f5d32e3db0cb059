/** A caller who asks to be kept secret, over a whole hub: masked for everybody who need not ring them, through every door. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { demoPolicy } from '../../hub/accounts/policy.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { z } from 'zod';
import type { commandSchema } from '../../shared/wire/hub-protocol.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { must } from '../../shared/lib/must.ts';
import { ask, grantedBy, hello, linked, officeKey, openOfficeHub } from '../support/office-hub.ts';
import type { OfficeLink } from '../support/office-hub.ts';
import { smallPack } from '../support/small-pack.ts';

type CommandData = z.infer<typeof commandSchema>['data'];

const phone = '13800001234';
const name = '示例来电人';
const address = '示例路12弄3号501室';
const text = `斜土路小木桥路口工地在打桩。我是${name}，住${address}，电话138-0000-1234，也可打021-12345678`;
const named = [phone, name, address, '138-0000-1234', '021-12345678'];

async function hall() {
  const at = await openOfficeHub({ pack: smallPack(Date.now()), policy: demoPolicy });
  await at.make('desk', [{ role: 'nightDesk' }]);
  await at.make('sender', [{ role: 'dispatcher' }]);
  await at.make('chief', [{ role: 'commander' }]);
  await at.make('lead', [{ role: 'shiftLead' }]);
  const links = new Map<string, OfficeLink>();
  const open = async (login: string): Promise<OfficeLink> => {
    const link = links.get(login) ?? (await linked(at, await at.enter(login, `seat-${login}`), `seat-${login}`));
    if (!links.has(login)) expect(await hello(link), login).toMatchObject({ status: 'welcome' });
    links.set(login, link);
    return link;
  };
  const take = async (externalId: string, more: object = {}) => {
    const order = { source: '12345', externalId, text, caller: { name, phone, address }, ...more };
    const { status, body } = await at.post('/api/v1/incidents', order, officeKey);
    return { status, id: (body as { readonly id: string }).id };
  };
  const incident = (id: string) =>
    must(at.folder.journal.document(`incident/${id}`), id).state as unknown as IncidentState;
  const read = (link: OfficeLink, ref: string, inFull?: boolean) =>
    link.timeout(20_000).emitWithAck('vaultRead', { ref, reason: '回电', ...(inFull === undefined ? {} : { inFull }) });
  const give = (link: OfficeLink, type: string, data: CommandData) =>
    link.timeout(20_000).emitWithAck('command', {
      ...{ id: uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))), type, data, basedOn: {} },
      madeAt: at.now(),
    });
  return { at, open, take, incident, read, give };
}

const says = (answer: unknown): string => JSON.stringify(answer);

test('given an order that asks for secrecy, then who need not ring back reads it masked, and who must reads it whole and on record', async () => {
  const { at, open, take, incident, read } = await hall();
  const { id } = await take('S-1', { secret: true });
  expect(incident(id).confidential).toBe(true);
  const ref = must(incident(id).personal, 'the caller').ref;

  for (const login of ['sender', 'chief', 'desk', 'lead']) {
    const seen = await read(await open(login), ref);
    expect(seen, login).toMatchObject({
      ...{ status: 'content', masked: true },
      content: { name: '示****', phone: '138****1234', address: '***' },
    });
    for (const part of named) expect(says(seen), `${login} ${part}`).not.toContain(part);
    expect(says(seen)).toContain('斜土路小木桥路口工地在打桩');
  }
  for (const login of ['sender', 'chief'])
    expect(await read(await open(login), ref, true), login).toEqual({ status: 'refused', code: 'NotAllowed' });
  for (const login of ['desk', 'lead'])
    expect(await read(await open(login), ref, true), login).toEqual({
      ...{ status: 'content', content: { name, phone, address, text } },
    });
  const noted = at.noted();
  expect(noted.filter((line) => line.startsWith('secretCallerRead'))).toHaveLength(2);
  expect(noted.filter((line) => line.startsWith('vaultRead'))).toHaveLength(4);
});

test('what is corrected and noted of them later is masked too, and nobody finds them by name who may not know it', async () => {
  const { at, open, take, incident, read, give } = await hall();
  const [sender, desk] = [await open('sender'), await open('desk')];
  const { id } = await take('S-2', { secret: true });
  await take('S-3');
  // It came again with another number.
  await take('S-2', {
    secret: true,
    text: `${text}，改打13911112222`,
    caller: { name, phone: '13911112222', address },
  });
  const corrected = must(incident(id).corrections[0]?.personal, 'the correction').ref;
  const words = `${name}说${address}听得最清楚，已答复13911112222`;
  expect(await give(desk, 'RecordReply', { incident: id, way: 'hotline', personal: { text: words } })).toMatchObject({
    status: 'accepted',
  });
  const reply = must(incident(id).replies[0]?.personal, 'the reply').ref;
  for (const ref of [corrected, reply]) {
    const seen = await read(sender, ref);
    for (const part of [...named, '13911112222']) expect(says(seen), part).not.toContain(part);
    expect(says(await read(desk, ref, true))).toContain('13911112222');
  }
  const reason = '核对是否同一人';
  const byName = { ask: 'caller', of: { kind: 'name', name }, reason } as const;
  expect((await grantedBy<'caller'>(sender, byName)).incidents).toHaveLength(1);
  expect((await grantedBy<'caller'>(desk, byName)).incidents).toHaveLength(2);
  const same = { ask: 'caller', of: { kind: 'incident', incident: id }, reason } as const;
  expect(await ask(sender, same)).toMatchObject({ code: 'NotAllowed' });
  expect((await grantedBy<'caller'>(desk, same)).incidents.map((one) => one.id)).toContain(id);
  expect(at.noted().some((line) => line.startsWith('refused') && line.includes('caller'))).toBe(true);
});

test('what they sent as a file is closed to who may not know them; what our people took on scene is not', async () => {
  const { open, take, incident } = await hall();
  const { id } = await take('S-4', { secret: true });
  const [sender, desk] = [await open('sender'), await open('desk')];
  for (const whose of ['caller', 'ours'] as const) {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_000, whose)]);
    const upload = randomUUID();
    const data = bytes.toString('base64');
    await grantedBy<'filePiece'>(desk, { ask: 'filePiece', upload, bytes: bytes.length, at: 0, data });
    const file = { incident: id, name: `${name}.jpg`, of: 'complaint', whose, way: 'detail' } as const;
    await grantedBy<'fileAttach'>(desk, { ask: 'fileAttach', upload, ...file });
  }
  const [theirs, ours] = incident(id).files.map(({ personal }) => must(personal, 'its content').ref);
  const reading = (link: OfficeLink, ref: string | undefined) =>
    grantedBy<'fileRead'>(link, { ask: 'fileRead', ref: ref ?? '', reason: '核对', from: 0 });
  expect(await reading(sender, theirs)).toEqual({ state: 'notAllowed' });
  expect(await reading(sender, ours)).toMatchObject({ state: 'piece', name: '示****.jpg' });
  expect(await reading(desk, theirs)).toMatchObject({ state: 'piece', name: `${name}.jpg` });
});

test('it is asked for later by anybody who acts on it or by the order itself, and lifted by a lead alone, with why', async () => {
  const { open, take, incident, read, give } = await hall();
  const [sender, lead] = [await open('sender'), await open('lead')];
  const { id } = await take('S-5');
  const ref = must(incident(id).personal, 'the caller').ref;
  expect(says(await read(sender, ref))).toContain(phone);
  expect(await give(sender, 'KeepCallerSecret', { incident: id })).toMatchObject({ status: 'accepted' });
  expect(says(await read(sender, ref))).not.toContain(phone);

  const lifting = { incident: id, why: 'callerAgrees', personal: { text: '23:40 电话中同意' } };
  expect(await give(sender, 'LiftCallerSecrecy', lifting)).toMatchObject({ refusal: { code: 'NotAllowed' } });
  expect(await give(lead, 'LiftCallerSecrecy', { incident: id, why: 'callerAgrees' })).toMatchObject({
    refusal: { code: 'GroundsMissing', params: { field: 'personal' } },
  });
  expect(await give(lead, 'LiftCallerSecrecy', lifting)).toMatchObject({ status: 'accepted' });
  expect(says(await read(sender, ref))).toContain(phone);

  expect((await take('S-5', { secret: true })).status).toBe(200);
  expect(incident(id).confidential).toBe(true);
  expect(says(await read(sender, ref))).not.toContain(phone);
});
