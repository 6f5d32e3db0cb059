/** What is still to be done and passes to the next shift. Pure; instants Unix ms. */
import type { IncidentState, OpenLimit } from '../../../shared/domain/incident/state.ts';
import { checksOwed, replyDueAt } from '../../hall/owed.ts';
import type { CheckKind } from '../../hall/owed.ts';

export interface HandedOver {
  readonly incident: IncidentState;
  readonly kind:
    | ('refusesToStop' | 'outcomeMissing' | 'unitOnIt' | 'reply')
    | ('supervision' | 'suspended' | 'returnAwaited')
    | CheckKind;
  /** When it has to be done at the latest; null: at once. */
  readonly at: number | null;
  /** Units that are on it. */
  readonly who: readonly string[];
  /** Of supervision, suspension and return: since when, and its level, its reason, or the code of why it was returned. */
  readonly since?: { readonly at: number; readonly what: string };
}

function dutiesOf(incident: IncidentState): HandedOver[] {
  const { units, outcome, joinedInto, returned, referred, suspended, supervisions, open } = incident;
  const duties: HandedOver[] = [];
  const add = (kind: HandedOver['kind'], at: number | null, who: readonly string[] = []): void =>
    void duties.push({ incident, kind, at, who });
  const asked = (kind: HandedOver['kind'], at: number, since: HandedOver['since'] & object): void =>
    void duties.push({ incident, kind, at, who: [], since });
  const engaged = units.filter(({ goneAt }) => goneAt === null).map(({ unitName }) => unitName);
  if (engaged.length > 0) add('unitOnIt', null, engaged);
  if (outcome?.kind === 'refusesToStop') add('refusesToStop', null);
  const isOurs = joinedInto === null && returned === null && referred.length === 0;
  if (isOurs && outcome === null && engaged.length === 0) add('outcomeMissing', null);
  for (const { kind, at } of checksOwed(incident)) add(kind, at);
  const reply = replyDueAt(incident);
  if (reply !== undefined) add('reply', reply);
  // Whether they are still owed the domain says.
  const dueAt = (what: OpenLimit['limit']): number | undefined => open.find(({ limit }) => limit === what)?.at;
  const [reportBy, answerBy, lookBy] = [dueAt('supervision'), dueAt('returnAnswer'), dueAt('resume')];
  const supervision = supervisions.at(-1);
  if (reportBy !== undefined && supervision !== undefined)
    asked('supervision', reportBy, { at: supervision.at, what: supervision.levelName });
  if (lookBy !== undefined && suspended !== null)
    asked('suspended', lookBy, { at: suspended.at, what: suspended.reasonName });
  if (answerBy !== undefined && returned !== null)
    asked('returnAwaited', answerBy, { at: returned.at, what: returned.why });
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
