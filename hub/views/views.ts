/** Saved views of the queue: each person's own. Who writes last does not win unseen: a change names what it changes. */
import { canonicalJson } from '../../shared/lib/json.ts';
import {
  mostViews,
  queueFilterSchema,
  readFilter,
  viewName,
  viewNameKey,
  viewNameProblem,
} from '../../shared/wire/saved-views.ts';
import type { QueueFilter, SavedView, ViewChanged, ViewProblem } from '../../shared/wire/saved-views.ts';
import { granted } from '../office/port.ts';
import type { OfficeHandlers, ViewAsk } from '../office/port.ts';
import type { Clock, Log } from '../ports.ts';
import type { StoredView, ViewStore } from './store.ts';

export interface SavedViews {
  readonly handlers: Pick<OfficeHandlers, ViewAsk>;
  /** Those of an account, as they stand; undefined where they cannot be read. */
  of(account: string): readonly SavedView[] | undefined;
  /** Told of each account whose views have changed. Returns how to stop. */
  onChanged(listener: (account: string) => void): () => void;
}

export interface SavedViewsDeps {
  readonly store: Pick<ViewStore, 'views' | 'put' | 'remove'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

const textOf = (filter: QueueFilter): string => canonicalJson(queueFilterSchema.parse(filter));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function createSavedViews({ store, clock, log }: SavedViewsDeps): SavedViews {
  const listeners = new Set<(account: string) => void>();

  function read({ filter: text, ...view }: StoredView): SavedView {
    const { filter, lost } = readFilter(parsed(text));
    if (lost.length > 0) log.warn({ view: view.id, lost }, 'a saved view says what cannot be read; the rest is kept');
    return { ...view, filter, lost: [...lost] };
  }
  const all = (account: string): readonly SavedView[] => store.views(account).slice(0, mostViews).map(read);

  function answered(account: string, code?: ViewProblem, field: 'name' | 'version' | null = null) {
    const body: ViewChanged = { problem: code === undefined ? null : { code, field }, views: [...all(account)] };
    return granted(body);
  }

  function done(account: string) {
    for (const listener of [...listeners]) listener(account);
    return answered(account);
  }

  return {
    of(account) {
      try {
        return all(account);
      } catch (error) {
        // A seat is told nothing then, and goes on with those it knows: its link is worth more than these.
        log.error({ reason: String(error) }, 'saved views cannot be read');
        return undefined;
      }
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    handlers: {
      saveView({ id, version, name: typed, filter }, { account: { id: account }, seat }) {
        const problem = viewNameProblem(typed);
        if (problem !== undefined) return answered(account, problem, 'name');
        const name = viewName(typed);
        const kept = all(account);
        const there = kept.find((one) => one.id === id);
        // An answer was lost on the way, and it is asked again.
        if (there?.name === name && there.lost.length === 0 && textOf(there.filter) === textOf(filter))
          return answered(account);
        if (there === undefined && version > 0) return answered(account, 'Gone', 'version');
        if (there !== undefined && there.version !== version) return answered(account, 'Changed', 'version');
        if (kept.some((one) => one.id !== id && viewNameKey(one.name) === viewNameKey(name)))
          return answered(account, 'NameTaken', 'name');
        if (there === undefined && kept.length >= mostViews) return answered(account, 'TooMany');
        store.put(account, {
          ...{ id, version: version + 1, name, filter: textOf(filter) },
          ...{ changedAt: clock.now(), changedSeat: seat },
        });
        return done(account);
      },
      removeView({ id, version }, { account: { id: account } }) {
        const there = all(account).find((one) => one.id === id);
        if (there === undefined) return answered(account);
        if (there.version !== version) return answered(account, 'Changed', 'version');
        store.remove(account, id);
        return done(account);
      },
    },
  };
}
