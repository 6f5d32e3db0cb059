/**
 * The key under which the journal remembers what a command said. It lies in the vault, for two reasons: who holds the
 * journal alone must not be able to try out phone numbers against it, and it has to travel with backups, or a restored
 * hub would take every repeated command for another one.
 */
import { must } from '../shared/lib/must.ts';
import { fingerprintKeyRef as ref } from '../shared/lib/journal.ts';
import type { StreamId } from '../shared/lib/journal.ts';
import type { JournalStore, VaultStore } from './journal/store.ts';
import type { RandomSource } from './ports.ts';

// Its name is not of the form of a person's record: nobody can read it through the vault's own door.
const stream: StreamId = 'hub/fingerprint-key';
const keyBytes = 32;

/** The key of the data folder; made at the first start. Throws where the vault has lost it. */
export function fingerprintKey(journal: JournalStore, vault: VaultStore, random: RandomSource): Uint8Array {
  const referenced = journal.vaultReferences().some((known) => known.ref === ref);
  if (!referenced) {
    // Vault before journal, as for every record; a crash in between leaves a key that is then simply taken up.
    if (vault.get(ref) === undefined) {
      const salt = Buffer.from(random.bytes(keyBytes)).toString('hex');
      vault.put([{ ref, salt, content: '{}', storedAt: 0 }]);
    }
    const tx = journal.begin();
    tx.addVaultReference(ref, stream);
    tx.commit();
  }
  return Buffer.from(must(vault.get(ref), 'fingerprint key in the vault').salt, 'hex');
}
