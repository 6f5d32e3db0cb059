/** Sending a unit to an incident, calling it off, and the unit handing its job back. */
import type { Decision } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import { minute } from '../../lib/time.ts';
import type { Plates } from '../district/state.ts';
import { owesVerification, reopenedAt } from '../incident/state.ts';
import type { IncidentState, Term } from '../incident/state.ts';
import { inFuture } from '../kernel.ts';
import type { CommandRule, DecideContext, Reason } from '../kernel.ts';
import { certificatesNeeded, certifiedAt, overrideDefaults } from '../rules/fitness.ts';
import { termsAt } from '../rules/limits.ts';
import { recommend } from '../rules/recommend.ts';
import type { RecommendReads } from '../rules/recommend.ts';
import type { UnitState } from '../unit/state.ts';
import { assignUnitSchema, handBackSchema, withdrawAssignmentSchema } from './commands.ts';
import type { AssignUnit, HandBack, WithdrawAssignment } from './commands.ts';
import { leaving, onAssignment, onIncident, onStep, reported, whileRunning, ofAssignment } from './decide-common.ts';
import type { StepReads } from './decide-common.ts';

type AssignReads = StepReads & RecommendReads;

const mostReasons = 16;

const instant = (now: number, minutes: number): number => Math.round(now + minutes * minute);

/** How the unit stands among those recommended now; one that is not among them can be sent all the same. */
function standing(incident: IncidentState, unit: UnitState, reads: AssignReads, now: number) {
  const { units, excluded } = recommend(incident, reads, now);
  const found = units.find((one) => one.unit === unit.id);
  if (found !== undefined) {
    const { rank, task, etaMinutes, eta, enforcer, certified, reasons, warnings } = found;
    return {
      ...{ rank, task, etaMinutes, enforcer, certified },
      expected: eta === null ? null : { from: instant(now, eta.from), to: instant(now, eta.to) },
      ...{ reasons: reasons.slice(0, mostReasons), warnings: warnings.slice(0, mostReasons) },
    };
  }
  const against = excluded.find((one) => one.unit === unit.id)?.reasons ?? [];
  const certified = certifiedAt(unit, now, reads.district()?.plates.utcOffset ?? 0);
  const alone: readonly Reason[] =
    certified < certificatesNeeded ? [{ code: 'twoCertificatesNeeded', params: { certified } }] : [];
  return {
    ...{ rank: 0, task: certified < certificatesNeeded ? 'verify' : 'enforce', etaMinutes: null, reasons: [] },
    ...{ certified, expected: null, enforcer: null },
    warnings: [...alone, ...against].slice(0, mostReasons),
  };
}

function againstIncident(id: string, incident: IncidentState | undefined): Decision | undefined {
  if (incident === undefined) return refuse('IncidentUnknown', { field: 'incident', incident: id });
  if (incident.closed !== null) return refuse('IncidentClosed', { incident: id, number: incident.number });
  const into = incident.joinedInto;
  return into === null
    ? undefined
    : refuse('IncidentJoined', { incident: id, into: into.incident, number: into.number });
}

const cannotGo: { readonly [status: string]: string } = {
  offDuty: 'UnitOffDuty',
  onFixedPost: 'UnitOnFixedPost',
  resting: 'UnitResting',
};

function againstUnit({ incident, queue }: AssignUnit, unit: UnitState): Decision | undefined {
  const { id, name: unitName, jobs } = unit;
  const code = cannotGo[unit.status];
  if (code !== undefined) return refuse(code, { unit: id, unitName, since: unit.statusSince });
  const same = jobs.find((job) => job.incident === incident);
  if (same !== undefined) return refuse('UnitAlreadyAssigned', { unit: id, unitName, assignment: same.assignment });
  const [job] = jobs;
  if (job === undefined || queue) return undefined;
  return refuse('UnitBusy', { unit: id, unitName, incident: job.incident, jobs: jobs.length });
}

/** The limit for dealing with it begins with the first that is sent since it last began. */
function handleTerms(incident: IncidentState, at: number, plates: Plates): { readonly terms?: Term[] } {
  const since = reopenedAt(incident);
  if (incident.units.some(({ sentAt }) => sentAt >= since)) return {};
  const terms = termsAt(['handle'], incident, at, plates);
  return terms.length === 0 ? {} : { terms: [...terms] };
}

/** Nobody was sent before it came in, nor tomorrow. */
function badSendTime(
  { happenedAt }: AssignUnit,
  incident: IncidentState,
  context: DecideContext,
): Decision | undefined {
  if (happenedAt === undefined) return undefined;
  const earliest = incident.receivedAt;
  if (happenedAt < earliest) return refuse('TimeTooEarly', { field: 'happenedAt', at: happenedAt, earliest });
  return inFuture(happenedAt, 'happenedAt', context);
}

