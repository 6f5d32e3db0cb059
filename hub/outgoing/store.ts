/**
 * What waits to be given back to its source. Derived: the journal says what was queued and what came of it, this file when to try
 * next; without it, what the journal calls waiting is queued anew. `db/hub/outgoing-store.ts` implements it.
 */
export interface OutgoingRow {
  /** Id under which the other side knows it. */
  readonly posting: string;
  readonly incident: string;
  /** Of the words in the vault. */
  readonly ref: string;
  readonly source: string;
  readonly tries: number;
  /** Hub time of the next try, Unix ms. */
  readonly nextAt: number;
  /** After it nobody tries any more, Unix ms. */
  readonly until: number;
  /** The failure that the journal was told last; null: none. */
  readonly told: string | null;
}

/** Each call is durable when it returns; throws where the file cannot be read or written. */
export interface OutgoingStore {
  /** Events up to here were looked at; undefined: none ever was. */
  cursor(): number | undefined;
  /** Takes in rows and moves the cursor, together. A row that is there stays, unless it is to be replaced. */
  take(seq: number, rows: readonly OutgoingRow[], replace: boolean): void;
  /** Rows of a source due at the instant, the longest due first. */
  due(source: string, at: number, limit: number): readonly OutgoingRow[];
  /** When the next of a source is due; undefined: none waits. */
  nextAt(source: string): number | undefined;
  change(posting: string, change: Pick<OutgoingRow, 'tries' | 'nextAt' | 'told'>): void;
  drop(posting: string): void;
  count(): number;
  /** Closing twice is no error. */
  close(): void;
}
