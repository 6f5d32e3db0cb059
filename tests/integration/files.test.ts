/** Files of incidents through a whole hub: by a seat and over HTTP, once by content, read under the right of the vault. */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { demoPolicy } from '../../hub/accounts/policy.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { filePieceBytes } from '../../shared/wire/files.ts';
import type { FileAttachAsk } from '../../shared/wire/files.ts';
import { grantedBy, linked, officeKey, openOfficeHub } from '../support/office-hub.ts';
import type { OfficeHub, OfficeLink } from '../support/office-hub.ts';
import { smallPack } from '../support/small-pack.ts';

/** A picture by its first bytes, with a mark that can be looked for. */
const picture = (mark: string, size = 4_000): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(size, `PIXELS-${mark}-`)]);
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function bring(link: OfficeLink, bytes: Buffer, upTo = bytes.length): Promise<string> {
  const upload = randomUUID();
  for (let at = 0; at < upTo; at += filePieceBytes) {
    const data = bytes.subarray(at, at + filePieceBytes).toString('base64');
    const taken = await grantedBy<'filePiece'>(link, { ask: 'filePiece', upload, bytes: bytes.length, at, data });
    expect(taken).toMatchObject({ state: 'taken' });
  }
  return upload;
}

const attaching = (upload: string, incident: string, more: Partial<FileAttachAsk> = {}): FileAttachAsk => ({
  ...{ ask: 'fileAttach', upload, incident, name: '王先生拍的.jpg', of: 'evidence', whose: 'ours', way: 'detail' },
  ...more,
});

