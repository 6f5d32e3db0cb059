/**
 * A first view (研判) of what a caller heard: what the registers say of the place at the instant of the act, and what was
 * found there (assess-found.ts). Never a
 * verdict: that a paper is missing from a list accuses nobody, and a paper on the list clears nobody.
 *
 * Order (docs/decisions/0011): another's district or matter; not in the law's night; announced repair; repair claimed;
 * quiet period; night permit in its hours, out of them, expired; nothing on file; site not on file; source unknown.
 */
import type { Point } from '../../geo/point.ts';
import { distance } from '../../geo/point.ts';
import { day, hour } from '../../lib/time.ts';
import type { District, Matter } from '../district/state.ts';
import type { Assessment, AssessmentKind, Finding as Found, Mark, Placing, SourceMatch } from '../incident/state.ts';
import type { Provenance, Reason } from '../kernel.ts';
import type { NightPermitState, PermitReads, QuietPeriodState, RepairNoticeState } from '../permit/state.ts';
import type { SiteReads, SiteState } from '../site/state.ts';
import { basesInForce, isLegalNight, isRenovationQuiet, isRestDay, legalNightOf } from './calendar.ts';
import { withFindings } from './assess-found.ts';
import { hoursWithin } from './assess-hours.ts';
import { assessStalls } from './assess-stalls.ts';
import type { StallPlaceReads } from '../stall-place/state.ts';

export interface AssessQuestion {
  readonly occasion: Assessment['occasion'];
  /** Instant of the act that is judged, Unix ms. */
  readonly actAt: number;
  readonly now: number;
  readonly matter: Matter;
  readonly marks: readonly Mark[];
  readonly placing: Placing;
  readonly match: Pick<SourceMatch, 'status'> & Partial<Pick<SourceMatch, 'candidates'>>;
  /** The site acted upon or proposed; undefined where none is known. */
  readonly site: SiteState | undefined;
  /** What officers saw there: no register undoes it. */
  readonly findings: readonly Found[];
}

export type AssessReads = Pick<PermitReads, 'nightPermitsOf' | 'nightPermits' | 'repairNotices' | 'quietPeriods'> &
  Pick<SiteReads, 'sites'> &
  Pick<StallPlaceReads, 'stallPlaces'>;

export interface AssessWorld extends AssessReads {
  readonly district: District;
}

/** A permit that ended longer ago says nothing of tonight's work. */
const expiredFor = 30 * day;

type Registers = Assessment['registers'];
type Finding = { readonly kind: AssessmentKind; readonly reasons: readonly Reason[] } & Partial<
  Pick<Assessment, 'permit' | 'notice' | 'quietPeriod' | 'authority' | 'handling' | 'stall'>
> & { readonly registers?: Registers };

const reason = (code: string, params: Reason['params'] = {}): Reason => ({ code, params });

const newest = (entries: readonly { readonly provenance: Provenance }[]): Provenance | undefined =>
  entries.map(({ provenance }) => provenance).toSorted((a, b) => b.asOf - a.asOf)[0];

/** What speaks for a whole register; an entry made by hand speaks for itself only. */
const ofLists: readonly Provenance['how'][] = ['import', 'pack'];

/**
 * A register that does not have something: as old as its newest list, whatever was entered beside it. Without a list
 * nobody can say what is missing, and it has to be asked by telephone.
 */
function silenceOf(
  register: Registers[number]['register'],
  entries: readonly { readonly provenance: Provenance }[],
  of: Pick<Case, 'register'>,
): Registers[number] {
  const list = newest(entries.filter(({ provenance }) => ofLists.includes(provenance.how)));
  const said = of.register(register, list ?? newest(entries));
  return list === undefined ? { ...said, stale: true } : said;
}

/** Everything the steps below ask, worked out once. */
interface Case extends AssessQuestion {
  readonly world: AssessWorld;
  /** Where it is, as far as known. */
  readonly at: Point | null;
  readonly register: (name: Registers[number]['register'], from: Provenance | undefined) => Registers[number];
}

function caseOf(question: AssessQuestion, world: AssessWorld): Case {
  const maxAge = world.district.plates.policy.registerMaxAgeHours * hour;
  return {
    ...question,
    world,
    at: question.site?.at ?? question.placing.at,
    register: (register, from) => ({
      register,
      source: from?.source ?? '',
      asOf: from?.asOf ?? null,
      stale: from === undefined || question.now - from.asOf > maxAge,
    }),
  };
}

