/** 回潮: a complaint that something stopped tonight has begun again. */
import { distance } from '../../geo/point.ts';
import { minute } from '../../lib/time.ts';
import type { Matter, Plates } from '../district/events.ts';
import { reopenedAt } from '../incident/state.ts';
import type { IncidentState, Mark, Placing, SourceMatch } from '../incident/state.ts';
import { nightOf } from './calendar.ts';
import type { ReportPosition } from './place.ts';

/** Words alone (「你们刚走又打起来了」) mean a site only if somebody left it no longer ago than this. */
const goneWithin = 120 * minute;
/** So far from it, in site radii, may be who says so. */
const callerReach = 2.5;

export interface RelapseQuestion {
  readonly id: string;
  readonly matter: Matter;
  readonly marks: readonly Mark[];
  readonly placing: Placing;
  /** Of a caller: where they count as standing. */
  readonly position: ReportPosition | null;
  /** Unix ms. */
  readonly actAt: number;
}

/** Stopped this report night before the act, and not reopened since. */
export function stoppedTonight(incident: IncidentState, actAt: number, plates: Plates): boolean {
  const { outcome, night } = incident;
  return (
    outcome?.kind === 'stopped' &&
    outcome.at <= actAt &&
    outcome.at >= reopenedAt(incident) &&
    night === nightOf(actAt, plates)
  );
}

/** When the last unit left it, or the outcome was told; Unix ms. */
function leftAt({ units, outcome }: IncidentState): number {
  const gone = units.flatMap(({ goneAt }) => goneAt ?? []);
  return gone.length > 0 ? Math.max(...gone) : (outcome?.at ?? Number.NEGATIVE_INFINITY);
}

const vague = (matter: Matter): boolean => matter === 'other' || matter === 'unknownNoise';

/**
 * Incidents that a report without a place may mean by its words alone, the last left first: one is the one, several a
 * person chooses from.
 */
export function relapseByWords(
  { id, matter, marks, placing, position, actAt }: RelapseQuestion,
  recent: readonly IncidentState[],
  plates: Plates,
): readonly IncidentState[] {
  if (!marks.includes('relapse')) return [];
  if (placing.precision !== 'none' && placing.precision !== 'callerCell') return [];
  const near = (at: Placing['at']): boolean =>
    position === null || at === null || distance(position, at) <= plates.policy.siteRadius * callerReach;
  return recent
    .filter(
      (incident) =>
        incident.id !== id &&
        incident.joinedInto === null &&
        (vague(matter) || incident.matter === matter) &&
        stoppedTonight(incident, actAt, plates) &&
        actAt - leftAt(incident) <= goneWithin &&
        near(incident.placing.at),
    )
    .sort((a, b) => leftAt(b) - leftAt(a) || (a.id < b.id ? -1 : 1));
}

/** The incident on the same site that was stopped tonight; a site that is not certain began nothing again. */
export function relapseOfSite(
  { id, actAt }: Pick<RelapseQuestion, 'id' | 'actAt'>,
  match: SourceMatch,
  recent: readonly IncidentState[],
  plates: Plates,
): IncidentState | undefined {
  if (match.status !== 'certain' || match.site === null) return undefined;
  return recent
    .filter(
      (incident) =>
        incident.id !== id &&
        incident.joinedInto === null &&
        incident.site === match.site &&
        stoppedTonight(incident, actAt, plates),
    )
    .sort((a, b) => leftAt(b) - leftAt(a) || (a.id < b.id ? -1 : 1))[0];
}
