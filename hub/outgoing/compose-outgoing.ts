/** The giving back of replies, put together: only where somebody said to whom. */
import type { HubReads } from '../../shared/domain/catalog.ts';
import { described } from '../desk/described.ts';
import type { ReadOutgoing } from './config.ts';
import type { Outgoing, OutgoingDeps, OutgoingPolicy } from './outgoing.ts';
import { createOutgoing } from './outgoing.ts';
import type { OutgoingStore } from './store.ts';

export interface OutgoingOptions extends Pick<ReadOutgoing, 'receivers'> {
  /** As is usual unless given. */
  readonly policy?: OutgoingPolicy;
}

type Deps = Omit<OutgoingDeps, 'receivers' | 'store' | 'reads' | 'policy'> & { readonly reads: HubReads | undefined };

/** Undefined where nobody is to be told, or the file cannot be opened: the hub works without it. */
export function openOutgoing(
  options: OutgoingOptions | undefined,
  open: (() => OutgoingStore) | undefined,
  { reads, ...deps }: Deps,
): Outgoing | undefined {
  if (options === undefined || open === undefined || reads === undefined) return undefined;
  try {
    const { receivers, policy } = options;
    return createOutgoing({ ...deps, reads, store: open(), receivers, ...(policy === undefined ? {} : { policy }) });
  } catch (error) {
    deps.log.error(described(error), 'replies are given back to nobody: their file cannot be opened');
    return undefined;
  }
}
