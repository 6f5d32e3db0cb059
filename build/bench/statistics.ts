/** Figures of a benchmark and how they are shown. */

/** What the file of `--json` holds for each row. */
export interface Row {
  readonly name: string;
  /** What was measured, with its unit. */
  readonly ours: string;
  /** The same work done by the least that could do it, measured in the same run. */
  readonly yardstick: string;
  readonly ratio: number;
  readonly goal: string;
  readonly pass: boolean;
}

/** What a benchmark hands back: its row, and what a reader needs in order to judge it. */
export interface Measured {
  readonly row: Row;
  readonly notes: readonly string[];
}

/** The result of a run is not what it should be: its figures are worth nothing. */
export class WrongResult extends Error {
  override readonly name = 'WrongResult';
}

export function check(holds: boolean, what: string): asserts holds {
  if (!holds) throw new WrongResult(what);
}

/** The least of the values that at least this share of them does not exceed. @param share above 0, up to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error('no values');
  return value;
}

/** The middle value; between the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new Error('no values');
  return (lower + upper) / 2;
}

/** How much the values, taken at equal distances, rise from one to the next: by the line of least squares. */
export function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const spread = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  if (spread === 0) throw new Error('no two values');
  return values.reduce((sum, value, at) => sum + (at - middle) * value, 0) / spread;
}

/** Three significant digits are more than such a figure is worth, and enough to see a change. */
export function figure(value: number, unit: string): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}

/** All rounds of one side, for the notes. */
export function rounds(name: string, values: readonly number[], unit: string): string {
  return `${name}, each round: ${values.map((value) => figure(value, unit)).join(', ')}`;
}

const headings = ['name', 'ours', 'yardstick', 'ratio', 'goal', 'result'] as const;

/** The rows under their headings, in columns. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ name, ours, yardstick, ratio, goal, pass }) => [
    ...[name, ours, yardstick, ratio.toFixed(2), goal],
    pass ? 'met' : 'MISSED',
  ]);
  const lines = [[...headings], ...cells];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
