/**
 * The basemap files of a seat's machine, in a folder that all seats of one process share: fetched once, checked before
 * use, and those not needed any more removed. A file has its last name only once its hash was found right.
 *
 * Matches `BasemapFiles` in `seat/runtime/ports.ts`.
 */
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { basemapSchema } from '../../shared/domain/district/events.ts';
import type { Basemap } from '../../shared/domain/district/state.ts';
import { basemapEnding, basemapFileName } from '../../shared/lib/basemap-files.ts';
import { noRoomOnDisk, StorageFullError } from '../connection.ts';
import { makeFolderPrivate, syncFolder } from '../private-files.ts';

const arriving = '.arriving';
/** Beside each file: what the plates said of it. */
const described = '.json';
const nameOf = new RegExp(`^([0-9a-f]{64})(\\${basemapEnding}|\\${arriving}|\\${described})$`);

export interface BasemapFolderOptions {
  /** Unix ms: when a file was last in force. */
  readonly now: () => number;
  /** No file may grow beyond this many bytes; without it only the disk is the limit. */
  readonly maxBytes?: number;
  readonly log: { warn(data: object, message: string): void };
}

interface Whole {
  readonly bytes: number;
  /** undefined where what the plates said of it was lost. */
  readonly basemap: Basemap | undefined;
  /** Unix ms at which it was last in force. */
  readonly usedAt: number;
}

/** A fetch under way; only one of a file at a time. */
export interface FolderFetch {
  readonly have: number;
  append(bytes: Uint8Array): Promise<void>;
  finish(): Promise<'whole' | 'damaged'>;
  release(): void;
}

export class BasemapFolder {
  readonly #dir: string;
  readonly #options: BasemapFolderOptions;
  readonly #whole = new Map<string, Whole>();
  /** Bytes here of files on their way. */
  readonly #parts = new Map<string, number>();
  readonly #fetches = new Set<string>();
  /** By who has it in force. */
  readonly #inForce = new Map<object, string>();
  readonly #listeners = new Set<() => void>();

  /** The folder is made with the first file. */
  constructor(dir: string, options: BasemapFolderOptions) {
    this.#dir = dir;
    this.#options = options;
    if (!existsSync(dir)) return;
    for (const name of readdirSync(dir)) {
      const [, hash, ending] = nameOf.exec(name) ?? [];
      if (hash === undefined) continue;
      const { size, mtimeMs } = statSync(join(dir, name));
      if (ending === arriving) this.#parts.set(hash, size);
      if (ending === basemapEnding)
        this.#whole.set(hash, { bytes: size, basemap: this.#described(hash), usedAt: mtimeMs });
    }
  }

  has(hash: string, bytes: number): boolean {
    return this.#whole.get(hash)?.bytes === bytes;
  }

