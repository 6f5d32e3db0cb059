/** What the wall says, from the documents on this seat. Pure; instants Unix ms. No word of a caller, no person's name. */
import type { AlarmState, Support } from '../../../shared/domain/alarm/state.ts';
import type { IncidentState, OutcomeKind, Source } from '../../../shared/domain/incident/state.ts';
import type { SiteState } from '../../../shared/domain/site/state.ts';
import type { SquadState } from '../../../shared/domain/squad/state.ts';
import type { UnitState } from '../../../shared/domain/unit/state.ts';
import type { ZoneState } from '../../../shared/domain/zone/state.ts';
import { forceOf } from '../../hall/force.ts';
import type { Force } from '../../hall/force.ts';
import { alarmOf, isLate } from '../../hall/incident-order.ts';

export interface Count {
  readonly open: number;
  readonly late: number;
}

export interface ZoneCard extends Count, Force {
  readonly id: string;
  readonly name: string;
  readonly order: number;
}

const countOf = (incidents: readonly IncidentState[], now: number): Count => ({
  open: incidents.length,
  late: incidents.filter((incident) => isLate(incident, now)).length,
});

/** One card for each zone in the order of its hue; with what no zone holds, they add up to the whole. */
export function zoneCards(
  open: readonly IncidentState[],
  units: readonly UnitState[],
  zones: readonly ZoneState[],
  now: number,
): { readonly cards: readonly ZoneCard[]; readonly unplaced: Count; readonly mobile: Force } {
  const known = new Set(zones.map(({ id }) => id));
  const cards = [...zones]
    .sort((a, b) => a.order - b.order)
    .map(({ id, name, order }) => ({
      ...{ id, name, order },
      ...countOf(
        open.filter(({ placing }) => placing.zone === id),
        now,
      ),
      ...forceOf(
        units.filter(({ zone }) => zone === id),
        now,
      ),
    }));
  const elsewhere = (zone: string | null | undefined): boolean => !known.has(zone ?? '');
  return {
    cards,
    unplaced: countOf(
      open.filter(({ placing }) => elsewhere(placing.zone)),
      now,
    ),
    mobile: forceOf(
      units.filter(({ zone }) => elsewhere(zone)),
      now,
    ),
  };
}

/** A call for help that is not over, the latest first. No person's name: whether a seat has it, and which units go. */
export interface Call {
  readonly id: string;
  readonly unit: string;
  readonly since: number;
  readonly taken: boolean;
  readonly helpers: readonly { readonly name: string; readonly is: Support['is'] }[];
}

export function callsOf(alarms: Iterable<AlarmState>): readonly Call[] {
  return Array.from(alarms)
    .filter(({ kind, stage }) => kind === 'sos' && stage !== 'cleared')
    .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
    .map(({ id, unit, at, owner, support }) => ({
      ...{ id, unit: unit?.name ?? '', since: at, taken: owner !== null },
      helpers: support.filter(({ is }) => is !== 'cannot').map(({ name, is }) => ({ name, is })),
    }));
}

/** A road, else the street office: never a name below that, and never the caller's own road. */
export function whereOf(
  { site, placing, marks }: IncidentState,
  sites: ReadonlyMap<string, { readonly state: SiteState }>,
): string | null {
  const road = site === null ? undefined : sites.get(site)?.state.roads[0];
  if (road !== undefined) return road;
  const callers = placing.precision === 'callerCell' || (placing.by === 'hub' && marks.includes('placeOfCaller'));
  return (callers ? undefined : placing.roads[0]) ?? placing.street ?? placing.outside;
}

/** Whose it is by territory, short: 枫林 for 枫林中队. */
export function whoseOf(
  { placing }: IncidentState,
  squads: ReadonlyMap<string, { readonly state: SquadState }>,
): string | null {
  if (placing.squad === null) return placing.outside;
  const name = squads.get(placing.squad)?.state.name ?? placing.squad;
  return name.endsWith('中队') ? name.slice(0, -2) : name;
}

export interface Trouble {
  readonly kind: 'refusesToStop' | 'relapse' | 'late';
  readonly those: readonly IncidentState[];
}

/** The one sentence on top. `about` is the incident that the map points at. */
export type Saying =
  | {
      /** The gravest of them. */
      readonly kind: Trouble['kind'];
      readonly about: IncidentState;
      /** All there is, gravest first; an alarm that is late too is told once. */
      readonly troubles: readonly Trouble[];
    }
  | { readonly kind: 'open'; readonly count: number; readonly answering: number; readonly about: IncidentState }
  | { readonly kind: 'answering'; readonly count: number }
  | { readonly kind: 'calm' };

/** Whether what is left to do is to check and to answer. */
const isAnswering = ({ stage }: IncidentState): boolean => stage === 'handled';

/** @param open In the order of the queue. */
export function saying(open: readonly IncidentState[], now: number): Saying {
  const troubleOf = (incident: IncidentState): Trouble['kind'] | undefined =>
    alarmOf(incident) ?? (isLate(incident, now) ? 'late' : undefined);
  const troubles = (['refusesToStop', 'relapse', 'late'] as const)
    .map((kind) => ({ kind, those: open.filter((incident) => troubleOf(incident) === kind) }))
    .filter(({ those }) => those.length > 0);
  const [gravest] = troubles;
  const about = gravest?.those[0];
  if (gravest !== undefined && about !== undefined) return { kind: gravest.kind, about, troubles };
  const [first, ...more] = open.filter((incident) => !isAnswering(incident));
  if (first === undefined) return open.length === 0 ? { kind: 'calm' } : { kind: 'answering', count: open.length };
  const oldest = more.reduce((a, b) => (b.receivedAt < a.receivedAt ? b : a), first);
  return { kind: 'open', count: open.length, answering: open.length - more.length - 1, about: oldest };
}

export const answering = (open: readonly IncidentState[]): number => open.filter(isAnswering).length;

export type WallEvent = { readonly at: number; readonly number: string } & (
  | { readonly what: 'received'; readonly source: Source }
  | { readonly what: 'sent' | 'arrived'; readonly unit: string }
  | { readonly what: 'outcome'; readonly outcome: OutcomeKind }
  | { readonly what: 'reopened' | 'closed' }
);

function eventsOf({ number, source, receivedAt, units, outcome, reopened, closed }: IncidentState): WallEvent[] {
  const events: WallEvent[] = [{ what: 'received', at: receivedAt, number, source }];
  for (const { unitName: unit, sentAt, arrivedAt } of units) {
    events.push({ what: 'sent', at: sentAt, number, unit });
    if (arrivedAt !== null) events.push({ what: 'arrived', at: arrivedAt, number, unit });
  }
  if (outcome !== null) events.push({ what: 'outcome', at: outcome.at, number, outcome: outcome.kind });
  for (const { at, because } of reopened) if (because === 'relapse') events.push({ what: 'reopened', at, number });
  if (closed !== null) events.push({ what: 'closed', at: closed.at, number });
  return events;
}

/** What happened last, newest first. */
export function lastEvents(incidents: Iterable<IncidentState>, count: number): readonly WallEvent[] {
  return Array.from(incidents, eventsOf)
    .flat()
    .sort((a, b) => b.at - a.at || (a.number < b.number ? 1 : -1))
    .slice(0, count);
}
