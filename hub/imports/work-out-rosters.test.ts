/** Rosters from tables: one line for each group, people by name and staff number, judged together. */
import { expect, test } from 'vitest';
import { parseIso } from '../../shared/lib/time.ts';
import { readImport, textFile } from '../../tests/support/import-files.ts';
import { smallPack } from '../../tests/support/small-pack.ts';

const squad = smallPack().registers.squads[0]?.record.name ?? '';
const head = '值班日期,中队,班组,班次,时段,车牌,执法人员,协管员';
const list = (...rows: readonly string[]) => [textFile('排班.csv', [head, ...rows].join('\n'))];
const read = (...rows: readonly string[]) => readImport('rosters', list(...rows), { crs: null });
const at = (text: string): number => parseIso(`${text}+08:00`) ?? 0;

test('a line is a group: hours over midnight, people with their numbers, certificates with their last day', async () => {
  const { preview, rows } = await read(
    `2026-11-21,${squad},机动一组,夜班,17:30-次日08:30,沪A0001,"张三（0123）、李四 0456 证至2026-12-31",王五（X-07）`,
  );
  expect(preview.faults).toEqual([]);
  expect(rows[0]?.record).toMatchObject({
    ...{ night: '2026-11-21', name: '机动一组', shift: 'night', vehicle: '沪A0001' },
    ...{ from: at('2026-11-21T17:30:00'), to: at('2026-11-22T08:30:00') },
    members: [
      { officer: '0123', name: '张三', kind: 'certified' },
      { officer: '0456', name: '李四', kind: 'certified', certificateTo: '2026-12-31' },
      { officer: 'X-07', name: '王五', kind: 'auxiliary' },
    ],
  });
});

test('the same group of two nights is two entries, and the same line again is the same one', async () => {
  const line = (night: string): string => `${night},${squad},机动一组,夜班,17:30-08:30,,张三（0123）,`;
  const { rows } = await read(line('2026-11-21'), line('2026-11-22'));
  expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
  expect((await read(line('2026-11-21'))).rows[0]?.id).toBe(rows[0]?.id);
  const { preview } = await read(line('2026-11-21'), line('2026-11-21'));
  expect(preview.faults.map(({ row, code }) => [row, code])).toEqual([[3, 'RowTwice']]);
});

test('each line that cannot stand is named with its column: also against other lines of the list', async () => {
  const { preview } = await read(
    `2026-11-21,${squad},一组,夜班,17:30-08:30,沪A1,张三（0123）,`,
    `2026-11-21,${squad},二组,夜班,22:00-06:00,沪A2,张三（0123）,`,
    `2026-11-21,${squad},三组,夜班,22:00-06:00,沪A1,赵六（0999）,`,
    `2026-11-21,${squad},四组,夜班,22:00-06:00,,钱七,`,
    `2026-11-21,无此中队,五组,夜班,22:00-06:00,,孙八（0777）,`,
    `2026-11-21,${squad},六组,通宵,22:00-06:00,,孙八（0777）,`,
    `2026-11-21,${squad},七组,夜班,22:00-06:00,,,`,
    `2026-11-21,${squad},八组,夜班,22:00-06:00,,周九（0555 证至2026-11-21）,`,
  );
  expect(preview.faults.map(({ row, column, code }) => [row, column, code]).sort()).toEqual(
    [
      [2, '执法人员', 'OfficerRosteredTwice'],
      [3, '执法人员', 'OfficerRosteredTwice'],
      [4, '车牌', 'VehicleRosteredTwice'],
      [5, '执法人员', 'NotPeople'],
      [6, '中队', 'NameUnknown'],
      [7, '班次', 'NotChosen'],
      [8, '执法人员', 'TooSmall'],
      [9, '执法人员', 'CertificateEndsInShift'],
    ].sort(),
  );
});

test('two who change places in a new list clash with nobody', async () => {
  const before = await read(
    `2026-11-21,${squad},一组,夜班,17:30-08:30,,张三（0123）,`,
    `2026-11-21,${squad},二组,夜班,17:30-08:30,,李四（0456）,`,
  );
  const provenance = { source: '导入：旧', asOf: 0, how: 'import' as const };
  const rosters = before.rows.map(({ id, record }) => ({ ...record, id, provenance, leaves: [], lent: null }));
  const { registers } = smallPack();
  const squads = registers.squads.map(({ id, record }) => ({ ...record, id, provenance }));
  const after = await readImport(
    'rosters',
    list(
      `2026-11-21,${squad},一组,夜班,17:30-08:30,,李四（0456）,`,
      `2026-11-21,${squad},二组,夜班,17:30-08:30,,张三（0123）,`,
    ),
    { crs: null, entries: { rosters, squads } },
  );
  expect(after.preview.faults).toEqual([]);
  expect(after.preview.counts).toMatchObject({ new: 0, changed: 2 });
});
