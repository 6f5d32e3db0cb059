/** What decisions, reactions and the feed read. One line for each further thing. */
import type { HubReads } from '../../shared/domain/catalog.ts';
import type { AccountState } from '../../shared/domain/account/state.ts';
import type { DutyModeState } from '../../shared/domain/duty-mode/state.ts';
import { dutyModeStream } from '../../shared/domain/duty-mode/state.ts';
import { streamId } from '../../shared/lib/journal.ts';
import type { StreamId } from '../../shared/lib/journal.ts';
import type { DocumentQuery } from '../journal/store.ts';
import type { DocumentReader } from './documents.ts';

export function hubReads(documents: DocumentReader): HubReads {
  // A document holds what `evolve` of its kind returned: the kind in the stream's name is the proof of its type.
  const state = <S>(stream: StreamId): S | undefined => documents.document(stream)?.state as S | undefined;
  const states = <S>(kind: string, query?: DocumentQuery): readonly S[] =>
    documents.documents(kind, query).map((document) => document.state as S);
  return {
    dutyMode: () => state<DutyModeState>(dutyModeStream),
    account: (id) => state<AccountState>(streamId('account', id)),
    accountByLogin: (login) => states<AccountState>('account', { where: { login }, limit: 1 })[0],
    administrators: () =>
      states<AccountState>('account', { where: { disabled: 0 } }).filter((account) =>
        account.roles.some((grant) => grant.role === 'administrator'),
      ),
  };
}
