import { expect, test } from 'vitest';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { must } from '../../shared/lib/must.ts';
import { parseIso } from '../../shared/lib/time.ts';
import { readImport, textFile, xlsxOf } from '../../tests/support/import-files.ts';
import { settledAnswers } from './answer-list.ts';
import type { AnswerReads } from './answer-list.ts';

const iso = (text: string): number => must(parseIso(text), 'a time');
const receivedAt = iso('2026-11-20T22:41:00+08:00');
const on = (number: string): IncidentState =>
  ({
    ...{ id: number, number, headline: '施工噪声', receivedAt, surveys: [], contactMisses: [], contacts: [] },
    reopened: [],
  }) as unknown as IncidentState;

/** `A-1` came by 12345; `A-2` by 12345 and by 12319. */
const reads: AnswerReads = {
  district: () => ({ plates: { utcOffset: 480, policy: {} } }) as never,
  incident: () => undefined,
  incidentByExternalId: (source, id) =>
    id === 'A-1' && source === '12345'
      ? on('1120-001')
      : id === 'A-2' && (source === '12345' || source === '12319')
        ? on(`1120-00${source === '12345' ? 2 : 3}`)
        : undefined,
};

const rows = (head: string, ...lines: readonly string[]) => [textFile('清单.csv', [head, ...lines].join('\n'))];

test('each row finds its one order, or says none or several; a day alone means after it came', async () => {
  const head = '工单编号,回访时间,不满意原因,来源';
  const out = await readImport(
    'dissatisfied',
    rows(
      ...([
        head,
        'A-1,2026-11-20,太慢,',
        'A-9,2026-11-20,,',
        'A-2,2026-11-20,,',
        'A-2,2026-11-21 09:00,,12319',
      ] as const),
      ...(['A-1,2026-11-19,,', 'A-1,,没有时间,', 'A-1,2099-01-01,,', 'A-1,2026-11-20,又一遍,'] as const),
    ),
    { now: iso('2026-11-22T09:00:00+08:00') },
  );
  expect(out.preview.faults.map(({ row, field, code }) => [row, field, code])).toEqual([
    [7, 'surveyedAt', 'Missing'],
    [8, 'surveyedAt', 'TimeInFuture'],
    [9, 'externalId', 'RowTwice'],
  ]);
  const seen = settledAnswers('dissatisfied', out, false, reads);
  expect(seen.plan).toBeNull();
  expect(seen.preview.faults.slice(3).map(({ row, code, value }) => [row, code, value])).toEqual([
    [3, 'OrderUnknown', 'A-9'],
    [4, 'OrderSeveral', '1120-003、1120-002'],
    [6, 'BeforeOrder', 'A-1'],
  ]);
  expect(seen.preview.changes.map(({ row, name, becomes }) => [row, name, becomes])).toEqual([
    [2, '1120-001 施工噪声', 'noted'],
    [5, '1120-003 施工噪声', 'noted'],
  ]);
  expect(JSON.stringify(seen.preview.changes)).not.toContain('太慢');
  const without = settledAnswers('dissatisfied', out, true, reads);
  expect(without.plan).toMatch(/^[0-9a-f]{64}$/);
  expect(without.preview.counts).toMatchObject({ rows: 8, new: 2, same: 0, refused: 6 });
});

test('a list says by its kind what it says; a cell that says the opposite is a wrong row', async () => {
  const head = '工单编号,回访时间,是否解决,是否满意';
  const unsolved = await readImport(
    'unsolved',
    rows(
      head,
      'A-1,2026-11-20,,不满意',
      'B-1,2026-11-20,已解决,',
      'B-2,2026-11-20,未解决,未评价',
      'B-3,2026-11-20,,好',
    ),
  );
  expect(unsolved.answers).toMatchObject([
    { externalId: 'A-1', satisfied: false, solved: false },
    { externalId: 'B-2', satisfied: null, solved: false },
  ]);
  expect(unsolved.preview.faults.map(({ row, code }) => [row, code])).toEqual([
    [3, 'ListContradicted'],
    [5, 'NotChosen'],
  ]);
});

test('a workbook of missing contacts, with days as a spreadsheet counts them', async () => {
  const book = xlsxOf({
    清单: [['12345 未先行联系件'], ['热线工单号', '认定日期'], ['A-1', 46_347], ['A-2', '十一月']],
  });
  const out = await readImport('uncontacted', [{ name: '未先行联系.xlsx', bytes: book }]);
  expect(out.answers).toMatchObject([{ externalId: 'A-1', satisfied: null, solved: null, dayOnly: true }]);
  expect(out.preview.faults).toMatchObject([{ row: 4, code: 'NotATime' }]);
});
