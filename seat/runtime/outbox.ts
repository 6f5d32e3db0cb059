/**
 * The outbox in memory, in step with its file: a change is durable before anybody hears of it. What is on its way to the
 * hub right now is known here only; after a restart it is simply sent again, under its old id.
 */
import type { Refusal } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { OutboxEntry, SeatStatus } from '../../shared/wire/seat-api.ts';
import { dependents, isOpen } from './lanes.ts';
import type { Acknowledgement, JournalIdentity, OutboxChange, OutboxRow, OutboxStore, SeatClock } from './ports.ts';

/** Acknowledged and discarded entries are kept so long, machine ms: after a restore of the hub they are offered again. */
const keptMs = 72 * 3_600_000;
/** How long screens are still shown what was settled, machine ms. */
const shownSettledMs = 60_000;
/** As many references as a hello may carry. */
const mostRefs = 10_000;

type OutboxCounts = Pick<SeatStatus, 'pending' | 'refused' | 'asking' | 'waitingForOthers'>;

/** Whether the entry needs nobody any more. */
function isSettled(row: OutboxRow): boolean {
  return row.state === 'acknowledged' || row.state === 'discarded';
}

export class Outbox {
  readonly #store: OutboxStore;
  readonly #clock: SeatClock;
  readonly #changed: () => void;
  #rows = new Map<string, OutboxRow>();
  /** Kept from one look to the next, as nothing changes between most of them. */
  #open: readonly OutboxRow[] | undefined;
  readonly #sending = new Set<string>();
  /** Not yet acknowledged, but an event they caused was seen: the hub has them. */
  readonly #carriedOut = new Set<string>();

  constructor(store: OutboxStore, clock: SeatClock, changed: () => void) {
    this.#store = store;
    this.#clock = clock;
    this.#changed = changed;
    this.#load();
  }

  get(id: string): OutboxRow | undefined {
    return this.#rows.get(id);
  }