  /** A whole file, for the screens; undefined where it is not here. */
  file(hash: string): { readonly file: string; readonly size: number } | undefined {
    const whole = this.#whole.get(hash);
    return whole === undefined ? undefined : { file: this.#path(hash, basemapEnding), size: whole.bytes };
  }

  last(): Basemap | undefined {
    const [newest] = [...this.#whole.values()]
      .filter(({ basemap, bytes }) => basemap?.bytes === bytes)
      .toSorted((a, b) => b.usedAt - a.usedAt);
    return newest?.basemap;
  }

  have(hash: string): number {
    return this.#parts.get(hash) ?? 0;
  }

  inForce(who: object, basemap: Basemap | undefined): void {
    if (basemap === undefined) this.#inForce.delete(who);
    else this.#inForce.set(who, basemap.hash);
    if (basemap !== undefined) this.#use(basemap);
    this.#sweep();
  }

  gone(who: object): void {
    this.#inForce.delete(who);
  }

  fetch({ hash, bytes }: Basemap): FolderFetch | undefined {
    if (this.#fetches.has(hash)) return undefined;
    this.#fetches.add(hash);
    const here = this.#whole.get(hash);
    // Whole it cannot be with another size: it was damaged, and is fetched anew.
    if (here !== undefined && here.bytes !== bytes) this.#forget(hash);
    if (this.have(hash) > bytes) this.#drop(hash);
    const told = (): void => this.#changed();
    let busy = false;
    let released = false;
    const letGo = (): void => {
      if (!released || busy) return;
      this.#fetches.delete(hash);
      told();
    };
    const alone = async <T>(work: () => Promise<T>): Promise<T> => {
      busy = true;
      try {
        return await work();
      } catch (error) {
        if (error instanceof StorageFullError) throw error;
        if (noRoomOnDisk(error)) throw new StorageFullError(error);
        // The file is not as it was left: from the beginning.
        this.#drop(hash);
        throw error;
      } finally {
        busy = false;
        letGo();
      }
    };
    const have = (): number => this.have(hash);
    return {
      get have() {
        return have();
      },
      append: (piece) => alone(() => this.#append(hash, piece)),
      finish: () => alone(() => this.#finish(hash)),
      release: () => {
        if (released) return;
        released = true;
        letGo();
      },
    };
  }

  /** Told of progress, of each file that is whole, and of each fetch that ended. Returns how to stop. */
  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #append(hash: string, piece: Uint8Array): Promise<void> {
    const at = this.have(hash);
    if (at + piece.byteLength > (this.#options.maxBytes ?? Number.POSITIVE_INFINITY))
      throw new StorageFullError(undefined);
    if (at === 0) {
      mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
      makeFolderPrivate(this.#dir);
    }
    const handle = await open(this.#path(hash, arriving), at === 0 ? 'w' : 'r+', 0o600);
    try {
      for (let done = 0; done < piece.byteLength;)
        done += (await handle.write(piece, done, piece.byteLength - done, at + done)).bytesWritten;
    } finally {
      await handle.close();
    }
    this.#parts.set(hash, at + piece.byteLength);
    this.#changed();
  }

  async #finish(hash: string): Promise<'whole' | 'damaged'> {
    const fresh = this.#path(hash, arriving);
    const sum = createHash('sha256');
    for await (const piece of createReadStream(fresh)) sum.update(piece as Uint8Array);
    if (sum.digest('hex') !== hash) {
      await rm(fresh, { force: true });
      this.#parts.delete(hash);
      this.#changed();
      return 'damaged';
    }
    const handle = await open(fresh, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, this.#path(hash, basemapEnding));
    syncFolder(this.#dir);
    this.#whole.set(hash, { bytes: this.have(hash), basemap: undefined, usedAt: this.#options.now() });
    this.#parts.delete(hash);
    this.#changed();
    return 'whole';
  }

  /** Notes when it was last in force, and what the plates say of it. */
  #use(basemap: Basemap): void {
    const { hash } = basemap;
    const whole = this.#whole.get(hash);
    if (whole === undefined) return;
    const usedAt = this.#options.now();
    this.#whole.set(hash, { ...whole, basemap, usedAt });
    try {
      if (JSON.stringify(this.#described(hash)) !== JSON.stringify(basemap))
        writeFileSync(this.#path(hash, described), JSON.stringify(basemap), { mode: 0o600 });
      utimesSync(this.#path(hash, basemapEnding), usedAt / 1_000, usedAt / 1_000);
    } catch (error) {
      // It is drawn all the same; only that it was the last one is forgotten with the next start.
      this.#options.log.warn({ err: error, hash }, 'what the plates say of a basemap could not be noted');
    }
  }

  /** Keeps what is in force anywhere, and of all others the one that was in force last. */
  #sweep(): void {
    const wanted = new Set(this.#inForce.values());
    const others = [...this.#whole].filter(([hash]) => !wanted.has(hash));
    for (const [hash] of others.toSorted(([, a], [, b]) => b.usedAt - a.usedAt).slice(1)) this.#forget(hash);
    if (wanted.size === 0) return;
    for (const hash of this.#parts.keys()) if (!wanted.has(hash) && !this.#fetches.has(hash)) this.#drop(hash);
  }

  #forget(hash: string): void {
    this.#whole.delete(hash);
    for (const ending of [basemapEnding, described]) this.#remove(this.#path(hash, ending));
  }

  #drop(hash: string): void {
    this.#parts.delete(hash);
    this.#remove(this.#path(hash, arriving));
  }

  #remove(file: string): void {
    try {
      rmSync(file, { force: true });
    } catch (error) {
      // Where a screen still reads it, some systems keep it: it goes with a later start.
      this.#options.log.warn({ err: error, file }, 'a basemap file could not be removed');
    }
  }

  #described(hash: string): Basemap | undefined {
    try {
      return basemapSchema.parse(JSON.parse(readFileSync(this.#path(hash, described), 'utf8')));
    } catch {
      return undefined;
    }
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #path(hash: string, ending: string): string {
    return join(this.#dir, ending === basemapEnding ? basemapFileName(hash) : `${hash}${ending}`);
  }
}
