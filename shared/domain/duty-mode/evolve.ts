import type { Recorded } from '../../lib/journal.ts';
import type { Kind } from '../kernel.ts';
import { dutyModeEvents } from './events.ts';
import type { DutyModeEvent } from './events.ts';
import type { DutyModeState } from './state.ts';

function evolve(_state: DutyModeState | undefined, event: Recorded<DutyModeEvent>): DutyModeState {
  const { mode, cause, reason, reportNight } = event.data;
  return {
    mode,
    since: event.meta.occurredAt,
    by: event.meta.by.user,
    cause,
    reason,
    ...(reportNight === undefined ? {} : { reportNight }),
  };
}

export const dutyModeKind: Kind<DutyModeState, DutyModeEvent> = {
  kind: 'dutyMode',
  fold: 2,
  events: dutyModeEvents,
  evolve,
  scope: () => ['frame'],
  dues: () => [],
};
