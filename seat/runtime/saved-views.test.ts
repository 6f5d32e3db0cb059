import { expect, test, vi } from 'vitest';
import type { SavedView } from '../../shared/wire/saved-views.ts';
import { noFilter } from '../../shared/wire/saved-views.ts';
import type { KeptViews } from './ports.ts';
import { SeatViews } from './saved-views.ts';

const view: SavedView = {
  ...{ id: '0198aaaa-0000-7000-8000-000000000001', version: 1, name: '二区', filter: noFilter, lost: [] },
  ...{ changedAt: 5, changedSeat: 's1' },
};

function given(kept?: KeptViews) {
  const at = { user: 'lin' as string | undefined, now: 1_000, kept, full: false };
  const changed = vi.fn();
  const error = vi.fn();
  const views = new SeatViews({
    store: {
      load: () => at.kept,
      save(next) {
        if (at.full) throw new Error('no room');
        at.kept = next;
      },
    },
    log: { info: vi.fn(), warn: vi.fn(), error },
    user: () => at.user,
    now: () => at.now,
    changed,
  });
  return { at, views, changed, error };
}

test('told, they are true until now; without the link, until the hub was last heard', () => {
  const { at, views, changed } = given();
  expect(views.board()).toBeNull();
  views.told([view]);
  at.now = 5_000;
  expect(views.board()).toEqual({ views: [view], asOf: 5_000, current: true });
  views.lost(4_000);
  at.now = 9_000;
  expect(views.board()).toEqual({ views: [view], asOf: 4_000, current: false });
  expect(at.kept).toEqual({ user: 'lin', asOf: 4_000, views: [view] });
  // The clock that was measured anew may say an earlier time than they were told at.
  views.told([view]);
  views.lost(1);
  expect(views.board()).toMatchObject({ asOf: 9_000 });
  expect(changed).toHaveBeenCalledTimes(4);
});

test('a seat that starts without the hub has those it was told last', () => {
  const { views } = given({ user: 'lin', asOf: 700, views: [view] });
  expect(views.board()).toEqual({ views: [view], asOf: 700, current: false });
});

test('nobody is shown another one’s, and a log-out leaves none', () => {
  const { at, views } = given({ user: 'chen', asOf: 700, views: [view] });
  expect(views.board()).toBeNull();
  views.only('lin');
  expect(at.kept).toBeUndefined();
  views.told([view]);
  views.only('lin');
  expect(views.board()).not.toBeNull();
  views.forget();
  at.user = undefined;
  // The link that closes after it has nothing to keep, and what still arrives is nobody's.
  views.lost(2_000);
  views.told([view]);
  expect(at.kept).toBeUndefined();
  expect(views.board()).toBeNull();
});

test('without room on the disk they are shown all the same', () => {
  const { at, views, error } = given();
  at.full = true;
  views.told([view]);
  expect(views.board()).toMatchObject({ views: [view], current: true });
  expect(error).toHaveBeenCalled();
});