/** Whose it is, where it is not for permits to say. */
function ofOthers(of: Case): Finding | undefined {
  const { placing, match, matter, actAt, site, world } = of;
  const { district } = world;
  const { plates } = district;
  if (placing.outside !== null || match.status === 'outside') {
    const { outside } = placing;
    const contact = plates.contacts.find(({ authority }) => outside !== null && authority.startsWith(outside));
    return {
      kind: 'other',
      authority: contact?.authority ?? outside,
      reasons: [reason('outsideDistrict', { district: outside })],
    };
  }
  // A person said that this unknown noise comes from this site: then it is judged like the works there.
  if (matter === 'constructionNoise' || (matter === 'unknownNoise' && site !== undefined)) return undefined;
  if (matter === 'unknownNoise') return { kind: 'unknown', reasons: [reason('sourceUnknown')] };
  if (matter === 'stall') return stalls(of);
  const row = plates.matters.find((one) => one.matter === matter);
  const ours = row?.ours === true;
  const reasons = [ours ? reason('notConstructionNoise', { matter }) : reason('matterOfOthers', { matter })];
  if (matter === 'light') reasons.push(reason('lightNotNoise'));
  if (matter === 'renovationNoise' && isRenovationQuiet(actAt, plates))
    reasons.push(reason('renovationQuietTime', { restDay: isRestDay(actAt, plates) }));
  // Its clock is another: that permits ask for the law's night does not make it quiet before.
  if (!isLegalNight(actAt, plates)) reasons.push(reason('notTheLegalNight'));
  return { kind: 'other', authority: ours ? null : (row?.authority ?? null), handling: row?.handling ?? null, reasons };
}

/** Permitted places and hours decide, and no night of the law: their hours are their own. */
function stalls(of: Case): Finding {
  const { placing, marks, actAt, world } = of;
  const { plates } = world.district;
  const row = plates.matters.find((one) => one.matter === 'stall');
  const ours = row?.ours === true;
  const places = world.stallPlaces();
  const { view, reasons, rests } = assessStalls({ placing, marks, actAt, offset: plates.utcOffset }, places);
  return {
    kind: 'other',
    ...{ authority: ours ? null : (row?.authority ?? null), handling: row?.handling ?? null, stall: view },
    reasons: [...(ours ? [] : [reason('matterOfOthers', { matter: 'stall' })]), ...reasons],
    registers: [
      rests === undefined ? silenceOf('stallPlace', places, of) : of.register('stallPlace', rests.provenance),
    ],
  };
}

function notAtNight({ actAt, occasion, world }: Case): Finding | undefined {
  if (isLegalNight(actAt, world.district.plates)) return undefined;
  const reasons = [reason('notTheLegalNight')];
  if (occasion === 'arrival') reasons.push(reason('earlierActStands'));
  return { kind: 'not-at-night', reasons };
}

/** One that gave no end stops counting when a register entry of its age would: nobody may dig for years on it. */
function covers({ from, to }: RepairNoticeState, { actAt, world }: Case): boolean {
  return actAt >= from && actAt < (to ?? from + world.district.plates.policy.registerMaxAgeHours * hour);
}

function announcedRepair(of: Case): Finding | undefined {
  const { at } = of;
  if (at === null) return undefined;
  const here = of.world
    .repairNotices()
    .map((notice) => ({ notice, metres: distance(notice.at, at) }))
    .filter(({ notice, metres }) => metres <= notice.radius)
    .sort((a, b) => a.metres - b.metres || b.notice.from - a.notice.from);
  const found = here.find(({ notice }) => covers(notice, of));
  if (found === undefined) return undefined;
  const { id, number, utility, from, to, contact, provenance } = found.notice;
  return {
    kind: 'emergency',
    notice: { id, number, utility, from, to: to ?? null },
    reasons: [
      reason('noticeCovers', { number, utility, metres: Math.round(found.metres) }),
      ...(to === undefined ? [reason('noticeWithoutEnd', { number })] : []),
      ...(contact === undefined ? [] : [reason('noticeContact', { contact })]),
    ],
    registers: [of.register('repairNotice', provenance)],
  };
}

/** Notices that nearly cover it: said, so that nobody takes them for a licence. */
function missedNotices(of: Case): readonly Reason[] {
  const { at } = of;
  if (at === null) return [];
  return of.world.repairNotices().flatMap((notice) => {
    const metres = distance(notice.at, at);
    const { number, from, to = null } = notice;
    if (metres <= notice.radius) return covers(notice, of) ? [] : [reason('noticeNotThisHour', { number, from, to })];
    const near = metres <= 2 * notice.radius && covers(notice, of);
    return near ? [reason('noticeNotThisPlace', { number, metres: Math.round(metres) })] : [];
  });
}

