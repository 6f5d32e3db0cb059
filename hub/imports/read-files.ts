/** Files as they were dropped: archives are opened, each file is read by what it is, not by what it is called alone. */
import { unzipSync } from 'fflate';
import { readGeoJson } from './read-geojson.ts';
import { readShapefile } from './read-shapefile.ts';
import { readCsv, readXlsx } from './read-table.ts';
import type { Encoding, SourceFile, SourceTable } from './source.ts';
import { sourceLimits, textOf, Unreadable } from './source.ts';

export interface ReadFiles {
  readonly tables: readonly SourceTable[];
  /** Of the first workbook; empty where there is none. */
  readonly sheets: readonly string[];
}

const isZip = ({ bytes }: SourceFile): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;
const endsWith = ({ name }: SourceFile, ...endings: readonly string[]): boolean =>
  endings.some((ending) => name.toLowerCase().endsWith(ending));

/** Beside a shapefile and of no use here. */
const ofShapefiles = ['.dbf', '.shx', '.prj', '.cpg', '.sbn', '.sbx', '.qix', '.qmd', '.shp.xml', '.fix', '.qpj'];

interface Listed {
  readonly name: string;
  readonly originalSize: number;
}

/** The list of an archive, without taking anything out. @throws Unreadable */
function listOf({ name, bytes }: SourceFile): readonly Listed[] {
  const listed: Listed[] = [];
  try {
    unzipSync(bytes, {
      filter(entry) {
        listed.push(entry);
        return false;
      },
    });
  } catch (error) {
    throw new Unreadable(name, 'BrokenArchive', { detail: error instanceof Error ? error.message : String(error) });
  }
  const unpacked = listed.reduce((sum, { originalSize }) => sum + originalSize, 0);
  if (unpacked > sourceLimits.unpackedBytes || listed.length > sourceLimits.entries)
    throw new Unreadable(name, 'ArchiveTooLarge', {
      detail: `${listed.length} · ${Math.ceil(unpacked / 1_000_000)} MB > ${sourceLimits.unpackedBytes / 1_000_000} MB`,
    });
  return listed;
}

function unpacked(file: SourceFile): readonly SourceFile[] {
  const isWanted = (name: string): boolean => !name.endsWith('/') && !/(^|\/)(__MACOSX|\.)/.test(name);
  try {
    const entries = unzipSync(file.bytes, { filter: ({ name }) => isWanted(name) });
    return Object.entries(entries).map(([name, bytes]) => ({ name: `${file.name}/${name}`, bytes }));
  } catch (error) {
    throw new Unreadable(file.name, 'BrokenArchive', {
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}

/** @throws Unreadable */
export async function readFiles(
  files: readonly SourceFile[],
  options: { readonly encoding: Encoding; readonly sheet: string | null },
): Promise<ReadFiles> {
  const whole = files.flatMap((file) => {
    if (!isZip(file)) return [file];
    const inside = listOf(file);
    return inside.some(({ name }) => name.startsWith('xl/')) ? [file] : unpacked(file);
  });
  const tables: SourceTable[] = [];
  let sheets: readonly string[] = [];
  for (const file of whole) {
    if (file.bytes.length === 0) throw new Unreadable(file.name, 'Empty');
    if (isZip(file)) {
      const book = await readXlsx(file.name, file.bytes, options.sheet);
      tables.push(book.table);
      if (sheets.length === 0) sheets = book.sheets;
    } else if (endsWith(file, '.xlsx', '.zip'))
      throw new Unreadable(file.name, endsWith(file, '.zip') ? 'BrokenArchive' : 'NotWorkbook');
    else if (endsWith(file, '.shp')) tables.push(await readShapefile(file, whole, options.encoding));
    else if (endsWith(file, ...ofShapefiles)) continue;
    else if (endsWith(file, '.geojson', '.json', '.geojsonl'))
      tables.push(readGeoJson(file.name, textOf(file.name, file.bytes, options.encoding)));
    else if (endsWith(file, '.csv', '.tsv', '.txt')) tables.push(readCsv(file.name, file.bytes, options.encoding));
    else throw new Unreadable(file.name, 'UnknownFormat');
  }
  const rows = tables.reduce((sum, table) => sum + table.rows.length, 0);
  if (rows > sourceLimits.rows)
    throw new Unreadable(files[0]?.name ?? '', 'TooManyRows', { detail: `${rows} > ${sourceLimits.rows}` });
  if (tables.length === 0) throw new Unreadable(files[0]?.name ?? '', 'NothingInside');
  return { tables, sheets };
}
