/** What every implementation of the outbox port must do. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OutboxRow, OutboxStore } from '../../seat/runtime/ports.ts';

export interface OutboxHarness {
  readonly store: OutboxStore;
  /** Every file of the outbox lies here, and nothing else. */
  readonly folder: string;
  reopen(): OutboxStore;
}

export const entryId = (n: number): string => `01920000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

export function row(n: number, rest: Partial<OutboxRow> = {}): OutboxRow {
  return {
    id: entryId(n),
    user: 'lin',
    lane: 'box/a',
    nature: 'fact',
    command: { id: entryId(n), type: 'Put', data: { box: 'a', amount: n }, basedOn: { 'box/a': 1 }, madeAt: n },
    personal: null,
    state: 'pending',
    refusal: null,
    heldBackBy: null,
    wantedAt: n,
    settledAt: null,
    acknowledged: null,
    ...rest,
  };
}

/** Which of the texts stand in a file of the folder. */
export function found(folder: string, texts: readonly string[]): readonly string[] {
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  return texts.filter((text) => files.some((bytes) => bytes.includes(text)));
}

export function outboxStoreContract(open: () => OutboxHarness): void {
  test('gives back rows as they were added, in the order they were made, and after it was opened again', () => {
    const harness = open();
    const rows = [
      row(3, { personal: '{"name":"王先生"}' }),
      row(1, { nature: 'order', state: 'asking', lane: 'entry/x' }),
      row(2, { state: 'refused', refusal: { code: 'TooMuch', params: { most: 3 } }, user: 'wang' }),
      row(4, { state: 'heldBack', heldBackBy: entryId(2) }),
      row(5, { state: 'acknowledged', acknowledged: { seq: 7, refs: ['r'] }, settledAt: 9 }),
    ];
    for (const one of rows) harness.store.add(one, []);
    expect(harness.store.rows()).toEqual(rows);
    expect(harness.reopen().rows()).toEqual(rows);
  });

  test('takes an id once, and a change of what is there only, all of a call or nothing', () => {
    const { store } = open();
    store.add(row(1), []);
    expect(() => store.add(row(1), [])).toThrow();
    expect(() => store.add(row(2), [{ id: entryId(9), state: 'discarded' }])).toThrow();
    expect(() =>
      store.update([
        { id: entryId(1), state: 'discarded' },
        { id: entryId(9), state: 'pending' },
      ]),
    ).toThrow();
    expect(store.rows()).toEqual([row(1)]);
    store.add(row(2), [{ id: entryId(1), state: 'discarded', settledAt: 5 }]);
    expect(store.rows()).toEqual([row(1, { state: 'discarded', settledAt: 5 }), row(2)]);
  });

  test('changes what is named, and sets back to nothing what is null', () => {
    const { store } = open();
    store.add(row(1), []);
    store.update([{ id: entryId(1), state: 'refused', refusal: { code: 'No', params: {} } }]);
    store.update([{ id: entryId(1), wantedAt: 77 }]);
    expect(store.rows()).toEqual([row(1, { state: 'refused', refusal: { code: 'No', params: {} }, wantedAt: 77 })]);
    store.update([{ id: entryId(1), state: 'acknowledged', refusal: null, acknowledged: { seq: 2, refs: [] } }]);
    store.update([{ id: entryId(1), state: 'pending', acknowledged: null }]);
    expect(store.rows()).toEqual([row(1, { wantedAt: 77 })]);
  });

  test('remembers the journal it spoke with, in one transaction with what follows from another one', () => {
    const harness = open();
    expect(harness.store.journal()).toBeUndefined();
    harness.store.add(row(1), []);
    const journal = { journalId: 'j', epoch: 2 };
    harness.store.setJournal(journal, [{ id: entryId(1), state: 'asking' }]);
    expect(() =>
      harness.store.setJournal({ journalId: 'k', epoch: 1 }, [{ id: entryId(2), state: 'asking' }]),
    ).toThrow();
    const store = harness.reopen();
    expect(store.journal()).toEqual(journal);
    expect(store.rows()).toEqual([row(1, { state: 'asking' })]);
  });

  test('knows the references of acknowledged rows whose content it still holds', () => {
    const { store } = open();
    const acknowledged = { seq: 1, refs: ['ref1', 'ref2'] };
    store.add(row(1, { state: 'acknowledged', acknowledged, personal: '{"phone":"1"}', settledAt: 1 }), []);
    store.add(row(2, { state: 'acknowledged', acknowledged: { seq: 2, refs: ['ref3'] }, settledAt: 1 }), []);
    store.add(row(3, { personal: '{"phone":"3"}' }), []);
    expect(store.personalRefs()).toEqual(['ref1', 'ref2']);
    // Offered again: its references belong to a history that is gone, yet can be named by whoever erases.
    store.update([{ id: entryId(1), state: 'pending', settledAt: null }]);
    expect(store.personalRefs()).toEqual([]);
    store.erasePersonal(['ref2', 'unknown']);
    expect(store.rows().map(({ personal }) => personal)).toEqual([null, null, '{"phone":"3"}']);
  });

  test('prunes what was settled before, and nothing that still needs somebody', () => {
    const harness = open();
    const acknowledged = { seq: 1, refs: [] };
    harness.store.add(row(1, { state: 'acknowledged', acknowledged, settledAt: 10 }), []);
    harness.store.add(row(2, { state: 'discarded', settledAt: 10, personal: '{"name":"PRUNED-ONE"}' }), []);
    harness.store.add(row(3, { state: 'acknowledged', acknowledged, settledAt: 20 }), []);
    for (const [n, state] of (['pending', 'asking', 'refused', 'heldBack'] as const).entries())
      harness.store.add(row(10 + n, { state }), []);
    harness.store.prune(20);
    expect(harness.store.rows().map(({ id }) => id)).toEqual([3, 10, 11, 12, 13].map(entryId));
    expect(found(harness.folder, ['PRUNED-ONE'])).toEqual([]);
    harness.reopen();
    expect(found(harness.folder, ['PRUNED-ONE'])).toEqual([]);
  });

  test('no byte of a personal part is left after it was erased or pruned, whatever came before', () => {
    const step = fc.record({
      add: fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 30 }),
      erase: fc.array(fc.nat(), { maxLength: 15 }),
      settle: fc.array(fc.nat(), { maxLength: 10 }),
      prune: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const { store, folder } = open();
        const alive: number[] = [];
        const gone: number[] = [];
        let next = 0;
        let now = 0;
        for (const { add, erase, settle, prune } of steps) {
          now += 1;
          for (const size of add) {
            next += 1;
            const personal = `{"name":"MARK-${next}-${'.'.repeat(size)}"}`;
            store.add(row(next, { personal, acknowledged: { seq: next, refs: [`ref${next}`] } }), []);
            alive.push(next);
          }
          const pick = (picks: readonly number[]): number[] =>
            picks.flatMap((at) => (alive.length === 0 ? [] : alive.splice(at % alive.length, 1)));
          const erased = pick(erase);
          store.erasePersonal(erased.map((n) => `ref${n}`));
          gone.push(...erased);
          const settled = pick(settle);
          store.update(settled.map((n) => ({ id: entryId(n), state: 'discarded', settledAt: now })));
          if (prune) {
            store.prune(now + 1);
            gone.push(...settled);
          }
        }
        expect(
          found(
            folder,
            gone.map((n) => `MARK-${n}-`),
          ),
        ).toEqual([]);
        const kept = new Map(store.rows().map((one) => [one.id, one.personal]));
        for (const n of alive) expect(kept.get(entryId(n))).toContain(`MARK-${n}-`);
        store.close();
      }),
      { numRuns: 30 },
    );
  });
}
