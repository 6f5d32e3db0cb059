/** What the decisions about incidents share. */
import type { Decision, EventDraft, StreamId } from '../../lib/journal.ts';
import { refuse, streamId, systemActor } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import type { AssignmentReads } from '../assignment/state.ts';
import type { DecideContext } from '../kernel.ts';
import type { IncidentEvent } from './events.ts';
import type { IncidentReads, IncidentState, Placing } from './state.ts';

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
