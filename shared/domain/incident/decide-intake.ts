/** Taking in, taking note, and who the caller was. */
import { distanceToEdge } from '../../geo/polygon.ts';
import type { Point } from '../../geo/point.ts';
import type { AssignmentReads } from '../assignment/state.ts';
import type { District, Plates } from '../district/state.ts';
import type { Decision, EventDraft } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import { inFuture } from '../kernel.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import { workOut } from '../rules/work-out.ts';
import type { WorkOutReads } from '../rules/work-out.ts';
import {
  acknowledgeIncidentSchema,
  callerPointSchema,
  callerSchema,
  eraseCallerSchema,
  noteOverdueSchema,
  receiveIncidentSchema,
} from './commands.ts';
import type { AcknowledgeIncident, EraseCaller, NoteOverdue, ReceiveIncident } from './commands.ts';
import {
  acknowledging,
  draft,
  noPack,
  nothing,
  onIncident,
  onOpenIncident,
  ofIncident,
  termsAnew,
} from './decide-common.ts';
import { supervisedAtReceipt } from './decide-supervision.ts';
import { isNoted, openLimits } from './dues.ts';
import { handlesOf } from './state.ts';
import type { IncidentReads, IncidentState } from './state.ts';

type IntakeReads = WorkOutReads & Pick<IncidentReads, 'incident' | 'incidentByExternalId' | 'lastRunning'>;

/** A place farther than this from every grid is a slip of the pen or of a coordinate system, metres. */
const farthest = 20_000;

/** Refuses `PlaceFarOutside`, to the kilometre: refusals are kept, and the place may be a caller's. */
export function farOutside(point: Point, { plates, index }: District, field: string): Decision | undefined {
  if (!index.isOutside(point)) return undefined;
  const tops = plates.grids.filter(({ parent }) => parent === undefined);
  const metres = Math.min(...tops.map(({ shape }) => distanceToEdge(shape, point)));
  return metres > farthest
    ? refuse('PlaceFarOutside', { field, metres: Math.round(metres / 1_000) * 1_000 })
    : undefined;
}

/** `1121-007`: report night and running number. */
function numberOf(night: string, running: number): string {
  return `${night.slice(5, 7)}${night.slice(8, 10)}-${String(running).padStart(3, '0')}`;
}

/** The complaint that tells of it reopens what was stopped tonight; it stands beside it until a person joins them. */
function reopening(
  relapseOf: string | null,
  by: { readonly id: string; readonly number: string },
  reads: Pick<IncidentReads, 'incident'>,
  at: number,
  plates: Plates,
): readonly EventDraft[] {
  const again = relapseOf === null ? undefined : reads.incident(relapseOf);
  if (again === undefined) return [];
  const said = { because: 'relapse', by: by.id, byNumber: by.number, ...termsAnew(again, at, plates) } as const;
  return [draft(again.id, 'IncidentReopened', said)];
}

/** A caller's own place is kept nowhere. */
export function placeOfTrouble(position: ReceiveIncident['position']): Point | null {
  return position?.of === 'place' ? { lon: position.lon, lat: position.lat } : null;
}

function decideReceive(data: ReceiveIncident, reads: IntakeReads, context: DecideContext): Decision {
  const { id, source, externalId, actAt, position, understanding, wantsReply, secret = false } = data;
  const { now } = context;
  if (reads.incident(id) !== undefined) return refuse('IncidentExists', { field: 'id', incident: id });
  const known = externalId === null ? undefined : reads.incidentByExternalId(source, externalId);
  if (known !== undefined) {
    if (context.mayHold?.(ofIncident({ incident: known.id })) === false)
      return refuse('IncidentKnownElsewhere', { field: 'externalId' });
    return refuse('IncidentKnown', { field: 'externalId', incident: known.id, number: known.number });
  }
  const future = inFuture(data.receivedAt ?? now, 'receivedAt', context) ?? inFuture(actAt ?? now, 'actAt', context);
  if (future !== undefined) return future;
  const district = reads.district();
  if (district === undefined) return noPack;
  const far = position === null ? undefined : farOutside(position, district, 'position');
  if (far !== undefined) return far;
  const receivedAt = Math.min(data.receivedAt ?? now, now);
  const report = { id, source, receivedAt, actAt, position, understanding, wantsReply };
  const worked = workOut(report, reads, now);
  if (worked === undefined) return noPack;
  const { relapseOf, night, ...found } = worked;
  const running = reads.lastRunning(night) + 1;
  const number = numberOf(night, running);
  const personal = data.personal ?? null;
  const sent = { actAt, position: placeOfTrouble(position) };
  const confidential = found.confidential || secret;
  const received = {
    ...{ ...found, confidential, number, night, running, source, externalId },
    ...{ receivedAt, wantsReply, personal },
  };
  return {
    events: [
      draft(id, 'IncidentReceived', { ...received, asSent: sent }),
      ...supervisedAtReceipt({ id, source, matter: found.matter }, receivedAt, district.plates),
      ...reopening(relapseOf, { id, number }, reads, now, district.plates),
    ],
  };
}

