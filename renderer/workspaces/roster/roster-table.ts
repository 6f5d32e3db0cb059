/** The roster of a night as a workbook, under the names by which an import finds its columns again. */
import type { SheetData } from 'write-excel-file/universal';
import type { RosterState } from '../../../shared/domain/roster/state.ts';
import { saveBlob } from '../../ui/save-file.ts';
import { hoursText, peopleText } from './roster-words.ts';

export interface TableWords {
  readonly heads: readonly string[];
  readonly squad: (id: string) => string;
  readonly zone: (id: string) => string;
  readonly unit: (id: string) => string;
  readonly post: (id: string) => string;
  readonly shift: (shift: RosterState['shift']) => string;
}

/** One line for each group, in the order of the heads. Pure. */
export function rosterRows(rosters: readonly RosterState[], words: TableWords, offset: number): readonly string[][] {
  return rosters.map((one) => [
    ...[one.night, words.squad(one.squad), one.zone === undefined ? '' : words.zone(one.zone), one.name],
    ...[words.shift(one.shift), hoursText(one, offset)],
    ...[one.unit === undefined ? '' : words.unit(one.unit), one.post === undefined ? '' : words.post(one.post)],
    ...[one.vehicle ?? '', peopleText(one.members, 'certified'), peopleText(one.members, 'auxiliary')],
  ]);
}

const widths = [12, 16, 18, 18, 8, 14, 16, 18, 12, 44, 34];

export async function saveRoster(
  name: string,
  sheet: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<void> {
  // Of use to one button: not of the first screen's weight.
  const { default: write } = await import('write-excel-file/universal');
  const text = (value: string) => ({ value, type: String, wrap: true, alignVertical: 'top' as const });
  const data: SheetData = [
    heads.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
    ...rows.map((row) => row.map((value) => (value === '' ? null : text(value)))),
  ];
  const columns = heads.map((_, at) => ({ width: widths[at] ?? 16 }));
  saveBlob(name, await write(data, { sheet, columns, stickyRowsCount: 1 }).toBlob());
}
