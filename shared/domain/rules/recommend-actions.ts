/** What to do beside sending somebody, or instead: whom to ring, to tell, to hand it to. Codes with their figures. */
import { distance } from '../../geo/point.ts';
import type { Recommendation } from '../assignment/state.ts';
import type { AssessmentKind, IncidentState } from '../incident/state.ts';
import type { Reason } from '../kernel.ts';
import { viewsOf } from './assess-found.ts';
import { isGivenAway, isSettled, reason } from './recommend-facts.ts';
import type { Plan } from './recommend-facts.ts';

interface So {
  readonly advice: Recommendation['advice'];
  readonly joined: IncidentState | undefined;
  readonly units: Recommendation['units'];
}

/** Contacts of the pack by their ids, of those it has. */
function dutyLine(plan: Plan, ids: readonly string[], about: string): readonly Reason[] {
  const known = ids.filter((id) => plan.district.plates.contacts.some((contact) => contact.id === id));
  return known.length === 0 ? [] : [reason('dutyLine', { contacts: known, about })];
}

/** Whose telephone stands in the pack for an authority; null where it has none. */
function contactOf(plan: Plan, authority: string | null): string | null {
  return plan.district.plates.contacts.find((contact) => contact.authority === authority)?.id ?? null;
}

function ofOthers(plan: Plan, { advice }: So): readonly Reason[] {
  const { facts, assessment, district } = plan;
  const { authority, handling } = assessment;
  const { outside } = facts.placing;
  if (isGivenAway(facts)) return [];
  const ours = (matter: string): boolean => district.plates.matters.find((row) => row.matter === matter)?.ours === true;
  // Two of the same house are one visit; what is of another house goes its own way.
  const other = facts.also.filter((matter) => matter !== 'unknownNoise' && ours(matter) !== ours(facts.matter));
  return [
    ...(outside === null ? [] : [reason('returnTo', { district: outside, contact: contactOf(plan, authority) })]),
    ...(outside === null && advice === 'refer'
      ? [reason('refer', { matter: facts.matter, authority, handling, contact: contactOf(plan, authority) })]
      : []),
    ...(outside === null ? other.map((matter) => reason('splitMatter', { matter })) : []),
  ];
}

/** Sites from which the trucks may come. */
function trucks(plan: Plan): readonly Reason[] {
  const { facts, target, reads } = plan;
  if (![facts.matter, ...facts.also].includes('roadSpill')) return [];
  const metres = 500;
  const near = reads
    .sites()
    .filter(({ at }) => target !== null && distance(at, target) <= metres)
    .sort((a, b) => (target === null ? 0 : distance(a.at, target) - distance(b.at, target)));
  return [
    reason('checkTrucks'),
    ...(target === null ? [] : [reason('lookForOrigin', { metres, sites: near.map(({ id }) => id).slice(0, 5) })]),
    ...dutyLine(plan, ['sanitation'], 'clean'),
  ];
}

const utilityLines: { readonly [utility: string]: string } = {
  water: 'water',
  drain: 'water',
  power: 'power',
  gas: 'gas',
  road: 'road',
};

/** The zone's own car that could come along, or look in while passing. */
function zoneCar(
  { zone, reads, now }: Plan,
  units: Recommendation['units'],
): { unit: string; name: string } | undefined {
  const own = reads.units().filter((unit) => unit.zone === zone?.id && unit.kind === 'vehicle' && now < unit.shift.to);
  const sendable = units.find(({ unit }) => own.some(({ id }) => id === unit));
  return sendable === undefined ? undefined : { unit: sendable.unit, name: sendable.name };
}

/** Also of what the registers say behind a finding: hours that are over ask for evidence whatever else was found. */
function byAssessment(plan: Plan, so: So): readonly Reason[] {
  return viewsOf(plan.assessment).flatMap((kind) => byView(kind, plan, so));
}

function byView(kind: AssessmentKind, plan: Plan, { units, advice }: So): readonly Reason[] {
  const { assessment, facts, site } = plan;
  const car = zoneCar(plan, units);
  switch (kind) {
    case 'emergency':
      return [
        ...dutyLine(plan, [utilityLines[assessment.notice?.utility ?? ''] ?? ''], 'repair'),
        reason('checkNotice', { number: assessment.notice?.number ?? null }),
        reason('explainEnd', { to: assessment.notice?.to ?? null }),
        ...(car === undefined ? [] : [reason('lookInPassing', car)]),
      ];
    case 'claimed-emergency':
      return [
        ...dutyLine(plan, ['power', 'water', 'gas', 'road'], 'isItRepair'),
        reason('checkNotice', { number: null }),
      ];
    case 'valid':
      return [reason('checkTerms', { number: assessment.permit?.number ?? null, to: assessment.permit?.to ?? null })];
    case 'expired':
      return [reason('photoNotice', { number: assessment.permit?.number ?? null })];
    case 'out-of-hours':
      return [reason('evidenceEnd', { number: assessment.permit?.number ?? null, to: assessment.permit?.to ?? null })];
    case 'quiet':
      return assessment.permit === null
        ? []
        : dutyLine(plan, ['ecology'], 'permitInQuietPeriod').concat(
            reason('photoNotice', { number: assessment.permit.number }),
          );
    case 'not-in-register':
      return [
        ...(site === undefined ? [reason('registerSite')] : []),
        ...dutyLine(plan, ['construction'], 'siteNotInRegister'),
        ...(car === undefined ? [] : [reason('zoneCarHelps', car)]),
      ];
    case 'none':
      return site?.kind === 'roadworks' ? dutyLine(plan, ['road'], 'roadWorks') : [];
    case 'unknown':
      return advice === 'ask' && facts.placing.outside === null ? [reason('holdForSecondCaller', { minutes: 10 })] : [];
    default:
      return [];
  }
}

/** Works that may go on: their site is rung, and the squad that answers for it by day is told. */
const worksOf = new Set([
  ...['valid', 'none', 'expired', 'out-of-hours', 'quiet', 'not-in-register', 'claimed-emergency'],
  ...['terms-not-met', 'not-posted', 'no-watchman'],
]);

function ofWorks({ assessment, facts, site, reads, relapse }: Plan): readonly Reason[] {
  if (!worksOf.has(assessment.kind)) return [];
  const squad = reads.squads().find(({ id }) => id === facts.placing.squad);
  const contact = site?.nightContact;
  const confirmed = facts.site !== null;
  return [
    // A site that nobody confirmed must not be rung: it may be the wrong one.
    ...(site !== undefined && confirmed && !isSettled(facts)
      ? [reason('phoneSite', { site: site.id, onFile: contact !== undefined })]
      : []),
    ...(squad === undefined ? [] : [reason('tellSquad', { squad: squad.id, name: squad.name })]),
    ...(relapse ? [reason('tellShiftLead'), reason('caseEvidence')] : []),
  ];
}

export function actionsFor(plan: Plan, so: So): readonly Reason[] {
  const { facts } = plan;
  const { joined } = so;
  return [
    ...(joined === undefined ? [] : [reason('join', { incident: joined.id, number: joined.number })]),
    ...ofOthers(plan, so),
    ...byAssessment(plan, so),
    ...ofWorks(plan),
    ...trucks(plan),
    ...(facts.confidential ? [reason('keepCallerSecret')] : []),
  ];
}
