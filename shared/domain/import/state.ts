import type { ImportedThing, RowsImported } from './events.ts';

export type { ImportedRegister, ImportedThing, PlatePart } from './events.ts';

/** One import: what came in, when (hub time, Unix ms) and by whom. */
export interface ImportRun extends RowsImported {
  /** Id of the event. */
  readonly id: string;
  readonly at: number;
  readonly by: { readonly user: string; readonly seat: string };
}

/** The imports of one kind of thing; stream `import/<kind of thing>`. */
export interface ImportState {
  readonly id: ImportedThing;
  /** Newest first; of very many the last hundred, all of them are in the journal. */
  readonly runs: readonly ImportRun[];
}

export interface ImportReads {
  imports(of: ImportedThing): ImportState | undefined;
}
