/**
 * What the hub needs of the store of saved views: a file of its own, in no journal. Calls are synchronous and durable when
 * they return.
 */

/** As it is kept: whoever reads it checks it. */
export interface StoredView {
  readonly id: string;
  /** From 1. */
  readonly version: number;
  readonly name: string;
  /** JSON. */
  readonly filter: string;
  /** Hub time, Unix ms. */
  readonly changedAt: number;
  readonly changedSeat: string;
}

/** Writes throw errors of code `SQLITE_FULL` where there is no room. */
export interface ViewStore {
  /** Of an account, in the order in which they were first kept. */
  views(account: string): readonly StoredView[];
  /** Keeps it, in the place of the one with its id if there is one. */
  put(account: string, view: StoredView): void;
  remove(account: string, id: string): void;
  close(): void;
}
