/** Whom to send, best first: with reasons, with what speaks against it, and with those who cannot be sent now. */
import { distance } from '../../geo/point.ts';
import { minute, second } from '../../lib/time.ts';
import type { RecommendedUnit, Recommendation } from '../assignment/state.ts';
import type { AssessmentKind } from '../incident/state.ts';
import type { Reason } from '../kernel.ts';
import type { SquadState } from '../squad/state.ts';
import { hasNoWork } from '../unit/state.ts';
import type { UnitState } from '../unit/state.ts';
import { Cover } from './cover.ts';
import type { Coverer } from './cover-reach.ts';
import { certifiedAt, certificatesNeeded, enforcerOf, enforcerWarning, fitnessOf } from './fitness.ts';
import type { Acting } from './fitness.ts';
import { reason } from './recommend-facts.ts';
import type { Plan } from './recommend-facts.ts';
import { cheapestPlace, readOnce } from './run-order.ts';
import type { Offer, RunReads } from './run-order.ts';
import { minutesFor, rangeOf, speedOf } from './travel.ts';
import type { Spot, Way } from './travel.ts';

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
/** So many are shown with their keys: only of them it is worked out who could stand in. */
const shown = 9;

/** Whether the mobile groups go first. */
export function forMobileGroups({ assessment, night, facts }: Plan): boolean {
  return night && facts.matter === 'constructionNoise' && urgentKinds.includes(assessment.kind);
}

/** How a unit stands to the place; the order of these words is the order of sending. */
type Party = 'back' | 'mobile' | 'squad' | 'zone' | 'neighbour' | 'other' | 'brigade';
interface Standing {
  readonly party: Party;
  readonly nth: number;
}

function partyOf(unit: UnitState, plan: Plan, back: string | undefined): Standing {
  const { zone, facts, squads, mode } = plan;
  const kind = squads.get(unit.squad)?.kind;
  if (unit.id === back) return { party: 'back', nth: 0 };
  // All stand under the brigade: whoever is there first goes, whosever they are.
  if (mode === 'emergency') return { party: 'brigade', nth: 0 };
  if (kind === 'mobile') return { party: 'mobile', nth: 0 };
  // At night squad borders give way to the zones; on holidays the squad comes first, and its zone helps.
  if (mode !== 'night' && unit.squad === facts.placing.squad) return { party: 'squad', nth: 0 };
  const own = unit.standsIn?.zone ?? unit.zone;
  if (zone === undefined || own === undefined) return { party: 'other', nth: 0 };
  if (own === zone.id) return { party: 'zone', nth: 0 };
  const nth = zone.neighbours.indexOf(own);
  return nth === -1 ? { party: 'other', nth: 0 } : { party: 'neighbour', nth };
}

const mobileFirst: readonly Party[] = ['back', 'brigade', 'mobile', 'zone', 'squad', 'neighbour', 'other'];
const localFirst: readonly Party[] = ['back', 'brigade', 'squad', 'zone', 'neighbour', 'mobile', 'other'];

/** The group that was there before and left: it knows the gate and the trick. */
function groupThatLeft({ facts, relapse, reads }: Plan): string | undefined {
  if (!relapse) return undefined;
  const told = facts.similar.flatMap(({ incident }) => reads.incident(incident) ?? []);
  const before = told.find(({ reopened }) => reopened.some(({ by }) => by === facts.id)) ?? told[0];
  const units = facts.units.length > 0 ? facts.units : (before?.units ?? []);
  return units.filter(({ goneAt }) => goneAt !== null).at(-1)?.unit;
}

/** Why a unit cannot be sent now; empty for one that can. */
function obstacles({ id, status, shift, supports }: UnitState, { facts, now }: Plan): readonly Reason[] {
  return [
    ...(status === 'available' ? [] : [reason(status)]),
    ...((supports ?? null) === null ? [] : [reason('inSupport')]),
    ...(now >= shift.to ? [reason('shiftOver', { to: shift.to })] : []),
    ...(now < shift.from ? [reason('shiftNotBegun', { from: shift.from })] : []),
    ...(facts.units.some(({ unit, goneAt }) => unit === id && goneAt === null) ? [reason('onThisIncident')] : []),
  ];
}

/** Shared by all units of one recommendation. */
interface Shared {
  readonly back: string | undefined;
  readonly acting: Acting;
  readonly wayTo: ((end: Spot) => Way) | null;
  readonly runReads: RunReads;
}

interface Draft extends Omit<RecommendedUnit, 'rank' | 'uncovers'> {
  readonly order: readonly number[];
}

