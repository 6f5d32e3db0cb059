import type { Recorded } from '../../lib/journal.ts';
import { unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { entryOf, withdrawnEntry } from '../kernel.ts';
import { nightPermitEvents, quietPeriodEvents, repairNoticeEvents } from './events.ts';
import type { NightPermitEvent, QuietPeriodEvent, RepairNoticeEvent } from './events.ts';
import type { NightPermitState, QuietPeriodState, RepairNoticeState } from './state.ts';

function evolveNightPermit(state: NightPermitState | undefined, event: Recorded<NightPermitEvent>): NightPermitState {
  switch (event.type) {
    case 'NightPermitRecorded':
      return entryOf(event);
    case 'NightPermitWithdrawn':
      return withdrawnEntry(state, event);
    default:
      return unreachable(event);
  }
}

export const nightPermitKind: Kind<NightPermitState, NightPermitEvent> = {
  kind: 'nightPermit',
  fold: 1,
  events: nightPermitEvents,
  evolve: evolveNightPermit,
  scope: () => ['hall'],
  dues: () => [],
};

function evolveRepairNotice(
  state: RepairNoticeState | undefined,
  event: Recorded<RepairNoticeEvent>,
): RepairNoticeState {
  switch (event.type) {
    case 'RepairNoticeRecorded':
      return entryOf(event);
    case 'RepairNoticeWithdrawn':
      return withdrawnEntry(state, event);
    default:
      return unreachable(event);
  }
}

export const repairNoticeKind: Kind<RepairNoticeState, RepairNoticeEvent> = {
  kind: 'repairNotice',
  fold: 1,
  events: repairNoticeEvents,
  evolve: evolveRepairNotice,
  scope: () => ['hall'],
  dues: () => [],
};

function evolveQuietPeriod(state: QuietPeriodState | undefined, event: Recorded<QuietPeriodEvent>): QuietPeriodState {
  switch (event.type) {
    case 'QuietPeriodRecorded':
      return entryOf(event);
    case 'QuietPeriodWithdrawn':
      return withdrawnEntry(state, event);
    default:
      return unreachable(event);
  }
}

export const quietPeriodKind: Kind<QuietPeriodState, QuietPeriodEvent> = {
  kind: 'quietPeriod',
  fold: 2,
  events: quietPeriodEvents,
  evolve: evolveQuietPeriod,
  scope: () => ['hall'],
  dues: () => [],
};
