/**
 * A hub that only writes, as a process of its own: opens the data folder named on its command line, says `open`, and
 * goes on writing until it is killed. Each round puts a vault record first and then the event that names it.
 */
import { openDataFolder } from '../../db/hub/data-folder.ts';
import { must } from '../../shared/lib/must.ts';
import { commit, note } from './scribe.ts';

const folder = openDataFolder(must(process.argv[2], 'data folder'), {
  kinds: ['task'],
  tables: [],
  newId: () => 'writer',
});
process.stdout.write('open\n');

let count = folder.journal.head().seq;
function round(): void {
  for (let n = 0; n < 5; n += 1) {
    count += 1;
    const ref = `ref-${count}`;
    folder.vault.put([{ ref, salt: 'aa', content: `{"phone":"${count}"}`, storedAt: count }]);
    commit(folder.journal, (writes) => {
      note(writes, `task/${count % 50}`, { ref, count }, ['hall']);
      writes.addVaultReference(ref, `task/${count % 50}`);
    });
    folder.accessLog.append([
      { at: count, user: 'u', seat: 's', action: 'vaultRead', subject: ref, detail: 'x'.repeat(50) },
    ]);
  }
  setImmediate(round);
}
round();
