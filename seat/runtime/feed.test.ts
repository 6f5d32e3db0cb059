import { expect, test } from 'vitest';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { boxCatalog } from '../../tests/support/toy-domain.ts';
import { Feed } from './feed.ts';
import { HubTime } from './hub-time.ts';
import type { IncomingBatch } from './incoming.ts';
import type { Welcome } from './link-owner.ts';
import { LinkFault } from './link-owner.ts';
import type { CacheChange, CachePlace, CacheStore } from './ports.ts';

const journalId = '01920000-0000-7000-8000-000000000001';
const hashOf = (seq: number): string => seq.toString(16).padStart(64, '0');

/** A cache in memory that writes down when it was asked to do what. */
class MemoryCache implements CacheStore {
  readonly told: string[];
  fails: Error | undefined;
  readonly #documents = new Map<StreamId, DocumentRecord>();
  #place: CachePlace | undefined;

  constructor(told: string[]) {
    this.told = told;
  }
  place = () => this.#place;
  checkpoints = () => [];
  document = (stream: StreamId) => this.#documents.get(stream);
  documents = () => [...this.#documents.values()];
  documentHeads = () => this.documents();
  findDocuments = () => [];
  everyDocument = () => [];
  eventsOfStream = () => [];
  apply(change: CacheChange): void {
    if (this.fails !== undefined) throw this.fails;
    this.told.push(`apply ${change.place.lastSeq}`);
    for (const document of change.put) this.#documents.set(document.stream, document);
    this.#place = change.place;
  }
  addHistory = () => undefined;
  plates = () => undefined;
  putPlates = () => undefined;
  snapshotPage(page: number): void {
    this.told.push(`page ${page}`);
  }
  snapshotDone(place: CachePlace): void {
    this.told.push(`done ${place.lastSeq}`);
    this.#place = place;
  }
  pastFrom = () => undefined;
  pastAt = () => undefined;
  pastBase = () => null;
  eventsBetween = () => [];
  close = () => undefined;
}

const welcome: Welcome = {
  ...{ status: 'welcome', mode: 'snapshot', reason: 'empty', journalId, epoch: 1, headSeq: 2, hubTime: 7 },
  person: { id: 'lin', login: 'lin', name: 'Lin', roles: [] },
  lockAfterMs: null,
  ...{ user: 'lin', labels: ['hall'], foldKey: 'key', reofferAfter: null, erasedRefs: [] },
  ...{ demoClock: false, clockRate: 1 },
};

function setUp() {
  const told: string[] = [];
  let cache = new MemoryCache(told);
  const nothing = (): void => undefined;
  const feed = new Feed(
    {
      caches: {
        open: () => cache,
        replace: (reason) => {
          told.push(`replace ${reason}`);
          return (cache = new MemoryCache(told));
        },
      },
      hash: { sha256: () => 'key' },
      log: { info: nothing, warn: nothing, error: nothing },
      crash: { reach: (point) => void told.push(point) },
    },
    boxCatalog.kinds,
    new HubTime({ machine: () => 0 }),
    {
      committed: (put, removed, causes) => told.push(`committed ${put.length} ${removed.length} ${causes.join()}`),
      replaced: () => told.push('replaced'),
      caughtUp: () => told.push('caughtUp'),
      digest: () => told.push('digest'),
    },
  );
  return { feed, told, cache: () => cache };
}

function batch(seq: number, version: number): IncomingBatch {
  const event = {
    ...{ seq, id: journalId, stream: 'box/a' as StreamId, version, type: 'Put', schema: 1, data: { amount: 1 } },
    ...{ at: seq, occurredAt: seq, by: { user: 'lin', seat: 's', role: 'r' }, cause: `cause${seq}` },
  };
  return {
    items: [{ kind: 'event', event, bytes: JSON.stringify(event) }],
    through: { seq, hash: hashOf(seq) },
    hubTime: 100 + seq,
  };
}

function opened() {
  const kit = setUp();
  kit.feed.welcomed(welcome);
  kit.feed.page({
    page: 0,
    documents: [],
    done: { through: { seq: 0, hash: hashOf(0) }, count: 0, labels: ['hall'] },
  });
  kit.told.length = 0;
  return kit;
}

test('a snapshot is taken page by page; what follows is told only after it is committed', () => {
  const { feed, told } = setUp();
  expect(feed.hello()).toBeNull();
  feed.welcomed(welcome);
  expect(feed.page({ page: 0, documents: [] })).toBe(0);
  const done = { through: { seq: 1, hash: hashOf(1) }, count: 0, labels: ['hall'] };
  expect(feed.page({ page: 1, documents: [], done })).toBe(1);
  expect(feed.batch(batch(2, 1))).toBe(2);
  expect(told).toEqual([
    ...['page 0', 'page 1', 'done 1', 'afterSeatCommit', 'replaced'],
    ...['apply 2', 'afterSeatCommit', 'committed 1 0 cause2', 'caughtUp'],
  ]);
  expect(feed.hello()).toMatchObject({ lastSeq: 2, lastHash: hashOf(2), foldKey: 'key', labels: ['hall'] });
  expect(feed.asOf).toBe(102);
});

test('without room nothing is told, and the place stays where it was', () => {
  const { feed, told, cache } = opened();
  cache().fails = Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
  expect(() => feed.batch(batch(1, 1))).toThrow('full');
  expect(told).toEqual([]);
  expect(feed.place?.lastSeq).toBe(0);
  cache().fails = undefined;
  feed.batch(batch(1, 1));
  expect(told).toContain('apply 1');
});

test('a cache that cannot write is replaced, and so is one the feed does not continue', () => {
  const { feed, told, cache } = opened();
  cache().fails = new Error('disk I/O error');
  expect(() => feed.batch(batch(1, 1))).toThrow(new LinkFault('CacheFailed', undefined));
  expect(told).toEqual(['replace CacheFailed', 'replaced']);
  expect(feed.place).toBeUndefined();
  const other = opened();
  expect(() => other.feed.batch(batch(1, 2))).toThrow(new LinkFault('FeedBroken', undefined));
  expect(other.told).toEqual(['replace FeedBroken', 'replaced']);
});

test('pages out of their turn, a wrong count, and a batch before the last page are not believed', () => {
  const wrongs: ((feed: Feed) => void)[] = [
    (feed) => feed.page({ page: 1, documents: [] }),
    (feed) => feed.batch(batch(1, 1)),
    (feed) => {
      feed.page({ page: 0, documents: [] });
      feed.page({ page: 2, documents: [] });
    },
    (feed) =>
      feed.page({ page: 0, documents: [], done: { through: { seq: 0, hash: hashOf(0) }, count: 3, labels: [] } }),
  ];
  for (const wrong of wrongs) {
    const { feed, told } = setUp();
    feed.welcomed(welcome);
    expect(() => wrong(feed)).toThrow(LinkFault);
    expect(told).toContain('replace FeedBroken');
  }
});

test('a snapshot may be begun once more, and a diverged cache is gone before it', () => {
  const { feed, told } = opened();
  feed.welcomed({ ...welcome, reason: 'diverged', epoch: 2 });
  expect(told).toEqual(['replace diverged', 'replaced']);
  feed.page({ page: 0, documents: [] });
  feed.page({ page: 0, documents: [] });
  feed.page({ page: 1, documents: [], done: { through: { seq: 2, hash: hashOf(2) }, count: 0, labels: [] } });
  expect(feed.place).toMatchObject({ epoch: 2, lastSeq: 2 });
});

test('what this program knows no kind for is left out, and counts all the same', () => {
  const { feed, told } = setUp();
  feed.welcomed(welcome);
  const unknown = { stream: 'future/x' as StreamId, version: 1, seq: 1, state: {} };
  feed.page({ page: 0, documents: [unknown], done: { through: { seq: 1, hash: hashOf(1) }, count: 1, labels: [] } });
  feed.batch({
    items: [
      { kind: 'enter', ...unknown, version: 2, seq: 2 },
      { kind: 'leave', stream: unknown.stream },
    ],
    through: { seq: 2, hash: hashOf(2) },
    hubTime: 1,
  });
  expect(told).toContain('committed 0 0 ');
});

test('batches taken together are one commit, and leave what they would leave one by one', () => {
  const { feed, told } = opened();
  expect(feed.batch(batch(1, 1), batch(2, 2), batch(3, 3))).toBe(3);
  expect(told).toEqual(['apply 3', 'afterSeatCommit', 'committed 1 0 cause1,cause2,cause3', 'caughtUp']);
  const single = opened();
  for (const seq of [1, 2, 3]) single.feed.batch(batch(seq, seq));
  expect(feed.cache.document('box/a')).toEqual(single.feed.cache.document('box/a'));
  expect(feed.place).toEqual(single.feed.place);
});

test('of batches taken together each has to continue the one before', () => {
  for (const wrong of [
    [batch(1, 1), batch(2, 3)],
    [batch(2, 1), batch(1, 2)],
    [batch(1, 1), { ...batch(1, 1), items: [], through: { seq: 1, hash: hashOf(9) } }],
  ]) {
    const { feed, told } = opened();
    expect(() => feed.batch(...wrong)).toThrow(new LinkFault('FeedBroken', undefined));
    expect(told).toEqual(['replace FeedBroken', 'replaced']);
  }
});
