/** Where it is and who makes the noise: placing, choosing, judging again, ringing the site. */
import type { Decision, EventDraft } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import { minute } from '../../lib/time.ts';
import type { AssignmentReads } from '../assignment/state.ts';
import type { District } from '../district/state.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import { assess } from '../rules/assess.ts';
import { withFindings, withoutFindings } from '../rules/assess-found.ts';
import { isLegalNight } from '../rules/calendar.ts';
import { placeByPerson } from '../rules/place.ts';
import { workOutPlaced } from '../rules/work-out.ts';
import type { WorkOutReads } from '../rules/work-out.ts';
import {
  assessAgainSchema,
  chooseSourceSchema,
  noteFindingSchema,
  phoneSiteSchema,
  placeIncidentSchema,
} from './commands.ts';
import type { AssessAgain, ChooseSource, NoteFinding, PhoneSite, PlaceIncident } from './commands.ts';
import { acknowledging, draft, movingAssignments, noPack, onOpenIncident, ofIncident } from './decide-common.ts';
import { farOutside } from './decide-intake.ts';
import { matchAfterChoice } from './evolve.ts';
import type { Assessment, IncidentReads, IncidentState, Placing, SourceMatch } from './state.ts';
import { roadsOfNoise } from './state.ts';

type SourceReads = WorkOutReads & Pick<IncidentReads, 'incident'>;
type PlaceReads = SourceReads & Pick<AssignmentReads, 'assignmentsOf'>;

/** What the registers say of the incident now, the site being the one that the match names. */
export function assessed(
  incident: IncidentState,
  match: SourceMatch,
  placing: Placing,
  occasion: Assessment['occasion'],
  { district, reads, now }: { readonly district: District; readonly reads: SourceReads; readonly now: number },
): EventDraft {
  const { id, actAt, matter, marks, findings } = incident;
  const site = match.site === null ? undefined : reads.site(match.site);
  const question = { occasion, actAt, now, matter, marks, placing, match, site, findings };
  return draft(id, 'IncidentAssessed', { assessment: assess(question, { ...reads, district }) });
}

/** Where it was thought to be, without what was only the caller's. */
export const ofNoise = (incident: IncidentState): Placing => ({ ...incident.placing, roads: roadsOfNoise(incident) });

/** A person's earlier word on the source stands where the new place still speaks for it. */
export function keepingChoice(incident: IncidentState, match: SourceMatch): SourceMatch {
  const site = incident.chosen?.site ?? null;
  const stands = site !== null && match.candidates.some((candidate) => candidate.site === site);
  return stands ? { ...match, status: 'certain', site } : match;
}

function decidePlace({ incident: id, at, place }: PlaceIncident, reads: PlaceReads, context: DecideContext): Decision {
  return onOpenIncident(id, reads, (incident) => {
    const district = reads.district();
    if (district === undefined) return noPack;
    const far = at === null ? undefined : farOutside(at, district, 'at');
    if (far !== undefined) return far;
    const world = { district, squads: reads.squads(), zones: reads.zones() };
    const placing = placeByPerson({ at, place }, ofNoise(incident), world);
    if (placing === undefined) return refuse('PlaceUnknown', { field: 'place' });
    const worked = workOutPlaced(incident, placing, reads, context.now);
    if (worked === undefined) return noPack;
    const { similar, headline } = worked;
    const match = keepingChoice(incident, worked.match);
    return {
      events: [
        draft(id, 'IncidentPlaced', { placing: worked.placing, match, similar, headline }),
        ...movingAssignments(id, worked.placing, reads),
        assessed(incident, match, worked.placing, 'placed', { district, reads, now: context.now }),
        ...acknowledging(incident, context),
      ],
    };
  });
}

/** Refuses `PlaceUnknown` for a place the pack does not have, or for none at all, and `PlaceFarOutside`. */
export const placeIncident: CommandRule<PlaceIncident, PlaceReads> = {
  type: 'PlaceIncident',
  schema: placeIncidentSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: ['IncidentPlaced', 'IncidentClosed'],
  decide: decidePlace,
};

