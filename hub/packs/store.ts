/** Where the files of basemaps are kept: each by its content hash, never changed. `db/hub/basemap-store.ts` is one. */
export interface BasemapStore {
  /** Bytes of the file with this hash; undefined where there is none. */
  size(hash: string): number | undefined;
  /** All hashes, sorted. */
  hashes(): readonly string[];
  /** Unix ms at which it was taken in; undefined where there is none. */
  takenAt(hash: string): number | undefined;
  /**
   * Takes a file in, piece by piece: there only once it is whole and durable. `other`: what came has another hash, and was
   * not kept. Throws what `pieces` throws, keeping nothing, and an error with the code `SQLITE_FULL` where there is no
   * room.
   */
  put(
    hash: string,
    pieces: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly status: 'kept' } | { readonly status: 'other'; readonly hash: string }>;
  /** Bytes from this place on, fewer at the end of the file; undefined where there is no such file. */
  read(hash: string, from: number, length: number): Promise<Uint8Array | undefined>;
  /** No such file is no error. */
  remove(hash: string): void;
}

/** Where plates are kept: text by content hash, never changed. `db/hub/plate-store.ts` is one. */
export interface PlateStore {
  /**
   * Keeps plates; known ones are no error. Durable when it returns. Throws where `hash` is not the lower-case SHA-256 of
   * the text, and an error with the code `SQLITE_FULL` where there is no room.
   */
  put(hash: string, json: string): void;
  get(hash: string): string | undefined;
  /** All hashes, sorted. */
  hashes(): readonly string[];
}
