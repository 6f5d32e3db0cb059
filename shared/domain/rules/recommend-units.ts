/** Whom to send, best first: with reasons, with what speaks against it, and with those who cannot be sent now. */
import { distance } from '../../geo/point.ts';
import { minute, second } from '../../lib/time.ts';
import type { RecommendedUnit, Recommendation } from '../assignment/state.ts';
import type { AssessmentKind } from '../incident/state.ts';
import type { Reason } from '../kernel.ts';
import type { Plates } from '../district/state.ts';
import type { UnitState } from '../unit/state.ts';
import { reason } from './recommend-facts.ts';
import type { Plan } from './recommend-facts.ts';

/** Certificates that a unit needs to enforce: an inspection takes two officers (Noise Law Art. 29, Penalty Law Art. 42). */
const certificatesNeeded = 2;

/** Works at night that the mobile groups are for. */
const urgentKinds: readonly AssessmentKind[] = [
  'none',
  'expired',
  'out-of-hours',
  'quiet',
  'not-in-register',
  'claimed-emergency',
  'terms-not-met',
  'not-posted',
  'no-watchman',
];
/** To be looked at on the spot before anybody speaks of a breach. */
const verifyKinds: readonly AssessmentKind[] = ['valid', 'emergency', 'claimed-emergency', 'unknown', 'other'];

/** Whether the mobile groups go first. */
export function forMobileGroups({ assessment, night, facts }: Plan): boolean {
  return night && facts.matter === 'constructionNoise' && urgentKinds.includes(assessment.kind);
}

/** How a unit stands to the place; the order of these words is the order of sending. */
type Party = 'back' | 'mobile' | 'squad' | 'zone' | 'neighbour' | 'other';

function partyOf(
  unit: UnitState,
  plan: Plan,
  back: string | undefined,
): { readonly party: Party; readonly nth: number } {
  const { zone, facts, reads } = plan;
  if (unit.id === back) return { party: 'back', nth: 0 };
  if (reads.squads().find(({ id }) => id === unit.squad)?.kind === 'mobile') return { party: 'mobile', nth: 0 };
  if (!plan.night && unit.squad === facts.placing.squad) return { party: 'squad', nth: 0 };
  if (zone === undefined || unit.zone === undefined) return { party: 'other', nth: 0 };
  if (unit.zone === zone.id) return { party: 'zone', nth: 0 };
  const nth = zone.neighbours.indexOf(unit.zone);
  return nth === -1 ? { party: 'other', nth: 0 } : { party: 'neighbour', nth };
}

const mobileFirst: readonly Party[] = ['back', 'mobile', 'zone', 'squad', 'neighbour', 'other'];
const localFirst: readonly Party[] = ['back', 'squad', 'zone', 'neighbour', 'mobile', 'other'];

/** The group that was there before and left: it knows the gate and the trick. */
function groupThatLeft({ facts, relapse, reads }: Plan): string | undefined {
  if (!relapse) return undefined;
  const told = facts.similar.flatMap(({ incident }) => reads.incident(incident) ?? []);
  const before = told.find(({ reopened }) => reopened.some(({ by }) => by === facts.id)) ?? told[0];
  const units = facts.units.length > 0 ? facts.units : (before?.units ?? []);
  return units.filter(({ goneAt }) => goneAt !== null).at(-1)?.unit;
}

/** Why a unit cannot be sent now; empty for one that can. */
function obstacles({ id, status, shift }: UnitState, { facts, now }: Plan): readonly Reason[] {
  return [
    ...(status === 'available' ? [] : [reason(status)]),
    ...(now >= shift.to ? [reason('shiftOver', { to: shift.to })] : []),
    ...(now < shift.from ? [reason('shiftNotBegun', { from: shift.from })] : []),
    ...(facts.units.some(({ unit, goneAt }) => unit === id && goneAt === null) ? [reason('onThisIncident')] : []),
  ];
}

/** On foot, km/h, where the pack says nothing else. */
const walking = 5;

/** km/h by the kind of unit; null for one that does not go there by road. */
function speedOf(kind: UnitState['kind'], { kmh, kmhByKind }: Plates['policy']['travel']): number | null {
  const given = kmhByKind?.[kind];
  if (given !== undefined) return given;
  if (kind === 'drone') return null;
  return kind === 'foot' || kind === 'post' ? walking : kmh;
}

