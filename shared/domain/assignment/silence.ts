/**
 * A unit on scene that was asked whether all is well and does not say: one alarm of the one list, which ends by itself with
 * the next word from there, or when the unit is no longer on it.
 */
import type { EventDraft } from '../../lib/journal.ts';
import { splitStream, streamId } from '../../lib/journal.ts';
import type { AlarmEvent } from '../alarm/events.ts';
import type { AlarmReads, AlarmState } from '../alarm/state.ts';
import type { IncidentReads } from '../incident/state.ts';
import type { EventReaction } from '../kernel.ts';
import type { SquadReads } from '../squad/state.ts';
import type { UnitReads } from '../unit/state.ts';
import { isRunning } from './evolve.ts';
import type { AssignmentReads, AssignmentState } from './state.ts';

export type SilenceReads = Pick<AlarmReads, 'openAlarms'> &
  Pick<IncidentReads, 'incident'> &
  Pick<UnitReads, 'unit' | 'position'> &
  Pick<SquadReads, 'squad'>;
type Raised = Extract<AlarmEvent, { type: 'AlarmRaised' }>['data'];

/** Where a device saw it last; else where it was sent, unseen. */
function lastPlace({ unit, incident }: AssignmentState, reads: SilenceReads) {
  const seen = reads.position(unit);
  if (seen !== undefined)
    return {
      place: { lon: seen.lon, lat: seen.lat },
      ...{ seenAt: Math.round(seen.at), accuracy: seen.accuracy ?? null },
    };
  const place = reads.incident(incident)?.placing.at ?? null;
  return { place: place === null ? null : { lon: place.lon, lat: place.lat }, seenAt: null, accuracy: null };
}

/** @param id Of the alarm. */
export function silenceAlarm(id: string, assignment: AssignmentState, reads: SilenceReads): readonly EventDraft[] {
  const { safeAt } = assignment;
  const unit = reads.unit(assignment.unit);
  // Several jobs at one place are one silence.
  const isKnown = reads.openAlarms().some((open) => open.kind === 'noAnswer' && open.unit?.id === assignment.unit);
  if (unit === undefined || safeAt === null || isKnown) return [];
  const zone = unit.zone ?? reads.squad(unit.squad)?.zone;
  const number = reads.incident(assignment.incident)?.number ?? '';
  const data: Raised = {
    ...{ kind: 'noAnswer', unit: { id: unit.id, name: unit.name }, fence: null },
    ...lastPlace(assignment, reads),
    since: safeAt,
    cause: { code: 'silentOnScene', params: { assignment: assignment.id, number } },
    ...{ proposal: null, judgedBy: {} },
    squads: [unit.squad],
    zones: zone === undefined ? [] : [zone],
  };
  return [{ stream: streamId('alarm', id), type: 'AlarmRaised', data: data as unknown as EventDraft['data'] }];
}

const isOver = ({ since }: AlarmState, assignment: AssignmentState | undefined): boolean =>
  assignment === undefined || !isRunning(assignment) || (assignment.safeAt ?? 0) > since;

/** With each word of a unit on scene: whether its silence is over. */
export const silenceReaction: EventReaction<Pick<AlarmReads, 'openAlarms'> & Pick<AssignmentReads, 'assignment'>> = (
  { stream },
  reads,
) => {
  const { kind, id } = splitStream(stream);
  if (kind !== 'assignment') return [];
  return reads.openAlarms().flatMap((alarm) => {
    const { cause } = alarm;
    if (cause?.code !== 'silentOnScene' || cause.params.assignment !== id) return [];
    if (!isOver(alarm, reads.assignment(id))) return [];
    const data = { alarm: alarm.id, as: 'resolved', reason: null };
    return [{ rule: `silenceOver|${alarm.id}`, type: 'ClearAlarm', data }];
  });
};
