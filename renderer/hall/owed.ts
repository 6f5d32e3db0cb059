/** What is still owed for an incident, as the domain put it into its state. Pure; instants Unix ms. */
import type { IncidentState, OpenLimit } from '../../shared/domain/incident/state.ts';
import type { Reason } from './types.ts';
import { hour } from '../../shared/lib/time.ts';

export type CheckKind = IncidentState['checks'][number]['which'];

const checkKinds: ReadonlySet<string> = new Set<CheckKind>(['afterCall', 'sameNight', 'sameHour', 'finish']);

const isCheck = (open: OpenLimit): open is OpenLimit & { readonly limit: CheckKind } => checkKinds.has(open.limit);

/** Whether its caller waits for an answer. */
export function owesReply({ open }: Pick<IncidentState, 'open'>): boolean {
  return open.some(({ limit }) => limit === 'reply');
}

/** Whether somebody still has to turn to the caller: nobody did, nor tried often enough. */
export function owesFirstContact({ open }: Pick<IncidentState, 'open'>): boolean {
  return open.some(({ limit }) => limit === 'firstContact');
}

/** Until when somebody has to turn to the caller: first contact while nobody did, then the reply. */
export function replyDueAt({ open }: IncidentState): number | undefined {
  return open.find(({ limit }) => limit === 'firstContact' || limit === 'reply')?.at;
}

/** Checks that were announced and are not recorded, by due time. */
export function checksOwed({
  open,
}: Pick<IncidentState, 'open'>): readonly { readonly kind: CheckKind; readonly at: number }[] {
  return open.filter(isCheck).map(({ limit, at }) => ({ kind: limit, at }));
}

/** How long the hour of the next day's check lasts; it is due at its end. */
const sameHourLasts = 2 * hour;

/** The check to be recorded next; that of the next day only once its hour has come. Undefined where none is owed now. */
export function checkToRecord(incident: IncidentState, now: number): CheckKind | undefined {
  return checksOwed(incident).find(({ kind, at }) => kind !== 'sameHour' || now >= at - sameHourLasts)?.kind;
}

/** Whether it may end without an outcome: joined, with others, quiet after the call, or a repair that was announced. */
function endsWithoutOutcome(incident: IncidentState): boolean {
  const { phoned, checks, reopened, returned, referred, matter, placing } = incident;
  const since = reopened.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const isWithOthers =
    returned !== null || referred.some((one) => one.at >= since && (one.matter === matter || placing.outside !== null));
  const call = phoned.at(-1);
  const isQuiet = call !== undefined && call.at >= since && checks.some(({ at, quiet }) => at >= call.at && quiet);
  return incident.joinedInto !== null || isWithOthers || isQuiet || incident.assessments.at(-1)?.kind === 'emergency';
}

/**
 * Why the hub will not close it yet, as the hub will say it: told beforehand. The hub decides by `openObligations`, which
 * screens may not import; a test holds the two together.
 * @param joined Those that were joined into it and are not closed.
 */
export function owedToClose(incident: IncidentState, joined: readonly IncidentState[]): readonly Reason[] {
  const all = [incident, ...joined];
  const owed: Reason[] = [];
  if (all.some(({ outcome }) => outcome?.kind === 'refusesToStop')) owed.push({ code: 'refusesToStop', params: {} });
  else if (incident.outcome === null && !endsWithoutOutcome(incident))
    owed.push({ code: 'outcomeMissing', params: {} });
  for (const one of all) if (owesReply(one)) owed.push({ code: 'callerWaiting', params: { number: one.number } });
  for (const one of all)
    for (const { kind } of checksOwed(one))
      owed.push({ code: 'checkDue', params: { number: one.number, which: kind } });
  for (const { units } of all)
    for (const { goneAt, unitName } of units)
      if (goneAt === null) owed.push({ code: 'unitEngaged', params: { unitName } });
  return owed;
}