type Draft = Omit<RecommendedUnit, 'rank'> & { readonly order: readonly number[] };

function draftOf(unit: UnitState, plan: Plan, back: string | undefined): Draft {
  const { now, target, district, assessment, facts } = plan;
  const { policy } = district.plates;
  const { certified, auxiliary, jobs, reserve, shift, kind } = unit;
  const position = plan.reads.position(unit.id);
  const fixAge = position === undefined ? null : Math.max(0, (now - position.at) / second);
  const fresh = position !== undefined && fixAge !== null && fixAge <= policy.fixMaxAgeSeconds;
  const metres = fresh && target !== null ? distance(position, target) : null;
  const kmh = speedOf(kind, policy.travel);
  const etaMinutes = metres === null || kmh === null ? null : (metres * policy.travel.detour * 60) / (kmh * 1000);

  const { party, nth } = partyOf(unit, plan, back);
  const first = forMobileGroups(plan) ? mobileFirst : localFirst;
  // One job before this one is a run that can be planned; a reserve, or a longer run, only when all others are out.
  const last = reserve ? 2 : jobs.length > 1 || (jobs.length === 1 && party !== 'mobile') ? 1 : 0;
  const partyRank = first.indexOf(party) + nth / 100;
  const order = [party === 'back' && jobs.length === 0 ? -1 : last, partyRank, jobs.length, kind === 'vehicle' ? 0 : 1];

  const verify =
    certified < certificatesNeeded || verifyKinds.includes(assessment.kind) || facts.matter !== 'constructionNoise';
  const ended = shift.to - now <= policy.shiftEndsSoonMinutes * minute;
  return {
    ...{ unit: unit.id, name: unit.name, certified, auxiliary, metres, fixAge, etaMinutes },
    task: verify ? 'verify' : 'enforce',
    jobsBefore: jobs.length,
    reasons: [
      reason(party === 'back' ? 'wasThereBefore' : `${party}Unit`),
      ...(jobs.length === 0
        ? [reason('free')]
        : [reason('busyWith', { incidents: jobs.map(({ incident }) => incident) })]),
      ...(metres === null ? [] : [reason('straightLine', { metres: Math.round(metres) })]),
      ...(etaMinutes === null || kmh === policy.travel.kmh ? [] : [reason('atSpeed', { kmh })]),
    ],
    warnings: [
      ...(certified < certificatesNeeded ? [reason('twoCertificatesNeeded', { certified })] : []),
      ...(ended ? [reason('shiftEndsSoon', { to: shift.to })] : []),
      ...(reserve ? [reason('keptForEmergencies')] : []),
      ...(party === 'mobile' && !forMobileGroups(plan) ? [reason('mobileKeptForNightWorks')] : []),
      ...(fresh ? [] : [reason(position === undefined ? 'noPosition' : 'positionOld', { fixAge })]),
    ],
    order: [...order, ended ? 1 : 0, certified < certificatesNeeded ? 1 : 0, etaMinutes ?? Number.POSITIVE_INFINITY],
  };
}

function compare(a: Draft, b: Draft): number {
  for (const [i, left] of a.order.entries()) {
    const right = b.order[i];
    if (right !== undefined && left !== right) return left - right;
  }
  return a.unit < b.unit ? -1 : 1;
}

/** All units, those that can be sent best first. */
export function rankUnits(plan: Plan): Pick<Recommendation, 'units' | 'excluded'> {
  const back = groupThatLeft(plan);
  const sorted = plan.reads.units().map((unit) => ({ unit, against: obstacles(unit, plan) }));
  const units = sorted
    .filter(({ against }) => against.length === 0)
    .map(({ unit }) => draftOf(unit, plan, back))
    .sort(compare)
    .map(({ order: _, ...draft }, i): RecommendedUnit => ({ ...draft, rank: i + 1 }));
  const excluded = sorted
    .filter(({ against }) => against.length > 0)
    .map(({ unit: { id, name }, against }) => ({ unit: id, name, reasons: against }));
  return { units, excluded };
}
