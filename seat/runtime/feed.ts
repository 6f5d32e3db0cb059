/**
 * What the hub sends, and where the cache stands in it. Everybody else hears of a change only after its commit. A cache
 * in doubt is moved aside, and the hub asked for a snapshot.
 */
import type { Kinds } from '../../shared/domain/catalog.ts';
import { foldKeyParts } from '../../shared/lib/digest.ts';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { Digest, Hello } from '../../shared/wire/hub-protocol.ts';
import { Applier, FeedBroken } from './applier.ts';
import type { HubTime } from './hub-time.ts';
import type { IncomingBatch, IncomingPage } from './incoming.ts';
import type { Welcome } from './link-owner.ts';
import { LinkFault } from './link-owner.ts';
import { storageFullCode } from './ports.ts';
import type { CacheFolder, CachePlace, CacheStore, SeatCrashPoints, SeatHash, SeatLog } from './ports.ts';

export interface FeedListener {
  /** A part was committed. `causes`: ids of the commands its events come from. */
  committed(put: readonly DocumentRecord[], removed: readonly StreamId[], causes: readonly string[]): void;
  /** All documents are others now. */
  replaced(): void;
  /** Everything is there that was there when the hub said welcome. */
  caughtUp(): void;
  /** The hub's digest of what the cache holds at exactly this moment. */
  digest(digest: Digest): void;
}

export interface FeedPorts {
  readonly caches: CacheFolder;
  readonly hash: SeatHash;
  readonly log: SeatLog;
  readonly crash: SeatCrashPoints;
}

type Incoming = 'nothing' | 'batches' | { readonly nextPage: number; readonly count: number };

/** What the fold numbers of these kinds make as a key. */
export function foldKeyOf(kinds: Kinds, hash: SeatHash): string {
  const folds = Object.fromEntries([...kinds.values()].map(({ kind, fold }) => [kind, fold]));
  return hash.sha256(foldKeyParts(folds));
}

function causesOf(batches: readonly IncomingBatch[]): readonly string[] {
  return batches.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'event' ? [item.event.cause] : [])));
}

export class Feed {
  readonly #ports: FeedPorts;
  readonly #time: HubTime;
  readonly #listener: FeedListener;
  readonly #applier: Applier;
  readonly #foldKey: string;
  #cache: CacheStore;
  #place: CachePlace | undefined;
  #asOf: number;
  #welcome: Welcome | undefined;
  #incoming: Incoming = 'nothing';

