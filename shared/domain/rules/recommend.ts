/**
 * What to do about an incident: whom to send, what to ask first, what to do beside it. A proposal with its reasons; a
 * person decides, and where place or source are not certain there is nothing that one key could set off.
 */
import type { Recommendation } from '../assignment/state.ts';
import type { AssessmentKind, IncidentState } from '../incident/state.ts';
import type { Reason } from '../kernel.ts';
import { viewsOf } from './assess-found.ts';
import { actionsFor } from './recommend-actions.ts';
import { isGivenAway, isSettled, planOf, reason } from './recommend-facts.ts';
import type { Plan, RecommendFacts, RecommendReads } from './recommend-facts.ts';
import { rankUnits } from './recommend-units.ts';

export type { RecommendFacts, RecommendReads } from './recommend-facts.ts';

/** From this score on a similar incident is taken for the same one until somebody says otherwise. */
const sameFrom = 70;

/**
 * An open incident about the same thing that somebody is seeing to: the one that began again by this complaint's word, else
 * one with a unit on it or on its way, else one that was reopened and waits for its unit.
 */
function alreadyMet({ facts, reads }: Plan): IncidentState | undefined {
  const same = facts.similar.flatMap(({ incident, score }) => {
    const other = score >= sameFrom ? reads.incident(incident) : undefined;
    const open = other !== undefined && other.closed === null && other.joinedInto === null && other.id !== facts.id;
    return open ? [other] : [];
  });
  return (
    same.find(({ reopened }) => reopened.some(({ by }) => by === facts.id)) ??
    same.find(({ units }) => units.some(({ goneAt }) => goneAt === null)) ??
    // Of two reopened ones the later one goes into the earlier, and not the other way round as well.
    same.find(
      ({ reopened, id }) => reopened.at(-1)?.because === 'relapse' && !facts.reopened.some(({ by }) => by === id),
    )
  );
}

/** Sites that fit alike, of which nobody has yet said which, or that none is known. */
function sitesAlike({ facts }: Plan): RecommendFacts['match']['candidates'] {
  const { match, site, chosen } = facts;
  return match.status === 'unknown' && site === null && chosen === null && match.candidates.length > 1
    ? match.candidates
    : [];
}

/** What was stopped tonight, of which the caller may mean any. */
function stoppedAlike({ facts, reads }: Plan): string[] {
  if (facts.site !== null) return [];
  const told = facts.similar.filter(({ reasons }) => reasons.some(({ code }) => code === 'stoppedTonight'));
  return told.map(({ incident, number }) => {
    const site = reads.incident(incident)?.site ?? null;
    const name = site === null ? undefined : reads.site(site)?.name;
    return name === undefined ? number : `${name}（${number}）`;
  });
}

function ofOthers({ facts, assessment, district }: Plan): boolean {
  if (facts.placing.outside !== null || facts.match.status === 'outside') return true;
  if (assessment.kind !== 'other') return false;
  return district.plates.matters.find(({ matter }) => matter === facts.matter)?.ours === false;
}

/** Nowhere to send anybody: no point, and no road either. */
const nowhere: readonly string[] = ['none', 'callerCell', 'street'];

function mustAsk({ facts: { placing, match, site }, assessment }: Plan): boolean {
  if (placing.certain || site !== null || match.status === 'proposed') return false;
  return assessment.kind === 'unknown' || (nowhere.includes(placing.precision) && match.status !== 'notInRegister');
}

function adviceOf(
  plan: Plan,
  joined: IncidentState | undefined,
  units: Recommendation['units'],
): Recommendation['advice'] {
  const { facts, assessment, site } = plan;
  // What was sent back or referred, or was dealt with on the spot, needs nobody any more.
  if (isGivenAway(facts) || isSettled(facts)) return 'noUnit';
  if (ofOthers(plan)) return 'refer';
  if (mustAsk(plan)) return 'ask';
  if (joined !== undefined) return 'join';
  if (facts.site === null && (facts.match.status === 'proposed' || !facts.placing.certain)) return 'confirm';
  if (sitesAlike(plan).length > 0) return 'confirm';
  if (assessment.kind === 'emergency') return 'noUnit';
  // A site that a person chose is a place; without either, or without a free unit, one key must not be enough.
  if (site === undefined && !facts.placing.certain) return 'confirm';
  return units[0]?.jobsBefore === 0 ? 'send' : 'confirm';
}

