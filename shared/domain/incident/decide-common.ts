/** What the decisions about incidents share. */
import type { Decision, EventDraft, StreamId } from '../../lib/journal.ts';
import { refuse, streamId, systemActor } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import type { AssignmentReads } from '../assignment/state.ts';
import type { DistrictReads, Plates } from '../district/state.ts';
import { inFuture } from '../kernel.ts';
import type { DecideContext, Reason } from '../kernel.ts';
import { termsAt } from '../rules/limits.ts';
import { rolesFor } from '../rules/permissions.ts';
import type { IncidentEvent } from './events.ts';
import { termOfStage } from './state.ts';
import type { IncidentReads, IncidentState, Placing, Term } from './state.ts';

type DataOf<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>['data'];

export function draft<T extends IncidentEvent['type']>(incident: string, type: T, data: DataOf<T>): EventDraft {
  return { stream: streamId('incident', incident), type, data: data as Json };
}

/**
 * What to do first on an incident means that somebody has seen it. Comes after the step itself, so that the step is
 * what is told and taken back.
 */
export function acknowledging(incident: IncidentState, { by }: DecideContext): readonly EventDraft[] {
  if (incident.acknowledged !== null || by.user === systemActor.user) return [];
  return [draft(incident.id, 'IncidentAcknowledged', {})];
}

/** Of a command: the incident it is about. */
export const ofIncident = ({ incident }: { readonly incident: string }): StreamId => streamId('incident', incident);

/**
 * Whoever was sent to it goes with it: squad, zone and street of the new place may hold those assignments, others no
 * longer.
 */
export function movingAssignments(
  incident: string,
  { squad, zone, grids }: Pick<Placing, 'squad' | 'zone' | 'grids'>,
  reads: Pick<AssignmentReads, 'assignmentsOf'>,
): readonly EventDraft[] {
  const street = grids?.responsibility ?? null;
  return reads
    .assignmentsOf(incident)
    .filter(
      ({ incidentSquad, incidentZone, incidentStreet = null }) =>
        incidentSquad !== squad || incidentZone !== zone || incidentStreet !== street,
    )
    .map(({ id }) => ({
      stream: streamId('assignment', id),
      type: 'AssignmentMoved',
      data: { incidentSquad: squad, incidentZone: zone, incidentStreet: street },
    }));
}

type Reads = Pick<IncidentReads, 'incident'>;

/** Decides on an incident, open or closed. Refuses `IncidentUnknown`. */
export function onIncident(
  id: string,
  reads: Reads,
  decide: (incident: IncidentState) => Decision,
  field = 'incident',
): Decision {
  const incident = reads.incident(id);
  return incident === undefined ? refuse('IncidentUnknown', { field, incident: id }) : decide(incident);
}

/** Decides on an incident that runs. Refuses `IncidentUnknown`, `IncidentClosed`. */
export function onOpenIncident(id: string, reads: Reads, decide: (incident: IncidentState) => Decision): Decision {
  return onIncident(id, reads, (incident) => {
    const { closed, number } = incident;
    if (closed === null) return decide(incident);
    return refuse('IncidentClosed', { field: 'incident', incident: id, number, at: closed.at, result: closed.result });
  });
}

/** A wish that is fulfilled already: a repeat does no harm. */
export const nothing: Decision = { events: [] };
export const noPack: Decision = refuse('NoPackInForce');

type PackReads = Pick<DistrictReads, 'district'>;

/** Decides by the plates in force. Refuses `NoPackInForce`. */
export function byPack(reads: PackReads, decide: (plates: Plates) => Decision): Decision {
  const district = reads.district();
  return district === undefined ? noPack : decide(district.plates);
}

/** Refusal for the time of a step said late: not before it came in, not in the future. */
export function badStepTime(
  happenedAt: number | undefined,
  { receivedAt }: IncidentState,
  context: DecideContext,
): Decision | undefined {
  if (happenedAt === undefined) return undefined;
  if (happenedAt < receivedAt)
    return refuse('TimeTooEarly', { field: 'happenedAt', at: happenedAt, earliest: receivedAt });
  return inFuture(happenedAt, 'happenedAt', context);
}

/** Refusal for one that hangs on another: what is asked is asked of that one. */
export function hanging({ id, joinedInto }: IncidentState): Decision | undefined {
  if (joinedInto === null) return undefined;
  return refuse('IncidentJoined', {
    ...{ field: 'incident', incident: id, into: joinedInto.incident, number: joinedInto.number },
  });
}

/** As `acknowledging`, where whoever does it may take note of it at all. */
export function acknowledgingByDesk(incident: IncidentState, context: DecideContext): readonly EventDraft[] {
  const isDesk = rolesFor('AcknowledgeIncident').some((role) => role === context.by.role);
  return isDesk && incident.closed === null ? acknowledging(incident, context) : [];
}

/**
 * What begins anew with a reopening. A limit of hours for sending somebody runs anew by itself, as it always did; of others
 * the calendar must say.
 */
export function termsAnew(incident: IncidentState, at: number, plates: Plates): { readonly terms?: Term[] } {
  const dispatch = termOfStage(incident, 'dispatch');
  if (dispatch === undefined || dispatch.kind === 'urgentHours') return {};
  return { terms: [...termsAt(['dispatch'], incident, at, plates)] };
}

/** Those that ended with the one they were joined into and are wanted again: that one is, too. */
export function reopeningMain(
  { joinedInto, id, number }: IncidentState,
  reads: Reads,
  because: 'person' | 'rework',
): readonly EventDraft[] {
  const main = joinedInto === null ? undefined : reads.incident(joinedInto.incident);
  if (main === undefined || main.closed === null) return [];
  // What a person reopens, that person can take back; what was found out stands.
  const by = because === 'person' ? { by: null, byNumber: null } : { by: id, byNumber: number };
  return [draft(main.id, 'IncidentReopened', { because, ...by })];
}

/** Besides its own end, that of those joined into it and not closed yet. */
export function closing(
  incident: IncidentState,
  result: DataOf<'IncidentClosed'>['result'],
  running: readonly IncidentState[],
): readonly EventDraft[] {
  return [
    draft(incident.id, 'IncidentClosed', { result }),
    ...running.map((one) => draft(one.id, 'IncidentClosed', { result: 'joined' })),
  ];
}

/** Those joined into it that are not closed. */
export function runningJoined({ tookIn }: IncidentState, reads: Reads): readonly IncidentState[] {
  return tookIn.flatMap((one) => reads.incident(one.incident) ?? []).filter(({ closed }) => closed === null);
}

/** Refusal that says what is owed, of the reasons given; undefined where none is. */
export function owed(open: readonly Reason[]): Decision | undefined {
  if (open.length === 0) return undefined;
  return refuse('ObligationOpen', {
    field: 'incident',
    open: open.map(({ code }) => code),
    reasons: open.map(({ code, params }) => ({ code, params })),
  });
}
