/** What keeps an incident from being closed. */
import { engagedUnits, isWithOthers, openChecks, owesCaller, reopenedAt } from '../incident/state.ts';
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
  return incident.joinedInto !== null || isWithOthers(incident) || quietAfterCall || repair;
}

/**
 * Why it cannot be closed yet; empty where it can. A caller, joined ones included, who is neither answered nor excused,
 * a check that was announced and not recorded (`late` once its time is over), a unit that is still on it, a missing
 * outcome. `refusesToStop` never ends an incident, nor one that took it in.
 * @param joined Incidents that were joined into it.
 * @param now Hub time, Unix ms.
 */
export function openObligations(
  incident: IncidentState,
  joined: readonly IncidentState[],
  now: number,
): readonly Reason[] {
  const all = [incident, ...joined];
  const callers = all
    .filter(owesCaller)
    .map(({ id, number }) => ({ code: 'callerWaiting', params: { incident: id, number } }));
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
  return [...outcome, ...callers, ...checks, ...units];
}
