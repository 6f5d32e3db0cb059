/**
 * The basemap files of district packs: each under its SHA-256, in a folder of the data folder, never changed. A file has
 * its name only once it is whole and durable.
 *
 * Matches the port in `hub/packs/store.ts`.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { basemapEnding, basemapFileName } from '../../shared/lib/basemap-files.ts';
import { noRoomOnDisk, StorageFullError } from '../connection.ts';
import { makeFolderPrivate, syncFolder } from '../private-files.ts';

const arriving = '.arriving';
const nameOf = new RegExp(`^([0-9a-f]{64})\\${basemapEnding}$`);

export class FileBasemapStore {
  readonly #dir: string;
  readonly #maxBytes: number;

  /**
   * The folder is made with the first file. Removes what was cut short on its way in.
   * @param options.maxBytes No file may be larger; without it only the disk is the limit.
   */
  constructor(dir: string, options: { readonly maxBytes?: number } = {}) {
    this.#dir = dir;
    if (existsSync(dir))
      for (const name of readdirSync(dir)) if (name.endsWith(arriving)) rmSync(join(dir, name), { force: true });
    this.#maxBytes = options.maxBytes ?? Number.POSITIVE_INFINITY;
  }

  /** Bytes of the file with this hash; undefined where there is none. */
  size(hash: string): number | undefined {
    return statSync(this.#path(hash), { throwIfNoEntry: false })?.size;
  }

  /** Sorted. */
  hashes(): readonly string[] {
    return basemapFilesIn(this.#dir);
  }

  /** Unix ms at which it was taken in; undefined where there is none. */
  takenAt(hash: string): number | undefined {
    const at = statSync(this.#path(hash), { throwIfNoEntry: false })?.mtimeMs;
    return at === undefined ? undefined : Math.round(at);
  }

  /**
   * Takes a file in. `other`: what came has another hash, and was not kept. What `pieces` throws is thrown, and nothing is
   * kept then; `StorageFullError` where there is no room.
   */
  async put(
    hash: string,
    pieces: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly status: 'kept' } | { readonly status: 'other'; readonly hash: string }> {
    const path = this.#path(hash);
    // The folder's own name must be as durable as the file in it.
    if (mkdirSync(this.#dir, { recursive: true, mode: 0o700 }) !== undefined) syncFolder(dirname(this.#dir));
    makeFolderPrivate(this.#dir);
    const fresh = join(this.#dir, `${hash}.${randomBytes(6).toString('hex')}${arriving}`);
    try {
      const real = await this.#write(fresh, pieces);
      if (real !== hash) return { status: 'other', hash: real };
      await rename(fresh, path);
      syncFolder(this.#dir);
      return { status: 'kept' };
    } catch (error) {
      throw noRoomOnDisk(error) ? new StorageFullError(error) : error;
    } finally {
      await rm(fresh, { force: true });
    }
  }

  async #write(file: string, pieces: AsyncIterable<Uint8Array>): Promise<string> {
    const sum = createHash('sha256');
    const handle = await open(file, 'wx', 0o600);
    try {
      let size = 0;
      for await (const piece of pieces) {
        size += piece.byteLength;
        if (size > this.#maxBytes) throw new StorageFullError(undefined);
        sum.update(piece);
        for (let done = 0; done < piece.byteLength;)
          done += (await handle.write(piece, done, piece.byteLength - done)).bytesWritten;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    return sum.digest('hex');
  }

  /** Bytes from this place on, fewer at the end of the file; undefined where there is no such file. */
  async read(hash: string, from: number, length: number): Promise<Uint8Array | undefined> {
    if (this.size(hash) === undefined) return undefined;
    const handle = await open(this.#path(hash), 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, from);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }

  /** No such file is no error. */
  remove(hash: string): void {
    rmSync(this.#path(hash), { force: true });
  }

  #path(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('not a hash');
    return join(this.#dir, basemapFileName(hash));
  }
}

/** Hashes of the whole files in a folder of basemaps, sorted. */
export function basemapFilesIn(dir: string): readonly string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .flatMap((name) => nameOf.exec(name)?.[1] ?? [])
    .sort();
}
