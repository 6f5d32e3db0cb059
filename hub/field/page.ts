/**
 * 到场前一页 for the device of a unit: what the hall's page tells, as data. Chosen member by member, of the unit's own running
 * assignment: nothing of a caller, of another unit, or of what another caller said.
 */
import type { HubReads } from '../../shared/domain/catalog.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { roadsOfNoise } from '../../shared/domain/incident/state.ts';
import { looksFor, recordsFor } from '../../shared/domain/rules/arrival-looks.ts';
import { must } from '../../shared/lib/must.ts';
import type { FieldPage } from '../../shared/wire/field-api.ts';
import { isRunning } from './jobs.ts';
import type { JobReads } from './jobs.ts';

export type PageReads = JobReads & Pick<HubReads, 'nightPermit' | 'incidentsOfSite'>;

const mostPast = 5;

function placeOf({ site: id, match, placing, marks }: IncidentState, reads: PageReads): FieldPage['place'] {
  // Only a source that is acted upon: a proposed one may be somebody else's site.
  const site = id === null ? undefined : reads.site(id);
  // What it was placed by may be the caller's own place: as personal as an address.
  const isOfCaller = placing.by === 'hub' && (placing.precision === 'callerCell' || marks.includes('placeOfCaller'));
  return {
    site:
      site === undefined
        ? null
        : {
            ...{ name: site.name, address: site.address, certain: match.status === 'certain' },
            ...{ source: site.provenance.source, asOf: site.provenance.asOf },
          },
    name: isOfCaller ? null : placing.name,
    ...{ street: placing.street, roads: roadsOfNoise({ placing, marks }) },
    contact: site?.nightContact ?? null,
  };
}

function assessmentOf({ assessments }: IncidentState): FieldPage['assessment'] {
  const { kind, actAt, judgedAt, registers, quietPeriod, notice, legalBases } = must(
    assessments.at(-1),
    'an assessment',
  );
  return {
    ...{ kind, actAt, judgedAt },
    registers: registers.map(({ register, source, asOf, stale }) => ({ register, source, asOf, stale })),
    quietPeriod: quietPeriod === null ? null : { name: quietPeriod.name, basis: quietPeriod.basis },
    notice: notice === null ? null : { number: notice.number, from: notice.from },
    legalBases: legalBases.map(({ title, article, confirmed }) => ({ title, article, confirmed })),
  };
}

function permitOf({ assessments }: IncidentState, reads: PageReads): FieldPage['permit'] {
  const permit = assessments.at(-1)?.permit ?? null;
  if (permit === null) return null;
  const { id, number, paper, work, from, to, conditions } = permit;
  const { source = '', asOf = null } = reads.nightPermit(id)?.provenance ?? {};
  return { ...{ number, paper, work, from, to }, conditions: [...conditions], source, asOf };
}

/** What was before at the site: numbers, views and ends; the words of no other incident. */
function pastOf({ id, site }: IncidentState, reads: PageReads): FieldPage['past'] {
  if (site === null) return [];
  return reads
    .incidentsOfSite(site, mostPast + 1)
    .filter((one) => one.id !== id)
    .slice(0, mostPast)
    .map(({ number, receivedAt, assessments, outcome, reopened }) => ({
      ...{ number, receivedAt, assessment: assessments.at(-1)?.kind ?? null, outcome: outcome?.kind ?? null },
      relapses: reopened.filter(({ because }) => because === 'relapse').length,
    }));
}

/** Undefined for an assignment that is not the unit's, or is over. */
export function pageOf(unitId: string, assignmentId: string, reads: PageReads, now: number): FieldPage | undefined {
  const [unit, assignment] = [reads.unit(unitId), reads.assignment(assignmentId)];
  if (unit === undefined || assignment?.unit !== unitId || !isRunning(assignment.stage)) return undefined;
  const incident = reads.incident(assignment.incident);
  if (incident === undefined) return undefined;
  const { number, headline, matter, confidential, source, receivedAt, actAt } = incident;
  const { certified, auxiliary } = unit;
  return {
    ...{ assignment: assignmentId, at: now, number, headline, matter, confidential, source, receivedAt, actAt },
    place: placeOf(incident, reads),
    assessment: assessmentOf(incident),
    permit: permitOf(incident, reads),
    people: { certified, auxiliary },
    enforcer: assignment.enforcer,
    past: pastOf(incident, reads),
    look: [...looksFor(matter)],
    record: [...recordsFor(matter)],
  };
}
