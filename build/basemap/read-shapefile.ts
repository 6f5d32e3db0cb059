/** Shapefiles: .shp with .dbf (fields), .cpg (their encoding) and .prj (coordinate system) beside it. */
import { existsSync, readFileSync } from 'node:fs';
import { open } from 'shapefile';
import { BasemapError } from './features.ts';
import type { Geometry } from './features.ts';
import type { SourceFeature, SourceFile } from './source.ts';

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new BasemapError(`${file}: cannot be read (${reason(error)})`);
  }
}

/** The file beside it with another ending, in small or capital letters. */
function beside(file: string, ending: string): string | undefined {
  const stem = file.replace(/\.shp$/i, '');
  return [`${stem}.${ending}`, `${stem}.${ending.toUpperCase()}`].find((path) => existsSync(path));
}

/** What .cpg files call encodings, in lower case → what a TextDecoder calls them. */
const encodings: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  '65001': 'utf-8',
  gbk: 'gbk',
  gb2312: 'gbk',
  gb18030: 'gb18030',
  '936': 'gbk',
  cp936: 'gbk',
  'oem 936': 'gbk',
  'ansi 936': 'gbk',
  big5: 'big5',
  '950': 'big5',
  'iso-8859-1': 'windows-1252',
  iso88591: 'windows-1252',
  '88591': 'windows-1252',
  'ansi 1252': 'windows-1252',
  '1252': 'windows-1252',
};

/** Byte 29 of a .dbf of Chinese Windows. */
const gbkDriver = 0x4d;

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

interface Encoding {
  readonly name: string;
  readonly warning?: string;
}

function encodingOf(shp: string, dbf: Buffer): Encoding {
  const cpg = beside(shp, 'cpg');
  if (cpg !== undefined) {
    const said = readBytes(cpg).toString('latin1').trim();
    const name = encodings[said.toLowerCase()];
    if (name === undefined) {
      throw new BasemapError(`${cpg}: encoding ${JSON.stringify(said)} is unknown: write UTF-8 or GBK into the file`);
    }
    return { name };
  }
  if (dbf.readUInt8(29) === gbkDriver) return { name: 'gbk' };
  if (isUtf8(dbf.subarray(dbf.readUInt16LE(8)))) return { name: 'utf-8' };
  return { name: 'gb18030', warning: `${shp}: no .cpg says how its text is encoded; taken as GBK` };
}

const otherDatum = /xian|beijing|1954|1980|clarke|nad|ed50/i;

/** @throws BasemapError for a projected system or an old datum, by its name. */
function checkPrj(shp: string): string[] {
  const prj = beside(shp, 'prj');
  if (prj === undefined) return [`${shp}: no .prj says its coordinate system; taken as --crs says`];
  const text = readBytes(prj).toString('utf8').trim();
  const [, kind = '', name = ''] = /^\s*(\w+)\s*\[\s*"([^"]*)"/.exec(text) ?? [];
  const mend = 'save the layer again as longitude and latitude of WGS84 (EPSG:4326) or CGCS2000 (EPSG:4490)';
  if (/^PROJ/i.test(kind)) throw new BasemapError(`${prj}: ${name} is a projected system, in metres: ${mend}`);
  if (otherDatum.test(name)) throw new BasemapError(`${prj}: ${name} lies up to 150 m off WGS84: ${mend}`);
  if (!/^GEO/i.test(kind)) throw new BasemapError(`${prj}: names no coordinate system: ${mend}, or remove the file`);
  return [];
}

function checkShp(file: string, bytes: Buffer): void {
  if (bytes.length < 100 || bytes.readInt32BE(0) !== 9994) throw new BasemapError(`${file}: not a Shapefile`);
  const said = bytes.readInt32BE(24) * 2;
  if (said > bytes.length) {
    throw new BasemapError(
      `${file}: cut off: ${String(said)} bytes are announced, ${String(bytes.length)} are there; copy it again`,
    );
  }
}

function checkDbf(file: string, bytes: Buffer): void {
  if (bytes.length < 33) throw new BasemapError(`${file}: not a dBase table`);
  const said = bytes.readUInt16LE(8) + bytes.readUInt32LE(4) * bytes.readUInt16LE(10);
  if (said > bytes.length) {
    throw new BasemapError(
      `${file}: cut off: ${String(said)} bytes are announced, ${String(bytes.length)} are there; copy it again`,
    );
  }
}

/** @throws BasemapError naming file and feature. */
export async function readShapefile(file: string): Promise<SourceFile> {
  const warnings = checkPrj(file);
  const shp = readBytes(file);
  checkShp(file, shp);
  const table = beside(file, 'dbf');
  if (table === undefined) warnings.push(`${file}: no .dbf beside it: its features have no class and no name`);
  const dbf = table === undefined ? undefined : readBytes(table);
  if (table !== undefined && dbf !== undefined) checkDbf(table, dbf);
  const encoding = dbf === undefined ? undefined : encodingOf(file, dbf);
  if (encoding?.warning !== undefined) warnings.push(encoding.warning);
  const features: SourceFeature[] = [];
  try {
    const source = await open(shp, dbf, { encoding: encoding?.name });
    for (let next = await source.read(); !next.done; next = await source.read()) {
      features.push({
        number: features.length + 1,
        geometry: next.value.geometry as unknown as Geometry | null,
        properties: next.value.properties ?? {},
      });
    }
  } catch (error) {
    throw new BasemapError(`${file}: feature ${String(features.length + 1)} cannot be read (${reason(error)})`);
  }
  return { file, features, warnings };
}
