/** Putting in order, at the start, what a crash left between journal and vault, and documents of older folds. */
import type { Kinds } from '../../shared/domain/catalog.ts';
import { must } from '../../shared/lib/must.ts';
import type { JournalStore, VaultStore } from '../journal/store.ts';
import type { ReadEvent } from '../journal/upcast.ts';
import type { DocumentCache } from './documents.ts';
import { foldEvent, writeDocument } from './fold.ts';

export interface Recovery {
  /** Vault records erased because no event speaks of them: the hub stopped between vault and journal. */
  readonly orphans: number;
  /** Vault records erased because an event says they are: the hub stopped between journal and vault. */
  readonly lateErasures: number;
  /** Kinds whose documents were folded anew. */
  readonly rebuilt: readonly string[];
}

export function recover(
  journal: JournalStore,
  vault: VaultStore,
  kinds: Kinds,
  cache: DocumentCache,
  readEvent: ReadEvent,
): Recovery {
  const erasedByRef = new Map(journal.vaultReferences().map(({ ref, erased }) => [ref, erased]));
  const held = vault.refs();
  const orphans = held.filter((ref) => !erasedByRef.has(ref));
  const late = held.filter((ref) => erasedByRef.get(ref) === true);
  if (orphans.length + late.length > 0) vault.erase([...orphans, ...late]);

  cache.clear();
  const folds = Object.fromEntries([...kinds].map(([name, kind]) => [name, kind.fold]));
  try {
    const rebuilt = journal.rebuildDocuments(folds, (stored, writes) => {
      cache.readThrough(writes);
      const event = readEvent(stored);
      foldEvent(kinds, cache, event);
      writeDocument(kinds, must(cache.document(event.stream), event.stream), writes);
    });
    return { orphans: orphans.length, lateErasures: late.length, rebuilt };
  } finally {
    // Whatever the rebuild left at hand may have been rolled back.
    cache.clear();
    cache.readThrough(journal);
  }
}
