/** Asks of those who look for something: over all years, as far as they may hold what there is; and for a caller. */
import { foundFor, mostPast, pastOf } from '../../shared/domain/rules/find.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { meets } from '../../shared/domain/rules/labels.ts';
import type { DocumentRecord } from '../../shared/lib/journal.ts';
import { streamId } from '../../shared/lib/journal.ts';
import type { OfficeAskOf } from '../../shared/wire/office-api.ts';
import type { Rights } from '../accounts/rights.ts';
import type { JournalReads, VaultStore } from '../journal/store.ts';
import type { CallerKeyring } from '../vault/callers.ts';
import type { FindAsk, OfficeHandlers, OfficeRefused } from './port.ts';
import { granted, refused } from './port.ts';

export interface FindDeps {
  readonly journal: Pick<JournalReads, 'findDocuments' | 'documents' | 'document' | 'vaultReference'>;
  readonly vault: Pick<VaultStore, 'get' | 'withKey'>;
  readonly keyring: CallerKeyring;
  readonly rights: Pick<Rights, 'labelsTo'>;
}

/** Incidents of a site or a cell that are looked through for those in scope. */
const mostLooked = 2_000;
/** Records of one caller. */
const mostRecords = 1_000;

const stateOf = ({ state }: DocumentRecord): IncidentState => state as unknown as IncidentState;

export function findHandlers({ journal, vault, keyring, rights }: FindDeps): Pick<OfficeHandlers, FindAsk> {
  /** The key to look by; a refusal for what can be nobody's, undefined where the incident has no such caller. */
  function keyOf(
    of: OfficeAskOf<'caller'>['of'],
    labels: readonly string[],
    secretLabels: readonly string[],
  ): OfficeRefused | { readonly which: 'phone' | 'name'; readonly key: string } | undefined {
    if (of.kind === 'phone') {
      const key = keyring.phone(of.phone);
      return key === undefined ? refused('InvalidMessage', { field: 'of.phone' }) : { which: 'phone', key };
    }
    if (of.kind === 'name') {
      const key = keyring.name(of.name);
      return key === undefined ? refused('InvalidMessage', { field: 'of.name' }) : { which: 'name', key };
    }
    const document = journal.document(streamId('incident', of.incident));
    // What is not theirs is answered as what there is not.
    if (document === undefined || !meets(document.scope, labels)) return refused('Unknown', { field: 'of.incident' });
    const incident = stateOf(document);
    // Whether they reported more tells who they are as well as their number would.
    if (incident.confidential && !meets(document.scope, secretLabels)) return refused('NotAllowed');
    const ref = incident.personal?.ref;
    const record = ref === undefined || journal.vaultReference(ref)?.erased === true ? undefined : vault.get(ref);
    // Many share a name: who is not known by a number is not known.
    const phone = record === undefined ? null : keyring.keysOf(record.content).phone;
    return phone === null ? undefined : { which: 'phone', key: phone };
  }

  return {
    find({ text, only }, { account }) {
      const labels = rights.labelsTo(account.id, 'search');
      return granted(foundFor(text, only, (kind, wanted, limit) => journal.findDocuments(kind, wanted, labels, limit)));
    },
    past({ of }, { account }) {
      const labels = rights.labelsTo(account.id, 'search');
      const where = of.kind === 'site' ? { site: of.site } : { cell: of.cell };
      const documents = journal
        .documents('incident', { where, orderBy: 'receivedAt', descending: true, limit: mostLooked })
        .filter(({ scope }) => meets(scope, labels));
      return granted(pastOf(documents.slice(0, mostPast + 1).map(stateOf)));
    },
    caller({ of }, { account }) {
      const labels = rights.labelsTo(account.id, 'readCaller');
      const secretLabels = rights.labelsTo(account.id, 'readSecretCaller');
      const key = keyOf(of, labels, secretLabels);
      if (key === undefined) return granted({ incidents: [], more: false });
      if ('refused' in key) return key;
      const incidents = vault.withKey(key.which, key.key, mostRecords).flatMap((ref): IncidentState[] => {
        const reference = journal.vaultReference(ref);
        const document = reference === undefined ? undefined : journal.document(reference.stream);
        if (reference?.erased !== false || document === undefined) return [];
        const isIncident = reference.stream.startsWith('incident/');
        if (!isIncident || !meets(document.scope, labels)) return [];
        const incident = stateOf(document);
        // That there are such, a person's name would be enough to learn.
        return incident.confidential && !meets(document.scope, secretLabels) ? [] : [incident];
      });
      // An order that came again has a record for each time.
      return granted(pastOf([...new Map(incidents.map((one) => [one.id, one])).values()]));
    },
  };
}
