/**
 * All that follows from a report, worked out once: what the hub decides by and what a seat shows beforehand, so that the
 * two always agree.
 */
import { day, minute } from '../../lib/time.ts';
import type { District, DistrictReads, Matter, Plates } from '../district/state.ts';
import type {
  Assessment,
  IncidentReads,
  IncidentState,
  Mark,
  Placing,
  Similar,
  Source,
  SourceMatch,
  Term,
  Understanding,
} from '../incident/state.ts';
import { roadsOfNoise } from '../incident/state.ts';
import type { Reason } from '../kernel.ts';
import type { PermitReads } from '../permit/state.ts';
import type { SiteReads } from '../site/state.ts';
import type { SquadReads } from '../squad/state.ts';
import type { StallPlaceReads } from '../stall-place/state.ts';
import type { ZoneReads } from '../zone/state.ts';
import { assess } from './assess.ts';
import type { AssessReads } from './assess.ts';
import { isLegalNight, nightOf } from './calendar.ts';
import { fromReceipt, termsAt } from './limits.ts';
import { matchSource } from './match-site.ts';
import { metresFromCaller, placeNamed, placeReport, standOf } from './place.ts';
import type { PlaceWorld, ReportPosition } from './place.ts';
import { relapseByWords, relapseOfSite } from './relapse.ts';
import { findSimilar, wordsOf } from './similar.ts';

/** A report as it goes to a decision; instants Unix ms. */
export interface Report {
  readonly id: string;
  readonly source: Source;
  readonly receivedAt: number;
  /** Null: by the wording, else the time of receipt. */
  readonly actAt: number | null;
  readonly position: ReportPosition | null;
  readonly understanding: Understanding;
  readonly wantsReply: 'yes' | 'no' | 'anonymous';
}

export type WorkOutReads = Pick<DistrictReads, 'district'> &
  Pick<SquadReads, 'squads'> &
  Pick<ZoneReads, 'zones'> &
  Pick<SiteReads, 'site' | 'sites'> &
  PermitReads &
  StallPlaceReads &
  Pick<IncidentReads, 'incidentsSince'>;

export interface WorkedOut {
  readonly matter: Matter;
  readonly also: Matter[];
  readonly matterReasons: Reason[];
  readonly marks: Mark[];
  readonly confidential: boolean;
  readonly actAt: number;
  readonly headline: string;
  readonly placing: Placing;
  readonly match: SourceMatch;
  readonly assessment: Assessment;
  readonly similar: Similar[];
  /** Id of the incident that began again (回潮), to be reopened. */
  readonly relapseOf: string | null;
  readonly terms: Term[];
  readonly due: IncidentState['due'];
  /** Hash of the plates all this was worked out with. */
  readonly plates: string;
  /** Report night. */
  readonly night: string;
}

/** How far back incidents are looked at, and how many. */
const lookBack = day;
const lookAt = 500;
/** Distances from a caller's cell are kept in such steps, metres: they are no closer. */
const callerStep = 200;

const reason = (code: string, params: Reason['params'] = {}): Reason => ({ code, params });
const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/**
 * What was understood, less whatever the plates do not know: whoever sent it, no word but the pack's own reaches the
 * journal.
 */
export function knownOf(said: Understanding, plates: Plates): Understanding {
  const words = new Set(plates.matters.flatMap((row) => row.words.map(({ word }) => word)));
  const roads = new Set(plates.roads.map(({ name }) => name));
  const street = plates.grids.some(({ level, name }) => level === 'responsibility' && name === said.street);
  return {
    ...said,
    also: distinct(said.also).filter((matter) => matter !== said.matter),
    words: distinct(said.words).filter((word) => words.has(word)),
    roads: distinct(said.roads).filter((road) => roads.has(road)),
    place: said.place === null ? null : (placeNamed(said.place, plates)?.name ?? null),
    street: street ? said.street : null,
    marks: distinct(said.marks),
  };
}

/** A place in the pack's words: 「斜土路×小木桥路」; null where there are none for it. */
export function whereOf({ name, roads, street, precision }: Placing): string | null {
  return name ?? (roads.length > 0 && precision !== 'callerCell' ? roads.slice(0, 2).join('、') : street);
}

/** Matter and place in the pack's words: 「施工噪声 · 斜土路×小木桥路」. A caller's own road or cell is not in it. */
export function headlineOf(matter: Matter, placing: Placing, plates: Plates): string {
  const what = plates.matters.find((row) => row.matter === matter)?.name ?? matter;
  const where = whereOf(placing);
  return (where === null ? what : `${what} · ${where}`).slice(0, 120);
}

