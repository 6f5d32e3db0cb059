/**
 * The feed of one seat: where it stands, what it may see, how much is on the way. It does one small step at a time when
 * the pump says so, and only as far as the seat keeps up: what it cannot send yet stays in the journal, not in memory.
 *
 * waiting → snapshot → feeding, or feeding at once; back to waiting where the labels changed and the seat lags.
 */
import type { Applied, Batch } from '../../shared/wire/hub-protocol.ts';
import type { JournalStore } from '../journal/store.ts';
import type { Clock, CrashPoints, Timers } from '../ports.ts';
import type { Batches } from './batches.ts';
import { DigestWork } from './digest.ts';
import type { Verdict } from './hello.ts';
import type { Labels } from './labels.ts';
import type { FeedLimits, FeedMetrics, SeatLink } from './ports.ts';
import { rescopeItems } from './rescope.ts';
import type { Slots } from './snapshot.ts';
import { SnapshotPages } from './snapshot.ts';

export interface SessionDeps {
  readonly journal: JournalStore;
  readonly batches: Batches;
  readonly slots: Slots<SeatSession>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly crash: CrashPoints;
  readonly metrics: FeedMetrics;
  readonly limits: FeedLimits;
  /** Asks the pump for a step of this session. */
  readonly wake: (session: SeatSession) => void;
}

type Phase =
  | { readonly name: 'waiting'; readonly reason: string }
  | { readonly name: 'snapshot'; readonly pages: SnapshotPages }
  | { readonly name: 'feeding' }
  | { readonly name: 'digesting'; readonly work: DigestWork }
  | { readonly name: 'ended' };

type Through = Batch['through'];

export class SeatSession {
  readonly #deps: SessionDeps;
  readonly #link: SeatLink;
  #labels: Labels;
  #phase: Phase;
  /** How far the rows were looked at; while feeding. */
  #place: Through;
  /** The place the seat was told last. */
  #told: number;
  /** The place the seat said it stands at. */
  #applied: number;
  /** Places of the batches on the way, oldest first. */
  #batchesOut: number[] = [];
  /** Numbers of the pages on the way, oldest first. */
  #pagesOut: number[] = [];
  #digestWanted = false;
  /** Something was to be sent and the link was full. */
  #held = false;
  readonly #resting = new Map<'place' | 'digest', () => void>();
  #stopIdle: () => void = () => undefined;

  constructor(deps: SessionDeps, link: SeatLink, labels: Labels, { mode, reason, through }: Verdict) {
    this.#deps = deps;
    this.#link = link;
    this.#labels = labels;
    this.#place = through;
    this.#told = through.seq;
    this.#applied = through.seq;
    this.#phase = mode === 'resume' ? { name: 'feeding' } : { name: 'waiting', reason };
  }

  get labels(): Labels {
    return this.#labels;
  }

  /** The place the seat said it stands at. */
  get applied(): number {
    // Rows that were looked at and of which it sees nothing are no lag.
    return this.#batchesOut.length === 0 && this.#isFeeding ? this.#place.seq : this.#applied;
  }