  constructor(ports: FeedPorts, kinds: Kinds, time: HubTime, listener: FeedListener) {
    this.#ports = ports;
    this.#time = time;
    this.#listener = listener;
    this.#foldKey = foldKeyOf(kinds, ports.hash);
    this.#applier = new Applier(kinds, () => this.#cache);
    this.#cache = ports.caches.open();
    this.#place = this.#cache.place();
    this.#asOf = this.#place?.asOf ?? 0;
    if (this.#place !== undefined) time.restore(this.#place.clock);
  }

  /** The present cache: after `replaced` it is another one. */
  get cache(): CacheStore {
    return this.#cache;
  }

  get place(): CachePlace | undefined {
    return this.#place;
  }

  /** Hub time up to which the cache is true, Unix ms; 0 before the first word. */
  get asOf(): number {
    return this.#asOf;
  }

  /** What the cache holds, for the hello. */
  hello(): Hello['cache'] {
    const place = this.#place;
    if (place === undefined) return null;
    const { journalId, epoch, lastSeq, lastHash, foldKey, labels } = place;
    const checkpoints = this.#cache.checkpoints().map(([seq, hash]): [number, string] => [seq, hash]);
    return { journalId, epoch, lastSeq, lastHash, foldKey, labels: [...labels], checkpoints };
  }

  /** The outbox must have heard of this welcome before: a cache that diverged is gone after it. */
  welcomed(welcome: Welcome): void {
    const { mode, reason, foldKey } = welcome;
    this.#ports.log.info({ mode, reason, headSeq: welcome.headSeq }, 'the hub said welcome');
    if (foldKey !== this.#foldKey)
      this.#ports.log.warn({ foldKey }, 'hub and seat fold documents differently: update the older of them');
    this.#welcome = welcome;
    if (mode === 'snapshot') {
      this.#incoming = { nextPage: 0, count: 0 };
      if (reason === 'diverged') this.#replace('diverged');
      return;
    }
    this.#incoming = 'batches';
    this.#guard(() => this.#resume(welcome));
  }

  /**
   * Takes in batches that follow each other, in one transaction; a digest is believed of the last one only. Returns where
   * the cache stands now.
   */
  batch(...batches: readonly IncomingBatch[]): number {
    return this.#guard(() => {
      const place = this.#place;
      const last = must(batches.at(-1), 'a batch');
      if (this.#incoming !== 'batches' || place === undefined)
        throw new FeedBroken(`a batch came where ${place === undefined ? 'a place' : 'a snapshot page'} was missing`);
      const change = this.#applier.change(batches, { ...place, clock: this.#time.reading() });
      this.#asOf = last.hubTime;
      const isEmpty = batches.every(({ items, labels }) => items.length === 0 && labels === undefined);
      if (change.place.lastSeq > place.lastSeq || !isEmpty) {
        this.#cache.apply(change);
        this.#ports.crash.reach('afterSeatCommit');
        this.#applier.keep(change);
        this.#place = change.place;
        this.#listener.committed(change.put, change.removed, causesOf(batches));
      }
      if (last.digest !== undefined) this.#listener.digest(last.digest);
      this.#lookWhetherCaughtUp();
      return change.place.lastSeq;
    });
  }

  /** Returns the number of the page that was taken in. */
  page(page: IncomingPage): number {
    return this.#guard(() => {
      const welcome = this.#welcome;
      if (welcome === undefined) throw new FeedBroken('a snapshot page came before a welcome');
      // The hub may begin a snapshot at any time, and once more: page 0 opens it.
      if (page.page === 0) this.#incoming = { nextPage: 0, count: 0 };
      const incoming = this.#incoming;
      if (typeof incoming !== 'object' || page.page !== incoming.nextPage)
        throw new FeedBroken(`page ${page.page} of a snapshot came out of its turn`);
      this.#cache.snapshotPage(page.page, this.#applier.documents(page.documents));
      const count = incoming.count + page.documents.length;
      if (page.done === undefined) this.#incoming = { nextPage: page.page + 1, count };
      else this.#closeSnapshot(welcome, page.done, count);
      return page.page;
    });
  }

  /** The link is gone. */
  lost(): void {
    this.#welcome = undefined;
    this.#incoming = 'nothing';
  }

  /** The hub said this on a live link: had more happened before, it would have come before. */
  heard(hubTime: number): void {
    if (this.#incoming === 'batches') this.#asOf = Math.max(this.#asOf, hubTime);
  }

  #resume(welcome: Welcome): void {
    const place = this.#place;
    if (place === undefined) throw new FeedBroken('the hub went on from a place that an empty cache does not have');
    const { journalId, epoch, labels, user } = welcome;
    const next: CachePlace = { ...place, journalId, epoch, labels, user, clock: this.#time.reading() };
    const isNews = place.user !== user;
    this.#cache.apply({ events: [], put: [], removed: [], place: next });
    this.#place = next;
    if (isNews) this.#listener.replaced();
    this.#lookWhetherCaughtUp();
  }

  #closeSnapshot(welcome: Welcome, done: NonNullable<IncomingPage['done']>, count: number): void {
    const { through, labels } = done;
    if (done.count !== count) throw new FeedBroken(`a snapshot of ${done.count} documents came with ${count}`);
    const { journalId, epoch, user } = welcome;
    const place: CachePlace = {
      ...{ journalId, epoch, user, labels, lastSeq: through.seq, lastHash: through.hash, foldKey: this.#foldKey },
      asOf: this.#time.now(),
      clock: this.#time.reading(),
    };
    this.#cache.snapshotDone(place);
    this.#ports.crash.reach('afterSeatCommit');
    this.#incoming = 'batches';
    this.#place = place;
    this.#asOf = place.asOf;
    this.#applier.forget();
    this.#listener.replaced();
    this.#lookWhetherCaughtUp();
  }

  #lookWhetherCaughtUp(): void {
    if (this.#incoming !== 'batches' || this.#welcome === undefined || this.#place === undefined) return;
    if (this.#place.lastSeq >= this.#welcome.headSeq) this.#listener.caughtUp();
  }

  #replace(reason: string): void {
    this.#applier.forget();
    this.#cache = this.#ports.caches.replace(reason);
    this.#place = undefined;
    this.#listener.replaced();
  }

  /** A cache that cannot take in what comes is replaced; only where there is no room would that not help. */
  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === storageFullCode) throw error;
      const reason = error instanceof FeedBroken ? 'FeedBroken' : 'CacheFailed';
      this.#ports.log.error({ err: error, place: this.#place?.lastSeq ?? 0 }, 'the cache is in doubt');
      this.#replace(reason);
      throw new LinkFault(reason, error);
    }
  }
}
