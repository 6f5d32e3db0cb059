/** Rows of a list one by one: each read by its own rule, or named with column and reason. */
import type { ImportFault } from '../../shared/wire/imports.ts';
import { isBrokenText } from '../../shared/wire/orders.ts';
import { WrongCell } from './cells.ts';
import type { Thing } from './fields.ts';
import type { SourceTable } from './source.ts';

/** Of a text on its way to the screen as an example of what is wrong. */
const shown = 120;

/** What is wrong with a row: the field, and a code that the screen has words for. */
export class RowWrong extends Error {
  readonly field: string;
  readonly code: string;
  readonly value: string;
  constructor(field: string, code: string, value = '') {
    super(code);
    this.field = field;
    this.code = code;
    this.value = value;
  }
}

export type Cells = Readonly<Partial<Record<string, string>>>;

/** A text of the row, whole and not too long; undefined where the cell is empty. */
export function textIn(cells: Cells, field: string, longest: number): string | undefined {
  const text = cells[field];
  if (text === undefined) return undefined;
  if (isBrokenText(text)) throw new RowWrong(field, 'BrokenText', text);
  if (text.length > longest) throw new RowWrong(field, 'TooBig', `${text.length} > ${longest}`);
  return text;
}

export function needed<T>(field: string, value: T | undefined): T {
  if (value === undefined) throw new RowWrong(field, 'Missing');
  return value;
}

/** What the cell of a field means; undefined where it is empty. */
export function meantIn<T>(cells: Cells, field: string, meaning: (cell: string) => T): T | undefined {
  const cell = cells[field];
  if (cell === undefined) return undefined;
  try {
    return meaning(cell);
  } catch (error) {
    if (error instanceof WrongCell) throw new RowWrong(field, error.code, cell);
    throw error;
  }
}

interface ListRules<T> {
  readonly thing: Thing;
  /** Column by field. */
  readonly columns: Readonly<Record<string, string>>;
  /** Throws `RowWrong`. `columnOf`: the column of the row's table that says the field, or none. */
  readonly read: (cells: Cells, columnOf: (field: string) => string) => T;
  /** What may stand only once in the list. */
  readonly keyOf: (row: T) => string;
}

/** One key twice in a list is refused at its second row. */
export function readRows<T>(
  tables: readonly SourceTable[],
  { thing, columns, read, keyOf }: ListRules<T>,
): { readonly rows: readonly (T & { readonly file: string; readonly row: number })[]; readonly faults: ImportFault[] } {
  const rows: (T & { readonly file: string; readonly row: number })[] = [];
  const faults: ImportFault[] = [];
  const seen = new Map<string, string>();
  for (const { file, columns: heads, rows: lines } of tables) {
    const columnOf = (field: string): string => {
      const column = Object.hasOwn(columns, field) ? columns[field] : undefined;
      return column !== undefined && heads.includes(column) ? column : '';
    };
    const at = new Map(
      thing.fields.flatMap(({ name }) => (columnOf(name) === '' ? [] : [[name, heads.indexOf(columnOf(name))]])),
    );
    for (const { row, cells: raw, fault } of lines) {
      if (fault !== undefined) {
        faults.push({ ...{ file, row, field: '' }, ...fault, value: fault.value.slice(0, shown) });
        continue;
      }
      const cells: Cells = Object.fromEntries(
        [...at].flatMap(([field, index]) => {
          const cell = raw[index] ?? '';
          return cell === '' ? [] : [[field, cell]];
        }),
      );
      try {
        const one = read(cells, columnOf);
        const twice = seen.get(keyOf(one));
        if (twice !== undefined) throw new RowWrong('externalId', 'RowTwice', twice);
        seen.set(keyOf(one), `${file} ${row}`);
        rows.push({ file, row, ...one });
      } catch (error) {
        if (!(error instanceof RowWrong)) throw error;
        const { field, code, value } = error;
        faults.push({ file, row, column: columnOf(field), field, code, value: value.slice(0, shown) });
      }
    }
  }
  return { rows, faults };
}
