/**
 * What to do about an incident: whom to send, what to ask first, what to do beside it. A proposal with its reasons; a
 * person decides, and where place or source are not certain there is nothing that one key could set off.
 */
import type { Recommendation } from '../assignment/state.ts';
import type { AssessmentKind, IncidentState } from '../incident/state.ts';
import type { Reason } from '../kernel.ts';
import { viewsOf } from './assess-found.ts';
import { actionsFor } from './recommend-actions.ts';
import { planOf, reason } from './recommend-facts.ts';
import type { Plan, RecommendFacts, RecommendReads } from './recommend-facts.ts';
import { rankUnits } from './recommend-units.ts';

export type { RecommendFacts, RecommendReads } from './recommend-facts.ts';

/** From this score on a similar incident is taken for the same one until somebody says otherwise. */
const sameFrom = 70;

/** An open incident about the same thing with a unit on it or on its way. */
function alreadyMet({ facts, reads }: Plan): IncidentState | undefined {
  for (const { incident, score } of facts.similar) {
    const other = score >= sameFrom ? reads.incident(incident) : undefined;
    const open = other !== undefined && other.closed === null && other.id !== facts.id;
    if (open && other.units.some(({ goneAt }) => goneAt === null)) return other;
  }
  return undefined;
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
  if (ofOthers(plan)) return 'refer';
  if (mustAsk(plan)) return 'ask';
  if (joined !== undefined) return 'join';
  if (facts.site === null && (facts.match.status === 'proposed' || !facts.placing.certain)) return 'confirm';
  if (assessment.kind === 'emergency') return 'noUnit';
  // A site that a person chose is a place; without either, or without a free unit, one key must not be enough.
  if (site === undefined && !facts.placing.certain) return 'confirm';
  return units[0]?.jobsBefore === 0 ? 'send' : 'confirm';
}

const urgent: readonly AssessmentKind[] = ['none', 'expired', 'out-of-hours', 'not-in-register', 'terms-not-met'];

function urgencyOf({ assessment, relapse }: Plan): Recommendation['urgency'] {
  const { kind } = assessment;
  const views = viewsOf(assessment);
  if (views.includes('quiet') || (relapse && kind !== 'other')) return 'top';
  if (views.some((view) => urgent.includes(view))) return 'urgent';
  return kind === 'valid' || kind === 'emergency' ? 'low' : 'normal';
}

function questionsFor({ facts: { placing, match, matter, marks }, site }: Plan, advice: string): readonly Reason[] {
  if (advice !== 'ask' && advice !== 'confirm') return [];
  const all = advice === 'ask';
  const asked: Reason[] = [];
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
    reason('assessed', { kind: assessment.kind }),
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
