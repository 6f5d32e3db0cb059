/** Whether somebody may hold an incident: a list that they bring tells them of no other. */
import { meets } from '../../shared/domain/rules/labels.ts';
import { streamId } from '../../shared/lib/journal.ts';
import type { Rights } from '../accounts/rights.ts';
import type { JournalReads } from '../journal/store.ts';

interface Deps {
  readonly journal: Pick<JournalReads, 'document'>;
  readonly rights: Pick<Rights, 'labelsTo'>;
}

export function holdsIncident({ journal, rights }: Deps): (account: string, incident: string) => boolean {
  return (account, incident) => {
    const document = journal.document(streamId('incident', incident));
    return document !== undefined && meets(document.scope, rights.labelsTo(account, 'search'));
  };
}
