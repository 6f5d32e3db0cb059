/** Contents of files in the vault: once each, for records alone, and gone with the last of them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SqliteVaultStore } from '../../db/hub/vault-store.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** Bytes that say which they are, over and over. */
const content = (mark: string, size = 30_000): Buffer => Buffer.alloc(size, `CONTENT-${mark}-`);

function found(folder: string, text: string): boolean {
  return readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(text));
}

function open(folder = temporaryFolder()) {
  const store = new SqliteVaultStore(join(folder, 'vault.sqlite'));
  const attach = (ref: string, bytes: Buffer): void => {
    const hash = hashOf(bytes);
    const brought = store.bring(hash, bytes, 7);
    store.put([{ ref, salt: `salt-${ref}`, content: '{}', storedAt: 7, uses: hash }]);
    brought.release();
  };
  return { folder, store, attach };
}

test('given the same content twice, when one record goes, then the other still has it; with the last it leaves no byte', () => {
  const { folder, store, attach } = open();
  const [same, other] = [content('SAME'), content('OTHER', 9_000)];
  attach('r1', same);
  attach('r2', same);
  attach('r3', other);
  expect(store.contents()).toEqual({ count: 2, bytes: 39_000 });
  store.erase(['r1']);
  expect(store.contentOf('r1')).toBeUndefined();
  expect(store.contentOf('r2')).toEqual(same);
  store.erase(['r2']);
  expect(store.contentOf('r2')).toBeUndefined();
  expect(found(folder, 'CONTENT-SAME')).toBe(false);
  expect(store.contentOf('r3')).toEqual(other);
  // It may come again, and has its old place.
  attach('r4', same);
  expect(store.contentOf('r4')).toEqual(same);
  expect(store.contents().count).toBe(2);
});

test('given a content that nobody brings now, when a record names its hash, then it does not get it', () => {
  const { store, attach } = open();
  const bytes = content('MINE');
  attach('r1', bytes);
  store.put([{ ref: 'r2', salt: 's', content: '{}', storedAt: 7, uses: hashOf(bytes) }]);
  expect(store.contentOf('r2')).toBeUndefined();
});

test('given a content that no record took, when it is let go, or the process ends, then the next erasure takes it', () => {
  const { folder, store } = open();
  const left = content('LEFT');
  const brought = store.bring(hashOf(left), left, 7);
  store.erase([]);
  expect(found(folder, 'CONTENT-LEFT')).toBe(true);
  brought.release();
  brought.release();
  store.erase([]);
  expect(found(folder, 'CONTENT-LEFT')).toBe(false);
  const killed = content('KILLED');
  store.bring(hashOf(killed), killed, 7);
  store.close();
  const again = open(folder).store;
  again.erase([]);
  expect(again.contents().count).toBe(0);
  expect(found(folder, 'CONTENT-KILLED')).toBe(false);
});

test('no byte is left after any history, and what stands can be read', () => {
  const step = fc.record({
    attach: fc.array(fc.nat(6), { maxLength: 4 }),
    erase: fc.array(fc.nat(), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const { folder, store, attach } = open();
      const alive = new Map<string, number>();
      let next = 0;
      for (const { attach: which, erase } of steps) {
        for (const one of which) {
          next += 1;
          attach(`r${String(next)}`, content(String(one), 500 + one * 3_000));
          alive.set(`r${String(next)}`, one);
        }
        const refs = [...alive.keys()];
        const gone = refs.length === 0 ? [] : erase.map((pick) => refs[pick % refs.length] ?? '');
        store.erase(gone);
        for (const ref of gone) alive.delete(ref);
      }
      const held = new Set(alive.values());
      for (const one of [0, 1, 2, 3, 4, 5, 6]) expect(found(folder, `CONTENT-${String(one)}-`)).toBe(held.has(one));
      for (const [ref, one] of alive) expect(store.contentOf(ref)).toEqual(content(String(one), 500 + one * 3_000));
      store.close();
    }),
    { numRuns: 40 },
  );
});
