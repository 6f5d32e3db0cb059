/** What keeps an incident from being closed. */
import {
  awaitsReturn,
  engagedUnits,
  isWithOthers,
  openChecks,
  openSupervision,
  owesCaller,
  owesInspection,
  owesVerification,
  reopenedAt,
} from '../incident/state.ts';
import type { IncidentState } from '../incident/state.ts';
import type { Reason } from '../kernel.ts';

/**
 * Whether it may end without an outcome: joined ones end with the other, returned and referred ones elsewhere; a site
 * that stopped when rung and was found quiet, and a repair whose notice covers it, ask for no unit.
 */
function endsWithoutOutcome(incident: IncidentState): boolean {
  const since = reopenedAt(incident);
  const call = incident.phoned.at(-1);
  const quietAfterCall =
    call !== undefined && call.at >= since && incident.checks.some(({ at, quiet }) => at >= call.at && quiet);
  const repair = incident.assessments.at(-1)?.kind === 'emergency';
  const isNothing = incident.verification?.result === 'not';
  return incident.joinedInto !== null || isWithOthers(incident) || quietAfterCall || repair || isNothing;
}

/** A caller who is owed an answer because the hotline's survey came back bad knows us already. */
const isAskedAnew = ({ reopened }: IncidentState): boolean => reopened.at(-1)?.because === 'survey';

/** What others wait for, or we wait for from others. */
function besides(incident: IncidentState): readonly Reason[] {
  const { id, number, returned, suspended } = incident;
  const supervision = openSupervision(incident);
  const of = { incident: id, number };
  return [
    ...(owesVerification(incident) ? [{ code: 'verificationOwed', params: of }] : []),
    ...(owesInspection(incident) ? [{ code: 'inspectionOwed', params: of }] : []),
    ...(awaitsReturn(incident)
      ? [{ code: 'returnAwaited', params: { ...of, until: returned?.answerBy ?? null } }]
      : []),
    ...(suspended === null ? [] : [{ code: 'suspended', params: { ...of, why: suspended.reasonName } }]),
    ...(supervision === undefined
      ? []
      : [{ code: 'supervisionOpen', params: { ...of, level: supervision.levelName, until: supervision.reportBy } }]),
  ];
}

/** Those of its reasons that no forced close can pass over: a person waits, or one of ours is still there. */
export const neverPassedOver: ReadonlySet<string> = new Set([
  ...['callerWaiting', 'surveyUnanswered', 'unitEngaged', 'refusesToStop'],
]);

/**
 * Why it cannot be closed yet; empty where it can. A caller, joined ones included, who is neither answered nor excused,
 * a check that was announced and not recorded (`late` once its time is over), a unit that is still on it, a missing
 * outcome, a verification or inspection that the pack asks for, a return that is not answered, limits that stand still, a
 * supervision without its report. `refusesToStop` never ends an incident, nor one that took it in.
 * @param joined Incidents that were joined into it.
 * @param now Hub time, Unix ms.
 */
export function openObligations(
  incident: IncidentState,
  joined: readonly IncidentState[],
  now: number,
): readonly Reason[] {
  const all = [incident, ...joined];
  const callers = all.filter(owesCaller).map((one) => ({
    code: isAskedAnew(one) ? 'surveyUnanswered' : 'callerWaiting',
    params: { incident: one.id, number: one.number },
  }));
  const checks = all.flatMap((one) =>
    openChecks(one).map(({ which, at }) => ({
      code: 'checkDue',
      params: { incident: one.id, number: one.number, which, at, late: now > at },
    })),
  );
  const units = all.flatMap((one) =>
    engagedUnits(one).map(({ assignment, unit, unitName }) => ({
      code: 'unitEngaged',
      params: { incident: one.id, assignment, unit, unitName },
    })),
  );
  const outcome: Reason[] = [];
  if (all.some((one) => one.outcome?.kind === 'refusesToStop')) outcome.push({ code: 'refusesToStop', params: {} });
  else if (incident.outcome === null && !endsWithoutOutcome(incident))
    outcome.push({ code: 'outcomeMissing', params: {} });
  return [...outcome, ...callers, ...all.flatMap(besides), ...checks, ...units];
}
