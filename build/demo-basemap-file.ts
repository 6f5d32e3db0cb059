/** Basemaps and packs: what plates say of a file, a pack with its basemap beside it, and the demo's own, made once. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, format, join, parse } from 'node:path';
import { describedBasemap } from '../hub/packs/basemaps.ts';
import type { Basemap } from '../shared/domain/district/state.ts';
import { basemapEnding } from '../shared/lib/basemap-files.ts';
import { readPmtilesHead } from '../shared/lib/pmtiles.ts';
import type { Pack } from '../shared/wire/pack.ts';

/** What plates say of this file. Throws where it is no PMTiles archive that a hub would take. */
export async function basemapField(bytes: Uint8Array): Promise<Basemap> {
  const head = readPmtilesHead(bytes, bytes.byteLength);
  if (!head.ok) throw new Error(head.error.message);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const read = (offset: number, length: number): Promise<Uint8Array> =>
    Promise.resolve(bytes.subarray(offset, offset + length));
  return describedBasemap(hash, bytes.byteLength, head.value, read);
}

export async function withBasemap(pack: Pack, bytes: Uint8Array): Promise<Pack> {
  return { ...pack, plates: { ...pack.plates, basemap: await basemapField(bytes) } };
}

/** Writes a pack, and the basemap beside it under the name by which `--pack` finds it. */
export async function writePack(file: string, pack: Pack, basemap: Uint8Array | undefined): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  if (basemap !== undefined) writeFileSync(format({ ...parse(file), base: '', ext: basemapEnding }), basemap);
  writeFileSync(file, JSON.stringify(basemap === undefined ? pack : await withBasemap(pack, basemap)));
}

/**
 * The demo's basemap, made where it is not there yet: that takes seconds, and it is the same every time.
 * @param version Another one is made anew; files of other versions are removed.
 */
export function keptBasemap(data: string, version: string, make: () => Uint8Array): string {
  const name = (of: string): string => `basemap-${of}${basemapEnding}`;
  const file = join(data, name(version));
  if (existsSync(file)) return file;
  mkdirSync(data, { recursive: true });
  for (const other of readdirSync(data))
    if (other.startsWith('basemap-') && other.endsWith(basemapEnding)) rmSync(join(data, other));
  // Whole or not at all: the next start takes it as it is.
  const fresh = `${file}.new`;
  writeFileSync(fresh, make());
  renameSync(fresh, file);
  return file;
}
