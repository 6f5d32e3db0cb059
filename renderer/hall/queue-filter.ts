/** Which open incidents a person wants to see, in what order, and the filters they keep. Pure, but for keeping them. */
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { alarmOf, isLate, queueOrder } from './incident-order.ts';

export const filterStages = ['open', 'dispatched', 'onScene', 'handled'] as const;
export const filterSorts = ['time', 'received', 'number'] as const;

export const filterClaims = ['mine', 'nobody'] as const;

export interface QueueFilter {
  readonly stage: (typeof filterStages)[number] | null;
  /** Code of a matter. */
  readonly matter: string | null;
  readonly zone: string | null;
  readonly squad: string | null;
  readonly source: string | null;
  readonly late: boolean;
  /** Acknowledged by nobody. */
  readonly fresh: boolean;
  /** Acknowledged by this person. */
  readonly mine: boolean;
  /** Claimed by this person, or by nobody. */
  readonly claim: (typeof filterClaims)[number] | null;
  readonly sort: (typeof filterSorts)[number];
}

export const noFilter: QueueFilter = {
  ...{ stage: null, matter: null, zone: null, squad: null, source: null },
  ...{ late: false, fresh: false, mine: false, claim: null, sort: 'time' },
};

/** Whether it leaves anything out; an order leaves out nothing. */
export const isFiltering = (filter: QueueFilter): boolean =>
  Object.entries(filter).some(([name, value]) => name !== 'sort' && value !== null && value !== false);

const stageGroup = (stage: IncidentState['stage']): QueueFilter['stage'] =>
  stage === 'received' || stage === 'acknowledged' ? 'open' : stage === 'closed' ? null : stage;

/** An alarm is left out by no filter: it is for everybody. @param now Hub time, Unix ms. */
export function passes(incident: IncidentState, filter: QueueFilter, user: string, now: number): boolean {
  if (alarmOf(incident) !== undefined) return true;
  const { stage, matter, zone, squad, source, late, fresh, mine, claim } = filter;
  const { placing, acknowledged } = incident;
  const holder = incident.claim?.user;
  return (
    (stage === null || stageGroup(incident.stage) === stage) &&
    (matter === null || incident.matter === matter) &&
    (zone === null || placing.zone === zone) &&
    (squad === null || placing.squad === squad) &&
    (source === null || incident.source === source) &&
    (!late || isLate(incident, now)) &&
    (!fresh || acknowledged === null) &&
    (!mine || acknowledged?.user === user) &&
    (claim === null || holder === (claim === 'mine' ? user : undefined))
  );
}

/** @param queued In the order of time left. */
export function filtered(
  queued: readonly IncidentState[],
  filter: QueueFilter,
  user: string,
  now: number,
): readonly IncidentState[] {
  const shown = isFiltering(filter) ? queued.filter((incident) => passes(incident, filter, user, now)) : queued;
  if (filter.sort === 'time') return shown;
  const by =
    filter.sort === 'received'
      ? (a: IncidentState, b: IncidentState) => b.receivedAt - a.receivedAt
      : (a: IncidentState, b: IncidentState) => (a.number < b.number ? -1 : a.number > b.number ? 1 : 0);
  // Alarms stay on top in every order.
  const rank = (incident: IncidentState): number => (alarmOf(incident) === undefined ? 1 : 0);
  return shown.toSorted((a, b) => rank(a) - rank(b) || by(a, b) || queueOrder(a, b));
}

export interface SavedFilter {
  readonly name: string;
  readonly filter: QueueFilter;
}

export const mostSaved = 6;
export const longestName = 12;

/** No filter says anything of a caller: as layers, they are kept in the browser's own store of this machine. */
const keyOf = (user: string): string => `lianqin.queue.${user}`;

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value.length <= 60 ? value : null);

function oneOf<T extends string>(all: readonly T[], value: unknown): T | null {
  return all.find((each) => each === value) ?? null;
}

/** What these screens wrote, or others: whatever does not fit is left out. */
export function savedFrom(text: string | null): readonly SavedFilter[] {
  if (text === null) return [];
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(read)) return [];
  return read.slice(0, mostSaved).flatMap((one: unknown): SavedFilter[] => {
    const { name, filter } = (one ?? {}) as { readonly name?: unknown; readonly filter?: unknown };
    if (typeof name !== 'string' || name === '' || typeof filter !== 'object' || filter === null) return [];
    const told = filter as Record<string, unknown>;
    return [
      {
        name: name.slice(0, longestName),
        filter: {
          stage: oneOf(filterStages, told['stage']),
          matter: textOrNull(told['matter']),
          zone: textOrNull(told['zone']),
          squad: textOrNull(told['squad']),
          source: textOrNull(told['source']),
          late: told['late'] === true,
          fresh: told['fresh'] === true,
          mine: told['mine'] === true,
          claim: oneOf(filterClaims, told['claim']),
          sort: oneOf(filterSorts, told['sort']) ?? 'time',
        },
      },
    ];
  });
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export function useSavedFilters(user: string): {
  readonly saved: readonly SavedFilter[];
  readonly keep: (saved: readonly SavedFilter[]) => void;
} {
  const text = useSyncExternalStore(subscribe, () => localStorage.getItem(keyOf(user)));
  return {
    saved: useMemo(() => savedFrom(text), [text]),
    keep: useCallback(
      (saved) => {
        localStorage.setItem(keyOf(user), JSON.stringify(saved.slice(0, mostSaved)));
        for (const listener of [...listeners]) listener();
      },
      [user],
    ),
  };
}
