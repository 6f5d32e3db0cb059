/** What a unit is told of its assignments: chosen member by member, so that nothing of a caller or another unit gets out. */
import type { HubReads } from '../../shared/domain/catalog.ts';
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { roadsOfNoise } from '../../shared/domain/incident/state.ts';
import { must } from '../../shared/lib/must.ts';
import type { FieldJob, FieldJobs } from '../../shared/wire/field-api.ts';

export type JobReads = Pick<HubReads, 'unit' | 'assignment' | 'incident' | 'site'>;

const running: ReadonlySet<string> = new Set<FieldJob['stage']>(['assigned', 'accepted', 'onTheWay', 'onScene']);

export function isRunning(stage: AssignmentState['stage']): stage is FieldJob['stage'] {
  return running.has(stage);
}

function permitOf({ assessments }: IncidentState): FieldJob['permit'] {
  const permit = assessments.at(-1)?.permit;
  if (permit === null || permit === undefined) return null;
  const { number, work, from, to, conditions } = permit;
  return { number, work, from, to, conditions: [...conditions] };
}

function jobOf(
  assignment: AssignmentState,
  incident: IncidentState,
  { reads, knowsSafe }: { readonly reads: JobReads; readonly knowsSafe: boolean },
): FieldJob | undefined {
  const { id, stage, task, acceptBy, arriveBy, safeAt, safeMinutes } = assignment;
  if (!isRunning(stage)) return undefined;
  const { number, headline, matter, placing, confidential, assessments } = incident;
  // Only a source that is acted upon: a proposed one may be somebody else's site.
  const site = incident.site === null ? undefined : reads.site(incident.site);
  const at = site?.at ?? placing.at;
  return {
    ...{ assignment: id, number, headline, matter, task, stage, acceptBy, arriveBy, confidential },
    ...(stage === 'onScene' && safeAt !== null && knowsSafe ? { safe: { since: safeAt, minutes: safeMinutes } } : {}),
    target: at === null ? null : { lon: at.lon, lat: at.lat },
    site: site?.name ?? null,
    ...{ street: placing.street, roads: roadsOfNoise(incident) },
    assessment: must(assessments.at(-1), 'an assessment').kind,
    permit: permitOf(incident),
  };
}

/**
 * Undefined for a unit that is not registered.
 * @param knowsSafe Whether the device speaks a protocol that has `safe`.
 */
export function jobsOf(id: string, reads: JobReads, knowsSafe = true): FieldJobs | undefined {
  const unit = reads.unit(id);
  if (unit === undefined) return undefined;
  const jobs = unit.jobs.flatMap(({ assignment: of }) => {
    const assignment = reads.assignment(of);
    const incident = assignment && reads.incident(assignment.incident);
    const job = assignment && incident && jobOf(assignment, incident, { reads, knowsSafe });
    return job === undefined ? [] : [job];
  });
  const { name, status } = unit;
  return { unit: { id, name, status, tracked: status !== 'offDuty' }, jobs };
}
