/** Writes small Shapefiles for tests: polygons or lines, with text fields in any encoding. */
import { writeFileSync } from 'node:fs';
import iconv from 'iconv-lite';

type Path = readonly (readonly [number, number])[];

export interface ShapeRow {
  readonly parts: readonly Path[];
  readonly fields: Readonly<Record<string, string>>;
}

export interface ShapefileText {
  /** As iconv-lite calls it. */
  readonly encoding: string;
  /** Content of the .cpg; no such file where undefined. */
  readonly cpg?: string;
  /** Content of the .prj; no such file where undefined. */
  readonly prj?: string;
  /** Byte 29 of the .dbf. */
  readonly driver?: number;
}

const types = { line: 3, polygon: 5 } as const;

function shpRecord(number: number, kind: number, parts: readonly Path[]): Buffer {
  const points = parts.flat();
  const content = Buffer.alloc(44 + 4 * parts.length + 16 * points.length);
  content.writeInt32LE(kind, 0);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  for (const [i, value] of [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].entries()) {
    content.writeDoubleLE(value, 4 + 8 * i);
  }
  content.writeInt32LE(parts.length, 36);
  content.writeInt32LE(points.length, 40);
  let first = 0;
  for (const [i, part] of parts.entries()) {
    content.writeInt32LE(first, 44 + 4 * i);
    first += part.length;
  }
  for (const [i, [x, y]] of points.entries()) {
    content.writeDoubleLE(x, 44 + 4 * parts.length + 16 * i);
    content.writeDoubleLE(y, 52 + 4 * parts.length + 16 * i);
  }
  const head = Buffer.alloc(8);
  head.writeInt32BE(number, 0);
  head.writeInt32BE(content.length / 2, 4);
  return Buffer.concat([head, content]);
}

export function shpBytes(kind: keyof typeof types, rows: readonly ShapeRow[]): Buffer {
  const records = rows.map(({ parts }, i) => shpRecord(i + 1, types[kind], parts));
  const header = Buffer.alloc(100);
  header.writeInt32BE(9994, 0);
  header.writeInt32BE((100 + records.reduce((sum, { length }) => sum + length, 0)) / 2, 24);
  header.writeInt32LE(1000, 28);
  header.writeInt32LE(types[kind], 32);
  return Buffer.concat([header, ...records]);
}

const width = 40;

export function dbfBytes(rows: readonly ShapeRow[], { encoding, driver = 0 }: ShapefileText): Buffer {
  const names = [...new Set(rows.flatMap(({ fields }) => Object.keys(fields)))];
  const header = Buffer.alloc(32 + 32 * names.length + 1);
  header.writeUInt8(3, 0);
  header.writeUInt32LE(rows.length, 4);
  header.writeUInt16LE(header.length, 8);
  header.writeUInt16LE(1 + width * names.length, 10);
  header.writeUInt8(driver, 29);
  for (const [i, name] of names.entries()) {
    iconv.encode(name, encoding).copy(header, 32 + 32 * i, 0, 10);
    header.write('C', 32 + 32 * i + 11, 'latin1');
    header.writeUInt8(width, 32 + 32 * i + 16);
  }
  header.writeUInt8(0x0d, header.length - 1);
  const records = rows.map(({ fields }) => {
    const record = Buffer.alloc(1 + width * names.length, ' ');
    for (const [i, name] of names.entries()) {
      iconv.encode(fields[name] ?? '', encoding).copy(record, 1 + width * i, 0, width);
    }
    return record;
  });
  return Buffer.concat([header, ...records, Buffer.from([0x1a])]);
}

/** @param stem Path without ending. Returns that of the .shp. */
export function writeShapefile(
  stem: string,
  kind: keyof typeof types,
  rows: readonly ShapeRow[],
  text: ShapefileText,
): string {
  writeFileSync(`${stem}.shp`, shpBytes(kind, rows));
  writeFileSync(`${stem}.dbf`, dbfBytes(rows, text));
  if (text.cpg !== undefined) writeFileSync(`${stem}.cpg`, text.cpg);
  if (text.prj !== undefined) writeFileSync(`${stem}.prj`, text.prj);
  return `${stem}.shp`;
}