/** Where only the caller's surroundings were known, the source that a person names is the place. */
function placedAtSite(
  incident: IncidentState,
  match: SourceMatch,
  at: Placing['at'],
  { district, reads, now }: { readonly district: District; readonly reads: PlaceReads; readonly now: number },
): { readonly placing: Placing; readonly events: readonly EventDraft[] } {
  const stays = { placing: incident.placing, events: [] };
  if (at === null || incident.placing.certain) return stays;
  const world = { district, squads: reads.squads(), zones: reads.zones() };
  const placing = placeByPerson({ at, place: null }, ofNoise(incident), world);
  const worked = placing && workOutPlaced(incident, placing, reads, now);
  if (worked === undefined) return stays;
  const { similar, headline } = worked;
  const placed = { placing: worked.placing, match, similar, headline };
  const { id } = incident;
  const moving = movingAssignments(id, worked.placing, reads);
  return { placing: worked.placing, events: [draft(id, 'IncidentPlaced', placed), ...moving] };
}

function decideChoose({ incident: id, site }: ChooseSource, reads: PlaceReads, context: DecideContext): Decision {
  return onOpenIncident(id, reads, (incident) => {
    const district = reads.district();
    if (district === undefined) return noPack;
    const entry = site === null ? undefined : reads.site(site);
    if (site !== null && (entry === undefined || entry.withdrawn !== undefined))
      return refuse('SiteUnknown', { field: 'site', site });
    const match = matchAfterChoice(incident.match, site, incident.marks);
    const room = { district, reads, now: context.now };
    const { placing, events } = placedAtSite(incident, match, entry?.at ?? null, room);
    return {
      events: [
        draft(id, 'SourceChosen', { site, siteName: entry?.name ?? null }),
        ...events,
        assessed(incident, match, placing, 'placed', room),
        ...acknowledging(incident, context),
      ],
    };
  });
}

/** Refuses `SiteUnknown` for a site that the register does not have, or no longer. */
export const chooseSource: CommandRule<ChooseSource, PlaceReads> = {
  type: 'ChooseSource',
  schema: chooseSourceSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: ['SourceChosen', 'IncidentPlaced', 'IncidentClosed'],
  decide: decideChoose,
};

/** Asks the registers of now about the act of then. */
export const assessAgain: CommandRule<AssessAgain, SourceReads> = {
  type: 'AssessAgain',
  schema: assessAgainSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ incident: id }, reads, { now }) =>
    onOpenIncident(id, reads, (incident) => {
      const district = reads.district();
      if (district === undefined) return noPack;
      return { events: [assessed(incident, incident.match, incident.placing, 'again', { district, reads, now })] };
    }),
};

const mostFindings = 12;

/** What was found goes before what was assumed; the papers are those of the assessment before it. */
export const noteFinding: CommandRule<NoteFinding, SourceReads> = {
  type: 'NoteFinding',
  schema: noteFindingSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: ({ incident: id, kind }, reads, { now, occurredAt, by }) =>
    onOpenIncident(id, reads, (incident) => {
      const district = reads.district();
      const last = incident.assessments.at(-1);
      if (district === undefined || last === undefined) return noPack;
      const legalNight = isLegalNight(occurredAt, district.plates);
      const registers = { ...withoutFindings(last), occasion: 'finding', actAt: occurredAt, judgedAt: now } as const;
      const found = { kind, foundAt: occurredAt, site: incident.site, user: by.user };
      const findings = [...incident.findings, found].slice(-mostFindings);
      const assessment = withFindings({ ...registers, legalNight }, findings);
      return { events: [draft(id, 'IncidentAssessed', { assessment })] };
    }),
};

/**
 * The site was rung. Refuses `SourceUnknown` while nobody says which site it is. Starts a check, whatever the answer;
 * it never closes.
 */
export const phoneSite: CommandRule<PhoneSite, SourceReads> = {
  type: 'PhoneSite',
  schema: phoneSiteSchema,
  subject: ofIncident,
  nature: 'fact',
  // The call was made to the site that the sender saw.
  conflictsWith: ['SourceChosen', 'IncidentPlaced'],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: ({ incident: id, result }, reads, context) =>
    onOpenIncident(id, reads, (incident) => {
      const district = reads.district();
      if (district === undefined) return noPack;
      const { site } = incident;
      if (site === null)
        return refuse('SourceUnknown', { field: 'incident', incident: id, match: incident.match.status });
      const checkBy = context.occurredAt + district.plates.policy.limits.phonedCheckMinutes * minute;
      return { events: [draft(id, 'SitePhoned', { site, result, checkBy }), ...acknowledging(incident, context)] };
    }),
};
