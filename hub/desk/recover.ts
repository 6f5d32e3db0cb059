/** Putting in order, at the start, what a crash left between journal and vault, and documents of older folds. */
import type { Kinds } from '../../shared/domain/catalog.ts';
import type { DocumentQuery } from '../../shared/domain/reads.ts';
import type { DocumentCache } from '../../shared/lib/document-cache.ts';
import type { JournalStore, VaultStore } from '../journal/store.ts';
import type { ReadEvent } from '../journal/upcast.ts';
import { foldEvent, writeDocument } from './fold.ts';

/**
 * The vault holds more records that no event speaks of than a crash can leave: the journal is an older copy than the
 * vault. To go on would erase what its missing events speak of.
 */
export class JournalOlderThanVault extends Error {
  override readonly name = 'JournalOlderThanVault';

  constructor(orphans: number) {
    super(
      `the vault holds ${orphans} records of which the journal knows nothing: the journal is older than the vault; ` +
        'put the newer journal back, or restore a backup into another folder',
    );
  }
}

export interface Recovery {
  /** Vault records erased because no event speaks of them: the hub stopped between vault and journal. */
  readonly orphans: number;
  /** Vault records erased because an event says they are: the hub stopped between journal and vault. */
  readonly lateErasures: number;
  /** Kinds whose documents were folded anew. */
  readonly rebuilt: readonly string[];
}

export interface RecoverDeps {
  readonly journal: JournalStore;
  readonly vault: VaultStore;
  readonly kinds: Kinds;
  readonly cache: DocumentCache<DocumentQuery>;
  readonly readEvent: ReadEvent;
  /** Records without an event that one end of the process can leave. */
  readonly mostOrphans: number;
}

/**
 * Throws `JournalOlderThanVault` before anything is changed, and where journal or vault cannot be put in order.
 * @param finish Erases; told at each start, even of nothing: bytes may be left of an erasure that was not finished.
 */
export function recover(deps: RecoverDeps, finish: (refs: readonly string[]) => void): Recovery {
  const { journal, vault, kinds, cache, readEvent, mostOrphans } = deps;
  const erasedByRef = new Map(journal.vaultReferences().map(({ ref, erased }) => [ref, erased]));
  const held = vault.refs();
  const orphans = held.filter((ref) => !erasedByRef.has(ref));
  const late = held.filter((ref) => erasedByRef.get(ref) === true);
  if (orphans.length > mostOrphans) throw new JournalOlderThanVault(orphans.length);
  finish([...orphans, ...late]);

  cache.clear();
  const folds = Object.fromEntries([...kinds].map(([name, kind]) => [name, kind.fold]));
  try {
    const rebuilt = journal.rebuildDocuments(folds, (stored, writes) => {
      cache.readThrough(writes);
      const event = readEvent(stored);
      const { document } = foldEvent(kinds, cache.document(event.stream), event);
      writeDocument(kinds, document, writes);
      cache.put(document);
    });
    return { orphans: orphans.length, lateErasures: late.length, rebuilt };
  } finally {
    // Whatever the rebuild left at hand may have been rolled back.
    cache.clear();
    cache.readThrough(journal);
  }
}
