/** What this seat has entered and the hub has not answered yet, or has refused. */
import { useMemo } from 'react';
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { OutboxEntry } from '../../shared/wire/seat-api.ts';
import { useOutbox } from '../seat-client/hooks.ts';
import { codeText } from '../i18n/say.ts';
import { useHall } from './hall.tsx';
import type { TFunction } from './types.ts';

type Entry = Pick<OutboxEntry, 'type' | 'data' | 'lane' | 'state' | 'madeAt' | 'refusal'>;
type Assignments = ReadonlyMap<string, { readonly state: Pick<AssignmentState, 'incident'> }>;

const isOpen = ({ state }: Pick<OutboxEntry, 'state'>): boolean =>
  state === 'pending' || state === 'sending' || state === 'asking';
const isRefused = ({ state }: Pick<OutboxEntry, 'state'>): boolean => state === 'refused' || state === 'heldBack';

type Fields = { readonly [name: string]: Json | undefined };

function fieldsOf(data: Json | undefined): Fields {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Fields) : {};
}

const idIn = (lane: string, kind: string): string | undefined =>
  lane.startsWith(`${kind}/`) ? lane.slice(kind.length + 1) : undefined;

/** Which incident an entry is about; undefined where none is, or its assignment is not here. */
export function incidentOf({ data, lane }: Pick<Entry, 'data' | 'lane'>, assignments: Assignments): string | undefined {
  const { incident, assignment } = fieldsOf(data);
  if (typeof incident === 'string') return incident;
  const named = typeof assignment === 'string' ? assignment : idIn(lane, 'assignment');
  return (named === undefined ? undefined : assignments.get(named)?.state.incident) ?? idIn(lane, 'incident');
}

/** Incidents with entries of which this is true. */
function useIncidentsWith(holds: (entry: OutboxEntry) => boolean): ReadonlySet<string> {
  const entries = useOutbox();
  const { assignments } = useHall();
  return useMemo(
    () =>
      new Set(
        entries.filter(holds).flatMap((entry) => {
          const incident = incidentOf(entry, assignments);
          return incident === undefined ? [] : [incident];
        }),
      ),
    [entries, assignments, holds],
  );
}

/** Incidents about which an entry waits for the hub. */
export const usePendingIncidents = (): ReadonlySet<string> => useIncidentsWith(isOpen);

/** Incidents about which something was refused or held back, and nobody has dealt with it yet. */
export const useRefusedIncidents = (): ReadonlySet<string> => useIncidentsWith(isRefused);

/** A report that was taken in here and is not at the hub: what the entry tells of it without its caller. */
export interface AwaitedReport {
  /** Of the incident to be. */
  readonly id: string;
  readonly matter: string;
  /** Null: none was understood, or it is the caller's own. */
  readonly where: string | null;
  readonly source: string;
  /** Unix ms. */
  readonly madeAt: number;
  readonly isRefused: boolean;
  readonly refusal: OutboxEntry['refusal'];
}

const textIn = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const textsIn = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

/** Undefined for what is no report, and for one that has left. */
export function awaitedReport(entry: Entry): AwaitedReport | undefined {
  const id = idIn(entry.lane, 'incident');
  if (entry.type !== 'ReceiveIncident' || id === undefined || !(isOpen(entry) || isRefused(entry))) return undefined;
  const { source, understanding } = fieldsOf(entry.data);
  const { matter, place, roads, street, marks } = fieldsOf(understanding);
  // The road that a caller lives in is told to nobody.
  const callers = textsIn(marks).includes('placeOfCaller');
  const near = callers ? '' : (textIn(place) ?? textsIn(roads).slice(0, 2).join('、'));
  return {
    id,
    matter: textIn(matter) ?? '',
    where: near === '' ? (textIn(street) ?? null) : near,
    source: textIn(source) ?? '',
    madeAt: entry.madeAt,
    isRefused: isRefused(entry),
    refusal: entry.refusal,
  };
}

/** Matter and place, as an incident's headline has them. */
export function awaitedHeadline({ matter, where }: Pick<AwaitedReport, 'matter' | 'where'>, t: TFunction): string {
  return [codeText(t, 'matter', matter), where ?? t('awaited.nowhere')].filter((part) => part !== '').join(' · ');
}

export const awaitedSource = ({ source }: Pick<AwaitedReport, 'source'>, t: TFunction): string =>
  codeText(t, 'source', source);

/** Reports that wait for the hub or were refused by it, and are no incident on this seat yet; newest first. */
export function useAwaitedReports(): readonly AwaitedReport[] {
  const entries = useOutbox();
  const { incidents } = useHall();
  return useMemo(
    () =>
      entries
        .flatMap((entry) => awaitedReport(entry) ?? [])
        .filter(({ id }) => !incidents.has(id))
        .sort((a, b) => b.madeAt - a.madeAt),
    [entries, incidents],
  );
}

/** Entries that a person must look at: refused, held back, or asked "still wanted?". */
export function useTray(): readonly OutboxEntry[] {
  const entries = useOutbox();
  return useMemo(() => entries.filter((entry) => isRefused(entry) || entry.state === 'asking'), [entries]);
}

/** Entries that leave by themselves as soon as the hub can be reached. */
export function useWaitingEntries(): readonly OutboxEntry[] {
  const entries = useOutbox();
  return useMemo(() => entries.filter(({ state }) => state === 'pending' || state === 'sending'), [entries]);
}
