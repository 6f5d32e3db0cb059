/** Imports through a whole hub: over the link of a seat, in a thread, into the journal in one command or not at all. */
import { createHash, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { demoPolicy } from '../../hub/accounts/policy.ts';
import { streamId } from '../../shared/lib/journal.ts';
import type { ImportLookAsk, ImportPreview } from '../../shared/wire/imports.ts';
import type { OfficeGranted } from '../../shared/wire/office-api.ts';
import { ask, grantedBy, linked, openOfficeHub } from '../support/office-hub.ts';
import type { OfficeLink } from '../support/office-hub.ts';
import { smallPack } from '../support/small-pack.ts';

const sites =
  '工地名称,工程类别,经度,纬度,地址,半径\n甲,房建,121.4586,31.1936,示例路,60\n乙,市政,121.4590,31.1940,示例路,80\n';

function look(upload: string, more: Partial<ImportLookAsk> = {}): ImportLookAsk {
  return {
    ...{ ask: 'importLook', upload, what: 'sites', crs: 'WGS84', columns: null, encoding: 'auto', sheet: null },
    ...{ absent: 'keep', asOf: null, source: null, accept: false, orderSource: '12345', leaveOut: false },
    ...{ confirm: null, ...more },
  };
}

async function bring(link: OfficeLink, name: string, text: string, piece = 40): Promise<string> {
  const [upload, bytes] = [randomUUID(), Buffer.from(text)];
  for (let at = 0; at < bytes.length; at += piece) {
    const data = bytes.subarray(at, at + piece).toString('base64');
    const file = { name, bytes: bytes.length };
    const taken = await grantedBy<'importPiece'>(link, { ask: 'importPiece', upload, file, at, data });
    expect(taken).toEqual({ state: 'taken', have: Math.min(at + piece, bytes.length) });
  }
  return upload;
}

const looked = (link: OfficeLink, message: ImportLookAsk) => grantedBy<'importLook'>(link, message);

function preview(answer: OfficeGranted<'importLook'>): ImportPreview {
  if (answer.state !== 'preview' && answer.state !== 'imported') throw new Error(JSON.stringify(answer));
  return answer;
}

async function office() {
  const at = await openOfficeHub({ pack: smallPack(Date.now()), policy: demoPolicy });
  const [lead, keeper, room] = [
    await at.make('lead', [{ role: 'shiftLead' }]),
    await at.make('keeper', [{ role: 'administrator' }]),
    await at.make('room', [{ role: 'squadRoom', squad: 'fenglin' }]),
  ];
  const open = async (login: string) => linked(at, await at.enter(login, `seat-${login}`), `seat-${login}`);
  const state = (stream: string) =>
    at.folder.journal.document(stream as never)?.state as Record<string, unknown> | undefined;
  return { at, lead, keeper, room, open, state };
}

test('given a list, when it is looked at and confirmed, then all of it is in the journal once, with who and what', async () => {
  const { at, lead, open, state } = await office();
  const link = await open('lead');
  const upload = await bring(link, '工地.csv', sites);
  const before = at.folder.journal.head().seq;
  const seen = preview(await looked(link, look(upload)));
  expect(seen.counts).toMatchObject({ rows: 2, new: 2, absent: 1, refused: 0 });
  expect(at.folder.journal.head().seq).toBe(before);
  const done = preview(await looked(link, look(upload, { asOf: seen.asOf, confirm: seen.plan })));
  expect(done.state).toBe('imported');
  expect(at.folder.journal.head().seq).toBe(before + 3);
  const runs = state('import/sites')?.['runs'] as object[];
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({
    ...{ by: { user: lead, seat: 'seat-lead' }, crs: 'WGS84', plates: null },
    counts: { rows: 2, new: 2, changed: 0, same: 0, removed: 0 },
    files: [
      { name: '工地.csv', bytes: Buffer.byteLength(sites), sha256: createHash('sha256').update(sites).digest('hex') },
    ],
    provenance: { source: '导入：工地.csv', asOf: seen.asOf, how: 'import' },
  });
  // The upload is used up; the same file again changes nothing, under the columns of last time.
  expect(await looked(link, look(upload))).toEqual({ state: 'gone' });
  const again = await bring(link, '工地.csv', sites);
  const same = preview(await looked(link, look(again, { asOf: seen.asOf })));
  expect(same.counts).toMatchObject({ new: 0, changed: 0, same: 2 });
  preview(await looked(link, look(again, { asOf: seen.asOf, confirm: same.plan })));
  expect(at.folder.journal.head().seq).toBe(before + 3);
  expect(at.noted().filter((line) => line.startsWith('importLook'))).toContain(
    `importLook ${lead} sites granted confirmed`,
  );
});

test('given something changed since the preview, when it is confirmed, then nothing goes in and it is said what', async () => {
  const { at, lead, open } = await office();
  const link = await open('lead');
  const upload = await bring(link, 'a.csv', sites);
  const seen = preview(await looked(link, look(upload)));
  const [first] = seen.changes;
  const record = {
    name: '甲',
    kind: 'repair',
    address: '',
    at: { lon: 121.45, lat: 31.19 },
    radius: 30,
    roads: [],
    registered: false,
  };
  const provenance = { source: '现场', asOf: seen.asOf - 1, how: 'hand' };
  const command = {
    id: randomUUID(),
    type: 'RecordSite',
    basedOn: {},
    madeAt: Date.now(),
    data: { id: first?.id ?? '', record, provenance },
  };
  expect(await at.hub.desk.submit(command, { user: lead, seat: 's', role: 'shiftLead' })).toMatchObject({
    status: 'accepted',
  });
  const before = at.folder.journal.head().seq;
  const moved = preview(await looked(link, look(upload, { asOf: seen.asOf, confirm: seen.plan })));
  expect([moved.state, moved.moved, moved.counts.changed]).toEqual(['preview', [first?.id], 1]);
  expect(at.folder.journal.head().seq).toBe(before);
});

test('given plates, when a part of them goes in, then the others stay, and the pack of the start does not undo it', async () => {
  const { at, open, state } = await office();
  const link = await open('keeper');
  const pack = state('pack/district');
  const upload = await bring(link, '敏感点.csv', '名称,类别,经度,纬度,人数\n示例小区,住宅,121.4586,31.1936,900\n');
  const meant = { what: 'sensitivePlaces' as const };
  const seen = preview(await looked(link, look(upload, meant)));
  expect(seen.faults).toEqual([]);
  const done = await looked(link, look(upload, { ...meant, asOf: seen.asOf, confirm: seen.plan }));
  expect(done.state).toBe('imported');
  const now = state('pack/district');
  expect(now?.['plates']).not.toBe(pack?.['plates']);
  expect([now?.['pack'], now?.['grids']]).toEqual([pack?.['pack'], pack?.['grids']]);
  const text = at.folder.plates.get(String(now?.['plates'])) ?? '';
  const plates = JSON.parse(text) as { sensitivePlaces: { name: string }[]; grids: unknown[] };
  expect(plates.sensitivePlaces.some(({ name }) => name === '示例小区')).toBe(true);
});

test('who may not enter such rows by hand may not import them, nor past the office', async () => {
  const { at, lead, keeper, open } = await office();
  const [link, other, room] = [await open('lead'), await open('keeper'), await open('room')];
  const refused = { status: 'refused', code: 'NotAllowed' };
  const upload = await bring(link, 'a.csv', sites);
  expect(await ask(link, look(upload, { what: 'gridsCell' }))).toMatchObject(refused);
  expect(await ask(room, look(upload))).toMatchObject(refused);
  expect(await ask(other, look(upload))).toMatchObject(refused);
  // Another's upload is none: the administrator may import cameras, but not of these files.
  expect(await looked(other, look(upload, { what: 'videoPoints' }))).toEqual({ state: 'gone' });
  const rows = { of: 'register', register: 'squads', rows: [], withdrawn: [] };
  const files = [{ name: 'a', bytes: 1, sha256: 'a'.repeat(64) }];
  const counts = { rows: 0, new: 0, changed: 0, same: 0, removed: 0 };
  const provenance = { source: 'x', asOf: 1, how: 'import' };
  const data = { what: rows, files, crs: null, columns: {}, counts, provenance };
  const submit = (user: string, role: string) =>
    at.hub.desk.submit(
      { id: randomUUID(), type: 'ImportRows', basedOn: {}, madeAt: Date.now(), data: data as never },
      { user, seat: 's', role },
    );
  expect(await submit(keeper, 'administrator')).toMatchObject({ status: 'refused', refusal: { code: 'NotAllowed' } });
  expect(await submit(lead, 'shiftLead')).toMatchObject({ status: 'accepted' });
  expect(streamId('import', 'squads')).toBe('import/squads');
});

test('pieces out of order and too much of them are refused', async () => {
  const { open } = await office();
  const link = await open('lead');
  const piece = (at: number, bytes: number, name = 'a.csv', upload = one) =>
    grantedBy<'importPiece'>(link, { ask: 'importPiece', upload, file: { name, bytes }, at, data: 'AAAA' });
  const one = randomUUID();
  expect(await piece(3, 9)).toEqual({ state: 'refused', code: 'OutOfOrder' });
  expect(await piece(0, 9)).toEqual({ state: 'taken', have: 3 });
  expect(await piece(0, 9)).toEqual({ state: 'refused', code: 'OutOfOrder' });
  expect(await piece(0, 23_999_999, 'b.csv')).toEqual({ state: 'refused', code: 'TooLarge' });
  // Not whole: there is nothing to look at.
  expect(await looked(link, look(one))).toEqual({ state: 'gone' });
});

const orders = [
  '工单编号,受理时间,诉求人,联系电话,诉求内容',
  'L-1,2020-11-20 22:41,来电人甲,13800000001,宜山路打桩',
  'L-2,没有时间,来电人乙,13800000002,打桩',
  'L-3,2020-11-20 23:05,来电人丙,13800000003,混凝土车一辆接一辆',
].join('\n');

test('given a list of orders with a wrong row, then it stays out whole, or the others come in once, callers in the vault alone', async () => {
  const { at, lead, open, state } = await office();
  const link = await open('lead');
  const upload = await bring(link, '工单.csv', orders, 200);
  const asked = { what: 'orders', crs: null } as const;
  const seen = preview(await looked(link, look(upload, asked)));
  expect(seen).toMatchObject({ plan: null, counts: { rows: 3, new: 2, same: 0, refused: 1 } });
  expect(seen.faults).toMatchObject([{ row: 3, column: '受理时间', code: 'NotATime', value: '没有时间' }]);
  const before = at.folder.journal.head().seq;
  const without = preview(await looked(link, look(upload, { ...asked, leaveOut: true })));
  // The plan of one way does not stand for the other.
  expect((await looked(link, look(upload, { ...asked, confirm: without.plan }))).state).toBe('preview');
  expect(at.folder.journal.head().seq).toBe(before);
  const done = preview(await looked(link, look(upload, { ...asked, leaveOut: true, confirm: without.plan })));
  expect(done).toMatchObject({ state: 'imported', counts: { rows: 3, new: 2, same: 0, refused: 1 } });
  const incidents = at.folder.journal.documents('incident', { limit: 10 }).map((row) => row.state) as object[];
  expect(incidents).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ source: '12345', externalId: 'L-1', matter: 'constructionNoise' }),
      expect.objectContaining({ source: '12345', externalId: 'L-3' }),
    ]),
  );
  const events = at.folder.journal.eventsAfter(before, 100);
  expect(JSON.stringify(events)).toContain('IncidentReceived');
  expect(JSON.stringify(events)).not.toMatch(/1380000|来电人|混凝土车一辆接一辆/);
  expect(state('import/orders')?.['runs']).toMatchObject([
    { by: { user: lead }, counts: { rows: 3, new: 2, same: 0 }, columns: { externalId: '工单编号' } },
  ]);

  // The list of tomorrow has them again, and one more.
  const more = await bring(link, '工单2.csv', `${orders.replace('没有时间', '2020-11-20 23:00')}`, 200);
  const again = preview(await looked(link, look(more, asked)));
  expect(again.counts).toMatchObject({ new: 1, same: 2, refused: 0 });
  const second = preview(await looked(link, look(more, { ...asked, confirm: again.plan })));
  expect(second.counts).toMatchObject({ new: 1, same: 2 });
  expect(at.folder.journal.documents('incident', { limit: 10 })).toHaveLength(3);
  // Who keeps the accounts takes in no orders.
  expect(await ask(await open('keeper'), look(more, asked))).toMatchObject({ status: 'refused', code: 'NotAllowed' });
});
