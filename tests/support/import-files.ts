/** Files of imports made in tests, and an import worked out against the small pack. */
import { strToU8, zipSync } from 'fflate';
import type { WorkedOut, WorkInput, WorkOutput } from '../../hub/imports/work-types.ts';
import { workOut } from '../../hub/imports/work-out.ts';
import type { Pack } from '../../shared/wire/pack.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import type { Json } from '../../shared/lib/json.ts';
import { testNow } from './given.ts';
import { smallPack } from './small-pack.ts';

export const textFile = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });

const letters = (column: number): string => String.fromCharCode(65 + column);
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A workbook of texts and numbers, as small as the format allows. */
export function xlsxOf(sheets: Readonly<Record<string, readonly (readonly (string | number)[])[]>>): Uint8Array {
  const names = Object.keys(sheets);
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const cell = (value: string | number, row: number, column: number): string =>
    typeof value === 'number'
      ? `<c r="${letters(column)}${row}"><v>${value}</v></c>`
      : `<c r="${letters(column)}${row}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
  const files: Record<string, string> = {
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>${names.map((_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${type}.worksheet+xml"/>`).join('')}</Types>`,
    '_rels/.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names.map((name, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="s${at + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, at) => `<Relationship Id="s${at + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`).join('')}</Relationships>`,
  };
  for (const [at, name] of names.entries())
    files[`xl/worksheets/sheet${at + 1}.xml`] =
      `<?xml version="1.0"?><worksheet xmlns="${main}"><sheetData>${(sheets[name] ?? []).map((cells, row) => `<row r="${row + 1}">${cells.map((value, column) => cell(value, row + 1, column)).join('')}</row>`).join('')}</sheetData></worksheet>`;
  return zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));
}

type Registers = Pack['registers'];

/** The input of an import of these files: what is there is the small pack. */
export function importInput(
  what: WorkInput['what'],
  files: WorkInput['files'],
  more: Partial<WorkInput> = {},
): WorkInput {
  const { plates, registers, provenance } = smallPack();
  const entries = Object.fromEntries(
    (Object.entries(registers) as [keyof Registers, Registers['sites']][]).map(([name, rows]) => [
      name,
      rows.map(({ id, record }) => ({ ...record, id, provenance: { ...provenance, how: 'pack' as const } })),
    ]),
  );
  return {
    ...{ files, what, columns: null, remembered: {}, crs: 'WGS84', encoding: 'auto', sheet: null, absent: 'keep' },
    orderSource: '12345',
    ...{ provenance: { source: '导入：试', asOf: testNow, how: 'import' }, now: testNow },
    plates: { hash: 'a'.repeat(64), json: canonicalJson(plates as unknown as Json) },
    ...{ entries, ...more },
  };
}

export const importOf = (...given: Parameters<typeof importInput>): Promise<WorkOutput> =>
  workOut(importInput(...given));

/** Of files that can be read. */
export async function readImport(...given: Parameters<typeof importInput>): Promise<WorkedOut> {
  const output = await importOf(...given);
  if (output.state !== 'read') throw new Error(`${output.code}: ${output.detail}`);
  return output;
}