/**
 * Refuses `IncidentExists`, `IncidentKnown` where the source's own number is on file, and `IncidentKnownElsewhere` to who
 * may not hold that incident; `TimeInFuture`, `PlaceFarOutside`, `NoPackInForce`. What was understood is checked against
 * the pack again: nothing else of it reaches the journal.
 */
export const receiveIncident: CommandRule<ReceiveIncident, IntakeReads> = {
  type: 'ReceiveIncident',
  schema: receiveIncidentSchema,
  personal: callerSchema,
  alsoPersonal: { position: callerPointSchema },
  nature: 'fact',
  changesAny: true,
  conflictsWith: [],
  occurredAt: ({ receivedAt }) => receivedAt,
  decide: decideReceive,
};

/** Brings nothing where somebody did so before. */
export const acknowledgeIncident: CommandRule<AcknowledgeIncident, Pick<IncidentReads, 'incident'>> = {
  type: 'AcknowledgeIncident',
  schema: acknowledgeIncidentSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ incident: id }, reads, context) =>
    onOpenIncident(id, reads, (incident) => ({ events: acknowledging(incident, context) })),
};

type EraseReads = Pick<IncidentReads, 'incident'> & Pick<AssignmentReads, 'assignmentsOf'>;

/** The stream whose event speaks of the record: the incident's own, or that of the unit that noted evidence. */
function bearerOf(ref: string, incident: IncidentState, reads: EraseReads): EventDraft['stream'] | undefined {
  if (handlesOf(incident).some((handle) => handle.ref === ref)) return streamId('incident', incident.id);
  const bearer = reads
    .assignmentsOf(incident.id)
    .find(({ evidence }) => evidence.some(({ personal }) => personal?.ref === ref));
  return bearer && streamId('assignment', bearer.id);
}

/** Refuses `PersonalUnknown` for a record that is not this incident's, or that is erased already. */
export const eraseCaller: CommandRule<EraseCaller, EraseReads> = {
  type: 'EraseCaller',
  schema: eraseCallerSchema,
  subject: ofIncident,
  nature: 'order',
  erases: true,
  conflictsWith: [],
  decide: ({ incident: id, ref, ground }, reads) =>
    onIncident(id, reads, (incident) => {
      const stream = bearerOf(ref, incident, reads);
      if (stream === undefined) return refuse('PersonalUnknown', { field: 'ref', incident: id });
      return { events: [{ stream, type: 'PersonalDataErased', data: { ref, ground } }] };
    }),
};

/** A limit passed. Brings nothing where it no longer runs, or was noted. Refuses `NotOverdue` before its time. */
export const noteOverdue: CommandRule<NoteOverdue, Pick<IncidentReads, 'incident'>> = {
  type: 'NoteOverdue',
  schema: noteOverdueSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ incident: id, limit, dueAt }, reads, { now }) =>
    onIncident(id, reads, (incident) => {
      const runs = openLimits(incident).some((one) => one.limit === limit && one.at === dueAt);
      if (!runs || isNoted(incident, { limit, at: dueAt })) return nothing;
      if (dueAt > now) return refuse('NotOverdue', { field: 'dueAt', limit, dueAt });
      return { events: [draft(id, 'IncidentOverdue', { limit, dueAt })] };
    }),
};
