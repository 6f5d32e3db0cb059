/** Lists of what became of orders, and orders that come again, through a whole hub. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { demoPolicy } from '../../hub/accounts/policy.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { civilDate } from '../../shared/lib/time.ts';
import type { ImportLookAsk, ImportPreview } from '../../shared/wire/imports.ts';
import { grantedBy, linked, openOfficeHub } from '../support/office-hub.ts';
import type { OfficeLink } from '../support/office-hub.ts';
import { smallPack } from '../support/small-pack.ts';

async function open() {
  const at = await openOfficeHub({ pack: smallPack(Date.now()), policy: demoPolicy });
  await at.make('lead', [{ role: 'shiftLead' }]);
  const link = await linked(at, await at.enter('lead', 'seat-lead'), 'seat-lead');
  const incidents = () =>
    at.folder.journal.documents('incident', { limit: 10 }).map(({ state }) => state as unknown as IncidentState);
  const of = (externalId: string) => incidents().find((one) => one.externalId === externalId);
  return { at, link, of, incidents };
}

async function looked(link: OfficeLink, what: ImportLookAsk['what'], text: string, leaveOut: boolean) {
  const [upload, bytes] = [randomUUID(), Buffer.from(text)];
  const file = { name: `${what}.csv`, bytes: bytes.length };
  await grantedBy<'importPiece'>(link, { ask: 'importPiece', upload, file, at: 0, data: bytes.toString('base64') });
  const ask = (confirm: string | null): ImportLookAsk => ({
    ...{ ask: 'importLook', upload, what, crs: null, columns: null, encoding: 'auto', sheet: null, absent: 'keep' },
    ...{ asOf: null, source: null, accept: false, orderSource: '12345', leaveOut, confirm },
  });
  const seen = (await grantedBy<'importLook'>(link, ask(null))) as ImportPreview;
  const done =
    seen.plan === null ? undefined : ((await grantedBy<'importLook'>(link, ask(seen.plan))) as ImportPreview);
  return { seen, done };
}

const orders = [
  '工单编号,诉求人,联系电话,诉求内容',
  'L-1,来电人甲,13800000001,斜土路打桩',
  'L-2,来电人乙,13800000002,斜土路打桩',
];

test('given orders on file, when the hotline’s lists come, then each row is noted once on its order, words in the vault', async () => {
  const { at, link, of } = await open();
  await looked(link, 'orders', orders.join('\n'), false);
  const before = at.folder.journal.head().seq;
  const day = civilDate(Date.now(), 480);
  const bad = ['工单编号,回访时间,不满意原因', `L-1,${day},没人告诉我结果`, `L-7,${day},`].join('\n');
  const { seen, done } = await looked(link, 'dissatisfied', bad, true);
  expect(seen.faults).toMatchObject([{ row: 3, code: 'OrderUnknown', value: 'L-7' }]);
  expect(done).toMatchObject({ state: 'imported', counts: { rows: 2, new: 1, same: 0, refused: 1 } });
  expect(done?.changes).toMatchObject([{ row: 2, id: 'L-1' }]);
  expect(of('L-1')?.surveys).toMatchObject([{ satisfied: false, solved: null }]);
  expect(JSON.stringify(at.folder.journal.eventsAfter(before, 50))).not.toContain('没人告诉我结果');

  const unsolved = ['工单编号,回访时间', `L-1,${day}`].join('\n');
  expect((await looked(link, 'unsolved', unsolved, false)).done?.counts).toMatchObject({ new: 1 });
  expect(of('L-1')?.surveys).toMatchObject([{ satisfied: false, solved: false }]);
  const again = await looked(link, 'unsolved', unsolved, false);
  expect(again.seen.changes).toMatchObject([{ change: 'same', becomes: 'known' }]);
  expect(again.seen.counts).toMatchObject({ new: 0, same: 1 });

  const contact = await looked(link, 'uncontacted', ['工单编号,认定时间', `L-2,${day}`].join('\n'), false);
  expect(contact.done?.changes).toMatchObject([{ id: 'L-2', becomes: 'noted' }]);
  expect(of('L-2')?.contactMisses).toMatchObject([{ onFile: false }]);
  // What was imported when, by whom, is told of these lists too.
  expect(at.folder.journal.document('import/dissatisfied')?.state).toMatchObject({ runs: [{ counts: { new: 1 } }] });
});

test('given an order on file, when it comes again by list and says otherwise, then that is a correction, once', async () => {
  const { at, link, of, incidents } = await open();
  await looked(link, 'orders', orders.join('\n'), false);
  const first = of('L-1');
  const before = at.folder.journal.head().seq;
  const other = [orders[0], 'L-1,来电人甲,13900000009,斜土路打桩', orders[2]].join('\n');
  const { seen, done } = await looked(link, 'orders', other, false);
  expect(seen.counts).toMatchObject({ new: 0, changed: 1, same: 1 });
  expect(seen.changes).toMatchObject([{ id: 'L-1', change: 'changed', fields: [{ field: 'phone' }] }]);
  expect(done?.counts).toMatchObject({ new: 0, changed: 1, same: 1 });
  expect(incidents()).toHaveLength(2);
  expect(of('L-1')).toMatchObject({ personal: first?.personal, corrections: [{ via: 'list', offer: null }] });
  expect(JSON.stringify(at.folder.journal.eventsAfter(before, 50))).not.toMatch(/13900000009|13800000001|来电人/);
  expect((await looked(link, 'orders', other, false)).seen.counts).toMatchObject({ new: 0, changed: 0, same: 2 });
  // Back as it was is another correction.
  expect((await looked(link, 'orders', orders.join('\n'), false)).done?.counts).toMatchObject({ changed: 1 });
  expect(of('L-1')?.corrections).toHaveLength(2);
});