function claimedRepair(of: Case): Finding | undefined {
  if (!of.marks.includes('repairClaimed')) return undefined;
  return {
    kind: 'claimed-emergency',
    reasons: [reason('noNoticeOnFile'), ...missedNotices(of)],
    registers: [silenceOf('repairNotice', of.world.repairNotices(), of)],
  };
}

function gridsOf({ placing, site, world }: Case): readonly string[] {
  if (site !== undefined) return world.district.index.gridChainAt(site.at).map(({ code }) => code);
  return placing.grids === null ? [] : Object.values(placing.grids);
}

function quietIn(period: QuietPeriodState, of: Case): boolean {
  const { utcOffset } = of.world.district.plates;
  if (hoursWithin(period, { from: of.actAt, to: of.actAt + 1 }, utcOffset) === undefined) return false;
  const { grids, around = [] } = period;
  if (grids.length === 0 && around.length === 0) return true;
  const { at } = of;
  if (at !== null && around.some((place) => distance(place.at, at) <= place.radius)) return true;
  return gridsOf(of).some((code) => grids.includes(code));
}

type Permit = NonNullable<Assessment['permit']>;
type Hours = { readonly from: number; readonly to: number };

const permitOf = (permit: NightPermitState, { from, to }: Hours): Permit => {
  const { id, number, paper, work, conditions } = permit;
  return { id, number, paper, work, from, to, conditions };
};

/** Night permits of the site with their hours in the night of the act, those that cover the act first. */
function permitsTonight(of: Case): readonly { readonly permit: NightPermitState; readonly hours: Hours }[] {
  const { plates } = of.world.district;
  const night = legalNightOf(of.actAt, plates);
  if (of.site === undefined || night === undefined) return [];
  const far = ({ from, to }: Hours): number => (of.actAt < from ? from - of.actAt : of.actAt < to ? -1 : of.actAt - to);
  return nightPapers(of)
    .flatMap((permit) => {
      // Of several stretches in one night, such as 22–24 and 4–6, the one that holds the act or lies nearest to it.
      const stretches = hoursWithin(permit, night, plates.utcOffset) ?? [];
      const hours = [...stretches].sort((a, b) => far(a) - far(b))[0];
      return hours === undefined ? [] : [{ permit, hours }];
    })
    .sort((a, b) => far(a.hours) - far(b.hours));
}

const papersOf = ({ site, world }: Case): readonly NightPermitState[] =>
  site === undefined ? [] : world.nightPermitsOf(site.id);

const nightPapers = (of: Case): readonly NightPermitState[] =>
  papersOf(of).filter(({ permits }) => permits === 'nightWork');

const covering = (hours: Hours, { actAt }: Case): boolean => actAt >= hours.from && actAt < hours.to;

function quietPeriod(of: Case): Finding | undefined {
  const period = of.world.quietPeriods().find((one) => quietIn(one, of));
  if (period === undefined) return undefined;
  const { id, name, basis, provenance } = period;
  const paper = permitsTonight(of).find(({ hours }) => covering(hours, of));
  return {
    kind: 'quiet',
    quietPeriod: { id, name, basis },
    ...(paper === undefined ? {} : { permit: permitOf(paper.permit, paper.hours) }),
    reasons: [
      reason('quietPeriod', { name }),
      ...(paper === undefined ? [] : [reason('permitDoesNotHelp', { number: paper.permit.number })]),
    ],
    registers: [
      of.register('quietPeriod', provenance),
      ...(paper === undefined ? [] : [of.register('nightPermit', paper.permit.provenance)]),
    ],
  };
}

function permitOfTonight(of: Case): Finding | undefined {
  const best = permitsTonight(of)[0];
  if (best === undefined) return undefined;
  const { permit, hours } = best;
  const { number } = permit;
  const held = { permit: permitOf(permit, hours), registers: [of.register('nightPermit', permit.provenance)] };
  if (covering(hours, of)) return { kind: 'valid', ...held, reasons: [reason('permitCovers', { number, ...hours })] };
  const missed =
    of.actAt < hours.from
      ? reason('permitBeginsLater', { number, from: hours.from })
      : reason('permitEnded', { number, to: hours.to });
  return { kind: 'out-of-hours', ...held, reasons: [missed] };
}

