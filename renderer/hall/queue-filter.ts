/** Which open incidents a person wants to see, in what order, and the views there are of them. Pure. */
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { noFilter } from '../../shared/wire/seat-api.ts';
import type { FilterMember, QueueFilter, SavedView, ViewBoard } from '../../shared/wire/seat-api.ts';
import { alarmOf, isLate, queueOrder } from './incident-order.ts';
import { owesFirstContact, owesReply } from './owed.ts';

/** Whether it leaves anything out; an order leaves out nothing. */
export const isFiltering = (filter: QueueFilter): boolean =>
  Object.entries(filter).some(([name, value]) => name !== 'sort' && value !== null && value !== false);

/** Stands for all kinds of noise in the place of one matter. */
export const anyNoise = 'anyNoise';
const noises: ReadonlySet<string> = new Set<IncidentState['matter']>([
  ...(['constructionNoise', 'renovationNoise', 'loudspeaker', 'truckNoise', 'unknownNoise'] as const),
]);

const isOfMatter = (matter: string, wanted: string): boolean =>
  wanted === anyNoise ? noises.has(matter) : matter === wanted;

const stageGroup = (stage: IncidentState['stage']): QueueFilter['stage'] =>
  stage === 'received' || stage === 'acknowledged' ? 'open' : stage === 'closed' ? null : stage;

/** An alarm is left out by no filter: it is for everybody. @param now Hub time, Unix ms. */
export function passes(incident: IncidentState, filter: QueueFilter, user: string, now: number): boolean {
  if (alarmOf(incident) !== undefined) return true;
  const { stage, matter, zone, squad, source, late, fresh, mine, reply, claim } = filter;
  const { placing, acknowledged } = incident;
  const holder = incident.claim?.user;
  return (
    (stage === null || stageGroup(incident.stage) === stage) &&
    (matter === null || isOfMatter(incident.matter, matter)) &&
    (zone === null || placing.zone === zone) &&
    (squad === null || placing.squad === squad) &&
    (source === null || incident.source === source) &&
    (!late || isLate(incident, now)) &&
    (!fresh || acknowledged === null) &&
    (!mine || acknowledged?.user === user) &&
    (!reply || owesReply(incident) || owesFirstContact(incident)) &&
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

/** What there is to be named. */
export interface Known {
  readonly zones: { has(id: string): boolean };
  readonly squads: { has(id: string): boolean };
  readonly matter: (code: string) => boolean;
  readonly source: (code: string) => boolean;
}

/** Members of a filter that name what is not there (any more). */
export function goneIn(filter: QueueFilter, known: Known): readonly FilterMember[] {
  const isGone = (member: FilterMember, has: (name: string) => boolean): readonly FilterMember[] => {
    const named = filter[member];
    return typeof named === 'string' && !has(named) ? [member] : [];
  };
  return [
    ...isGone('matter', (code) => code === anyNoise || known.matter(code)),
    ...isGone('zone', (id) => known.zones.has(id)),
    ...isGone('squad', (id) => known.squads.has(id)),
    ...isGone('source', known.source),
  ];
}

/** The filter without these members; the rest is as it was. */
export const without = (filter: QueueFilter, members: readonly FilterMember[]): QueueFilter =>
  members.length === 0
    ? filter
    : { ...filter, ...Object.fromEntries(members.map((member) => [member, noFilter[member]])) };

export const isSameFilter = (a: QueueFilter, b: QueueFilter): boolean =>
  (Object.keys(noFilter) as FilterMember[]).every((member) => a[member] === b[member]);

/** Views that everybody has, in this order: what a night asks again and again. */
export const builtInViews = {
  unsent: { ...noFilter, stage: 'open' },
  late: { ...noFilter, late: true },
  noise: { ...noFilter, matter: anyNoise },
  reply: { ...noFilter, stage: 'handled', reply: true },
} as const satisfies Record<string, QueueFilter>;
export type BuiltInView = keyof typeof builtInViews;

export interface QueueView {
  /** The name of a built-in one, or the id of an own one. */
  readonly key: string;
  readonly filter: QueueFilter;
  /** Null of a built-in one. */
  readonly own: SavedView | null;
  /** With Shift it takes the view up: of the first nine. */
  readonly digit: number | null;
}

/** Built-in ones first, so that their keys are the same for everybody. */
export function viewsOf(board: Pick<ViewBoard, 'views'> | null): readonly QueueView[] {
  const builtIn = Object.entries(builtInViews).map(([key, filter]) => ({ key, filter, own: null }));
  const own = (board?.views ?? []).map((view) => ({ key: view.id, filter: view.filter, own: view }));
  return [...builtIn, ...own].map((view, index) => ({ ...view, digit: index < 9 ? index + 1 : null }));
}
