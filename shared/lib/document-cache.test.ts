import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDocumentCache } from './document-cache.ts';
import type { DocumentSource } from './document-cache.ts';
import type { DocumentRecord, StreamId } from './journal.ts';
import { streamId } from './journal.ts';

interface Query {
  readonly limit?: number;
}

/** A store of boxes in memory that counts the documents it had to make. */
class Store {
  readonly boxes = new Map<StreamId, DocumentRecord>();
  made = 0;

  get reads(): DocumentSource<Query> {
    const all = (): DocumentRecord[] => [...this.boxes.values()].sort((a, b) => (a.stream < b.stream ? -1 : 1));
    const make = (document: DocumentRecord): DocumentRecord => {
      this.made += 1;
      return structuredClone(document);
    };
    return {
      document: (stream) => {
        const found = this.boxes.get(stream);
        return found === undefined ? undefined : make(found);
      },
      documents: (_kind, query) => all().slice(0, query?.limit).map(make),
      documentHeads: (_kind, query) =>
        all()
          .slice(0, query?.limit)
          .map(({ stream, version, seq }) => ({ stream, version, seq })),
    };
  }

  put(id: number, seq: number, amount: number): DocumentRecord {
    const stream = streamId('box', String(id));
    const version = (this.boxes.get(stream)?.version ?? 0) + 1;
    const document = { stream, version, seq, scope: ['a'], state: { amount } };
    this.boxes.set(stream, document);
    return document;
  }
}

const step = fc.record({
  id: fc.nat(12),
  amount: fc.nat(100),
  what: fc.constantFrom('commit', 'commit', 'commitElsewhere', 'rollBack', 'one', 'all', 'some'),
});

test('whatever was written, rolled back or pushed out, the answer is the store’s', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.constantFrom(3, 8, 100), (steps, limit) => {
      const store = new Store();
      const cache = createDocumentCache(store.reads, limit);
      let seq = 0;
      for (const { id, amount, what } of steps) {
        const stream = streamId('box', String(id));
        if (what === 'commit') cache.put(store.put(id, (seq += 1), amount));
        else if (what === 'commitElsewhere') {
          store.put(id, (seq += 1), amount);
          cache.drop([stream]);
        } else if (what === 'rollBack') {
          const before = store.boxes.get(stream);
          cache.put(store.put(id, seq + 1, amount));
          cache.documents('box', {});
          if (before === undefined) store.boxes.delete(stream);
          else store.boxes.set(stream, before);
          cache.drop([stream]);
        } else if (what === 'one') expect(cache.document(stream)).toEqual(store.boxes.get(stream));
        else {
          const query = what === 'some' ? { limit: 4 } : {};
          expect(cache.documents('box', query)).toEqual(store.reads.documents('box', query));
        }
      }
    }),
  );
});

test('what is at hand is not made again; what changed is', () => {
  const store = new Store();
  const cache = createDocumentCache(store.reads, 1_000);
  for (let id = 0; id < 100; id += 1) store.put(id, id + 1, 1);
  cache.documents('box', {});
  expect(store.made).toBe(100);
  cache.documents('box', {});
  expect(store.made).toBe(100);
  cache.put(store.put(7, 101, 2));
  expect(cache.documents('box', {}).find(({ stream }) => stream === 'box/7')?.state).toEqual({ amount: 2 });
  expect(store.made).toBe(100);
  cache.drop([streamId('box', '8')]);
  cache.documents('box', {});
  expect(store.made).toBe(101);
});

test('a question after more than a quarter of what is kept pushes nothing out', () => {
  const store = new Store();
  const cache = createDocumentCache(store.reads, 20);
  cache.put(store.put(1, 1, 1));
  for (let id = 100; id < 160; id += 1) store.put(id, id, 1);
  cache.documents('box', {});
  store.made = 0;
  cache.document(streamId('box', '1'));
  expect(store.made).toBe(0);
});

test('a stream without a document is looked for once, and again once it may be there', () => {
  const store = new Store();
  let asked = 0;
  const { reads } = store;
  const source = {
    ...reads,
    document: (stream: StreamId) => {
      asked += 1;
      return reads.document(stream);
    },
  };
  const cache = createDocumentCache<Query>(source, 2);
  const stream = streamId('box', '1');
  expect([cache.document(stream), cache.document(stream)]).toEqual([undefined, undefined]);
  expect(asked).toBe(1);
  const written = store.put(1, 1, 7);
  cache.drop([stream]);
  expect(cache.document(stream)).toEqual(written);
  store.boxes.delete(stream);
  cache.drop([stream]);
  expect(cache.document(stream)).toBeUndefined();
  cache.put(written);
  expect(cache.document(stream)).toBe(written);
  for (let other = 2; other < 9; other += 1) cache.document(streamId('box', String(other)));
  asked = 0;
  expect(cache.document(streamId('box', '8'))).toBeUndefined();
  expect(asked).toBe(0);
});
