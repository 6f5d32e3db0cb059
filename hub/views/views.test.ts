import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { QueueFilter, SavedView } from '../../shared/wire/saved-views.ts';
import { mostViews, noFilter } from '../../shared/wire/saved-views.ts';
import type { OfficePerson } from '../office/port.ts';
import type { StoredView } from './store.ts';
import { createSavedViews } from './views.ts';

const uuid = (number: number): string => `0198aaaa-0000-7000-8000-${String(number).padStart(12, '0')}`;
const late: QueueFilter = { ...noFilter, late: true };

function given() {
  const rows = new Map<string, Map<string, StoredView>>();
  let now = 1_000;
  const warn = vi.fn();
  const views = createSavedViews({
    store: {
      views: (account) => [...(rows.get(account)?.values() ?? [])],
      put(account, view) {
        const own = rows.get(account) ?? new Map<string, StoredView>();
        rows.set(account, own.set(view.id, view));
      },
      remove: (account, id) => void rows.get(account)?.delete(id),
    },
    clock: { now: () => (now += 1) },
    log: { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() } as never,
  });
  const by = (account: string, seat: string): OfficePerson => ({ account: { id: account }, seat }) as OfficePerson;
  function said(result: unknown) {
    return (result as { granted: { problem: { code: string; field: string | null } | null; views: SavedView[] } })
      .granted;
  }
  const save = (number: number, version: number, name: string, filter = late, account = 'lin', seat = 's1') =>
    said(views.handlers.saveView({ ask: 'saveView', id: uuid(number), version, name, filter }, by(account, seat)));
  const remove = (number: number, version: number, account = 'lin', seat = 's1') =>
    said(views.handlers.removeView({ ask: 'removeView', id: uuid(number), version }, by(account, seat)));
  return { rows, views, save, remove, warn };
}