/**
 * The instant to judge by. A noise that is said to have begun some time ago still goes on: its act is judged when it was
 * reported, unless only its beginning lay in the law's night.
 */
function actOf({ receivedAt, actAt, understanding }: Report, plates: Plates): number {
  if (actAt !== null) return actAt;
  const began = receivedAt - understanding.beganMinutesAgo * minute;
  return !isLegalNight(receivedAt, plates) && isLegalNight(began, plates) ? began : receivedAt;
}

/** The instants of the limits that every pack has. */
function dueOf(terms: readonly Term[], receivedAt: number): IncidentState['due'] {
  const at = (limit: Term['limit']): number => terms.find((one) => one.limit === limit)?.at ?? receivedAt;
  return {
    ...{ acknowledge: at('acknowledge'), dispatch: at('dispatch') },
    ...{ firstContact: at('firstContact'), reply: at('reply') },
  };
}

interface Sourced {
  readonly matter: Matter;
  readonly matterReasons: Reason[];
  readonly placing: Placing;
  readonly match: SourceMatch;
  readonly relapseOf: string | null;
  /** Of several stopped sites the words fit each alike: those incidents, the last left first. */
  readonly mayBe: readonly IncidentState[];
}

interface Asked extends Report {
  readonly actAt: number;
  /** As far as anything but the grids may be drawn from it. */
  readonly told: ReportPosition | null;
}

/** The place of the trouble as it is; of a caller's own no more than the cell tells. */
function toldOf(position: ReportPosition | null, district: District): ReportPosition | null {
  return position?.of === 'caller' ? { ...standOf(position, district), of: 'caller' } : position;
}

function matterReasonsOf({ matter, words, also }: Understanding): Reason[] {
  return [
    words.length > 0 ? reason('words', { matter, words: [...words] }) : reason('noWords', { matter }),
    ...also.map((other) => reason('alsoMatter', { matter: other })),
  ];
}

const unknownAmong = (candidates: SourceMatch['candidates']): SourceMatch => ({
  ...{ status: 'unknown', site: null, candidates },
});

/** Sites that a caller may mean who says that it began again: only those whose way off is known, the nearest first. */
function candidatesAgain(
  again: readonly IncidentState[],
  told: ReportPosition | null,
  reads: WorkOutReads,
  district: District,
): SourceMatch['candidates'] {
  if (told === null) return [];
  return again
    .flatMap((incident, i) => {
      const site = incident.site === null ? undefined : reads.site(incident.site);
      if (site === undefined || again.findIndex((other) => other.site === site.id) !== i) return [];
      const metres = Math.round(metresFromCaller(told, site.at, district) / callerStep) * callerStep;
      const reasons = [reason('stoppedTonight', { incident: incident.id, number: incident.number })];
      return [{ site: site.id, name: site.name, score: 60, metres, reasons }];
    })
    .sort((a, b) => a.metres - b.metres || (a.site < b.site ? -1 : 1))
    .slice(0, 8);
}

/** Placing and match by words and position, or those of the incident that began again. */
function sourceOf(report: Asked, world: PlaceWorld, recent: readonly IncidentState[], reads: WorkOutReads): Sourced {
  const { district } = world;
  const { id, position, told, actAt, understanding: said } = report;
  const placing = placeReport(said, position, world);
  const { matter, marks, words } = said;
  const question = { id, matter, marks, words, placing, position: told, actAt };
  const again = relapseByWords(question, recent, district.plates);
  const [first] = again;
  // Several complaints of one site still mean that site; of several sites nobody knows which.
  const oneSite = first?.site !== null && again.every(({ site }) => site === first?.site);
  const matterReasons = matterReasonsOf(said);
  if (first === undefined) {
    const match = matchSource({ ...question, callerPlace: said.place }, { district, sites: reads.sites(), recent });
    const relapse = relapseOfSite(question, match, recent, district.plates);
    return { matter, matterReasons, placing, match, relapseOf: relapse?.id ?? null, mayBe: [] };
  }
  if (again.length > 1 && !oneSite) {
    // The words fit each alike: a person asks. The order in which they were left accuses none.
    const candidates = candidatesAgain(again, told, reads, district);
    return { ...{ matter, matterReasons, placing, mayBe: again, relapseOf: null }, match: unknownAmong(candidates) };
  }
  const again1 = first.site === null ? undefined : reads.site(first.site);
  const site = again1?.id ?? null;
  const reasons = [reason('stoppedTonight', { incident: first.id, number: first.number })];
  // Its place is that of the incident that began again, so it is no way off.
  const candidates =
    again1 === undefined ? [] : [{ site: again1.id, name: again1.name, score: 90, metres: 0, reasons }];
  const vague = matter === 'other' || matter === 'unknownNoise';
  return {
    matter: vague ? first.matter : matter,
    matterReasons: vague ? [reason('asBefore', { matter: first.matter, number: first.number })] : matterReasons,
    placing: { ...first.placing, certain: true, by: 'hub' },
    match: { status: site === null ? 'unknown' : 'certain', site, candidates },
    relapseOf: first.id,
    mayBe: [],
  };
}

