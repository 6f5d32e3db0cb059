/** Finding among what this seat holds, also while the hub is away. All of it is for who is signed in. */
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { foundFor, mostPast, pastOf } from '../../shared/domain/rules/find.ts';
import type { DocumentRecord } from '../../shared/lib/journal.ts';
import type { AnswerOf, RequestOf } from '../../shared/wire/seat-api.ts';
import type { CacheStore } from './ports.ts';

const stateOf = ({ state }: DocumentRecord): IncidentState => state as unknown as IncidentState;

export class SeatSearch {
  readonly #cache: () => Pick<CacheStore, 'documents' | 'findDocuments'>;

  /** @param cache The present one: it may be replaced. */
  constructor(cache: () => Pick<CacheStore, 'documents' | 'findDocuments'>) {
    this.#cache = cache;
  }

  find({ text, only }: RequestOf<'search'>): AnswerOf<'search'> {
    const cache = this.#cache();
    const found = foundFor(text, only, (kind, wanted, limit) => cache.findDocuments(kind, wanted, limit));
    return { ...found, from: this.#from() };
  }

  past({ of }: RequestOf<'past'>): AnswerOf<'past'> {
    const where = of.kind === 'site' ? { site: of.site } : { cell: of.cell };
    const query = { where, orderBy: 'receivedAt', descending: true, limit: mostPast + 1 };
    return { ...pastOf(this.#cache().documents('incident', query).map(stateOf)), from: this.#from() };
  }

  #from(): number | null {
    const [oldest] = this.#cache().documents('incident', { orderBy: 'receivedAt', limit: 1 });
    return oldest === undefined ? null : stateOf(oldest).receivedAt;
  }
}
