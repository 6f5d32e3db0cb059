/** Tables: CSV, TSV, pasted text and workbooks, each with a line that names its columns. */
import { CsvError, parse } from 'csv-parse/sync';
import readWorkbook from 'read-excel-file/node';
import { geometryOfText } from './read-wkt.ts';
import type { Encoding, Geometry, SourceRow, SourceTable } from './source.ts';
import { sourceLimits, textOf, Unreadable } from './source.ts';

interface RawRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** Columns whose cells are geometries as text. */
const shapeColumns = new Set(['wkt', 'geom', 'geometry', 'shape', 'the_geom', '图形', '几何', '边界', '面', '线']);

const isFilled = (cell: string): boolean => cell !== '';

/** A title may stand above: columns are named where a row first has two cells, or where there is but one column. */
function headOf(rows: readonly RawRow[]): number {
  const at = rows.findIndex(({ cells }) => cells.filter(isFilled).length > 1);
  return at < 0 ? rows.findIndex(({ cells }) => cells.some(isFilled)) : at;
}

/** A cell that may name a column: short, and neither a number nor a time. */
const namesColumn = (cell: string): boolean => cell.length <= 12 && !/\d{3}|[\d.]{2}|[，。！？]/.test(cell);

/**
 * With names in two rows, as merged cells leave them: the upper has gaps, which the lower fills and only where the upper has a gap
 * or begins one. 诉求人 over 姓名 | 电话, beside 内容 that goes through both.
 */
function mergedHead(upper: RawRow, lower: RawRow | undefined): RawRow {
  if (lower === undefined) return upper;
  const width = Math.max(upper.cells.length, lower.cells.length);
  const top = (at: number): string => upper.cells[at] ?? '';
  const below = (at: number): string => lower.cells[at] ?? '';
  const columns = Array.from({ length: width }, (_, at) => at);
  const gaps = columns.filter((at) => top(at) === '' && below(at) !== '');
  const isFirstOfGap = (at: number): boolean => gaps.includes(at + 1);
  const isHead =
    gaps.length > 0 &&
    columns.every((at) => below(at) === '' || (namesColumn(below(at)) && (top(at) === '' || isFirstOfGap(at)))) &&
    columns.some((at) => top(at) !== '' && below(at) === '') &&
    gaps.every((at) => below(at - 1) !== '');
  return isHead ? { row: lower.row, cells: columns.map((at) => (below(at) === '' ? top(at) : below(at))) } : upper;
}

function tableOf(file: string, raw: readonly RawRow[], sheet?: string): SourceTable {
  const at = headOf(raw);
  const upper = raw[at];
  if (upper === undefined) throw new Unreadable(file, 'Empty');
  const head = mergedHead(upper, raw[at + 1]);
  const columns = head.cells.map((name) => name.replaceAll(/\s+/g, ' '));
  while (columns.at(-1) === '') columns.pop();
  if (columns.length > sourceLimits.columns)
    throw new Unreadable(file, 'TooManyColumns', { row: head.row, detail: String(columns.length) });
  const twice = columns.find((name, at) => name !== '' && columns.indexOf(name) !== at);
  if (twice !== undefined) throw new Unreadable(file, 'ColumnTwice', { row: head.row, detail: twice });
  const body = raw.filter(({ row, cells }) => row > head.row && cells.some(isFilled));
  if (body.length === 0) throw new Unreadable(file, 'Empty', { row: head.row });
  if (body.length > sourceLimits.rows)
    throw new Unreadable(file, 'TooManyRows', { detail: `${body.length} > ${sourceLimits.rows}` });
  const shapeAt = columns.findIndex((name) => shapeColumns.has(name.toLowerCase()));
  const rows = body.map(({ row, cells }): SourceRow => {
    const filled = columns.map((_, at) => cells[at] ?? '');
    const beyond = cells.slice(columns.length).find(isFilled);
    if (beyond !== undefined)
      return { row, cells: filled, geometry: null, fault: { code: 'TooManyCells', column: '', value: beyond } };
    const text = shapeAt < 0 ? '' : (filled[shapeAt] ?? '');
    if (text === '') return { row, cells: filled, geometry: null };
    const geometry: Geometry | undefined = geometryOfText(text);
    if (geometry !== undefined) return { row, cells: filled, geometry };
    const column = columns[shapeAt] ?? '';
    return { row, cells: filled, geometry: null, fault: { code: 'NoGeometry', column, value: text.slice(0, 60) } };
  });
  return { file, ...(sheet === undefined ? {} : { sheet }), columns, rows };
}

const delimiters = ['\t', ',', ';', '，', '|'] as const;

/** What stands most often in the first line that has any of them. */
function delimiterOf(text: string): string {
  const counts = (line: string): readonly (readonly [string, number])[] =>
    delimiters.map((one) => [one, line.split(one).length - 1] as const);
  const line = text.split(/\r\n|\n|\r/, 20).find((each) => counts(each).some(([, count]) => count > 0)) ?? '';
  return counts(line).reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

/** @throws Unreadable */
export function readCsv(file: string, bytes: Uint8Array, encoding: Encoding): SourceTable {
  const text = textOf(file, bytes, encoding);
  let lines: { readonly record: string[]; readonly info: { readonly lines: number } }[];
  try {
    lines = parse(text, {
      ...{ bom: true, delimiter: delimiterOf(text), info: true, relax_column_count: true, trim: true },
      ...{ skip_empty_lines: true, max_record_size: 2_000_000 },
    }) as unknown as typeof lines;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line: unknown = error['lines'];
    throw new Unreadable(file, 'NotCsv', { ...(typeof line === 'number' ? { row: line } : {}), detail: error.code });
  }
  return tableOf(
    file,
    lines.map(({ record, info }) => ({ row: info.lines, cells: record })),
  );
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Workbooks keep civil times as if they were UTC, and hours of the day as a day of 1899. */
function civilText(date: Date): string {
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  if (date.getUTCFullYear() < 1901) return clock;
  const dayText = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  return clock === '00:00' ? dayText : `${dayText} ${clock}`;
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return civilText(cell);
  if (typeof cell === 'boolean') return cell ? '是' : '否';
  return (typeof cell === 'string' ? cell : JSON.stringify(cell)).trim().slice(0, sourceLimits.cell);
}

/** @param sheet Its name; null: the first that has rows. @throws Unreadable */
export async function readXlsx(
  file: string,
  bytes: Uint8Array,
  sheet: string | null,
): Promise<{ readonly table: SourceTable; readonly sheets: readonly string[] }> {
  let book: readonly { readonly sheet: string; readonly data: readonly (readonly unknown[])[] }[];
  try {
    book = (await readWorkbook(Buffer.from(bytes))) as unknown as typeof book;
  } catch (error) {
    throw new Unreadable(file, 'NotWorkbook', { detail: error instanceof Error ? error.message : String(error) });
  }
  const sheets = book.map((one) => one.sheet);
  const wanted =
    sheet === null
      ? (book.find(({ data }) => data.length > 1) ?? book[0])
      : book.find(({ sheet: name }) => name === sheet);
  if (wanted === undefined) throw new Unreadable(file, 'SheetUnknown', { detail: sheet ?? '' });
  const raw = wanted.data.map((cells, at) => ({ row: at + 1, cells: cells.map(cellText) }));
  return { table: tableOf(file, raw, wanted.sheet), sheets };
}
