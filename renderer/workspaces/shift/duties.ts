/** What is still to be done and passes to the next shift. Pure; instants Unix ms. */
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { hour } from '../../../shared/lib/time.ts';
import { owesReply } from './figures.ts';

export type CheckKind = IncidentState['checks'][number]['which'];

export interface HandedOver {
  readonly incident: IncidentState;
  readonly kind: 'refusesToStop' | 'outcomeMissing' | 'unitOnIt' | 'reply' | CheckKind;
  /** When it has to be done at the latest; null: at once. */
  readonly at: number | null;
  /** Units that are on it. */
  readonly who: readonly string[];
}

/** How long after its hour the check of the next day may be made, as the domain allows. */
const sameHourGrace = hour;

/** Checks that were announced and are not recorded: the domain's `openChecks`, told as data. */
export function checksOwed(incident: IncidentState): readonly { readonly kind: CheckKind; readonly at: number }[] {
  const { phoned, outcome, checks, units, handedTo, reopened } = incident;
  const owed: { readonly kind: CheckKind; readonly at: number }[] = [];
  const made = (since: number, ...kinds: CheckKind[]): boolean =>
    checks.some(({ at, which }) => at >= since && kinds.includes(which));
  const call = phoned.at(-1);
  const since = reopened.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  if (call !== undefined && call.result !== 'noContactOnFile' && call.at >= since) {
    const seen = units.some(({ arrivedAt }) => arrivedAt !== null && arrivedAt >= call.at);
    const over = outcome !== null && outcome.at >= call.at;
    if (!seen && !over && !made(call.at, 'afterCall', 'sameNight')) owed.push({ kind: 'afterCall', at: call.checkBy });
  }
  if (outcome === null) return owed;
  const { at, finishBy, recheckBetween, sameHourCheckAt } = outcome;
  if (finishBy !== null && !made(at, 'finish')) owed.push({ kind: 'finish', at: finishBy });
  if (recheckBetween !== null && !made(at, 'sameNight')) owed.push({ kind: 'sameNight', at: recheckBetween.to });
  if (sameHourCheckAt !== null && handedTo?.owes.includes('recheck') !== true && !made(at, 'sameHour'))
    owed.push({ kind: 'sameHour', at: sameHourCheckAt + sameHourGrace });
  return owed;
}

function dutiesOf(incident: IncidentState): HandedOver[] {
  const { units, outcome, joinedInto, returned, referred, due } = incident;
  const duties: HandedOver[] = [];
  const add = (kind: HandedOver['kind'], at: number | null, who: readonly string[] = []): void =>
    void duties.push({ incident, kind, at, who });
  const engaged = units.filter(({ goneAt }) => goneAt === null).map(({ unitName }) => unitName);
  if (engaged.length > 0) add('unitOnIt', null, engaged);
  if (outcome?.kind === 'refusesToStop') add('refusesToStop', null);
  const isOurs = joinedInto === null && returned === null && referred.length === 0;
  if (isOurs && outcome === null && engaged.length === 0) add('outcomeMissing', null);
  for (const { kind, at } of checksOwed(incident)) add(kind, at);
  if (owesReply(incident)) add('reply', due.firstContact);
  return duties;
}

/**
 * Of every incident that is not closed, joined ones too: their callers are still owed an answer. What must be done at
 * once first, then by time.
 */
export function dutiesToHandOver(incidents: readonly IncidentState[]): readonly HandedOver[] {
  return incidents
    .filter(({ closed }) => closed === null)
    .flatMap(dutiesOf)
    .sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.incident.number < b.incident.number ? -1 : 1));
}