describe('saved views at the hub', () => {
  test('are kept under a plain name, overwritten, renamed and removed; everybody concerned is told', () => {
    const { views, save, remove } = given();
    const told = vi.fn();
    views.onChanged(told);
    expect(save(1, 0, '  二区  超时 ')).toMatchObject({
      problem: null,
      views: [{ id: uuid(1), version: 1, name: '二区 超时', filter: late, lost: [], changedSeat: 's1' }],
    });
    expect(save(1, 1, '二区 超时', noFilter).views).toMatchObject([{ version: 2, filter: noFilter }]);
    expect(save(1, 2, '二区', noFilter).views).toMatchObject([{ version: 3, name: '二区' }]);
    expect(remove(1, 3)).toEqual({ problem: null, views: [] });
    expect(told.mock.calls).toEqual([['lin'], ['lin'], ['lin'], ['lin']]);
  });

  test('are each person’s own: the same id and name of another one is another', () => {
    const { views, save, remove } = given();
    save(1, 0, '甲');
    save(1, 0, '甲', noFilter, 'chen');
    expect(views.of('lin')).toMatchObject([{ filter: late }]);
    expect(views.of('chen')).toMatchObject([{ filter: noFilter }]);
    remove(1, 1, 'chen');
    expect(views.of('lin')).toHaveLength(1);
    expect(views.of('nobody')).toEqual([]);
  });

  test('refuse a name that is none, is too long or is taken, and one too many: by field, with how they stand', () => {
    const { save } = given();
    save(1, 0, '夜');
    expect(save(2, 0, ' \u200B ').problem).toEqual({ code: 'NameEmpty', field: 'name' });
    expect(save(2, 0, '长'.repeat(17)).problem).toEqual({ code: 'NameTooLong', field: 'name' });
    const taken = save(2, 0, '夜 ');
    expect(taken.problem).toEqual({ code: 'NameTaken', field: 'name' });
    expect(taken.views).toHaveLength(1);
    for (let number = 2; number <= mostViews; number += 1)
      expect(save(number, 0, `夜${String(number)}`).problem).toBeNull();
    expect(save(50, 0, '又一个').problem).toEqual({ code: 'TooMany', field: null });
    // Those there are can still be changed, and one under its own name.
    expect(save(1, 1, '夜', noFilter).problem).toBeNull();
    expect(save(1, 2, '夜3', noFilter).problem).toEqual({ code: 'NameTaken', field: 'name' });
  });

  test('changed at two seats: the second is told who was first, and changes nothing', () => {
    const { save, remove, views } = given();
    save(1, 0, '甲');
    save(1, 1, '乙', late, 'lin', 's1');
    const lost = save(1, 1, '甲', noFilter, 'lin', 's2');
    expect(lost.problem).toEqual({ code: 'Changed', field: 'version' });
    expect(lost.views).toMatchObject([{ version: 2, name: '乙', changedSeat: 's1' }]);
    expect(remove(1, 1, 'lin', 's2').problem).toEqual({ code: 'Changed', field: 'version' });
    expect(remove(1, 2, 'lin', 's2').problem).toBeNull();
    expect(remove(1, 2).problem).toBeNull();
    expect(save(1, 2, '乙', noFilter).problem).toEqual({ code: 'Gone', field: 'version' });
    expect(views.of('lin')).toEqual([]);
  });

  test('asked the same again, as after a lost answer, nothing changes', () => {
    const { save, views } = given();
    const told = vi.fn();
    views.onChanged(told);
    save(1, 0, '甲');
    expect(save(1, 0, '甲')).toMatchObject({ problem: null, views: [{ version: 1 }] });
    expect(told).toHaveBeenCalledTimes(1);
  });

  test('law: what two seats do at once is never lost unseen', () => {
    const steps = fc.array(
      fc.record({
        seat: fc.constantFrom('s1', 's2'),
        does: fc.constantFrom('save', 'rename', 'remove', 'look'),
        which: fc.integer({ min: 1, max: 4 }),
        late: fc.boolean(),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, (all) => {
        const { save, remove, views } = given();
        const known: Record<string, readonly SavedView[]> = { s1: [], s2: [] };
        for (const [index, { seat, does, which, late: isLate }] of all.entries()) {
          const before = views.of('lin') ?? [];
          const seen = known[seat]?.find(({ id }) => id === uuid(which));
          if (does === 'look') known[seat] = before;
          else {
            const filter = { ...noFilter, late: isLate, sort: 'number' as const };
            const name = does === 'rename' ? `名${String(index)}` : (seen?.name ?? `名${String(which)}`);
            const answer =
              does === 'remove'
                ? remove(which, seen?.version ?? 1, 'lin', seat)
                : save(which, seen?.version ?? 0, name, filter, 'lin', seat);
            const there = before.find(({ id }) => id === uuid(which));
            // Whoever changed something knew what they changed, or asked for what was there.
            if (answer.problem === null && there !== undefined) {
              const after = answer.views.find(({ id }) => id === uuid(which));
              const isSame = after?.version === there.version;
              if (!isSame) expect(there.version).toBe(seen?.version ?? 1);
            }
            if (answer.problem !== null) expect(views.of('lin')).toEqual(before);
            expect(answer.views).toEqual(views.of('lin'));
            known[seat] = answer.views;
          }
          const names = (views.of('lin') ?? []).map(({ name }) => name);
          expect(new Set(names).size).toBe(names.length);
          expect(names.length).toBeLessThanOrEqual(mostViews);
        }
      }),
    );
  });

  test('what cannot be read of a kept one is named and left out; writing it anew mends it', () => {
    const { rows, views, save, warn } = given();
    save(1, 0, '甲');
    const row = rows.get('lin')?.get(uuid(1));
    rows.get('lin')?.set(uuid(1), { ...(row as StoredView), filter: '{"late":true,"sort":"moon"}' });
    expect(views.of('lin')).toMatchObject([{ filter: late, lost: ['sort'] }]);
    expect(warn).toHaveBeenCalled();
    rows.get('lin')?.set(uuid(1), { ...(row as StoredView), filter: '{' });
    expect(views.of('lin')).toMatchObject([{ filter: noFilter, lost: ['filter'] }]);
    expect(save(1, 1, '甲', noFilter).views).toMatchObject([{ version: 2, lost: [] }]);
  });

  test('a file that cannot be read costs the views and nothing else', () => {
    const error = vi.fn();
    const views = createSavedViews({
      store: {
        views: () => {
          throw new Error('SQLITE_CORRUPT');
        },
        ...{ put: vi.fn(), remove: vi.fn() },
      },
      ...{ clock: { now: () => 1 }, log: { error } as never },
    });
    expect(views.of('lin')).toBeUndefined();
    expect(error).toHaveBeenCalled();
  });
});
