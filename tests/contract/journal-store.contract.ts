/** What every implementation of the journal port must do. */
import { describe, expect, test } from 'vitest';
import type { JournalStore } from '../../hub/journal/store.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { genesisHash } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { JournalHarness } from './journal-harness.ts';
import { chained, commit, envelopeOf, eventFor, note } from './scribe.ts';
import type { Note } from './scribe.ts';

export function journalStoreContract(open: () => JournalHarness): void {
  describe('events', () => {
    test('an empty journal has an identity and a head before the first event', () => {
      const { store } = open();
      expect(store.identity().journalId).not.toBe('');
      expect(store.identity().epoch).toBeGreaterThan(0);
      expect(store.head()).toEqual({ seq: 0, hash: genesisHash, at: 0 });
      expect(store.streamVersion('task/a')).toBe(0);
      expect(store.nextDueAt()).toBeUndefined();
      expect(store.reactionCursor()).toBe(0);
    });

    test('one transaction appends to several streams; bytes come back as they went in', () => {
      const { store } = open();
      commit(store, (writes) => {
        note(writes, 'task/a', { title: '工地 🚧' }, ['hall']);
        note(writes, 'plain/b', { n: 1 }, []);
        note(writes, 'task/a', { title: 'two' }, ['hall', 'squad:1']);
      });
      expect(store.eventsAfter(0, 10).map((event) => envelopeOf(event).stream)).toEqual([
        'task/a',
        'plain/b',
        'task/a',
      ]);
      expect(store.eventsAfter(1, 1).map(({ seq }) => seq)).toEqual([2]);
      expect(store.streamVersion('task/a')).toBe(2);
      expect(store.eventsOfStream('task/a', 0).map(({ seq }) => seq)).toEqual([1, 3]);
      expect(store.eventsOfStream('task/a', 1).map(({ seq }) => seq)).toEqual([3]);
      const [first, second] = store.eventsAfter(0, 2);
      expect(must(second, 'event').hash).toBe(chained(must(first, 'event').hash, must(second, 'event').bytes));
      expect(first?.bytes).toContain('工地 🚧');
      expect(store.hashAt(2)).toBe(second?.hash);
      expect(store.rowsAfter(1, 1)).toEqual([
        { ...second, id: 'event-2', stream: 'plain/b', version: 1, at: envelopeOf(must(second, 'event')).at },
      ]);
      expect(store.hashAt(4)).toBeUndefined();
      expect(store.head()).toEqual({ seq: 3, hash: store.hashAt(3), at: 3 });
    });

    test('an event out of its place is an error and leaves nothing', () => {
      const { store } = open();
      commit(store, (writes) => note(writes, 'task/a', { title: 'one' }, []));
      const wrong: [string, Partial<ReturnType<typeof eventFor>>][] = [
        ['seq left out', { seq: 3 }],
        ['seq again', { seq: 1 }],
        ['version again', { version: 1 }],
        ['version left out', { version: 3 }],
        ['id again', { id: 'event-1' }],
        ['before the event before it', { at: 0 }],
        ['stream not in ASCII', { stream: 'task/工', version: 1 }],
      ];
      for (const [what, change] of wrong) {
        const transaction = store.begin();
        const event = { ...eventFor(transaction, 'task/a', {}), ...change };
        const { hash } = transaction.head();
        const place = (): void => transaction.append(event, '{}', 'ff', hash, { before: [], after: [] });
        expect(place, what).toThrow();
        transaction.rollback();
      }
      const transaction = store.begin();
      const event = eventFor(transaction, 'task/a', {});
      expect(() => transaction.append(event, '{}', 'ff', genesisHash, { before: [], after: [] })).toThrow();
      transaction.rollback();
      expect(store.head().seq).toBe(1);
      expect(store.feedAfter(0, 10)).toHaveLength(1);
    });

    test('the feed carries the scope before and after each event', () => {
      const { store } = open();
      commit(store, (writes) => {
        note(writes, 'task/a', { title: 'one' }, ['squad:1']);
        note(writes, 'task/a', { title: 'two' }, ['hall', 'squad:2']);
        note(writes, 'plain/b', {}, []);
      });
      expect(
        store.feedAfter(0, 10).map(({ seq, stream, version, scope }) => ({ seq, stream, version, scope })),
      ).toEqual([
        { seq: 1, stream: 'task/a', version: 1, scope: { before: [], after: ['squad:1'] } },
        { seq: 2, stream: 'task/a', version: 2, scope: { before: ['squad:1'], after: ['hall', 'squad:2'] } },
        { seq: 3, stream: 'plain/b', version: 1, scope: { before: [], after: [] } },
      ]);
      expect(store.feedAfter(1, 1).map(({ seq, bytes, hash }) => ({ seq, bytes, hash }))).toEqual(
        store.eventsAfter(1, 1),
      );
    });
  });

  describe('transactions', () => {
    test('reads inside see what was written; a rollback leaves nothing', () => {
      const { store } = open();
      const transaction = store.begin();
      note(transaction, 'task/a', { title: 'one' }, ['squad:1']);
      transaction.putDues('task/a', [{ rule: 'late', at: 5 }]);
      transaction.recordAnswer('c1', {
        fingerprint: 'f',
        answer: { status: 'accepted', seq: 1, versions: {}, refs: [] },
      });
      transaction.addVaultReference('r1', 'task/a');
      transaction.setReactionCursor(1);
      expect(transaction.head().seq).toBe(1);
      expect(transaction.document('task/a')?.scope).toEqual(['squad:1']);
      expect(transaction.nextDueAt()).toBe(5);
      transaction.rollback();
      expect(store.head().seq).toBe(0);
      expect(store.document('task/a')).toBeUndefined();
      expect(store.documentsInScope(['squad:1'], '', 10)).toEqual([]);
      expect(store.nextDueAt()).toBeUndefined();
      expect(store.knownCommand('c1')).toBeUndefined();
      expect(store.vaultReferences()).toEqual([]);
      expect(store.reactionCursor()).toBe(0);
      transaction.rollback();
      expect(() => transaction.putDues('task/a', [])).toThrow();
    });

    test('a savepoint that throws leaves nothing, the rest of the transaction stands', () => {
      const { store } = open();
      commit(store, (writes) => note(writes, 'task/before', {}, []));
      const transaction = store.begin();
      note(transaction, 'task/a', { title: 'kept' }, ['a']);
      const broken = (): void =>
        transaction.savepoint(() => {
          note(transaction, 'task/a', { title: 'lost' }, ['lost']);
          note(transaction, 'task/lost', {}, ['lost']);
          transaction.putDues('task/lost', [{ rule: 'late', at: 1 }]);
          throw new Error('no');
        });
      expect(broken).toThrow('no');
      // The set of labels made in the savepoint is gone with it: another must not be taken for it.
      expect(transaction.savepoint(() => note(transaction, 'task/b', {}, ['b']).seq)).toBe(3);
      note(transaction, 'task/c', {}, ['lost']);
      transaction.commit();
      expect(store.head().seq).toBe(4);
      expect(store.document('task/a')).toMatchObject({ version: 1, scope: ['a'], state: { title: 'kept' } });
      expect(store.document('task/lost')).toBeUndefined();
      expect(store.nextDueAt()).toBeUndefined();
      expect(store.documentsInScope(['b'], '', 9).map(({ stream }) => stream)).toEqual(['task/b']);
      expect(store.documentsInScope(['lost'], '', 9).map(({ stream }) => stream)).toEqual(['task/c']);
      for (const label of ['b', 'lost', 'nobody']) {
        const texts = store.documentTextsInScope([label], '', 9);
        expect(texts.map(({ stream, version, body }) => ({ stream, version, body }))).toEqual(
          store
            .documentsInScope([label], '', 9)
            .map(({ stream, version, state }) => ({ stream, version, body: canonicalJson(state) })),
        );
      }
    });

    test('savepoints nest', () => {
      const { store } = open();
      commit(store, (writes) => {
        const transaction = writes as ReturnType<JournalStore['begin']>;
        transaction.savepoint(() => {
          note(transaction, 'task/a', {}, []);
          expect(() =>
            transaction.savepoint(() => {
              note(transaction, 'task/b', {}, []);
              throw new Error('inner');
            }),
          ).toThrow('inner');
          note(transaction, 'task/c', {}, []);
        });
      });
      expect(store.documents('task').map(({ stream }) => stream)).toEqual(['task/a', 'task/c']);
    });

    test('there is one transaction at a time', () => {
      const { store } = open();
      const transaction = store.begin();
      expect(() => store.begin()).toThrow();
      transaction.rollback();
      store.begin().rollback();
    });

    test('all of it is there after the file was closed and opened', () => {
      const harness = open();
      const before = harness.store;
      const accepted = { status: 'accepted', seq: 1, versions: { 'task/a': 1 }, refs: ['r1'] } as const;
      commit(before, (writes) => {
        note(writes, 'task/a', { title: 'one' }, ['hall']);
        writes.putDues('task/a', [{ rule: 'late', at: 7 }]);
        writes.recordAnswer('c1', { fingerprint: 'f', answer: accepted });
        writes.addVaultReference('r1', 'task/a');
        writes.setReactionCursor(1);
      });
      const [identity, head, feed] = [before.identity(), before.head(), before.feedAfter(0, 9)];
      const document = before.document('task/a');
      const after = harness.reopen();
      expect([after.identity(), after.head(), after.feedAfter(0, 9)]).toEqual([identity, head, feed]);
      expect(after.document('task/a')).toEqual(document);
      expect(after.dueUntil(7, 9)).toEqual([{ stream: 'task/a', rule: 'late', at: 7 }]);
      expect(after.knownCommand('c1')).toEqual({ fingerprint: 'f', answer: accepted });
      expect(after.vaultReferences()).toEqual([{ ref: 'r1', erased: false }]);
      expect(after.reactionCursor()).toBe(1);
      after.raiseEpoch();
      expect(harness.reopen().identity()).toEqual({ journalId: identity.journalId, epoch: identity.epoch + 1 });
    });
  });

  describe('answers, dues, references', () => {
    test('the first answer stays for ever', () => {
      const { store } = open();
      const refused = {
        fingerprint: 'f1',
        answer: {
          status: 'refused',
          refusal: { code: 'UnitAlreadyAssigned', params: { unit: '机动一组', since: 1.5 } },
        },
      } as const;
      commit(store, (writes) => writes.recordAnswer('c1', refused));
      expect(store.knownCommand('c1')).toEqual(refused);
      const again = { fingerprint: 'f2', answer: { status: 'accepted', seq: 0, versions: {}, refs: [] } } as const;
      expect(() => commit(store, (writes) => writes.recordAnswer('c1', again))).toThrow();
      expect(store.knownCommand('c1')).toEqual(refused);
    });

    test('dues come in due order, up to the instant, and are replaced per stream', () => {
      const { store } = open();
      commit(store, (writes) => {
        writes.putDues('task/b', [
          { rule: 'late', at: 30 },
          { rule: 'early', at: 10 },
        ]);
        writes.putDues('task/a', [{ rule: 'late', at: 20 }]);
        writes.putDues('task/c', [{ rule: 'late', at: 10 }]);
      });
      expect(store.dueUntil(20, 9)).toEqual([
        { stream: 'task/b', rule: 'early', at: 10 },
        { stream: 'task/c', rule: 'late', at: 10 },
        { stream: 'task/a', rule: 'late', at: 20 },
      ]);
      expect(store.dueUntil(99, 1)).toHaveLength(1);
      expect(store.dueUntil(9, 9)).toEqual([]);
      commit(store, (writes) => {
        writes.putDues('task/b', [{ rule: 'late', at: 40 }]);
        writes.dropDue('task/c', 'late', 10);
        writes.dropDue('task/a', 'late', 21);
      });
      expect(store.nextDueAt()).toBe(20);
      expect(store.dueUntil(99, 9).map(({ at }) => at)).toEqual([20, 40]);
    });

    test('vault references are kept when erased, and told apart', () => {
      const { store } = open();
      commit(store, (writes) => {
        writes.addVaultReference('r2', 'task/a');
        writes.addVaultReference('r1', 'task/a');
      });
      commit(store, (writes) => writes.markVaultReferenceErased('r2'));
      expect(store.vaultReferences()).toEqual([
        { ref: 'r1', erased: false },
        { ref: 'r2', erased: true },
      ]);
      expect(() => commit(store, (writes) => writes.addVaultReference('r1', 'task/b'))).toThrow();
      expect(() => commit(store, (writes) => writes.markVaultReferenceErased('r3'))).toThrow();
    });
  });

  describe('snapshots', () => {
    test('a snapshot stands still while the journal goes on', () => {
      const { store } = open();
      const put = (id: number): void => {
        commit(store, (writes) => note(writes, `task/${String(id).padStart(4, '0')}`, { title: `${id}` }, ['hall']));
      };
      for (let id = 0; id < 50; id += 1) put(id);
      const snapshot = store.snapshot();
      const seen: DocumentRecord[] = [];
      for (let next = 50; ; next += 10) {
        for (let id = next; id < next + 10; id += 1) put(id);
        commit(store, (writes) => note(writes, 'task/0049', { title: `changed ${next}` }, ['elsewhere']));
        const page = snapshot.documentsInScope(['hall'], seen.at(-1)?.stream ?? '', 7);
        if (page.length === 0) break;
        seen.push(...page);
        expect(seen.length).toBeLessThanOrEqual(50);
      }
      expect(seen.map(({ state }) => (state as Note)['title'])).toEqual(Array.from({ length: 50 }, (_, id) => `${id}`));
      expect(snapshot.head().seq).toBe(50);
      expect(snapshot.hashAt(50)).toBe(snapshot.head().hash);
      expect(snapshot.eventsAfter(50, 9)).toEqual([]);
      snapshot.close();
      snapshot.close();
      const later = store.snapshot();
      expect(later.head()).toEqual(store.head());
      expect(later.documentsInScope(['hall'], '', 1_000).length).toBeGreaterThan(50);
      later.close();
    });

    test('a snapshot does not see an open transaction, and two stand side by side', () => {
      const { store } = open();
      const empty = store.snapshot();
      const transaction = store.begin();
      note(transaction, 'task/a', { title: 'one' }, ['hall']);
      const during = store.snapshot();
      expect(during.document('task/a')).toBeUndefined();
      transaction.commit();
      const after = store.snapshot();
      expect([empty, during, after].map((snapshot) => snapshot.head().seq)).toEqual([0, 0, 1]);
      for (const snapshot of [empty, during, after]) snapshot.close();
    });
  });

  describe('no room', () => {
    const fill = (store: JournalStore, stream: StreamId): number => {
      let committed = 0;
      for (;;) {
        commit(store, (writes) => note(writes, stream, { title: 'x'.repeat(2_000) }, ['hall']));
        committed += 1;
        if (committed > 10_000) throw new Error('never full');
      }
    };

    test('a full file refuses with its code, goes on reading, and writes again when there is room', () => {
      const harness = open();
      const { store } = harness;
      commit(store, (writes) => note(writes, 'task/first', { title: 'first' }, ['hall']));
      harness.leaveRoom(60_000);
      expect(() => fill(store, 'task/full')).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
      const { seq } = store.head();
      expect(store.streamVersion('task/full')).toBe(seq - 1);
      expect(store.document('task/full')).toMatchObject({ seq, version: seq - 1 });
      expect(store.feedAfter(0, 10_000)).toHaveLength(seq);
      harness.leaveRoom(60_000);
      commit(store, (writes) => note(writes, 'task/again', { title: 'again' }, ['hall']));
      expect(store.head().seq).toBe(seq + 1);
      expect(harness.reopen().head().seq).toBe(seq + 1);
    });

    test('a savepoint that meets the end of the room takes the whole transaction with it', () => {
      const harness = open();
      const { store } = harness;
      harness.leaveRoom(60_000);
      const transaction = store.begin();
      note(transaction, 'task/a', { title: 'before' }, ['hall']);
      const large = (): unknown =>
        transaction.savepoint(() => note(transaction, 'task/b', { title: 'x'.repeat(500_000) }, ['wide']));
      expect(large).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
      expect(() => transaction.commit()).toThrow();
      transaction.rollback();
      expect(store.head().seq).toBe(0);
      harness.leaveRoom(2_000_000);
      commit(store, (writes) => note(writes, 'task/b', { title: 'x'.repeat(500_000) }, ['hall']));
      expect(store.documentsInScope(['hall'], '', 9)).toHaveLength(1);
      expect(store.documentsInScope(['wide'], '', 9)).toEqual([]);
    });
  });
}
