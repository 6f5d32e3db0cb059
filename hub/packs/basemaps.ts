/** The basemap files of the hub: taken in piece by piece, looked into, and held against the plates that name them. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import type { Basemap } from '../../shared/domain/district/state.ts';
import { usualBasemapLimit } from '../../shared/lib/basemap-files.ts';
import type { PmtilesFault, PmtilesHead } from '../../shared/lib/pmtiles.ts';
import { pmtilesHeadBytes, readPmtilesHead } from '../../shared/lib/pmtiles.ts';
import { storageFullCode } from '../journal/store.ts';
import type { DiskSpace, Log } from '../ports.ts';
import { trackLimits } from '../telemetry/tracks.ts';
import type { BasemapStore, PlateStore } from './store.ts';

/** Why something was not taken; `message` is plain Chinese. */
export interface BasemapRefusal {
  readonly code: PmtilesFault['code'] | 'BasemapOtherHash' | 'BasemapTooLarge' | 'BasemapMissing' | 'BasemapOther';
  readonly field: string;
  readonly message: string;
}

export type BasemapTaken =
  /** `basemap`: what plates say that name this file. */
  | { readonly status: 'taken'; readonly isNew: boolean; readonly basemap: Basemap }
  | { readonly status: 'refused'; readonly refusal: BasemapRefusal }
  | { readonly status: 'unavailable'; readonly code: 'StorageFull'; readonly retryAfterMs: number };

export interface Basemaps {
  /** Takes a file in; one that is here already is not read again. */
  take(hash: string, pieces: AsyncIterable<Uint8Array>): Promise<BasemapTaken>;
  /** Largest file taken, bytes. */
  readonly limit: number;
  size(hash: string): number | undefined;
  read(hash: string, from: number, length: number): Promise<Uint8Array | undefined>;
  /** Why plates that name this basemap cannot be taken in; undefined where they can. */
  trouble(named: Basemap): Promise<BasemapRefusal | undefined>;
  /** Removes files that were brought some days ago and that no plates name. */
  forgetUnnamed(plates: PlateStore): void;
}

export interface BasemapsDeps {
  readonly store: BasemapStore;
  readonly disk: DiskSpace;
  /** Machine time, Unix ms. */
  readonly machineTime: () => number;
  readonly log: Log;
  /** Bytes; as is usual unless given. */
  readonly limit?: number;
}

const storageRetryMs = 30_000;
/** What must stay free for the night's work while files come in, bytes: no upload ends the tracks, or the desk. */
const reserve = trackLimits.reserve + 200_000_000;
/** Who brings a file brings the pack soon after. */
const unnamedMs = 7 * 86_400_000;
const metadataLimit = 4 * 1024 * 1024;
const degreesApart = 1e-6;
const longestAttribution = 200;

const metadataSchema = z.object({ attribution: z.string().catch(''), schematic: z.boolean().catch(false) });

