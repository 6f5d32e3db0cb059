/** The words of messages as devices read them: of those sent to their unit alone, and never unseen. */
import type { MessageReads } from '../../shared/domain/message/state.ts';
import { receiverOf } from '../../shared/domain/message/state.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import { noSecrecy } from '../vault/secrecy.ts';
import type { VaultDeps } from '../vault/vault.ts';
import { createVault } from '../vault/vault.ts';
import { unitActor } from './commands.ts';
import type { FieldDeps } from './field.ts';

export function fieldWords(
  deps: Pick<VaultDeps, 'store' | 'journal' | 'access' | 'log'>,
  reads: Pick<MessageReads, 'message'>,
): FieldDeps['words'] {
  const isTo = (unit: string, ref: string): boolean => {
    const stream = deps.journal.vaultReference(ref)?.stream;
    const { kind, id } = splitStream(stream ?? 'none/none');
    const message = kind === 'message' ? reads.message(id) : undefined;
    return message !== undefined && receiverOf(message, 'unit', unit) !== undefined;
  };
  return (unit, ref) => {
    const by = unitActor(unit);
    // A message names no caller: what it says, somebody of ours wrote to this unit.
    const may = (actor: Actor): boolean => actor === by && isTo(unit, ref);
    const vault = createVault({ ...deps, may, secrecy: noSecrecy, mayInFull: () => false });
    const read = vault.read({ ref, by, reason: 'message' });
    if (!read.ok) return undefined;
    const { text } = read.value.content as { readonly text?: unknown };
    return typeof text === 'string' ? text : undefined;
  };
}
