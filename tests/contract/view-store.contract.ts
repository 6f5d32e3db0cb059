/** What every implementation of the port of saved views must do. */
import { expect, test } from 'vitest';
import type { StoredView, ViewStore } from '../../hub/views/store.ts';

export interface ViewHarness {
  readonly store: ViewStore;
  reopen(): ViewStore;
}

const view = (id: string, more: Partial<StoredView> = {}): StoredView => ({
  ...{ id, version: 1, name: id, filter: '{}', changedAt: 1, changedSeat: 's1' },
  ...more,
});

export function viewStoreContract(open: () => ViewHarness): void {
  test('keeps each account’s own, in the order they came first, and after the file was opened again', () => {
    const harness = open();
    const { store } = harness;
    for (const id of ['b', 'a', 'c']) store.put('lin', view(id));
    store.put('chen', view('a', { name: '另一人的' }));
    store.put('lin', view('b', { version: 2, name: '改过', filter: '{"late":true}', changedAt: 9, changedSeat: 's2' }));
    const again = harness.reopen();
    expect(again.views('lin').map(({ id }) => id)).toEqual(['b', 'a', 'c']);
    expect(again.views('lin')[0]).toEqual(
      view('b', { version: 2, name: '改过', filter: '{"late":true}', changedAt: 9, changedSeat: 's2' }),
    );
    expect(again.views('chen')).toEqual([view('a', { name: '另一人的' })]);
    expect(again.views('nobody')).toEqual([]);
  });

  test('removes one account’s and nobody else’s', () => {
    const { store } = open();
    for (const account of ['lin', 'chen']) store.put(account, view('a'));
    store.remove('lin', 'a');
    store.remove('lin', 'unknown');
    expect(store.views('lin')).toEqual([]);
    expect(store.views('chen')).toHaveLength(1);
  });
}
