import type { Recorded } from '../../lib/journal.ts';
import { must, unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { entryOf } from '../kernel.ts';
import { unitEvents } from './events.ts';
import type { UnitEvent } from './events.ts';
import type { UnitState } from './state.ts';

function evolve(state: UnitState | undefined, event: Recorded<UnitEvent>): UnitState {
  const { occurredAt } = event.meta;
  switch (event.type) {
    case 'UnitRecorded': {
      // A unit that nobody has reported yet cannot be sent; late entries from the time of the list on still count.
      const { asOf } = event.data.provenance;
      const { status, statusSince, jobs } = state ?? { status: 'offDuty', statusSince: asOf, jobs: [] };
      return { ...entryOf(event), status, statusSince, jobs };
    }
    case 'UnitStatusChanged':
      return { ...must(state, 'unit'), status: event.data.status, statusSince: occurredAt };
    case 'UnitEngaged': {
      const unit = must(state, 'unit');
      return { ...unit, jobs: [...unit.jobs, { ...event.data, since: occurredAt }] };
    }
    case 'UnitFreed': {
      const unit = must(state, 'unit');
      return { ...unit, jobs: unit.jobs.filter(({ assignment }) => assignment !== event.data.assignment) };
    }
    default:
      return unreachable(event);
  }
}

export const unitKind: Kind<UnitState, UnitEvent> = {
  kind: 'unit',
  fold: 1,
  events: unitEvents,
  evolve,
  scope: () => ['hall'],
  dues: () => [],
};
