/** What is read out of files before anybody says what it means: tables of text, rows of which may have a geometry. */
import type { MultiPolygon, Position } from '../../shared/geo/polygon.ts';

export type Geometry =
  | { readonly type: 'Point'; readonly at: Position }
  | { readonly type: 'Line'; readonly line: readonly Position[] }
  | { readonly type: 'Area'; readonly shape: MultiPolygon };

export interface SourceRow {
  /** Line of a text, row of a sheet, number of a feature; from 1. */
  readonly row: number;
  /** By column, trimmed; empty where there is nothing. */
  readonly cells: readonly string[];
  readonly geometry: Geometry | null;
  /** What is wrong with it before it is looked at. */
  readonly fault?: { readonly code: string; readonly column: string; readonly value: string };
}

export interface SourceTable {
  readonly file: string;
  /** Of a workbook. */
  readonly sheet?: string;
  readonly columns: readonly string[];
  readonly rows: readonly SourceRow[];
}

export interface SourceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A file that cannot be read at all; `code` is put into words by the screen. */
export class Unreadable extends Error {
  readonly file: string;
  readonly code: UnreadableCode;
  readonly row: number | null;
  /** What was found in its place; plain text. */
  readonly detail: string;

  constructor(
    file: string,
    code: UnreadableCode,
    { row = null, detail = '' }: { row?: number; detail?: string } | { row?: null; detail?: string } = {},
  ) {
    super(`${file}: ${code} ${detail}`.trim());
    this.file = file;
    this.code = code;
    this.row = row;
    this.detail = detail.slice(0, 200);
  }
}

export const unreadableCodes = [
  ...(['Empty', 'NotText', 'NotCsv', 'NotJson', 'NotGeoJson', 'NotLonLat', 'OtherDatum', 'NotWorkbook'] as const),
  ...(['SheetUnknown', 'BrokenArchive', 'ArchiveTooLarge', 'NothingInside', 'UnknownFormat', 'ColumnTwice'] as const),
  ...(['TooManyRows', 'TooManyColumns', 'NotShapefile', 'PartMissing', 'TooSlow', 'Failed'] as const),
] as const;
export type UnreadableCode = (typeof unreadableCodes)[number];

/** Bounds of what is read; what is larger is refused before it is taken apart. */
export const sourceLimits = {
  rows: 20_000,
  columns: 200,
  /** Of all that is in an archive. */
  unpackedBytes: 120_000_000,
  entries: 500,
  /** Characters kept of a cell. */
  cell: 400_000,
} as const;

export type Encoding = 'auto' | 'utf-8' | 'gb18030';

/** @throws Unreadable */
export function textOf(file: string, bytes: Uint8Array, encoding: Encoding): string {
  for (const name of encoding === 'auto' ? (['utf-8', 'gb18030'] as const) : [encoding]) {
    try {
      const text = new TextDecoder(name, { fatal: true }).decode(bytes);
      // No text has this in it, a program's file has.
      if (text.includes('\u0000')) break;
      return text;
    } catch {
      continue;
    }
  }
  throw new Unreadable(file, 'NotText', { detail: encoding === 'auto' ? 'UTF-8, GBK' : encoding });
}