  /** In the order they were made. */
  rows(): readonly OutboxRow[] {
    return [...this.#rows.values()];
  }

  /** Entries still to leave, in the order they were made; those on their way included. */
  open(): readonly OutboxRow[] {
    return (this.#open ??= this.rows().filter(isOpen));
  }

  isSending(id: string): boolean {
    return this.#sending.has(id);
  }

  isCarriedOut(id: string): boolean {
    return this.#carriedOut.has(id);
  }

  /** Durable when it returns. */
  add(row: OutboxRow, changes: readonly OutboxChange[] = []): void {
    this.#store.add(row, changes);
    this.#rows.set(row.id, row);
    this.#open = undefined;
    this.#took(changes);
  }

  /** Durable when it returns. */
  update(changes: readonly OutboxChange[]): void {
    if (changes.length === 0) return;
    this.#store.update(changes);
    this.#took(changes);
  }

  sending(id: string): void {
    this.#sending.add(id);
    this.#changed();
  }

  /** On its way no more, answered or not. */
  back(id: string): void {
    if (this.#sending.delete(id)) this.#changed();
  }

  acknowledge(row: OutboxRow, acknowledged: Acknowledgement): void {
    const settledAt = this.#clock.machine();
    this.update([{ id: row.id, state: 'acknowledged', acknowledged, settledAt, refusal: null, heldBackBy: null }]);
    this.#carriedOut.delete(row.id);
  }

  /** To the tray, with what depends on it. */
  refuse(row: OutboxRow, refusal: Refusal): void {
    const held = this.#heldBackBy(row);
    this.update([{ id: row.id, state: 'refused', refusal, acknowledged: null }, ...held]);
  }

  /** No longer wanted; what depends on it is held back. */
  discarding(row: OutboxRow): readonly OutboxChange[] {
    const held = isOpen(row) ? this.#heldBackBy(row) : [];
    return [{ id: row.id, state: 'discarded', settledAt: this.#clock.machine() }, ...held];
  }

  /** Ids of commands that events were caused by: what is still asked about has happened already. */
  seen(causes: readonly string[]): void {
    const found = causes.flatMap((id) => {
      const row = this.#rows.get(id);
      return row !== undefined && isOpen(row) ? [row] : [];
    });
    for (const { id } of found) this.#carriedOut.add(id);
    this.update(found.filter(({ state }) => state === 'asking').map(({ id }) => ({ id, state: 'pending' })));
  }

  /**
   * The hub's journal, as its welcome names it. Where it is not the one the seat spoke with before, what was acknowledged
   * there may be gone: it is offered again, with its old ids, all of it where nobody can say from where on.
   * Returns whether nobody could.
   */
  meet({ journalId, epoch }: JournalIdentity, reofferAfter: number | null): boolean {
    const before = this.#store.journal();
    const isSame = before?.journalId === journalId && before.epoch === epoch;
    if (isSame && reofferAfter === null) return false;
    // With no journal before it, nothing was acknowledged by another one; a file salvaged may have forgotten it.
    const after = reofferAfter ?? (before === undefined ? Number.POSITIVE_INFINITY : 0);
    const again = this.rows().filter(
      ({ state, acknowledged }) => state === 'acknowledged' && acknowledged !== null && acknowledged.seq > after,
    );
    const changes = again.map(({ id }): OutboxChange => ({ id, state: 'pending', settledAt: null }));
    this.#store.setJournal({ journalId, epoch }, changes);
    this.#took(changes);
    return before !== undefined && reofferAfter === null;
  }

  /** The journal the seat spoke with last; undefined before the first word with a hub. */
  journal(): JournalIdentity | undefined {
    return this.#store.journal();
  }

  personalRefs(): string[] {
    return this.#store.personalRefs().slice(0, mostRefs);
  }

  erase(refs: readonly string[]): void {
    if (refs.length === 0) return;
    this.#store.erasePersonal(refs);
    this.#load();
  }

  /** Deletes what was settled long ago. */
  prune(): void {
    this.#store.prune(this.#clock.machine() - keptMs);
    this.#load();
  }

  /** What screens are pushed: what of this user's still needs somebody, and what was settled just now. */
  shown(user: string | undefined): OutboxEntry[] {
    const since = this.#clock.machine() - shownSettledMs;
    return this.#rowsOf(user)
      .filter((row) => !isSettled(row) || (row.settledAt ?? 0) >= since)
      .map((row) => this.#entryOf(row));
  }

  /** All there is of this user's, acknowledged entries of the last 72 hours included. */
  entries(user: string | undefined): OutboxEntry[] {
    return this.#rowsOf(user).map((row) => this.#entryOf(row));
  }

  /** Of this user's; of the others', which are nobody else's to see, only how many still need them. */
  counts(user: string | undefined): OutboxCounts {
    const states = this.#rowsOf(user).map(({ state }) => state);
    const count = (...among: readonly OutboxRow['state'][]): number =>
      states.filter((state) => among.includes(state)).length;
    return {
      pending: count('pending'),
      refused: count('refused', 'heldBack'),
      asking: count('asking'),
      waitingForOthers: this.rows().filter((row) => row.user !== user && !isSettled(row)).length,
    };
  }

  #rowsOf(user: string | undefined): readonly OutboxRow[] {
    return this.rows().filter((row) => row.user === user);
  }

  #heldBackBy(row: OutboxRow): readonly OutboxChange[] {
    return dependents(this.rows(), row).map(({ id }) => ({ id, state: 'heldBack', heldBackBy: row.id }));
  }

  #load(): void {
    this.#rows = new Map(this.#store.rows().map((row) => [row.id, row]));
    this.#open = undefined;
    this.#changed();
  }

  #took(changes: readonly OutboxChange[]): void {
    this.#open = undefined;
    for (const { id, ...change } of changes) {
      this.#rows.set(id, { ...must(this.#rows.get(id), `entry ${id}`), ...defined(change) });
    }
    this.#changed();
  }

  #entryOf(row: OutboxRow): OutboxEntry {
    const { id, user, lane, nature, refusal, heldBackBy, command } = row;
    return {
      ...{ id, user, lane, nature, heldBackBy },
      type: command.type,
      data: command.data as OutboxEntry['data'],
      madeAt: command.madeAt,
      state: row.state === 'pending' && this.#sending.has(id) ? 'sending' : row.state,
      refusal: refusal as OutboxEntry['refusal'],
    };
  }
}

/** Members that are there; undefined ones say nothing. */
function defined<T extends object>(change: T): Partial<T> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<T>;
}
