import { cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fileSettings, openPlain } from '../../db/connection.ts';
import { assertMonotonic, FileFromTheFuture } from '../../db/migrations.ts';
import { NotAnOutbox, openOutbox, outboxFile } from '../../db/seat/outbox-file.ts';
import { outboxMigrations } from '../../db/seat/outbox-migrations.ts';
import { SqliteOutboxStore } from '../../db/seat/outbox-store.ts';
import type { OutboxStore } from '../../seat/runtime/ports.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { entryId, found, outboxStoreContract, row } from './seat-outbox-store.contract.ts';

outboxStoreContract(() => {
  const folder = temporaryFolder();
  const file = join(folder, outboxFile);
  let store: SqliteOutboxStore = new SqliteOutboxStore(file, { compactAt: 20 });
  onTestFinished(() => store.close());
  return {
    store: store satisfies OutboxStore,
    folder,
    reopen() {
      store.close();
      store = new SqliteOutboxStore(file, { compactAt: 20 });
      return store;
    },
  };
});

describe('the SQLite file', () => {
  test('is durable with every commit, and zeroes what it frees', () => {
    expect(fileSettings.outbox).toMatchObject({ synchronous: 'FULL', secureDelete: true });
    expect(() => assertMonotonic(outboxMigrations)).not.toThrow();
  });

  test('does not grow for ever with what was pruned', () => {
    const folder = temporaryFolder();
    const store = new SqliteOutboxStore(join(folder, outboxFile), { compactAt: 50 });
    onTestFinished(() => store.close());
    let size = 0;
    for (let round = 1; round <= 6; round += 1) {
      for (let n = 0; n < 60; n += 1) {
        const personal = `{"note":"${'x'.repeat(2_000)}"}`;
        store.add(row(round * 100 + n, { personal, state: 'discarded', settledAt: round }), []);
      }
      store.prune(round + 1);
      expect(store.rows()).toEqual([]);
      const now = readFileSync(join(folder, outboxFile)).length;
      if (round > 1) expect(now).toBeLessThanOrEqual(size + 8_192);
      size = now;
    }
  });

  test('a rewriting that was cut short is finished with the next start', () => {
    const folder = temporaryFolder();
    const file = join(folder, outboxFile);
    const store = new SqliteOutboxStore(file);
    for (let n = 0; n < 40; n += 1) store.add(row(n, { personal: `{"name":"KEPT-${n}-${'k'.repeat(300)}"}` }), []);
    store.close();
    const db = openPlain(file, 0);
    db.exec('UPDATE meta SET compacting = 1; DELETE FROM personal WHERE number % 2 = 0');
    db.close();
    const again = new SqliteOutboxStore(file);
    onTestFinished(() => again.close());
    expect(again.rows().filter(({ personal }) => personal !== null)).toHaveLength(20);
    again.add(row(99), []);
  });

  function version1(file: string): void {
    const db = openPlain(file, 0);
    outboxMigrations[0]?.up(db);
    db.pragma('user_version = 1');
    const command = JSON.stringify(row(1).command);
    const insert = db.prepare(`INSERT INTO entry (id, user, lane, nature, command, state, wanted_at, settled_at,
      acknowledged) VALUES (?, 'lin', 'box/a', 'fact', ?, 'acknowledged', 1, 1, '{"refs":["r"],"seq":7}')`);
    for (const n of [1, 2]) insert.run(entryId(n), command.replaceAll(entryId(1), entryId(n)));
    const part = db.prepare('INSERT INTO personal (entry, content, erased) VALUES (?, ?, ?)');
    part.run(entryId(1), '{"name":"CALLER-OF-1"}', 0);
    part.run(entryId(2), ' '.repeat(22), 1);
    db.close();
  }

  test('of version 1 goes on: its personal parts are members by name, and of the old form no copy is left', () => {
    const folder = temporaryFolder();
    const file = join(folder, outboxFile);
    version1(file);
    const { store, salvage } = openOutbox(folder);
    expect(salvage).toBeUndefined();
    expect(store.rows().map(({ personal }) => personal)).toEqual(['{"personal":{"name":"CALLER-OF-1"}}', null]);
    expect(readFileSync(file).toString('latin1').split('CALLER-OF-1')).toHaveLength(2);
    store.erasePersonal(['r']);
    expect(found(folder, ['CALLER-OF-1'])).toEqual([]);
    store.close();
    expect(openOutbox(folder).store.rows()).toHaveLength(2);
  });

  test('of version 1 that is damaged is salvaged in the form of today', () => {
    const folder = temporaryFolder();
    const file = join(folder, outboxFile);
    version1(file);
    const db = openPlain(file, 0);
    // Where the step to version 2 has to write nothing can be read.
    const { rootpage } = db
      .prepare<[], { rootpage: number }>(`SELECT rootpage FROM sqlite_master WHERE name = 'meta'`)
      .get() ?? { rootpage: 0 };
    db.close();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, (rootpage - 1) * 4_096, rootpage * 4_096);
    writeFileSync(file, bytes);
    const { store, salvage } = openOutbox(folder);
    onTestFinished(() => store.close());
    expect(salvage).toMatchObject({ entries: 2, unreadable: 0 });
    expect(store.rows().map(({ personal }) => personal)).toEqual(['{"personal":{"name":"CALLER-OF-1"}}', null]);
  });

  test('without room an entry is not taken in, and the others stand', () => {
    const store = new SqliteOutboxStore(join(temporaryFolder(), outboxFile), { maxBytes: 120_000 });
    onTestFinished(() => store.close());
    store.add(row(1), []);
    expect(() => store.add(row(2, { personal: `{"name":"${'x'.repeat(300_000)}"}` }), [])).toThrow(
      expect.objectContaining({ code: 'SQLITE_FULL' }),
    );
    expect(store.rows()).toEqual([row(1)]);
    store.add(row(2), []);
    expect(store.rows()).toHaveLength(2);
  });
});