/** Where it is known to be, and how it gets on. */
function movesOf(unit: UnitState, { now, reads, district, ways }: Plan) {
  const { policy } = district.plates;
  const position = reads.position(unit.id);
  const fixAge = position === undefined ? null : Math.max(0, (now - position.at) / second);
  const fresh = position !== undefined && fixAge !== null && fixAge <= policy.fixMaxAgeSeconds ? position : undefined;
  const spot = fresh === undefined ? null : ways.spot(fresh, unit.kind);
  return { position, fixAge, fresh, spot, kmh: speedOf(unit.kind, policy.travel) };
}
type Moves = ReturnType<typeof movesOf>;

interface Arrival {
  readonly metres: number | null;
  readonly etaMinutes: number | null;
  readonly eta: RecommendedUnit['eta'];
  readonly way: Way | null;
  readonly offer: Offer | null;
}

/** Of a free unit from where it is, else after the jobs before it. */
function arrivalOf(
  unit: UnitState,
  { fresh, spot, kmh }: Moves,
  plan: Plan,
  { wayTo, runReads: reads }: Shared,
): Arrival {
  const { target, goal, now, ways, district } = plan;
  const metres = fresh !== undefined && target !== null ? distance(fresh, target) : null;
  if (unit.jobs.length > 0) {
    const offer = cheapestPlace(unit, goal, { reads, now, places: { ways, plates: district.plates } });
    const { expected } = offer;
    if (expected === null) return { metres, etaMinutes: null, eta: null, way: null, offer };
    const eta = { from: (expected.from - now) / minute, to: (expected.to - now) / minute };
    return { metres, etaMinutes: (eta.from + eta.to) / 2, eta, way: null, offer };
  }
  if (fresh === undefined || spot === null || wayTo === null || kmh === null)
    return { metres, etaMinutes: null, eta: null, way: null, offer: null };
  const way = wayTo(spot);
  const eta = rangeOf(way.metres, kmh, fresh, now);
  return { metres, etaMinutes: minutesFor(way.metres, kmh), eta, way, offer: null };
}

function reasonsFor(unit: UnitState, party: Party, arrival: Arrival, { kmh }: Moves, plan: Plan): readonly Reason[] {
  const { kmh: usual, detour } = plan.district.plates.policy.travel;
  const { jobs, jobsDone } = unit;
  const { metres, way, offer, etaMinutes } = arrival;
  return [
    reason(party === 'back' ? 'wasThereBefore' : `${party}Unit`),
    ...(jobs.length === 0
      ? [reason('free')]
      : [reason('busyWith', { incidents: jobs.map(({ incident }) => incident) })]),
    ...(offer === null || offer.before === null
      ? []
      : [reason('goesInBetween', { place: offer.place + 1, delays: Math.ceil(offer.delays) })]),
    ...(way?.over === 'streets' ? [reason('overStreets', { metres: Math.round(way.metres) })] : []),
    ...(way?.over === 'line' && metres !== null
      ? [reason('straightTimes', { metres: Math.round(metres), factor: String(detour) })]
      : []),
    ...(way === null && metres !== null ? [reason('straightLine', { metres: Math.round(metres) })] : []),
    ...(etaMinutes === null || kmh === usual ? [] : [reason('atSpeed', { kmh })]),
    ...(jobsDone === 0 ? [] : [reason('jobsDone', { count: jobsDone })]),
  ];
}

/** People of another squad by day: its word is asked for, and kept. */
function helpFrom({ name, helps }: SquadState, incident: string): readonly Reason[] {
  const asked = helps.findLast((one) => one.incident === incident);
  if (asked === undefined) return [reason('helpOfSquad', { squad: name })];
  if (asked.answer === null) return [reason('helpAsked', { squad: name })];
  return asked.answer.agreed ? [reason('helpAgreed', { squad: name })] : [reason('helpRefused', { squad: name })];
}