function expiredPermit(of: Case): Finding | undefined {
  const last = nightPapers(of)
    .filter(({ to }) => to <= of.actAt && of.actAt - to <= expiredFor)
    .sort((a, b) => b.to - a.to)[0];
  if (last === undefined) return undefined;
  const { number, from, to, provenance } = last;
  return {
    kind: 'expired',
    permit: permitOf(last, { from, to }),
    reasons: [reason('permitExpired', { number, to })],
    registers: [of.register('nightPermit', provenance)],
  };
}

function nothingOnFile(of: Case): Finding {
  const { site, match, world } = of;
  if (site?.registered === false || (site === undefined && match.status === 'notInRegister'))
    return {
      kind: 'not-in-register',
      reasons: [reason('siteNotInRegister')],
      registers: site === undefined ? [silenceOf('site', world.sites(), of)] : [],
    };
  if (site === undefined) return { kind: 'unknown', reasons: [reason('sourceUnknown')] };
  const later = nightPapers(of).filter(({ from }) => from > of.actAt);
  return {
    kind: 'none',
    reasons: [
      reason('noNightPermitOnFile'),
      ...later.map(({ number, from }) => reason('permitForLater', { number, from })).slice(0, 2),
    ],
    registers: [silenceOf('nightPermit', world.nightPermits(), of)],
  };
}

/** What a proposed source was inferred from: a direction only where one was given. */
function proposedBy({ match }: Case, site: string): string {
  const spoke = match.candidates?.find((candidate) => candidate.site === site)?.reasons ?? [];
  if (spoke.some(({ code, params }) => code === 'direction' && params['fits'] === true)) return 'sourceProposed';
  const byRoad = spoke.some(({ code }) => ['onRoad', 'besideRoad', 'nearCallersRoad'].includes(code));
  return byRoad ? 'sourceProposedByRoad' : 'sourceProposedByPlace';
}

/** What must be said whatever came out. */
function besides(of: Case, kind: AssessmentKind): readonly Reason[] {
  if (kind === 'other' || kind === 'not-at-night') return [];
  const besidePapers = papersOf(of).filter(
    ({ permits, from, to }) => permits !== 'nightWork' && from <= of.actAt && of.actAt < to,
  );
  const missed = kind === 'emergency' || kind === 'claimed-emergency' ? [] : missedNotices(of);
  return [
    ...besidePapers
      .map(({ number, paper, permits }) => reason('notANightPermit', { number, paper, permits }))
      .slice(0, 3),
    ...missed.slice(0, 3),
    ...(of.marks.includes('permitSeen') ? [reason('paperSaidPosted')] : []),
    ...(of.match.status === 'proposed' && of.site !== undefined ? [reason(proposedBy(of, of.site.id))] : []),
  ];
}

/** The matter whose bases count: an unknown noise laid to a site is judged like the works there. */
const mattersBase = ({ matter }: Case): Matter => (matter === 'unknownNoise' ? 'constructionNoise' : matter);

/**
 * What the registers say of the act, with the bases in force on its civil date, behind what was found on scene. Pure: the
 * same question and registers give the same answer, so that an earlier one can be told from a later.
 */
export function assess(question: AssessQuestion, world: AssessWorld): Assessment {
  return withFindings(byRegisters(question, world), question.findings);
}

function byRegisters(question: AssessQuestion, world: AssessWorld): Assessment {
  const of = caseOf(question, world);
  const { site, actAt, now, occasion } = question;
  const { plates } = world.district;
  const found =
    ofOthers(of) ??
    notAtNight(of) ??
    announcedRepair(of) ??
    claimedRepair(of) ??
    quietPeriod(of) ??
    permitOfTonight(of) ??
    expiredPermit(of) ??
    nothingOnFile(of);
  const outside = found.reasons.some(({ code }) => code === 'outsideDistrict');
  const bases = outside ? [] : basesInForce(mattersBase(of), actAt, plates);
  return {
    kind: found.kind,
    ...{ actAt, judgedAt: now, occasion },
    legalNight: isLegalNight(actAt, plates),
    ...{ site: site?.id ?? null, siteName: site?.name ?? null },
    permit: found.permit ?? null,
    notice: found.notice ?? null,
    quietPeriod: found.quietPeriod ?? null,
    ...(found.stall === undefined ? {} : { stall: found.stall }),
    legalBases: bases.slice(0, 12).map(({ id, title, article, confirmed }) => ({ id, title, article, confirmed })),
    registers: [...(site === undefined ? [] : [of.register('site', site.provenance)]), ...(found.registers ?? [])],
    reasons: [...found.reasons, ...besides(of, found.kind)].slice(0, 16),
    authority: found.authority ?? null,
    handling: found.handling ?? null,
  };
}