function recentOf(reads: WorkOutReads, actAt: number, now: number): readonly IncidentState[] {
  return reads.incidentsSince(Math.min(actAt, now) - lookBack, lookAt);
}

const worldOf = (district: District, reads: WorkOutReads): PlaceWorld => ({
  district,
  squads: reads.squads(),
  zones: reads.zones(),
});

/** `now` Unix ms, hub time. Undefined: no pack is in force. */
export function workOut(report: Report, reads: WorkOutReads, now: number): WorkedOut | undefined {
  const district = reads.district();
  if (district === undefined) return undefined;
  const { plates } = district;
  const understanding = knownOf(report.understanding, plates);
  const actAt = actOf(report, plates);
  const recent = recentOf(reads, actAt, now);
  const told = toldOf(report.position, district);
  const sourced = sourceOf({ ...report, understanding, actAt, told }, worldOf(district, reads), recent, reads);
  const { matter, matterReasons, placing, match, relapseOf, mayBe } = sourced;
  const { marks } = understanding;
  const site = match.site === null ? undefined : reads.site(match.site);
  const question = { occasion: 'report', actAt, now, matter, marks, placing, match, site, findings: [] } as const;
  const terms = termsAt(fromReceipt, { matter, source: report.source, actAt }, report.receivedAt, plates);
  const { words } = understanding;
  const asked = { id: report.id, matter, words, placing, match, position: told, actAt };
  const similar = findSimilar({ ...asked, relapseOf, mayBe: mayBe.map(({ id }) => id) }, recent, district);
  return {
    matter,
    also: understanding.also.filter((other) => other !== matter),
    matterReasons,
    marks,
    confidential: marks.includes('confidential'),
    actAt,
    headline: headlineOf(matter, { ...placing, roads: roadsOfNoise({ marks, placing }) }, plates),
    placing,
    match,
    assessment: assess(question, { ...readsForAssess(reads), district }),
    similar: [...similar],
    relapseOf,
    terms: [...terms],
    due: dueOf(terms, report.receivedAt),
    plates: district.hash,
    night: nightOf(report.receivedAt, plates),
  };
}

const readsForAssess = (reads: WorkOutReads): AssessReads => ({
  nightPermitsOf: (site) => reads.nightPermitsOf(site),
  nightPermits: () => reads.nightPermits(),
  repairNotices: () => reads.repairNotices(),
  quietPeriods: () => reads.quietPeriods(),
  sites: () => reads.sites(),
  stallPlaces: () => reads.stallPlaces(),
});

/**
 * After a person placed an incident: match, similar ones, headline and a further assessment from the new place. What a
 * person had said of the source holds. Undefined: no pack is in force.
 */
export function workOutPlaced(
  incident: IncidentState,
  placing: Placing,
  reads: WorkOutReads,
  now: number,
): Pick<WorkedOut, 'placing' | 'match' | 'similar' | 'headline' | 'assessment'> | undefined {
  const district = reads.district();
  if (district === undefined) return undefined;
  const { id, matter, marks, actAt, chosen, findings } = incident;
  const recent = recentOf(reads, actAt, now);
  const words = wordsOf(incident.matterReasons);
  // Where a person put the point, that is the noise's place and no longer the caller's.
  const own = marks.filter((mark) => mark !== 'placeOfCaller');
  const question = { matter, marks: own, words, placing, position: null, actAt };
  const match = matchSource(question, { district, sites: reads.sites(), recent });
  const acted = chosen === null ? match.site : chosen.site;
  const site = acted === null ? undefined : reads.site(acted);
  const asked = { occasion: 'placed', actAt, now, matter, marks: own, placing, match, site, findings } as const;
  const similar = findSimilar({ id, matter, words, placing, match, position: null, actAt }, recent, district);
  return {
    placing,
    match,
    similar: [...similar],
    headline: headlineOf(matter, placing, district.plates),
    assessment: assess(asked, { ...readsForAssess(reads), district }),
  };
}