async function order(at: OfficeHub, externalId: string, more: object = {}) {
  const response = await fetch(`${at.url}/api/v1/incidents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${officeKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ source: '12345', externalId, text: '斜土路小木桥路口工地在打桩', ...more }),
  });
  return { status: response.status, body: (await response.json()) as { id: string; code?: string; field?: string } };
}

async function office() {
  const at = await openOfficeHub({ pack: smallPack(Date.now()), policy: demoPolicy });
  const desk = await at.make('desk', [{ role: 'nightDesk' }]);
  await at.make('room', [{ role: 'squadRoom', squad: 'fenglin' }]);
  const lead = await at.make('lead', [{ role: 'shiftLead' }]);
  const open = async (login: string) => linked(at, await at.enter(login, `seat-${login}`), `seat-${login}`);
  const incident = (id: string) => at.folder.journal.document(`incident/${id}`)?.state as unknown as IncidentState;
  const read = (link: OfficeLink, ref: string, from = 0) =>
    grantedBy<'fileRead'>(link, { ask: 'fileRead', ref, reason: '核对现场', from });
  return { at, desk, lead, open, incident, read };
}

const inFiles = (dir: string, text: string): readonly string[] =>
  readdirSync(dir).filter((name) => statSync(join(dir, name)).isFile() && readFileSync(join(dir, name)).includes(text));

test('given a picture of two pieces, when it is attached and read, then it is the same, once, logged, and the name is in the vault', async () => {
  const { at, open, incident, read } = await office();
  const { id } = (await order(at, 'A-1')).body;
  const link = await open('desk');
  const bytes = picture('ONE', filePieceBytes + 5_000);
  const upload = await bring(link, bytes);
  expect(await grantedBy<'fileAttach'>(link, attaching(upload, id))).toEqual({
    ...{ state: 'attached', sha256: hashOf(bytes) },
  });
  const [file] = incident(id).files;
  expect(file).toMatchObject({
    ...{ sha256: hashOf(bytes), mediaType: 'image/jpeg', bytes: bytes.length, of: 'evidence', whose: 'ours' },
    personal: { has: ['content', 'name'] },
  });
  // Neither the name nor a byte of it is outside the vault.
  expect(inFiles(at.folder.dir, '王先生拍的').every((name) => name.startsWith('vault'))).toBe(true);
  expect(inFiles(at.folder.dir, 'PIXELS-ONE').every((name) => name.startsWith('vault'))).toBe(true);
  const ref = file?.personal?.ref ?? '';
  // A later piece without its look is not given.
  expect(await read(link, ref, filePieceBytes)).toEqual({ state: 'notAllowed' });
  const first = await read(link, ref);
  const second = await read(link, ref, filePieceBytes);
  if (first.state !== 'piece' || second.state !== 'piece') throw new Error('not read');
  expect([first.name, first.total]).toEqual(['王先生拍的.jpg', bytes.length]);
  expect(Buffer.concat([Buffer.from(first.data, 'base64'), Buffer.from(second.data, 'base64')])).toEqual(bytes);
  expect(at.noted().filter((line) => line.startsWith('vaultRead'))).toHaveLength(1);
  expect(at.noted().find((line) => line.startsWith('vaultRead'))).toContain('核对现场');

  // The same again is no second file; at another incident it is the same content.
  expect(await grantedBy<'fileAttach'>(link, attaching(await bring(link, bytes), id))).toMatchObject({
    state: 'there',
  });
  const other = (await order(at, 'A-2')).body.id;
  await grantedBy<'fileAttach'>(link, attaching(await bring(link, bytes), other));
  expect([incident(id).files.length, incident(other).files.length]).toEqual([1, 1]);
  expect(at.folder.vault.contents()).toEqual({ count: 1, bytes: bytes.length });
});

test('given who may add and not read, when they do, then the content stays closed; erased, the hash stays and no byte', async () => {
  const { at, lead, open, incident, read } = await office();
  const { id } = (await order(at, 'B-1')).body;
  const room = await open('room');
  const bytes = picture('ROOM');
  expect(await grantedBy<'fileAttach'>(room, attaching(await bring(room, bytes), id))).toMatchObject({
    state: 'attached',
  });
  const ref = incident(id).files[0]?.personal?.ref ?? '';
  expect(await read(room, ref)).toEqual({ state: 'notAllowed' });
  const link = await open('desk');
  expect((await read(link, ref)).state).toBe('piece');
  const erase = { incident: id, ref, ground: 'callerAsked' };
  const answer = await at.hub.desk.submit(
    { id: randomUUID(), type: 'EraseCaller', basedOn: {}, madeAt: at.now(), data: erase },
    { user: lead, seat: 's', role: 'shiftLead' },
  );
  expect(answer).toMatchObject({ status: 'accepted' });
  expect(incident(id).files[0]).toMatchObject({ sha256: hashOf(bytes), personal: null });
  expect(await read(link, ref)).toEqual({ state: 'erased' });
  // A look that was open does not reach past the erasure.
  expect(await read(link, ref, 10)).toEqual({ state: 'notAllowed' });
  expect(inFiles(at.folder.dir, 'PIXELS-ROOM')).toEqual([]);
  // It may be added again.
  expect(await grantedBy<'fileAttach'>(link, attaching(await bring(link, bytes), id))).toMatchObject({
    state: 'attached',
  });
});

test('given what is no file of ours, broken off or too much, when it is brought, then it is refused by its field and leaves nothing', async () => {
  const { at, desk, open, incident } = await office();
  const { id } = (await order(at, 'C-1')).body;
  const link = await open('desk');
  const refusal = async (bytes: Buffer, more: Partial<FileAttachAsk> = {}) =>
    grantedBy<'fileAttach'>(link, attaching(await bring(link, bytes), id, more));
  expect(await refusal(Buffer.from('<svg onload="alert(1)">PIXELS-SVG'), { name: '照片.jpg' })).toEqual({
    ...{ state: 'refused', code: 'TypeUnknown', field: 'file' },
  });
  expect(
    await grantedBy<'filePiece'>(link, { ask: 'filePiece', upload: randomUUID(), bytes: 8_000_001, at: 0, data: '' }),
  ).toEqual({ state: 'refused', code: 'TooLarge', field: 'file' });
  const half = await bring(link, picture('HALF', filePieceBytes * 2), filePieceBytes);
  expect(await grantedBy<'fileAttach'>(link, attaching(half, id))).toMatchObject({ code: 'Gone', field: 'upload' });
  const nowhere = randomUUID();
  expect(await refusal(picture('NOWHERE'), { incident: nowhere })).toMatchObject({ state: 'refused' });
  expect(incident(id).files).toEqual([]);
  expect(at.folder.vault.contents()).toEqual({ count: 0, bytes: 0 });
  expect(inFiles(at.folder.dir, 'PIXELS-')).toEqual([]);
  // A command made by hand gets nobody the content of another record.
  const mine = picture('SECRET');
  await grantedBy<'fileAttach'>(link, attaching(await bring(link, mine), id));
  const other = (await order(at, 'C-2')).body.id;
  const file = { sha256: hashOf(mine), mediaType: 'image/jpeg', bytes: mine.length };
  const about = { incident: other, file, of: 'evidence', whose: 'ours', way: 'detail' };
  const personal = { name: 'x.jpg', content: hashOf(mine) };
  const given = { id: randomUUID(), type: 'AttachFile', basedOn: {}, madeAt: at.now(), data: { ...about, personal } };
  expect(await at.hub.desk.submit(given, { user: desk, seat: 's', role: 'nightDesk' })).toMatchObject({
    status: 'accepted',
  });
  const ref = incident(other).files[0]?.personal?.ref ?? '';
  expect(await grantedBy<'fileRead'>(link, { ask: 'fileRead', ref, reason: 'x', from: 0 })).toEqual({
    state: 'unknown',
  });
});

test('given an order with files, when it is sent, again, and with more, then each is there once when it is answered', async () => {
  const { at, incident } = await office();
  const [one, two] = [picture('H1'), picture('H2')];
  const files = [{ name: '..\\照片\\a.jpg', data: one.toString('base64') }];
  const sent = await order(at, 'D-1', { files });
  expect(sent.status).toBe(201);
  const { id } = sent.body;
  expect(incident(id).files).toMatchObject([{ sha256: hashOf(one), of: 'complaint', whose: 'caller', way: 'http' }]);
  expect((await order(at, 'D-1', { files })).status).toBe(200);
  const fax = { name: 'fax', data: two.toString('base64'), of: 'letter' };
  expect((await order(at, 'D-1', { files: [...files, fax] })).status).toBe(200);
  expect(incident(id).files.map(({ sha256, whose }) => [sha256, whose])).toEqual([
    [hashOf(one), 'caller'],
    [hashOf(two), 'office'],
  ]);
  // One that cannot be taken keeps the whole order out, and says which.
  const bad = await order(at, 'D-2', { files: [...files, { name: 'x.jpg', data: 'AAAA' }] });
  expect([bad.status, bad.body]).toMatchObject([400, { code: 'TypeUnknown', field: 'files.1.data' }]);
  expect(at.folder.journal.documents('incident', {})).toHaveLength(1);
});
