/** In what order open incidents stand, and how late each is. Pure. */
import type { AssessmentKind, IncidentState } from '../../shared/domain/incident/state.ts';
import { alarmOf, isQueued } from '../../shared/domain/rules/queue.ts';

export { alarmOf, isQueued };

const alarmRank = { refusesToStop: 0, relapse: 0, none: 1 } as const;

/** Alarms first, then by time left of the next limit, then oldest first. */
export function queueOrder(a: IncidentState, b: IncidentState): number {
  const rank = alarmRank[alarmOf(a) ?? 'none'] - alarmRank[alarmOf(b) ?? 'none'];
  if (rank !== 0) return rank;
  const left = (a.next?.at ?? Number.MAX_SAFE_INTEGER) - (b.next?.at ?? Number.MAX_SAFE_INTEGER);
  if (left !== 0) return left;
  return a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1);
}

/** Whether nobody has acknowledged it, and it was not looked at on this screen. */
export function isNew({ id, acknowledged }: IncidentState, looked: ReadonlySet<string>): boolean {
  return acknowledged === null && !looked.has(id);
}

export function isLate(incident: IncidentState, now: number): boolean {
  return incident.next !== null && incident.next.at < now;
}

/** The assessment that counts now. */
export function assessmentOf(incident: IncidentState): IncidentState['assessments'][number] | undefined {
  return incident.assessments.at(-1);
}

/** How loud an assessment is drawn: `act` needs somebody, `look` is to be checked on the spot, `calm` is another's. */
export function toneOf(kind: AssessmentKind): 'act' | 'look' | 'ask' | 'calm' {
  switch (kind) {
    case 'none':
    case 'expired':
    case 'out-of-hours':
    case 'quiet':
    case 'terms-not-met':
    case 'not-posted':
    case 'no-watchman':
      return 'act';
    case 'valid':
    case 'emergency':
    case 'claimed-emergency':
      return 'look';
    case 'unknown':
    case 'not-in-register':
      return 'ask';
    case 'not-at-night':
    case 'other':
      return 'calm';
  }
}

/** Units on it now. */
export function presentUnits(incident: IncidentState): IncidentState['units'] {
  return incident.units.filter(({ goneAt }) => goneAt === null);
}

/** Of each table of documents, which is another one as soon as one of them changes. */
const known = new WeakMap<object, readonly IncidentState[]>();

/** Received and under way by nobody, or by somebody: what is still to be done. Queue, map and counts ask for the same. */
export function openOnes(incidents: ReadonlyMap<string, { readonly state: IncidentState }>): readonly IncidentState[] {
  const before = known.get(incidents);
  if (before !== undefined) return before;
  const open = Array.from(incidents.values(), ({ state }) => state)
    .filter(isQueued)
    .sort(queueOrder);
  known.set(incidents, open);
  return open;
}