describe('a file in doubt', () => {
  function filled(folder: string, entries: number): void {
    const { store } = openOutbox(folder);
    store.addAll(
      Array.from({ length: entries }, (_, index) => {
        const n = index + 1;
        return row(n, { personal: n % 5 === 0 ? `{"name":"caller ${n} ${'n'.repeat(200)}"}` : null });
      }),
    );
    store.setJournal({ journalId: 'j', epoch: 4 }, []);
    store.close();
  }
  const pageSize = 4_096;
  /** Overwrites a page of the file with what is no page. */
  function spoil(file: string, page: number): void {
    const bytes = readFileSync(file);
    bytes.fill(0xa5, page * pageSize, (page + 1) * pageSize);
    writeFileSync(file, bytes);
  }

  test('a sound one is opened as it is', () => {
    const folder = temporaryFolder();
    filled(folder, 30);
    const { store, salvage } = openOutbox(folder);
    expect(salvage).toBeUndefined();
    expect(store.rows()).toHaveLength(30);
    store.close();
  });

  test('of a damaged one, what can be read goes on, and it is copied aside as it was', () => {
    const folder = temporaryFolder();
    filled(folder, 300);
    const file = join(folder, outboxFile);
    const pages = readFileSync(file).length / pageSize;
    const losses: number[] = [];
    let withLoss = 0;
    for (let page = 1; page < pages; page += 1) {
      const broken = temporaryFolder();
      cpSync(file, join(broken, outboxFile));
      spoil(join(broken, outboxFile), page);
      const before = readFileSync(join(broken, outboxFile));
      const { store, salvage } = openOutbox(broken);
      const rows = store.rows();
      const numbers = rows.map(({ id }) => id);
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(numbers).toEqual([...numbers].sort());
      for (const one of rows) {
        const n = Number.parseInt(one.id.slice(-12), 16);
        expect({ ...one, personal: null }).toEqual(row(n));
      }
      if (salvage !== undefined) {
        expect(salvage.entries).toBe(rows.length);
        expect(readFileSync(join(broken, 'outbox.sqlite.1.aside')).equals(before)).toBe(true);
        if (rows.length < 300 || salvage.withoutPersonal > 0) withLoss += 1;
      }
      losses.push(300 - rows.length);
      // And it goes on as an outbox.
      store.add(row(9_999), []);
      store.close();
      expect(openOutbox(broken).salvage).toBeUndefined();
    }
    expect(withLoss).toBeGreaterThan(0);
    // A page holds a dozen entries; only the one that leads to all of them takes more with it.
    expect(losses.filter((lost) => lost > 30).length).toBeLessThanOrEqual(1);
  });

  test('one that is no database any more is copied aside, and a new one begun', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, outboxFile), 'no database at all'.repeat(1_000));
    const { store, salvage } = openOutbox(folder);
    expect(salvage).toMatchObject({ damage: 'SQLITE_NOTADB', entries: 0 });
    store.add(row(1), []);
    store.close();
    expect(readFileSync(join(folder, 'outbox.sqlite.1.aside'), 'utf8')).toContain('no database at all');
    expect(openOutbox(folder).store.rows()).toHaveLength(1);
  });

  test('a salvage that was cut short begins anew', () => {
    const folder = temporaryFolder();
    filled(folder, 100);
    spoil(join(folder, outboxFile), 3);
    // As far as it had come: an unfinished new file beside the damaged one.
    const half = new SqliteOutboxStore(join(folder, `${outboxFile}.new`));
    half.add(row(1), []);
    half.close();
    const { store, salvage } = openOutbox(folder);
    expect(salvage).toBeDefined();
    expect(store.rows().length).toBeGreaterThan(1);
    store.close();
    expect(existsSync(join(folder, `${outboxFile}.new`))).toBe(false);
  });

  test('what lies in the -wal is salvaged too', () => {
    const folder = temporaryFolder();
    const source = temporaryFolder();
    const { store: writing } = openOutbox(source);
    for (let n = 1; n <= 50; n += 1) writing.add(row(n), []);
    // As a process leaves it that was ended in the midst of its work.
    for (const name of readdirSync(source)) if (!name.endsWith('-shm')) cpSync(join(source, name), join(folder, name));
    writing.close();
    expect(readdirSync(folder).sort()).toEqual([outboxFile, `${outboxFile}-wal`]);
    const { store, salvage } = openOutbox(folder);
    expect(salvage).toBeUndefined();
    expect(store.rows()).toHaveLength(50);
    store.close();
  });

  test('one of a newer program, or of somebody else, is left alone', () => {
    const folder = temporaryFolder();
    filled(folder, 3);
    const file = join(folder, outboxFile);
    const set = (pragma: string): void => {
      const db = openPlain(file, 0);
      db.pragma(pragma);
      db.close();
    };
    set('user_version = 99');
    expect(() => openOutbox(folder)).toThrow(FileFromTheFuture);
    set('user_version = 1');
    set('application_id = 5');
    expect(() => openOutbox(folder)).toThrow(NotAnOutbox);
    expect(readdirSync(folder)).toEqual([outboxFile]);
    renameSync(file, `${file}.mine`);
    openOutbox(folder).store.close();
  });

  test('what was erased is in no file put aside either', () => {
    const folder = temporaryFolder();
    const { store: first } = openOutbox(folder);
    const acknowledged = { seq: 1, refs: ['ref1'] };
    first.add(row(1, { personal: '{"name":"ERASED-ASIDE"}', acknowledged, state: 'acknowledged', settledAt: 1 }), []);
    for (let n = 2; n < 200; n += 1) first.add(row(n), []);
    first.close();
    spoil(join(folder, outboxFile), readFileSync(join(folder, outboxFile)).length / pageSize - 1);
    const { store, salvage } = openOutbox(folder);
    expect(salvage).toBeDefined();
    expect(found(folder, ['ERASED-ASIDE'])).toHaveLength(1);
    expect(store.rows().some(({ id }) => id === entryId(1))).toBe(true);
    store.erasePersonal(['ref1']);
    expect(found(folder, ['ERASED-ASIDE'])).toEqual([]);
    store.close();
  });
});
