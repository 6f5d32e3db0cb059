import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseIso } from '../../shared/lib/time.ts';
import { must } from '../../shared/lib/must.ts';
import { testNow } from '../../tests/support/given.ts';
import { readImport, textFile, xlsxOf } from '../../tests/support/import-files.ts';
import { settled } from './order-list.ts';
import type { KnownOrders } from './order-list.ts';

const head = '工单编号,受理时间,诉求人,联系电话,事发地址,诉求内容,是否回复';
const rows = (...lines: readonly string[]) => [textFile('清单.csv', [head, ...lines].join('\n'))];
const nothingNew = { changed: () => [], take: () => Promise.resolve(undefined) };
const knowing = (incidentByExternalId: KnownOrders['reads']['incidentByExternalId']): KnownOrders => ({
  ...{ reads: { incidentByExternalId }, corrections: nothingNew, mayHold: () => true },
});
const nobodyKnown = knowing(() => undefined);
const iso = (text: string): number => must(parseIso(text), 'a time');

test('a list in the words of a hotline becomes orders: number, time, caller, wording with its place before it', async () => {
  const out = await readImport('orders', rows('SH-1,2026-11-20 22:41,来电人,13800000000,宜山路中山西路,工地打桩,是'));
  expect(out.preview.faults).toEqual([]);
  expect(out.orders).toEqual([
    expect.objectContaining({
      ...{ file: '清单.csv', row: 2, source: '12345', externalId: 'SH-1', actAt: null, wantsReply: 'yes' },
      receivedAt: iso('2026-11-20T22:41:00+08:00'),
      personal: { text: '宜山路中山西路：工地打桩', name: '来电人', phone: '13800000000' },
    }),
  ]);
  // What is understood is kept without the caller's words.
  expect(must(out.orders?.[0], 'an order').understanding).toMatchObject({ matter: 'constructionNoise' });
  expect(JSON.stringify(out.preview.changes)).not.toContain('138');
});

test('each wrong row is named with row, column and reason; the others stay ready', async () => {
  const out = await readImport(
    'orders',
    rows(
      'A-1,2026-11-20 22:41,,,,好的一行,',
      ',2026-11-20 22:41,,,,没有单号,',
      'A-2,2026-11-20 22:41,,,,,',
      'A-3,昨天晚上,,,,时间不对,',
      'A-4,2099-01-01 00:00,,,,在将来,',
      'A-5,,,,,回复不对,也许',
      `A-6,,,${'1'.repeat(41)},,电话太长,`,
      'A-1,2026-11-20 23:00,,,,单号重复,',
      'A-7,,,,,又一行好的,匿名',
    ),
  );
  expect(out.preview.faults.map(({ row, column, code }) => [row, column, code])).toEqual([
    [3, '工单编号', 'Missing'],
    [4, '诉求内容', 'Missing'],
    [5, '受理时间', 'NotATime'],
    [6, '受理时间', 'TimeInFuture'],
    [7, '是否回复', 'NotChosen'],
    [8, '联系电话', 'TooBig'],
    [9, '工单编号', 'RowTwice'],
  ]);
  expect(out.orders?.map(({ externalId }) => externalId)).toEqual(['A-1', 'A-7']);
  expect(out.preview.counts).toMatchObject({ rows: 9, refused: 7 });
  // Wrong rows keep the list out, unless it is said to go on without them.
  expect(settled(out, false, nobodyKnown).plan).toBeNull();
  const without = settled(out, true, nobodyKnown);
  expect(without.plan).toMatch(/^[0-9a-f]{64}$/);
  expect(without.preview.counts).toMatchObject({ new: 2, same: 0, refused: 7 });
});

test('what the hub has is known by source and number, and is no news', async () => {
  const out = await readImport('orders', rows('A-1,,,,,打桩,', 'A-2,,,,,打桩,'), { orderSource: 'grid' });
  const reads = knowing((source, id) => (source === 'grid' && id === 'A-1' ? ({ id: 'known' } as never) : undefined));
  const done = settled(out, false, reads);
  expect(done.preview.counts).toMatchObject({ new: 1, same: 1 });
  expect(done.preview.changes.map(({ id }) => id)).toEqual(['A-2']);
  expect(settled(out, false, nobodyKnown).plan).not.toBe(done.plan);
  // One that says otherwise is a correction, of which no word of a caller is told; of another's nothing is said at all.
  const otherwise = { ...reads, corrections: { ...nothingNew, changed: () => ['phone' as const] } };
  const corrected = settled(out, false, otherwise).preview;
  expect(corrected.counts).toMatchObject({ new: 1, changed: 1, same: 0 });
  expect(corrected.changes[1]).toMatchObject({
    id: 'A-1',
    change: 'changed',
    fields: [{ field: 'phone', was: '', is: '' }],
  });
  expect(settled(out, false, { ...otherwise, mayHold: () => false }).preview.counts).toMatchObject({
    changed: 0,
    same: 1,
  });
});

test('a workbook with merged heads, a title, times as text and as days since 1899', async () => {
  const book = xlsxOf({
    清单: [
      ['12345 工单清单'],
      ['工单编号', '时间', '诉求人', '', '反映内容'],
      ['', '', '姓名', '电话', ''],
      ['B-1', '2026年11月20日22时41分', '来电人', '13800000000', '打桩'],
      ['B-2', 46_346.5, '', '', '打桩'],
    ],
  });
  const out = await readImport('orders', [{ name: '表.xlsx', bytes: book }]);
  expect(out.preview.faults).toEqual([]);
  expect(out.columns).toMatchObject({ externalId: '工单编号', caller: '姓名', phone: '电话', text: '反映内容' });
  expect(out.orders?.map(({ row, receivedAt, personal }) => [row, receivedAt, personal.phone])).toEqual([
    [4, iso('2026-11-20T22:41:00+08:00'), '13800000000'],
    [5, iso('2026-11-20T12:00:00+08:00'), undefined],
  ]);
});

test('ten thousand rows of which three hundred are wrong: all are told apart, none is lost', async () => {
  const lines = Array.from({ length: 10_000 }, (_, at) =>
    at % 33 === 0 && at < 9_900 ? `C-${at},无时间,,,,打桩,` : `C-${at},2026-11-20 22:00,,,,打桩,`,
  );
  const out = await readImport('orders', rows(...lines));
  expect(out.preview.counts).toMatchObject({ rows: 10_000, refused: 300 });
  expect(out.orders).toHaveLength(9_700);
  expect(out.preview.faults).toHaveLength(300);
});

test('property: whatever the cells hold, each row is an order or a fault, and nothing throws', async () => {
  const cellText = fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('', '是', '2026-11-20', '=1+1', '<b>'));
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cellText, cellText, cellText), { minLength: 1, maxLength: 20 }),
      async (cells) => {
        const csv = ['工单编号,受理时间,诉求内容', ...cells.map((row) => `x${row.map(quoted).join(',')}`)];
        const table = cells.map(([id, at, text]) => [`N${id}`, at, text].map(quoted).join(','));
        const file = textFile('x.csv', [csv[0], ...table].join('\n'));
        const out = await readImport('orders', [file], { now: testNow });
        expect((out.orders?.length ?? 0) + out.preview.counts.refused).toBe(out.preview.counts.rows);
      },
    ),
    { numRuns: 60 },
  );
});
