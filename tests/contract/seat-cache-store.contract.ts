/** What every implementation of the cache port must do. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CacheChange, CachePlace, CacheStore } from '../../seat/runtime/ports.ts';
import type { DocumentRecord, EventEnvelope, StreamId } from '../../shared/lib/journal.ts';

export interface CacheHarness {
  readonly store: CacheStore;
  reopen(): CacheStore;
}

/** The kinds of the suite; `planned` sorts between the streams of `plan` and those of `task`. */
export const cacheKinds = ['task', 'plan', 'planned'] as const;

const hashOf = (seq: number): string => seq.toString(16).padStart(64, '0');

export function place(lastSeq: number, rest: Partial<CachePlace> = {}): CachePlace {
  return {
    journalId: '01920000-0000-7000-8000-000000000001',
    epoch: 1,
    lastSeq,
    lastHash: hashOf(lastSeq),
    foldKey: 'fold',
    labels: ['bureau', 'hall'],
    user: 'lin',
    asOf: 1_000 + lastSeq,
    clock: { hub: 5_000, machine: 4_000, rate: 1 },
    ...rest,
  };
}

export function document(stream: string, version: number, seq: number, title = 'x'): DocumentRecord {
  return { stream: stream as StreamId, version, seq, scope: ['hall'], state: { title, n: version } };
}

export function event(stream: string, version: number, seq: number): EventEnvelope {
  return {
    seq,
    id: `01920000-0000-7000-8000-${seq.toString(16).padStart(12, '0')}`,
    stream: stream as StreamId,
    version,
    type: 'Changed',
    schema: 1,
    data: { text: `事件 ${seq}` },
    at: seq,
    occurredAt: seq,
    by: { user: 'lin', seat: 's', role: 'r' },
    cause: 'c',
  };
}

type Change = Omit<CacheChange, 'events'> & { readonly events: readonly EventEnvelope[] };

export function change(lastSeq: number, { events = [], ...rest }: Partial<Change> = {}): CacheChange {
  const texts = events.map((each) => {
    const { seq, stream, version } = each;
    return { seq, stream, version, bytes: JSON.stringify(each) };
  });
  return { put: [], removed: [], place: place(lastSeq), ...rest, events: texts };
}

