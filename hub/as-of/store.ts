/**
 * Where the hall as it was is kept at some places of the journal, so that a question about the past need not fold from
 * the first event. Derived: the file may be deleted at any time and is made anew. `db/hub/as-of-store.ts` implements it.
 */
import type { StreamId } from '../../shared/lib/journal.ts';

/** A place of the journal. */
export interface AsOfPlace {
  readonly seq: number;
  /** Of the event there: by it a journal that is another one is noticed. */
  readonly hash: string;
}

/** A document as it stood. */
export interface AsOfText {
  readonly stream: StreamId;
  readonly version: number;
  /** Of the last event folded in. */
  readonly seq: number;
  /** Sorted labels of who may hold it. */
  readonly scope: readonly string[];
  /** Canonical JSON of the state. */
  readonly body: string;
}

/** Code of the error of a use that found the kept places damaged: they are forgotten then. */
export const asOfDamagedCode = 'AS_OF_DAMAGED';

/** All but `places` and `nearest` throw where the file cannot be read or written, with code `SQLITE_FULL` for want of room. */
export interface AsOfStore {
  /** Says what it is for; forgets everything where it was made for another journal or other fold numbers. */
  begin(journalId: string, foldKey: string): void;
  /** Kept places, newest first. */
  places(): readonly AsOfPlace[];
  /** The newest kept place at or before a sequence number; undefined where there is none. */
  nearest(seq: number): AsOfPlace | undefined;
  /** A document as of a kept place. */
  document(stream: StreamId, place: number): AsOfText | undefined;
  /** All documents as of a kept place, by stream, after the given stream. */
  documents(place: number, after: string, limit: number): readonly AsOfText[];
  /** Takes in documents that changed since the kept place before the one that `keep` will name. Again is no error. */
  put(documents: readonly AsOfText[]): void;
  /** From now on the place is kept: everything that changed up to it was put. */
  keep(place: AsOfPlace): void;
  /** Forgets everything. */
  clear(): void;
  /** Closing twice is no error. */
  close(): void;
}
