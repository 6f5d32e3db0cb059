/** What is still owed for an incident, as the domain put it into its state. Pure; instants Unix ms. */
import type { IncidentState, OpenLimit } from '../../shared/domain/incident/state.ts';
import { openObligations } from '../../shared/domain/rules/obligations.ts';
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

/**
 * Why the hub will not close it yet, in the hub's own words: told beforehand.
 * @param joined Those that were joined into it and are not closed.
 * @param now Hub time, Unix ms.
 */
export function owedToClose(incident: IncidentState, joined: readonly IncidentState[], now: number): readonly Reason[] {
  return openObligations(incident, joined, now);
}