export function cacheStoreContract(open: () => CacheHarness): void {
  test('is empty at first', () => {
    const { store } = open();
    expect(store.place()).toBeUndefined();
    expect(store.checkpoints()).toEqual([]);
    expect(store.documents('task')).toEqual([]);
    expect([...store.everyDocument()]).toEqual([]);
  });

  test('keeps documents, events and place together, and after it was opened again', () => {
    const harness = open();
    const put = [document('task/b', 2, 4), document('task/a', 1, 3), document('plan/x', 1, 2)];
    harness.store.apply(change(5, { put, events: [event('task/b', 1, 1), event('task/b', 2, 4)] }));
    for (const open of [() => harness.store, () => harness.reopen()]) {
      const store = open();
      expect(store.place()).toEqual(place(5));
      expect(store.document('task/b')).toEqual(put[0]);
      expect(store.document('task/none')).toBeUndefined();
      expect(store.documents('task').map(({ stream }) => stream)).toEqual(['task/a', 'task/b']);
      expect(store.eventsOfStream('task/b')).toEqual([event('task/b', 1, 1), event('task/b', 2, 4)]);
      expect(store.checkpoints()).toEqual([[5, hashOf(5)]]);
    }
  });

  test('finds documents by a column, in order and up to a limit, and their heads the same way', () => {
    const { store } = open();
    const titles = { a: 'x', b: 'y', c: 'x', d: 'x' };
    const put = Object.entries(titles).map(([id, title], index) => document(`task/${id}`, 1, index + 1, title));
    store.apply(change(9, { put }));
    const ids = (query: Parameters<CacheStore['documents']>[1]): string => {
      const found = store.documents('task', query);
      const heads = found.map(({ stream, version, seq }) => ({ stream, version, seq }));
      expect(store.documentHeads('task', query)).toEqual(heads);
      return heads.map(({ stream }) => stream.slice(-1)).join('');
    };
    expect(ids({ where: { title: 'x' } })).toBe('acd');
    expect(ids({ where: { title: 'x' }, limit: 2, descending: true })).toBe('dc');
    expect(ids({ orderBy: 'title', atLeast: { column: 'seq', value: 2 } })).toBe('cdb');
    expect(ids(undefined)).toBe('abcd');
    expect(() => ids({ where: { colour: 'red' } })).toThrow(/colour/);
  });

  test('a change that fails leaves nothing of itself', () => {
    const { store } = open();
    store.apply(change(1, { put: [document('task/a', 1, 1)], events: [event('task/a', 1, 1)] }));
    const broken = { ...document('task/b', 1, 2), state: { bad: Number.NaN } };
    const bad = change(90, {
      put: [document('task/a', 2, 2, 'other'), broken],
      removed: ['task/a'],
      events: [event('task/a', 2, 2)],
    });
    expect(() => store.apply(bad)).toThrow();
    expect(store.place()).toEqual(place(1));
    expect(store.checkpoints()).toEqual([[1, hashOf(1)]]);
    expect(store.document('task/a')).toEqual(document('task/a', 1, 1));
    expect(store.eventsOfStream('task/a')).toHaveLength(1);
    // A scope that was met first in a change that failed is made again.
    store.apply(change(2, { put: [document('task/b', 1, 2)] }));
    expect(store.document('task/b')?.scope).toEqual(['hall']);
  });

  test('a stream that leaves takes its document and its events with it', () => {
    const { store } = open();
    const put = [document('task/a', 1, 1), document('task/b', 1, 2)];
    store.apply(change(2, { put, events: [event('task/a', 1, 1), event('task/b', 1, 2)] }));
    store.apply(change(3, { removed: ['task/a', 'task/never'] }));
    expect(store.document('task/a')).toBeUndefined();
    expect(store.eventsOfStream('task/a')).toEqual([]);
    expect(store.eventsOfStream('task/b')).toHaveLength(1);
    // Fetched for its timeline while it left.
    store.addHistory([event('task/a', 1, 1)]);
    expect(store.eventsOfStream('task/a')).toEqual([]);
  });

  test('events fetched for a timeline stand beside those of the feed, each once', () => {
    const { store } = open();
    store.apply(change(9, { put: [document('task/a', 3, 9)], events: [event('task/a', 3, 9)] }));
    store.addHistory([event('task/a', 1, 4), event('task/a', 2, 6), event('task/a', 3, 9)]);
    expect(store.eventsOfStream('task/a').map(({ version }) => version)).toEqual([1, 2, 3]);
    store.apply(change(10, { put: [document('task/a', 4, 10)], events: [event('task/a', 4, 10)] }));
    expect(store.eventsOfStream('task/a').map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  });

  test('gives all documents in the order of the code units of their streams', () => {
    const harness = open();
    const streams = ['task/a', 'planned/a', 'plan/z', 'plan/A', 'task/B', 'plan/a1', 'plan/a'];
    const many = Array.from({ length: 1_203 }, (_, index) => `planned/${String(index).padStart(5, '0')}`);
    harness.store.apply(change(1, { put: [...streams, ...many].map((stream) => document(stream, 1, 1)) }));
    const all = [...harness.store.everyDocument()];
    expect(all.map(({ stream }) => stream)).toEqual([...streams, ...many].sort((a, b) => (a < b ? -1 : 1)));
    expect(all[0]).toEqual({ stream: 'plan/A', version: 1, body: '{"n":1,"title":"x"}' });
  });

  test('a snapshot is seen only when it is whole, and replaces everything', () => {
    const harness = open();
    const { store } = harness;
    const put = [document('task/a', 1, 1), document('task/b', 1, 2), document('plan/p', 1, 3)];
    store.apply(change(3, { put, events: [event('task/a', 1, 1), event('task/b', 1, 2)] }));
    store.snapshotPage(0, [document('task/b', 5, 30, 'new'), document('planned/q', 1, 20)]);
    store.snapshotPage(1, [document('task/c', 1, 25)]);
    expect(store.documents('task').map(({ stream }) => stream)).toEqual(['task/a', 'task/b']);
    expect(store.place()).toEqual(place(3));
    store.snapshotDone(place(40, { user: 'wang', labels: ['hall'] }));
    for (const open of [() => store, () => harness.reopen()]) {
      const now = open();
      expect([...now.everyDocument()].map(({ stream, version }) => [stream, version])).toEqual([
        ['planned/q', 1],
        ['task/b', 5],
        ['task/c', 1],
      ]);
      expect(now.place()).toEqual(place(40, { user: 'wang', labels: ['hall'] }));
      // Events of streams that are held go on being held, the others go.
      expect(now.eventsOfStream('task/a')).toEqual([]);
      expect(now.eventsOfStream('task/b')).toHaveLength(1);
    }
  });

  test('page 0 forgets a snapshot that was received in part, also by an earlier run', () => {
    const harness = open();
    harness.store.snapshotPage(0, [document('task/old', 1, 1)]);
    harness.store.snapshotPage(1, [document('task/older', 1, 1)]);
    const store = harness.reopen();
    expect(store.place()).toBeUndefined();
    store.snapshotPage(0, [document('task/new', 1, 2)]);
    store.snapshotDone(place(7));
    expect([...store.everyDocument()].map(({ stream }) => stream)).toEqual(['task/new']);
    store.snapshotPage(0, []);
    store.snapshotDone(place(8));
    expect([...store.everyDocument()]).toEqual([]);
  });

  test('checkpoints are places passed, newest first, few, and closer the newer they are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 200 }), (steps) => {
        const harness = open();
        let seq = 0;
        const passed = new Set<number>();
        for (const step of steps) {
          seq += step;
          passed.add(seq);
          harness.store.apply(change(seq));
        }
        const checkpoints = harness.reopen().checkpoints();
        expect(checkpoints.length).toBeLessThanOrEqual(64);
        for (const [at, hash] of checkpoints) {
          expect(passed.has(at)).toBe(true);
          expect(hash).toBe(hashOf(at));
        }
        const seqs = checkpoints.map(([at]) => at);
        expect(seqs).toEqual([...seqs].sort((a, b) => b - a));
        expect(seq - (seqs[0] ?? 0)).toBeLessThan(8);
        // From any place, the way back to the next checkpoint is not much longer than the way to the place.
        for (const at of passed) {
          const below = seqs.find((checkpoint) => checkpoint <= at);
          const first = Math.min(...passed);
          if (below === undefined) expect(at).toBe(first);
          else expect(seq - below).toBeLessThanOrEqual(4 * (seq - at) + 4 * 5_000);
        }
        expect(seqs.at(-1)).toBe(Math.min(...passed));
      }),
      { numRuns: 25 },
    );
  });

  test('tells from which place an instant of the last two hours is to be folded, and how changed documents stood there', () => {
    const harness = open();
    const minute = 60_000;
    const at = (seq: number, minutes: number): CachePlace => place(seq, { asOf: minutes * minute });
    harness.store.snapshotPage(0, [document('task/old', 3, 2), document('task/still', 1, 1)]);
    harness.store.snapshotDone(at(5, 0));
    expect(harness.store.pastFrom()).toBe(0);
    expect(harness.store.pastAt(-1)).toBeUndefined();
    const old = (version: number, seq: number) => ({
      put: [document('task/old', version, seq)],
      events: [event('task/old', version, seq)],
    });
    // Two changes in the first half hour, one that begins, one in each of the next two.
    harness.store.apply(change(6, { ...old(4, 6), place: at(6, 10) }));
    harness.store.apply(change(7, { ...old(5, 7), place: at(7, 20) }));
    harness.store.apply(
      change(8, { put: [document('task/new', 1, 8)], events: [event('task/new', 1, 8)], place: at(8, 25) }),
    );
    harness.store.apply(change(9, { place: at(9, 40) }));
    harness.store.apply(change(10, { ...old(6, 10), place: at(10, 50) }));
    harness.store.apply(
      change(11, { put: [document('task/new', 2, 11)], events: [event('task/new', 2, 11)], place: at(11, 80) }),
    );
    const entered = [{ through: 12, at: 85 * minute, document: document('task/came', 7, 3) }];
    harness.store.apply(change(12, { put: [document('task/came', 7, 3)], entered, place: at(12, 85) }));

    for (const opened of [() => harness.store, () => harness.reopen()]) {
      const store = opened();
      const first = store.pastAt(30 * minute);
      expect(first?.seq).toBe(5);
      expect(first?.bases.get('task/old')).toEqual(document('task/old', 3, 2));
      // What began since was not there, though a later half hour kept how it stood.
      expect(first?.bases.get('task/new') ?? null).toBeNull();
      expect(first?.bases.get('task/came')).toBeNull();
      expect(first?.bases.has('task/still')).toBe(false);
      expect(first?.entered).toEqual(entered);
      expect(store.eventsBetween(6, 10).map(({ seq }) => seq)).toEqual([7, 8, 10]);
      const second = store.pastAt(45 * minute);
      expect(second?.seq).toBe(9);
      expect(second?.bases.get('task/old')).toEqual(document('task/old', 5, 7));
      expect(second?.bases.get('task/new')).toEqual(document('task/new', 1, 8));
      expect(store.pastBase('task/old', 5)).toEqual(document('task/old', 3, 2));
      expect(store.pastBase('task/new', 5)).toBeNull();
    }
  });

  test('what leaves sight leaves the past, what is too old goes, and a snapshot begins it anew', () => {
    const { store } = open();
    const minute = 60_000;
    const at = (seq: number, minutes: number): CachePlace => place(seq, { asOf: minutes * minute });
    store.snapshotPage(0, [document('task/a', 1, 1), document('task/b', 1, 2)]);
    store.snapshotDone(at(2, 0));
    store.apply(change(3, { put: [document('task/a', 2, 3)], events: [event('task/a', 2, 3)], place: at(3, 1) }));
    store.apply(change(4, { put: [document('task/b', 2, 4)], events: [event('task/b', 2, 4)], place: at(4, 2) }));
    store.apply(change(5, { removed: ['task/a'], place: at(5, 3) }));
    expect([...(store.pastAt(0)?.bases.keys() ?? [])]).toEqual(['task/b']);
    for (let hour = 1; hour <= 5; hour += 1) {
      store.apply(change(4 + 2 * hour, { place: at(4 + 2 * hour, 60 * hour - 1) }));
      const seq = 5 + 2 * hour;
      store.apply(
        change(seq, {
          put: [document('task/b', 2 + hour, seq)],
          events: [event('task/b', 2 + hour, seq)],
          place: at(seq, 60 * hour),
        }),
      );
    }
    const earliest = store.pastFrom() ?? 0;
    expect(earliest).toBeGreaterThan(100 * minute);
    expect(earliest).toBeLessThanOrEqual((5 * 60 - 1 - 120) * minute);
    expect(store.pastAt(earliest - 1)).toBeUndefined();
    expect(store.pastAt(earliest)?.bases.size).toBe(1);
    store.snapshotPage(0, [document('task/b', 9, 90)]);
    store.snapshotDone(at(90, 400));
    expect(store.pastFrom()).toBe(400 * minute);
    expect(store.pastAt(400 * minute)).toEqual({ seq: 90, bases: new Map(), entered: [] });
  });

  test('a change that is not committed leaves the past as it was', () => {
    const { store } = open();
    store.snapshotPage(0, [document('task/a', 1, 1)]);
    store.snapshotDone(place(1));
    const twice = [event('task/a', 2, 2), { ...event('task/a', 3, 3), stream: 'no such kind/x' as StreamId }];
    const bad = change(3, { put: [document('task/a', 2, 2), document('nokind/x', 1, 3)], events: twice });
    expect(() => store.apply(bad)).toThrow();
    store.apply(change(2, { put: [document('task/a', 2, 2)], events: [event('task/a', 2, 2)] }));
    expect(store.pastAt(store.pastFrom() ?? 0)?.bases.get('task/a')).toEqual(document('task/a', 1, 1));
  });
}
