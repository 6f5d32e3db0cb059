/** What is found in the files of hub and seat: whatever is written there, by any part of it, and nothing else. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { documentTable } from '../../db/documents/tables.ts';
import { SqliteJournalStore } from '../../db/hub/journal-store.ts';
import { SqliteCacheStore } from '../../db/seat/cache-store.ts';
import type { JournalStore } from '../../hub/journal/store.ts';
import { must } from '../../shared/lib/must.ts';
import { normalised, wantedOf } from '../../shared/lib/search-words.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { commit, envelopeOf, note } from './scribe.ts';
import { change, document, place } from './seat-cache-store.contract.ts';

interface Task {
  readonly title: string;
  readonly name?: string;
  readonly gone?: boolean;
}

const tasks = (version = 1) => [
  documentTable<Task>({
    kind: 'task',
    columns: {},
    search: { version, of: ({ title, name, gone }) => (gone === true ? null : { texts: [title], names: [name] }) },
  }),
];

const folds = { task: 1 };

function openJournal(): { readonly store: JournalStore; reopen: (version: number) => JournalStore } {
  const file = join(temporaryFolder(), 'journal.sqlite');
  const start = (version: number): SqliteJournalStore =>
    new SqliteJournalStore(file, { kinds: ['task'], tables: tasks(version), newId: () => 'journal' });
  let store = start(1);
  onTestFinished(() => store.close());
  store.rebuildDocuments(folds, () => undefined);
  return {
    store,
    reopen(version) {
      store.close();
      store = start(version);
      return store;
    },
  };
}

const found = (store: Pick<JournalStore, 'findDocuments'>, typed: string, labels: readonly string[] = ['bureau']) => {
  const wanted = wantedOf(typed);
  return wanted === undefined ? [] : store.findDocuments('task', wanted, labels, 100).map(({ stream }) => stream);
};

const letters = [...'工地噪声路枫林一１a9B-"* é'];
const text = fc.array(fc.constantFrom(...letters), { minLength: 2, maxLength: 16 }).map((all) => all.join(''));

describe('the file of the hub', () => {
  test('finds every document that holds what was typed, newest first, and no other', () => {
    const { store } = openJournal();
    const written: { readonly stream: string; readonly title: string }[] = [];
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(), (titles, from, length) => {
        commit(store, (writes) => {
          for (const title of titles) {
            const stream = `task/t${String(written.length)}` as const;
            note(writes, stream, { title }, ['bureau']);
            written.push({ stream, title });
          }
        });
        const of = must(titles[0], 'a title');
        const part = [...of].slice(from % of.length, (from % of.length) + 2 + (length % 6)).join('');
        const wanted = wantedOf(part);
        const expected = written
          .filter(({ title }) => wanted?.terms.every((term) => normalised(title).includes(term)))
          .map(({ stream }) => stream)
          .toReversed();
        expect(found(store, part)).toEqual(wanted === undefined ? [] : expected.slice(0, 100));
      }),
      { numRuns: 150 },
    );
  });

  test('shows to each only what is in their scope, also after it has changed', () => {
    const { store } = openJournal();
    commit(store, (writes) => {
      note(writes, 'task/a', { title: '斜土路工地' }, ['bureau', 'squad:a']);
      note(writes, 'task/b', { title: '斜土路工地' }, ['bureau', 'squad:b']);
      // As a word of the index this label is that of squad a.
      note(writes, 'task/c', { title: '斜土路工地' }, ['squad-a']);
    });
    expect(found(store, '工地', ['squad:a'])).toEqual(['task/a']);
    expect(found(store, '工地', ['squad:b', 'squad:x'])).toEqual(['task/b']);
    expect(found(store, '工地')).toEqual(['task/b', 'task/a']);
    expect(found(store, '工地', [])).toEqual([]);
    commit(store, (writes) => note(writes, 'task/a', { title: '斜土路工地' }, ['bureau', 'squad:b']));
    expect(found(store, '工地', ['squad:a'])).toEqual([]);
    expect(found(store, '工地', ['squad:b'])).toEqual(['task/b', 'task/a']);
  });

  test('goes with the documents: what was rolled back, changed or withdrawn is not found', () => {
    const { store } = openJournal();
    commit(store, (writes) => note(writes, 'task/a', { title: '打桩', name: '枫林路工地' }, ['bureau']));
    for (const typed of ['打桩', 'fll', 'fenglin', '枫林 打桩']) expect(found(store, typed)).toEqual(['task/a']);
    const transaction = store.begin();
    note(transaction, 'task/b', { title: '没有发生' }, ['bureau']);
    expect(transaction.findDocuments('task', must(wantedOf('没有发生'), 'words'), ['bureau'], 9)).toHaveLength(1);
    transaction.rollback();
    expect(found(store, '没有发生')).toEqual([]);
    commit(store, (writes) => note(writes, 'task/a', { title: '切割' }, ['bureau']));
    expect([found(store, '打桩'), found(store, 'fll'), found(store, '切割')]).toEqual([[], [], ['task/a']]);
    commit(store, (writes) => note(writes, 'task/a', { title: '切割', gone: true }, ['bureau']));
    expect(found(store, '切割')).toEqual([]);
  });

  test('is made anew with the documents where its words are others', () => {
    const { store, reopen } = openJournal();
    commit(store, (writes) => note(writes, 'task/a', { title: '打桩' }, ['bureau']));
    const again = reopen(2);
    const rebuilt = again.rebuildDocuments(folds, (event, writes) => {
      const { stream, version, seq } = envelopeOf(event);
      writes.putDocument({ stream, version, seq, scope: ['bureau'], state: { title: '切割' } });
    });
    expect(rebuilt).toEqual(['task']);
    expect([found(again, '打桩'), found(again, '切割')]).toEqual([[], ['task/a']]);
  });
});

test('the file of a seat finds what it holds, and after a snapshot what that brought', () => {
  const store = new SqliteCacheStore(join(temporaryFolder(), 'cache.sqlite'), {
    ...{ kinds: ['task'], foldKey: 'fold', tables: tasks() },
  });
  onTestFinished(() => store.close());
  const held = (typed: string) =>
    store.findDocuments('task', must(wantedOf(typed), 'words'), 100).map(({ stream }) => stream);
  store.apply(change(1, { put: [document('task/a', 1, 1, '斜土路打桩'), document('task/b', 1, 1, '枫林路切割')] }));
  expect(held('打桩')).toEqual(['task/a']);
  store.apply(change(2, { removed: ['task/a'] }));
  expect(held('打桩')).toEqual([]);
  store.snapshotPage(0, [document('task/c', 1, 3, '龙华路打桩')]);
  store.snapshotDone(place(3));
  expect([held('打桩'), held('切割')]).toEqual([['task/c'], []]);
});
