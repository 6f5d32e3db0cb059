/** Shapefiles, of the bytes of their parts: .shp with .dbf (fields), .cpg (their encoding) and .prj (coordinate system). */
import { open } from 'shapefile';
import { tableOfFeatures } from './read-geojson.ts';
import type { Encoding, SourceFile, SourceTable } from './source.ts';
import { Unreadable } from './source.ts';

/** What .cpg files call encodings, in lower case → what a TextDecoder calls them. */
const encodings: Readonly<Record<string, string>> = {
  ...{ 'utf-8': 'utf-8', utf8: 'utf-8', '65001': 'utf-8' },
  ...{ gbk: 'gbk', gb2312: 'gbk', gb18030: 'gb18030', '936': 'gbk', cp936: 'gbk', 'oem 936': 'gbk', 'ansi 936': 'gbk' },
  ...{ 'iso-8859-1': 'windows-1252', '1252': 'windows-1252', 'ansi 1252': 'windows-1252', '88591': 'windows-1252' },
};
/** Byte 29 of a .dbf of Chinese Windows. */
const gbkDriver = 0x4d;

const ascii = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes).trim();

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function encodingOf(dbf: Uint8Array, cpg: Uint8Array | undefined, wanted: Encoding): string {
  if (wanted !== 'auto') return wanted;
  const said = cpg === undefined ? undefined : encodings[ascii(cpg).toLowerCase()];
  if (said !== undefined) return said;
  if (dbf[29] === gbkDriver) return 'gbk';
  return isUtf8(dbf.subarray((dbf[8] ?? 0) + (dbf[9] ?? 0) * 256)) ? 'utf-8' : 'gb18030';
}

const otherDatum = /xian|beijing|1954|1980|clarke|nad|ed50/i;

function checkPrj(file: string, prj: Uint8Array | undefined): void {
  if (prj === undefined) return;
  const [, kind = '', name = ''] = /^\s*(\w+)\s*\[\s*"([^"]*)"/.exec(new TextDecoder().decode(prj)) ?? [];
  if (otherDatum.test(name)) throw new Unreadable(file, 'OtherDatum', { detail: name });
  if (!/^GEO/i.test(kind)) throw new Unreadable(file, 'NotLonLat', { detail: name === '' ? kind : name });
}

/** @param parts All files given together, of which those with the stem of `shp` are its own. @throws Unreadable */
export async function readShapefile(
  shp: SourceFile,
  parts: readonly SourceFile[],
  encoding: Encoding,
): Promise<SourceTable> {
  const stem = shp.name.replace(/\.shp$/i, '').toLowerCase();
  const part = (ending: string): Uint8Array | undefined =>
    parts.find(({ name }) => name.toLowerCase() === `${stem}.${ending}`)?.bytes;
  const dbf = part('dbf');
  if (dbf === undefined) throw new Unreadable(shp.name, 'PartMissing', { detail: `${stem}.dbf` });
  checkPrj(shp.name, part('prj'));
  const features: { geometry: unknown; properties: unknown }[] = [];
  try {
    // The library reads ahead in the memory it is given: each of its own.
    const source = await open(shp.bytes.slice().buffer, dbf.slice().buffer, {
      encoding: encodingOf(dbf, part('cpg'), encoding),
    });
    for (let next = await source.read(); !next.done; next = await source.read()) features.push(next.value);
  } catch (error) {
    throw new Unreadable(shp.name, 'NotShapefile', { detail: error instanceof Error ? error.message : String(error) });
  }
  return tableOfFeatures(shp.name, features);
}
