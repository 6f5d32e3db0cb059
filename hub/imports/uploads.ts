/** Files on their way in: in memory, for a while, and only so many. */
import type { SourceFile } from './source.ts';
import { importLimits } from '../../shared/wire/imports.ts';

interface Arriving {
  readonly name: string;
  readonly bytes: Buffer;
  have: number;
}

interface Upload {
  readonly user: string;
  readonly files: Arriving[];
  touchedAt: number;
}

export type Taken =
  | { readonly state: 'taken'; readonly have: number }
  | { readonly state: 'refused'; readonly code: 'TooLarge' | 'TooMany' | 'NoRoom' | 'OutOfOrder' };

/** Of all uploads together, bytes. */
const room = 96_000_000;
/** After so long without a touch they go, machine ms. */
const keptMs = 30 * 60_000;

export class Uploads {
  readonly #monotonic: () => number;
  readonly #uploads = new Map<string, Upload>();

  /** @param monotonic Machine ms, never going back. */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** A person has one at a time: a new one takes the place of the one before. */
  take(
    { user, upload: id }: { readonly user: string; readonly upload: string },
    {
      file,
      at,
      data,
    }: {
      readonly file: { readonly name: string; readonly bytes: number };
      readonly at: number;
      readonly data: Uint8Array;
    },
  ): Taken {
    this.#forgetOld();
    let upload = this.#own(user, id);
    if (upload === undefined) {
      for (const [other, { user: whose }] of this.#uploads)
        if (whose === user || other === id) this.#uploads.delete(other);
      upload = { user, files: [], touchedAt: this.#monotonic() };
      this.#uploads.set(id, upload);
    }
    upload.touchedAt = this.#monotonic();
    let arriving = upload.files.find(({ name }) => name === file.name);
    if (arriving === undefined) {
      const held = upload.files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
      if (upload.files.length >= importLimits.files) return { state: 'refused', code: 'TooMany' };
      if (held + file.bytes > importLimits.bytes) return { state: 'refused', code: 'TooLarge' };
      if (this.#bytes() + file.bytes > room) return { state: 'refused', code: 'NoRoom' };
      arriving = { name: file.name, bytes: Buffer.alloc(file.bytes), have: 0 };
      upload.files.push(arriving);
    }
    if (arriving.bytes.byteLength !== file.bytes || at !== arriving.have || at + data.byteLength > file.bytes)
      return { state: 'refused', code: 'OutOfOrder' };
    arriving.bytes.set(data, at);
    arriving.have += data.byteLength;
    return { state: 'taken', have: arriving.have };
  }

  /** Undefined where it is not here, another's, or not whole. */
  files(user: string, id: string): readonly SourceFile[] | undefined {
    this.#forgetOld();
    const upload = this.#own(user, id);
    if (upload === undefined || upload.files.length === 0) return undefined;
    if (upload.files.some(({ bytes, have }) => have < bytes.byteLength)) return undefined;
    upload.touchedAt = this.#monotonic();
    return upload.files.map(({ name, bytes }) => ({ name, bytes }));
  }

  drop(user: string, id: string): void {
    if (this.#own(user, id) !== undefined) this.#uploads.delete(id);
  }

  #own(user: string, id: string): Upload | undefined {
    const upload = this.#uploads.get(id);
    return upload?.user === user ? upload : undefined;
  }

  #bytes(): number {
    let sum = 0;
    for (const { files } of this.#uploads.values()) for (const { bytes } of files) sum += bytes.byteLength;
    return sum;
  }

  #forgetOld(): void {
    const before = this.#monotonic() - keptMs;
    for (const [id, { touchedAt }] of this.#uploads) if (touchedAt < before) this.#uploads.delete(id);
  }
}
