/** Files of incidents, put together; undefined where the vault keeps none. */
import type { HubReads } from '../../shared/domain/catalog.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { VaultContents, VaultStore } from '../journal/store.ts';
import type { Clock, RandomSource } from '../ports.ts';
import type { Files, FilesDeps } from './files.ts';
import { createFiles } from './files.ts';
import type { OfficeFilesDeps } from './office-files.ts';
import { officeFiles } from './office-files.ts';

export interface ComposedFiles {
  readonly files: Files;
  readonly handlers: ReturnType<typeof officeFiles>;
}

type Store = VaultStore & Partial<VaultContents>;

const keepsContents = (store: Store): store is VaultStore & VaultContents => 'bring' in store && 'contentOf' in store;

export function composeFiles({
  store,
  reads,
  random,
  clock,
  ...deps
}: Omit<OfficeFilesDeps & FilesDeps, 'files' | 'contents' | 'newId' | 'reads' | 'vault'> &
  Pick<OfficeFilesDeps, 'vault'> & {
    readonly store: Store;
    /** Undefined for catalogs without incidents. */
    readonly reads: HubReads | undefined;
    readonly random: RandomSource;
    readonly clock: Clock;
  }): ComposedFiles | undefined {
  if (reads === undefined || !keepsContents(store)) return undefined;
  const newId = (): string => uuidv7(clock.now(), random.bytes(10));
  const files = createFiles({ ...deps, contents: store, vault: store, reads, clock, newId });
  return { files, handlers: officeFiles({ ...deps, files, contents: store }) };
}
