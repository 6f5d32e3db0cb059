/** What the suites of the journal port need of an implementation. */
import type { JournalStore } from '../../hub/journal/store.ts';

/** Real columns of a kind: each is the member of that name in the document's state. */
export interface TestColumns {
  readonly [kind: string]: { readonly [column: string]: 'TEXT' | 'INTEGER' | 'REAL' };
}

export interface JournalHarness {
  readonly store: JournalStore;
  /** Closes the store and opens the same file again, perhaps with other columns or kinds. */
  reopen(columns?: TestColumns, kinds?: readonly string[]): JournalStore;
  /** Lets the file grow by so many bytes from now on. */
  leaveRoom(bytes: number): void;
}

/** The kinds of the suite: `plain` has no columns of its own, `planned` sorts right after it. */
export const testKinds = ['task', 'plain', 'planned'] as const;
export const testColumns: TestColumns = { task: { title: 'TEXT', rank: 'INTEGER', size: 'REAL' } };
