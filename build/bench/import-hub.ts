/** The hub of the benchmark `import-cells`, a process of its own, that takes packs and orders. Out: `listening`. */
import { tell } from './processes.ts';
import { openWholeHub } from './whole-hub.ts';

export type ImportSaid = { readonly said: 'listening'; readonly port: number };

async function main(dir: string): Promise<void> {
  const { address } = await openWholeHub(dir);
  process.on('disconnect', () => process.exit(0));
  tell({ said: 'listening', port: address.http } as ImportSaid);
}

const [dir] = process.argv.slice(2);
if (import.meta.main && dir !== undefined) await main(dir);
