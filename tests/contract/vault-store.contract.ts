/** What every implementation of the vault port must do. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VaultRecord, VaultStore } from '../../hub/journal/store.ts';

export interface VaultHarness {
  readonly store: VaultStore;
  /** Every file of the vault lies here, and nothing else. */
  readonly folder: string;
  reopen(): VaultStore;
}

function record(ref: string, content: string): VaultRecord {
  return { ref, salt: `salt-of-${ref}-5f`, content, storedAt: 1_795_000_000_000 };
}

/** Which of the texts stand in a file of the folder. */
function found(folder: string, texts: readonly string[]): readonly string[] {
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  return texts.filter((text) => files.some((bytes) => bytes.includes(text)));
}

export function vaultStoreContract(open: () => VaultHarness): void {
  test('gives back what was put, and after the file was opened again', () => {
    const harness = open();
    const records = [record('r2', '{"phone":"13800000000"}'), record('r1', '{"name":"王先生"}')];
    harness.store.put(records);
    expect(harness.store.refs()).toEqual(['r1', 'r2']);
    const again = harness.reopen();
    expect(again.get('r2')).toEqual(records[0]);
    expect(again.get('r1')).toEqual(records[1]);
    expect(again.get('r3')).toBeUndefined();
  });

  test('takes all records of a call or none, and no reference twice', () => {
    const { store } = open();
    store.put([record('r1', '{}')]);
    expect(() => store.put([record('r2', '{}'), record('r1', '{"other":1}')])).toThrow();
    expect(store.refs()).toEqual(['r1']);
    expect(store.get('r1')?.content).toBe('{}');
  });

  test('erasing leaves no byte of content and salt in any file', () => {
    const harness = open();
    const { store, folder } = harness;
    const secret = '{"phone":"13912345678","name":"不该留下的人"}';
    const long = `{"note":"LONG${'-很长的自由文本'.repeat(2_000)}END-OF-LONG"}`;
    store.put([record('kept', '{"name":"留下的人"}'), record('short', secret), record('long', long)]);
    const traces = [secret, '13912345678', '不该留下的人', 'LONG-', 'END-OF-LONG', 'salt-of-short', 'salt-of-long'];
    expect(found(folder, traces)).toEqual(traces);
    store.erase(['short', 'long', 'never there']);
    expect(found(folder, traces)).toEqual([]);
    expect(store.refs()).toEqual(['kept']);
    expect(store.get('short')).toBeUndefined();
    expect(store.get('kept')?.content).toBe('{"name":"留下的人"}');
    store.erase(['short']);
    expect(() => store.put([record('short', '{}')])).toThrow();
    expect(harness.reopen().refs()).toEqual(['kept']);
    expect(found(folder, traces)).toEqual([]);
  });

  test('no byte is left after any history of puts and erasures', () => {
    // Long histories of small records: pages must fill, split and empty for remains to be left between their rows.
    const size = { minLength: 0, maxLength: 60, size: 'max' } as const;
    const step = fc.record({
      put: fc.array(fc.oneof({ weight: 19, arbitrary: fc.nat(400) }, { weight: 1, arbitrary: fc.nat(9_000) }), size),
      erase: fc.array(fc.nat(), size),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 80, size: 'max' }), (steps) => {
        const { store, folder } = open();
        const alive: string[] = [];
        const erased: string[] = [];
        let next = 0;
        for (const { put, erase } of steps) {
          const records = put.map((size) => {
            next += 1;
            // References in no order, as random ones are.
            return record(`${(next * 7_919) % 1_000}-${next}`, `MARK-${next}-${'.'.repeat(size)}`);
          });
          store.put(records);
          alive.push(...records.map(({ ref }) => ref));
          const gone = erase.flatMap((pick) => (alive.length === 0 ? [] : alive.splice(pick % alive.length, 1)));
          store.erase(gone);
          erased.push(...gone);
        }
        const marks = erased.flatMap((ref) => [`MARK-${ref.split('-')[1]}-`, `salt-of-${ref}-`]);
        expect(found(folder, marks)).toEqual([]);
        expect(store.refs()).toEqual([...alive].sort());
        for (const ref of alive) expect(store.get(ref)?.content).toContain(`MARK-${ref.split('-')[1]}-`);
        store.close();
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });
}