/** How far it is once the unit reported, or left. */
function standing({ outcome, units, returned, referred, matter }: RecommendFacts): readonly Reason[] {
  const referral = referred.findLast((one) => one.matter === matter);
  if (returned !== null) return [reason('returnedAlready', { to: returned.to })];
  if (referral !== undefined) return [reason('referredAlready', { to: referral.to })];
  if (units.some(({ goneAt }) => goneAt === null)) return [];
  if (outcome !== null) {
    const waits = outcome.recheckBetween !== null || outcome.finishBy !== null || outcome.sameHourCheckAt !== null;
    if (outcome.kind === 'stopped') return [reason(waits ? 'stoppedAwaitsChecks' : 'stoppedUnitLeft')];
    return [reason('reportedUnitLeft')];
  }
  return units.length > 0 ? [reason('unitLeftNoOutcome')] : [];
}

const urgent: readonly AssessmentKind[] = ['none', 'expired', 'out-of-hours', 'not-in-register', 'terms-not-met'];

function urgencyOf({ assessment, relapse }: Plan): Recommendation['urgency'] {
  const { kind } = assessment;
  const views = viewsOf(assessment);
  if (views.includes('quiet') || (relapse && kind !== 'other')) return 'top';
  if (views.some((view) => urgent.includes(view))) return 'urgent';
  return kind === 'valid' || kind === 'emergency' ? 'low' : 'normal';
}

function questionsFor(plan: Plan, advice: string): readonly Reason[] {
  if (advice !== 'ask' && advice !== 'confirm') return [];
  const { facts, site } = plan;
  const { placing, match, matter, marks } = facts;
  const all = advice === 'ask';
  const asked: Reason[] = [];
  const stopped = stoppedAlike(plan);
  const alike = sitesAlike(plan).map(({ name }) => name);
  if (stopped.length > 0) asked.push(reason('whichStopped', { incidents: stopped }));
  else if (alike.length > 0) asked.push(reason('whichSite', { sites: alike }));
  if (match.status === 'proposed' && site !== undefined)
    asked.push(reason('isItThisSite', { site: site.id, name: site.name }));
  if (placing.roads.length === 0 && !placing.certain) asked.push(reason('whichRoad'));
  if (!placing.certain) asked.push(reason('nearWhat'));
  if (all && (matter === 'unknownNoise' || marks.includes('steadyHum') || match.status === 'unknown'))
    asked.push(reason('whatSound'));
  if (all) asked.push(reason('sinceWhen'));
  return asked;
}

function reasonsFor(
  { assessment, facts, relapse, zone }: Plan,
  { units, advice }: Pick<Recommendation, 'units' | 'advice'>,
): readonly Reason[] {
  const [first] = units;
  return [
    facts.placing.outside === null
      ? reason('assessed', { kind: assessment.kind })
      : reason('assessedOutside', { district: facts.placing.outside }),
    ...standing(facts),
    ...(relapse ? [reason('relapse')] : []),
    ...(facts.placing.certain ? [] : [reason('placeUncertain')]),
    ...(facts.match.status === 'proposed' && facts.site === null ? [reason('sourceUncertain')] : []),
    ...(zone === undefined ? [reason('zoneUnknown')] : []),
    ...(advice === 'confirm' && (first === undefined || first.jobsBefore > 0) ? [reason('noFreeUnit')] : []),
  ];
}

/** Without a pack in force nothing can be recommended: an empty proposal that says so. */
const withoutPack: Recommendation = {
  advice: 'confirm',
  urgency: 'normal',
  ...{ units: [], excluded: [], questions: [], actions: [] },
  reasons: [reason('noPackInForce')],
};

export function recommend(facts: RecommendFacts, reads: RecommendReads, now: number): Recommendation {
  const plan = planOf(facts, reads, now);
  if (plan === undefined) return withoutPack;
  const ranked = rankUnits(plan);
  const joined = alreadyMet(plan);
  const advice = adviceOf(plan, joined, ranked.units);
  return {
    ...{ advice, urgency: urgencyOf(plan) },
    ...ranked,
    questions: questionsFor(plan, advice),
    actions: actionsFor(plan, { advice, joined, units: ranked.units }),
    reasons: reasonsFor(plan, { advice, units: ranked.units }),
  };
}
