import type { Recorded } from '../../lib/journal.ts';
import type { Kind } from '../kernel.ts';
import { dutyModeEvents } from './events.ts';
import type { DutyModeEvent } from './events.ts';
import type { DutyModeState } from './state.ts';

function evolve(state: DutyModeState | undefined, event: Recorded<DutyModeEvent>): DutyModeState {
  const { mode, cause, reason, reportNight } = event.data;
  const since = event.meta.occurredAt;
  const lastNight = state?.mode === 'night' ? { from: state.since, to: since } : state?.lastNight;
  return {
    mode,
    since,
    by: event.meta.by.user,
    cause,
    reason,
    ...(reportNight === undefined ? {} : { reportNight }),
    ...(lastNight === undefined ? {} : { lastNight }),
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