class Refused extends Error {
  readonly refusal: BasemapRefusal;
  constructor(refusal: BasemapRefusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

class NoRoom extends Error {}

export function createBasemaps({ store, disk, machineTime, log, limit = usualBasemapLimit }: BasemapsDeps): Basemaps {
  /** The same pieces, looked at as they pass. */
  async function* checked(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let head: Uint8Array = new Uint8Array();
    let size = 0;
    for await (const piece of pieces) {
      const wasShort = head.byteLength < pmtilesHeadBytes;
      if (wasShort) head = Buffer.concat([head, piece.subarray(0, pmtilesHeadBytes - head.byteLength)]);
      // What is no archive is not read to its end.
      if (wasShort && head.byteLength >= pmtilesHeadBytes) assertArchive(head, undefined);
      size += piece.byteLength;
      if (size > limit) throw new Refused(tooLarge(limit));
      if (disk.free() < reserve) throw new NoRoom();
      yield piece;
    }
    assertArchive(head, size);
  }

  function assertArchive(head: Uint8Array, size: number | undefined): void {
    const read = readPmtilesHead(head, size);
    if (!read.ok) throw new Refused(read.error);
  }

  async function describe(hash: string): Promise<Basemap | undefined> {
    const bytes = store.size(hash);
    const head = await store.read(hash, 0, pmtilesHeadBytes);
    if (bytes === undefined || head === undefined) return undefined;
    const read = readPmtilesHead(head, bytes);
    if (!read.ok) throw new Error(`the stored basemap ${hash} is damaged: ${read.error.message}`);
    return describedBasemap(hash, bytes, read.value, (offset, length) => store.read(hash, offset, length));
  }

  async function put(hash: string, pieces: AsyncIterable<Uint8Array>): Promise<BasemapRefusal | 'kept' | 'full'> {
    try {
      const put = await store.put(hash, checked(pieces));
      if (put.status === 'kept') return 'kept';
      const message = `收到的文件 SHA-256 是 ${put.hash}，与地址中的不符（传输不完整，或送错了文件）`;
      return { code: 'BasemapOtherHash', field: 'hash', message };
    } catch (error) {
      if (error instanceof Refused) return error.refusal;
      if (error instanceof NoRoom) return 'full';
      if (error instanceof Error && 'code' in error && error.code === storageFullCode) return 'full';
      throw error;
    }
  }

  return {
    limit,
    size: (hash) => store.size(hash),
    read: (hash, from, length) => store.read(hash, from, length),
    async take(hash, pieces) {
      const known = await describe(hash);
      if (known !== undefined) return { status: 'taken', isNew: false, basemap: known };
      const result = await put(hash, pieces);
      if (result === 'full') return { status: 'unavailable', code: 'StorageFull', retryAfterMs: storageRetryMs };
      if (result !== 'kept') return { status: 'refused', refusal: result };
      const basemap = await describe(hash);
      if (basemap === undefined) throw new Error(`the basemap ${hash} was taken in and is gone`);
      log.info({ hash, bytes: basemap.bytes }, 'a basemap file was taken in');
      return { status: 'taken', isNew: true, basemap };
    },
    async trouble(named) {
      const found = await describe(named.hash);
      if (found === undefined) {
        const message = `中枢没有这个底图文件：${named.hash}。请先送入文件（PUT /api/v1/basemaps/${named.hash}，或启动中枢时加 --basemap），再导入数据包`;
        return { code: 'BasemapMissing', field: 'plates.basemap.hash', message };
      }
      for (const field of ['bytes', 'kind', 'minZoom', 'maxZoom'] as const)
        if (named[field] !== found[field]) return differs(field, named[field], found[field]);
      // What calls itself schematic is not shown as the real town.
      if (found.schematic && !named.schematic) return differs('schematic', 'false', 'true');
      const isNear = found.bounds.every((degrees, at) => Math.abs(degrees - (named.bounds[at] ?? NaN)) <= degreesApart);
      return isNear ? undefined : differs('bounds', named.bounds.join(', '), found.bounds.join(', '));
    },
    forgetUnnamed(plates) {
      const before = machineTime() - unnamedMs;
      const old = store.hashes().filter((hash) => (store.takenAt(hash) ?? before) < before);
      if (old.length === 0) return;
      const texts = plates.hashes().map((hash) => plates.get(hash) ?? '');
      for (const hash of old.filter((one) => !texts.some((text) => text.includes(one)))) {
        store.remove(hash);
        log.info({ hash }, 'a basemap file that no plates name was removed');
      }
    },
  };
}

function tooLarge(limit: number): BasemapRefusal {
  const message = `底图文件超过上限 ${Math.floor(limit / 1_048_576)} MB：请减少层级或范围，或用 --basemap-limit 放宽`;
  return { code: 'BasemapTooLarge', field: 'body', message };
}

function differs(field: string, named: number | string, found: number | string): BasemapRefusal {
  const message = `plates.basemap.${field} 写的是 ${named}，而底图文件里是 ${found}`;
  return { code: 'BasemapOther', field: `plates.basemap.${field}`, message };
}

/**
 * What plates say that name this file. Whose map it is and whether it is schematic stands in its metadata, where it says so.
 * @param read Bytes of the file from a place on.
 */
export async function describedBasemap(
  hash: string,
  bytes: number,
  { tiles, minZoom, maxZoom, bounds, metadata, directories }: PmtilesHead,
  read: (offset: number, length: number) => Promise<Uint8Array | undefined>,
): Promise<Basemap> {
  const packed = metadata.length > metadataLimit ? undefined : await read(metadata.offset, metadata.length);
  const said = await metadataOf(packed, directories);
  const kind = tiles === 'mvt' ? ('vector' as const) : ('raster' as const);
  const attribution = plainText(said.attribution).slice(0, longestAttribution);
  return { hash, bytes, kind, minZoom, maxZoom, bounds: [...bounds], schematic: said.schematic, attribution };
}

/** Maps are drawn without it: where it cannot be read, it says nothing. */
async function metadataOf(
  packed: Uint8Array | undefined,
  packing: PmtilesHead['directories'],
): Promise<z.infer<typeof metadataSchema>> {
  const nothing = { attribution: '', schematic: false };
  if (packed === undefined || packed.byteLength === 0) return nothing;
  try {
    const text =
      packing === 'gzip' ? await promisify(gunzip)(packed, { maxOutputLength: metadataLimit }) : Buffer.from(packed);
    return metadataSchema.safeParse(JSON.parse(text.toString('utf8'))).data ?? nothing;
  } catch {
    return nothing;
  }
}

/** Attributions are often written as HTML; on our screens they are text. */
function plainText(text: string): string {
  return text
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&copy;', '©')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
