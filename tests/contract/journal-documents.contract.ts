/** What every implementation of the journal port must do with documents. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalStore } from '../../hub/journal/store.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import { testColumns, testKinds } from './journal-harness.ts';
import type { JournalHarness } from './journal-harness.ts';
import { commit, envelopeOf, note } from './scribe.ts';
import type { Note } from './scribe.ts';

export function journalDocumentsContract(open: () => JournalHarness): void {
  describe('documents', () => {
    test('are found by their real columns, in order', () => {
      const { store } = open();
      const rows: [string, Note][] = [
        ['a', { title: 'one', rank: 2, size: 1.5 }],
        ['b', { title: 'two', rank: 1, size: 2 }],
        ['c', { title: 'one', rank: 2, size: 3 }],
        ['d', { title: 'one', rank: 3 }],
      ];
      commit(store, (writes) => rows.forEach(([id, state]) => note(writes, `task/${id}`, state, ['hall'])));
      const ids = (query: Parameters<JournalStore['documents']>[1]): string => {
        const found = store.documents('task', query);
        const heads = found.map(({ stream, version, seq }) => ({ stream, version, seq }));
        expect(store.documentHeads('task', query)).toEqual(heads);
        return heads.map(({ stream }) => stream.slice(-1)).join('');
      };
      expect(ids({})).toBe('abcd');
      expect(ids({ where: { title: 'one' } })).toBe('acd');
      expect(ids({ where: { title: 'one', rank: 2 } })).toBe('ac');
      expect(ids({ where: { size: null } })).toBe('d');
      expect(ids({ where: { size: 2 } })).toBe('b');
      expect(ids({ where: { version: 1, stream: 'task/c' } })).toBe('c');
      expect(ids({ orderBy: 'rank' })).toBe('bacd');
      expect(ids({ orderBy: 'rank', descending: true })).toBe('dcab');
      expect(ids({ orderBy: 'size', descending: true, limit: 2 })).toBe('cb');
      expect(ids({ limit: 0 })).toBe('');
      expect(ids({ atLeast: { column: 'size', value: 2 } })).toBe('bc');
      expect(ids({ where: { title: 'one' }, atLeast: { column: 'rank', value: 2 }, limit: 1 })).toBe('a');
      expect(() => ids({ atLeast: { column: 'title', value: 2 } })).toThrow(/title/);
      expect(() => ids({ atLeast: { column: 'colour', value: 2 } })).toThrow(/colour/);
      expect(ids({ where: { rank: 2.5 } })).toBe('');
      expect(() => ids({ where: { rank: '2' } })).toThrow(/rank/);
      expect(() => ids({ where: { title: 2 } })).toThrow(/title/);
      expect(() => ids({ where: { colour: 'red' } })).toThrow(/colour/);
      expect(() => ids({ orderBy: 'rank; DROP TABLE event' })).toThrow();
      expect(() => store.documents('unknown')).toThrow(/unknown/);
      commit(store, (writes) => note(writes, 'task/a', { title: 'three', rank: 9 }, ['hall']));
      expect(ids({ where: { title: 'one' } })).toBe('cd');
      expect(store.document('task/a')).toEqual({
        stream: 'task/a',
        version: 2,
        seq: 5,
        scope: ['hall'],
        state: { title: 'three', rank: 9 },
      });
    });

    test('pages over a scope are complete, in order, without repeats: as a plain list would be', () => {
      const labels = ['hall', 'squad:1', 'squad:2', 'zone:西'];
      const write = fc.record({
        kind: fc.constantFrom(...testKinds),
        id: fc.stringMatching(/^[!-~]{1,3}$/),
        scope: fc.subarray(labels),
      });
      const run = fc.record({
        writes: fc.array(write, { maxLength: 60 }),
        seat: fc.subarray(labels),
        limit: fc.integer({ min: 1, max: 9 }),
      });
      fc.assert(
        fc.property(run, ({ writes, seat, limit }) => {
          const { store } = open();
          const model = new Map<string, readonly string[]>();
          commit(store, (transaction) => {
            for (const { kind, id, scope } of writes) {
              const sorted = [...scope].sort();
              note(transaction, `${kind}/${id}`, {}, sorted);
              model.set(`${kind}/${id}`, sorted);
            }
          });
          const expected = [...model.keys()]
            .filter((stream) => model.get(stream)?.some((label) => seat.includes(label)))
            .sort();
          const paged: string[] = [];
          for (;;) {
            const page = store.documentsInScope(seat, paged.at(-1) ?? '', limit);
            if (page.length === 0) break;
            expect(page.length).toBeLessThanOrEqual(limit);
            expect(page.map(({ stream, scope }) => [stream, scope])).toEqual(
              page.map(({ stream }) => [stream, model.get(stream)]),
            );
            // A store that repeats must fail here, not go round for ever.
            expect(paged.length).toBeLessThan(expected.length);
            paged.push(...page.map(({ stream }) => stream));
          }
          expect(paged).toEqual(expected);
          store.close();
        }),
        { numRuns: 40 },
      );
    });
  });

  describe('folding anew', () => {
    const folds = { task: 1, plain: 1, planned: 1 };
    const refoldAs =
      (labels: readonly string[], log: number[] = []): Parameters<JournalStore['rebuildDocuments']>[1] =>
      (event, writes) => {
        const { stream, version, seq, data } = envelopeOf(event);
        log.push(seq);
        writes.putDocument({ stream, version, seq, scope: labels, state: data });
      };
    const fold = refoldAs(['hall']);

    test('only kinds whose fold number changed, every event once, in order', () => {
      const { store } = open();
      expect(store.rebuildDocuments(folds, fold)).toEqual(['plain', 'planned', 'task']);
      expect(store.rebuildDocuments(folds, fold)).toEqual([]);
      commit(store, (writes) => {
        note(writes, 'task/a', { title: 'one' }, ['old']);
        note(writes, 'plain/b', { n: 1 }, ['old']);
        note(writes, 'task/a', { title: 'two', rank: 4 }, []);
        writes.putDues('task/a', [{ rule: 'late', at: 5 }]);
      });
      const log: number[] = [];
      expect(store.rebuildDocuments({ ...folds, task: 2 }, refoldAs(['new'], log))).toEqual(['task']);
      expect(log).toEqual([1, 3]);
      expect(store.documents('task', { where: { rank: 4 } })).toMatchObject([{ stream: 'task/a', scope: ['new'] }]);
      expect(store.document('plain/b')?.scope).toEqual(['old']);
      expect(store.dueUntil(9, 9)).toHaveLength(1);
      expect(store.feedAfter(0, 9).map(({ scope }) => scope)).toEqual([
        { before: [], after: ['new'] },
        { before: [], after: ['old'] },
        { before: ['new'], after: ['new'] },
      ]);
      expect(store.rebuildDocuments({ ...folds, task: 2 }, fold)).toEqual([]);
    });

    test('more events than fit a page, several kinds', () => {
      const { store } = open();
      commit(store, (writes) => {
        for (let n = 0; n < 1_250; n += 1) note(writes, `${n % 3 === 0 ? 'plain' : 'task'}/${n % 70}`, { rank: n }, []);
      });
      const expected = [...store.documents('task'), ...store.documents('plain')];
      const log: number[] = [];
      store.rebuildDocuments(folds, refoldAs([], log));
      expect(log).toEqual(Array.from({ length: 1_250 }, (_, n) => n + 1));
      expect([...store.documents('task'), ...store.documents('plain')]).toEqual(expected);
    });

    test('a fold that throws leaves the documents as they were', () => {
      const { store } = open();
      store.rebuildDocuments(folds, fold);
      commit(store, (writes) => note(writes, 'task/a', { title: 'one' }, ['old']));
      const broken = (): unknown =>
        store.rebuildDocuments({ ...folds, task: 2 }, () => {
          throw new Error('broken fold');
        });
      expect(broken).toThrow('broken fold');
      expect(store.document('task/a')?.scope).toEqual(['old']);
      expect(store.rebuildDocuments({ ...folds, task: 2 }, fold)).toEqual(['task']);
    });

    test('other columns are noticed without another fold number', () => {
      const harness = open();
      harness.store.rebuildDocuments(folds, fold);
      commit(harness.store, (writes) => note(writes, 'task/a', { title: 'one', rank: 1, place: 'x' }, ['hall']));
      const store = harness.reopen({ task: { place: 'TEXT' } });
      expect(store.rebuildDocuments(folds, fold)).toEqual(['task']);
      expect(store.documents('task', { where: { place: 'x' } })).toHaveLength(1);
      expect(() => store.documents('task', { where: { rank: 1 } })).toThrow();
    });

    test('a column that comes with an index is no obstacle to opening the file', () => {
      const harness = open();
      harness.store.rebuildDocuments(folds, fold);
      commit(harness.store, (writes) => note(writes, 'task/a', { title: 'one', late: 7 }, ['hall']));
      const store = harness.reopen({ task: { title: 'TEXT', late: 'INTEGER' } });
      expect(store.head().seq).toBe(1);
      expect(store.rebuildDocuments({ ...folds, task: 2 }, fold)).toEqual(['task']);
      expect(store.documents('task', { where: { late: 7 } })).toHaveLength(1);
      const again = harness.reopen({ task: { title: 'TEXT', late: 'INTEGER' } });
      expect(again.rebuildDocuments({ ...folds, task: 2 }, fold)).toEqual([]);
    });

    test('a kind that is no more goes, one that comes is folded', () => {
      const harness = open();
      harness.store.rebuildDocuments(folds, fold);
      commit(harness.store, (writes) => note(writes, 'plain/a', { n: 1 }, ['hall']));
      const without = harness.reopen(testColumns, ['task', 'planned']);
      expect(without.rebuildDocuments({ task: 1, planned: 1 }, fold)).toEqual([]);
      expect(without.documentsInScope(['hall'], '', 9)).toEqual([]);
      const again = harness.reopen();
      expect(again.rebuildDocuments(folds, fold)).toEqual(['plain']);
      expect(canonicalJson(again.document('plain/a')?.state)).toBe('{"n":1}');
    });
  });
}