function draftOf(unit: UnitState, plan: Plan, moves: Moves, shared: Shared): Draft {
  const { now, district, assessment, facts, mode, squads } = plan;
  const { auxiliary, jobs, reserve, kind } = unit;
  const arrival = arrivalOf(unit, moves, plan, shared);
  const { etaMinutes, eta, metres, offer } = arrival;
  const { plates } = district;
  const arrivesAt = etaMinutes === null ? null : now + etaMinutes * minute;
  const fitness = fitnessOf(unit, { matter: facts.matter, now, arrivesAt, plates });
  const { certified } = fitness;
  const squad = squads.get(unit.squad);
  const enforcer = enforcerOf(squad, shared.acting, district);

  const { party, nth } = partyOf(unit, plan, shared.back);
  const lent = mode === 'routine' && (party === 'zone' || party === 'neighbour' || party === 'other');
  const first = forMobileGroups(plan) ? mobileFirst : localFirst;
  // One job before this one is a run that can be planned; a reserve, or a longer run, only when all others are out.
  const help = squad?.helps.findLast((one) => one.incident === facts.id)?.answer?.agreed;
  const last =
    reserve || (lent && help === false) ? 2 : jobs.length > 1 || (jobs.length === 1 && party !== 'mobile') ? 1 : 0;
  const partyRank = first.indexOf(party) + nth / 100;
  const order = [party === 'back' && jobs.length === 0 ? -1 : last, partyRank, jobs.length, kind === 'vehicle' ? 0 : 1];

  const verify =
    certified < certificatesNeeded || verifyKinds.includes(assessment.kind) || facts.matter !== 'constructionNoise';
  const { fresh, position, fixAge } = moves;
  return {
    ...{ unit: unit.id, name: unit.name, certified, auxiliary, metres, fixAge, etaMinutes, eta, enforcer },
    task: verify ? 'verify' : 'enforce',
    jobsBefore: offer?.place ?? jobs.length,
    before: offer?.before ?? null,
    reasons: reasonsFor(unit, party, arrival, moves, plan),
    warnings: [
      ...fitness.warnings,
      ...(reserve ? [reason('keptForEmergencies')] : []),
      ...(party === 'mobile' && !forMobileGroups(plan) ? [reason('mobileKeptForNightWorks')] : []),
      ...(lent && squad !== undefined ? helpFrom(squad, facts.id) : []),
      ...(enforcer === null ? [] : enforcerWarning(enforcer)),
      ...(fresh !== undefined ? [] : [reason(position === undefined ? 'noPosition' : 'positionOld', { fixAge })]),
    ],
    order: [...order, ...fitness.order, etaMinutes ?? Number.POSITIVE_INFINITY],
  };
}

function compare(a: Draft, b: Draft): number {
  for (const [i, left] of a.order.entries()) {
    const right = b.order[i];
    if (right !== undefined && left !== right) return left - right;
  }
  return a.unit < b.unit ? -1 : 1;
}

function actingOf({ facts, mode, squads, district, target }: Plan): Acting {
  const { squad, grids } = facts.placing;
  const street = grids?.responsibility ?? (target === null ? undefined : district.index.streetAt(target)?.code);
  const local = squad === null ? undefined : squads.get(squad)?.name;
  return { matter: facts.matter, mode, street: street ?? undefined, local };
}

/** Free, with a certificate, and seen a moment ago. */
function covererOf(unit: UnitState, { spot, kmh }: Moves, { now, district }: Plan): Coverer | undefined {
  if (!hasNoWork(unit) || spot === null || kmh === null) return undefined;
  const certified = certifiedAt(unit, now, district.plates.utcOffset);
  if (certified === 0) return undefined;
  return { unit, spot, certified, minutesTo: (metres) => minutesFor(metres, kmh) };
}

function uncovered(drafts: readonly Draft[], coverers: readonly Coverer[], plan: Plan): readonly RecommendedUnit[] {
  const { district, ways, reads, squads } = plan;
  const cover = new Cover(district, ways, { zones: reads.zones(), squads: [...squads.values()], coverers });
  return drafts.map(({ order: _, ...draft }, i): RecommendedUnit => {
    const without = cover.without(draft.unit);
    const backFill = without === null || i >= shown ? null : cover.backFill(draft.unit, without);
    return { ...draft, rank: i + 1, uncovers: without === null ? null : { ...without, backFill } };
  });
}

/** All units, those that can be sent best first. */
export function rankUnits(plan: Plan): Pick<Recommendation, 'units' | 'excluded'> {
  const { goal, ways } = plan;
  const shared: Shared = {
    ...{ back: groupThatLeft(plan), acting: actingOf(plan) },
    wayTo: goal === null ? null : ways.from(goal),
    runReads: readOnce(plan.reads),
  };
  const sorted = plan.reads.units().map((unit) => ({ unit, against: obstacles(unit, plan) }));
  const sendable = sorted
    .filter(({ against }) => against.length === 0)
    .map(({ unit }) => ({ unit, moves: movesOf(unit, plan) }));
  const drafts = sendable.map(({ unit, moves }) => draftOf(unit, plan, moves, shared)).sort(compare);
  const coverers = sendable.flatMap(({ unit, moves }) => covererOf(unit, moves, plan) ?? []);
  const excluded = sorted
    .filter(({ against }) => against.length > 0)
    .map(({ unit: { id, name }, against }) => ({ unit: id, name, reasons: against }));
  return { units: uncovered(drafts, coverers, plan), excluded };
}