function decideAssign(data: AssignUnit, reads: AssignReads, context: DecideContext): Decision {
  const { now, occurredAt } = context;
  const { id } = data;
  if (reads.assignment(id) !== undefined) return refuse('AssignmentExists', { field: 'id', assignment: id });
  const incident = reads.incident(data.incident);
  const refusal = againstIncident(data.incident, incident);
  if (refusal !== undefined || incident === undefined) return refusal ?? refuse('IncidentUnknown');
  const badTime = badSendTime(data, incident, context);
  if (badTime !== undefined) return badTime;
  const unit = reads.unit(data.unit);
  if (unit === undefined) return refuse('UnitUnknown', { field: 'unit', unit: data.unit });
  const busy = againstUnit(data, unit);
  if (busy !== undefined) return busy;
  const district = reads.district();
  if (district === undefined) return refuse('NoPackInForce');

  const { policy } = district.plates;
  const overrides: readonly string[] = policy.overrides?.map(({ code }) => code) ?? overrideDefaults;
  const { override = null } = data;
  if (override !== null && !overrides.includes(override))
    return refuse('OverrideUnknown', { field: 'override', override });

  const { acceptMinutes, arriveMinutes, onSceneSafeMinutes } = policy.limits;
  const { squad, auxiliary, jobs, name: unitName } = unit;
  // What is in hand stays in front; whoever waits no more is nobody to go in front of.
  const before = jobs.slice(1).find(({ assignment }) => assignment === data.before)?.assignment;
  const sent = onAssignment(id, 'UnitAssigned', {
    ...{ incident: incident.id, incidentNumber: incident.number },
    ...{ incidentSquad: incident.placing.squad, incidentZone: incident.placing.zone },
    incidentStreet: incident.placing.grids?.responsibility ?? null,
    ...{ unit: unit.id, unitName, squad, auxiliary, ...standing(incident, unit, reads, now) },
    // Whether it is so comes before what to do about it.
    ...(owesVerification(incident) ? { task: 'verify' } : {}),
    ...{ override, queued: jobs.length > 0, safeMinutes: onSceneSafeMinutes },
    ...{ acceptBy: occurredAt + acceptMinutes * minute, arriveMinutes },
    arriveBy: jobs.length > 0 ? null : occurredAt + arriveMinutes * minute,
  });
  return {
    events: [
      // Whoever sends somebody has seen it.
      ...(incident.acknowledged === null ? [onIncident(incident.id, 'IncidentAcknowledged', {})] : []),
      sent,
      onIncident(incident.id, 'IncidentUnitSent', {
        ...{ assignment: id, unit: unit.id, unitName },
        ...handleTerms(incident, occurredAt, district.plates),
      }),
      {
        ...{ stream: streamId('unit', unit.id), type: 'UnitEngaged' },
        data: { assignment: id, incident: incident.id, ...(before === undefined ? {} : { before }) },
      },
      // Whoever is sent is kept back no more: who released it stands in the envelope.
      ...(unit.reserve
        ? [
            {
              ...{ stream: streamId('unit', unit.id), type: 'UnitReserveChanged' },
              data: { reserve: false, why: override ?? 'sent' },
            },
          ]
        : []),
    ],
  };
}

/**
 * Refuses `AssignmentExists`, `IncidentUnknown`, `IncidentClosed`, `IncidentJoined`, `UnitUnknown`, `UnitOffDuty`,
 * `UnitOnFixedPost`, `UnitResting`, `UnitAlreadyAssigned`, `UnitBusy` without `queue`, `NoPackInForce`, `OverrideUnknown`, `TimeTooEarly`, `TimeInFuture`. Warns, and never
 * refuses, where the unit has too few certificates or the shift ends.
 */
export const assignUnit: CommandRule<AssignUnit, AssignReads> = {
  type: 'AssignUnit',
  schema: assignUnitSchema,
  subject: ({ incident }) => streamId('incident', incident),
  nature: 'order',
  conflictsWith: ['IncidentUnitSent', 'IncidentClosed', 'IncidentJoined'],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: decideAssign,
};

/** The incident can be dispatched anew. Refuses `AssignmentUnknown`, `AssignmentEnded`, `TimeInFuture`, `TimeTooEarly`. */
export const handBack: CommandRule<HandBack, StepReads> = {
  type: 'HandBack',
  schema: handBackSchema,
  subject: ofAssignment,
  nature: 'fact',
  conflictsWith: [],
  occurredAt: (data) => data.happenedAt,
  decide: (data, reads, context) =>
    onStep(reads, data, context, ({ assignment }) => ({
      events: [
        onAssignment(assignment.id, 'AssignmentHandedBack', { why: data.why, ...reported(data) }),
        ...leaving(assignment, 'handedBack'),
      ],
    })),
};

/** Refuses `AssignmentUnknown`, `AssignmentEnded`; what the unit found meanwhile must be seen first. */
export const withdrawAssignment: CommandRule<WithdrawAssignment, StepReads> = {
  type: 'WithdrawAssignment',
  schema: withdrawAssignmentSchema,
  subject: ofAssignment,
  nature: 'order',
  conflictsWith: ['UnitArrived', 'OutcomeReported'],
  decide: (data, reads) =>
    whileRunning(reads, data, ({ assignment }) => ({
      events: [
        onAssignment(assignment.id, 'AssignmentWithdrawn', { why: data.why }),
        ...leaving(assignment, 'withdrawn'),
      ],
    })),
};