  get #isFeeding(): boolean {
    return this.#phase.name === 'feeding' || this.#phase.name === 'digesting';
  }

  acknowledge(message: Applied): void {
    if ('page' in message) {
      // The last of that number: page 0 comes again where a snapshot was begun anew.
      const index = this.#pagesOut.lastIndexOf(message.page);
      if (index < 0) return;
      this.#pagesOut.splice(0, index + 1);
      if (this.#phase.name === 'snapshot') this.#watchIdle();
    } else {
      if (message.seq > this.#told) return;
      this.#applied = Math.max(this.#applied, message.seq);
      this.#batchesOut = this.#batchesOut.filter((seq) => seq > message.seq);
    }
    this.#deps.wake(this);
  }

  wantDigest(): void {
    this.#digestWanted = true;
    this.#deps.wake(this);
  }

  /** The link has room again. */
  drained(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#deps.wake(this);
  }

  /**
   * Other labels from the present head on. A seat that can be brought there with one batch gets what leaves and enters
   * with it; any other takes a snapshot, as its documents are those of an earlier place under the old labels.
   */
  relabel(labels: Labels): void {
    if (this.#phase.name === 'ended' || labels.key === this.#labels.key) return;
    const old = this.#labels;
    this.#labels = labels;
    if (this.#phase.name === 'waiting') return;
    this.#letGo();
    const { journal, batches, limits } = this.#deps;
    if (this.#phase.name !== 'snapshot' && this.#hasRoom()) {
      const built = batches.after(this.#place.seq, old);
      const through = built?.through ?? this.#place;
      const changed =
        through.seq === journal.head().seq ? rescopeItems(journal, old, labels, limits.rescope) : undefined;
      if (changed !== undefined) {
        this.#phase = { name: 'feeding' };
        this.#place = through;
        this.#send([...(built?.items ?? []), ...changed], { labels: [...labels.list] });
        return;
      }
    }
    this.#phase = { name: 'waiting', reason: 'scope' };
  }

  /** Does a little of what is to be done. Returns how much it was, in rows; 0 where nothing can be done now. */
  step(): number {
    if (this.#phase.name === 'ended') return 0;
    if (!this.#link.writable()) {
      this.#held = true;
      return 0;
    }
    switch (this.#phase.name) {
      case 'waiting':
        return this.#openSnapshot(this.#phase.reason);
      case 'snapshot':
        return this.#sendPage(this.#phase.pages);
      case 'digesting':
        return this.#reckon(this.#phase.work);
      case 'feeding':
        return this.#feed();
    }
  }

  end(): void {
    this.#letGo();
    this.#phase = { name: 'ended' };
    this.#deps.slots.forget(this);
    for (const stop of this.#resting.values()) stop();
    this.#resting.clear();
  }

  #hasRoom(): boolean {
    return this.#link.writable() && this.#batchesOut.length < this.#deps.limits.window;
  }

  #feed(): number {
    if (this.#batchesOut.length >= this.#deps.limits.window) return 0;
    const built = this.#deps.batches.after(this.#place.seq, this.#labels);
    if (built !== undefined) {
      this.#place = built.through;
      if (built.items.length > 0 || built.full) this.#send(built.items);
      return built.rows;
    }
    // Only while nothing is left to send: a digest is of the head, and a batch moves the place anyway.
    if (this.#digestWanted && !this.#resting.has('digest')) return this.#openDigest();
    if (this.#told < this.#place.seq && !this.#resting.has('place')) {
      this.#send([]);
      this.#rest('place');
      return 1;
    }
    return 0;
  }

  #openSnapshot(reason: string): number {
    const { journal, slots, limits, crash, metrics } = this.#deps;
    if (!slots.take(this)) return 0;
    try {
      const pages = new SnapshotPages(journal.snapshot(), this.#labels, limits.snapshotPage, crash);
      this.#phase = { name: 'snapshot', pages };
    } catch (error) {
      slots.give();
      throw error;
    }
    metrics.snapshotBegun(reason);
    this.#watchIdle();
    return 1;
  }

  #sendPage(pages: SnapshotPages): number {
    const { limits, metrics } = this.#deps;
    if (this.#pagesOut.length >= limits.snapshotWindow) return 0;
    const page = pages.next();
    this.#link.snapshot(page);
    metrics.sent('page', page.documents.length);
    this.#pagesOut.push(page.page);
    if (page.done === undefined) {
      this.#watchIdle();
    } else {
      this.#letGo();
      this.#place = page.done.through;
      this.#told = this.#place.seq;
      this.#applied = this.#place.seq;
      this.#phase = { name: 'feeding' };
    }
    return page.documents.length + 1;
  }

  #openDigest(): number {
    const { journal, slots, limits } = this.#deps;
    if (!slots.take(this)) return 0;
    let work: DigestWork;
    try {
      work = new DigestWork(journal.snapshot(), this.#labels, limits.snapshotPage);
    } catch (error) {
      slots.give();
      throw error;
    }
    this.#phase = { name: 'digesting', work };
    if (work.seq === this.#place.seq) return 1;
    // The journal is ahead of what the feed was told: the commit that brings it here wakes this session again.
    this.#letGo();
    this.#phase = { name: 'feeding' };
    return 0;
  }

  #reckon(work: DigestWork): number {
    // The place stands still meanwhile, so that the digest is of exactly what the seat then has.
    const digest = work.step();
    if (digest === undefined) return this.#deps.limits.snapshotPage;
    this.#letGo();
    this.#phase = { name: 'feeding' };
    this.#digestWanted = false;
    this.#rest('digest');
    this.#send([], { digest });
    return this.#deps.limits.snapshotPage;
  }

  #send(items: Batch['items'] | readonly Batch['items'][number][], more: Pick<Batch, 'labels' | 'digest'> = {}): void {
    const { clock, metrics } = this.#deps;
    const through = this.#place;
    this.#told = through.seq;
    this.#batchesOut.push(through.seq);
    this.#link.feed({ items: items as Batch['items'], through, hubTime: clock.now(), ...more });
    metrics.sent('batch', items.length);
  }

  /** Does not do this again for a while. */
  #rest(from: 'place' | 'digest'): void {
    const { timers, limits, wake } = this.#deps;
    this.#resting.set(
      from,
      timers.after(limits.placeEveryMs, () => {
        this.#resting.delete(from);
        wake(this);
      }),
    );
  }

  /** A seat that takes no pages must not hold an instant of the journal for ever. */
  #watchIdle(): void {
    const { timers, limits } = this.#deps;
    this.#stopIdle();
    this.#stopIdle = timers.after(limits.snapshotIdleMs, () => {
      if (this.#phase.name === 'snapshot') this.#link.close();
    });
  }

  /** Closes the instant of the journal it holds, where it holds one. */
  #letGo(): void {
    this.#stopIdle();
    const phase = this.#phase;
    if (phase.name !== 'snapshot' && phase.name !== 'digesting') return;
    (phase.name === 'snapshot' ? phase.pages : phase.work).close();
    this.#deps.slots.give();
  }
}
