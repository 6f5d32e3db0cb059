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
