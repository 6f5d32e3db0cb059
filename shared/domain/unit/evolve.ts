import type { Recorded } from '../../lib/journal.ts';
import { must, unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { entryOf } from '../kernel.ts';
import { unitEvents } from './events.ts';
import type { UnitEvent } from './events.ts';
import type { UnitState } from './state.ts';
import { thisShift } from './state.ts';

function evolve(state: UnitState | undefined, event: Recorded<UnitEvent>): UnitState {
  const { occurredAt } = event.meta;
  switch (event.type) {
    case 'UnitRecorded': {
      // A unit that nobody has reported yet cannot be sent; late entries from the time of the list on still count.
      const { asOf } = event.data.provenance;
      const { status, statusSince, jobs } = state ?? { status: 'offDuty', statusSince: asOf, jobs: [] };
      const entry = entryOf(event);
      // What was said this shift outlives a list that is read again; the next shift begins anew.
      const same = state?.shift.from === entry.shift.from ? state : undefined;
      const { reserveSaid, standsIn, jobsDone, restedAt } = same ?? thisShift;
      const reserve = reserveSaid?.reserve ?? entry.reserve;
      // Whoever goes to help goes on, whatever list is read.
      const supports = state?.supports ?? null;
      return { ...entry, reserve, status, statusSince, jobs, supports, reserveSaid, standsIn, jobsDone, restedAt };
    }
    case 'UnitStatusChanged': {
      const unit = must(state, 'unit');
      const restedAt = unit.status === 'resting' ? occurredAt : unit.restedAt;
      return { ...unit, status: event.data.status, statusSince: occurredAt, restedAt };
    }
    case 'UnitEngaged': {
      const unit = must(state, 'unit');
      const { assignment, incident, before } = event.data;
      const place = unit.jobs.findIndex((job) => job.assignment === before);
      const at = place === -1 ? unit.jobs.length : place;
      return { ...unit, jobs: unit.jobs.toSpliced(at, 0, { assignment, incident, since: occurredAt }) };
    }
    case 'UnitFreed': {
      const unit = must(state, 'unit');
      const jobs = unit.jobs.filter(({ assignment }) => assignment !== event.data.assignment);
      return { ...unit, jobs, jobsDone: unit.jobsDone + 1 };
    }
    case 'UnitJobsOrdered': {
      const unit = must(state, 'unit');
      const place = ({ assignment }: UnitState['jobs'][number]): number => event.data.order.indexOf(assignment);
      return { ...unit, jobs: unit.jobs.toSorted((a, b) => place(a) - place(b)) };
    }
    case 'UnitReserveChanged':
      return {
        ...must(state, 'unit'),
        reserve: event.data.reserve,
        reserveSaid: { ...event.data, at: occurredAt, user: event.meta.by.user },
      };
    case 'UnitSupports': {
      const { alarm } = event.data;
      return { ...must(state, 'unit'), supports: alarm === null ? null : { alarm, since: occurredAt } };
    }
    case 'UnitStandsIn': {
      const { zone } = event.data;
      return { ...must(state, 'unit'), standsIn: zone === null ? null : { zone, since: occurredAt } };
    }
    default:
      return unreachable(event);
  }
}

export const unitKind: Kind<UnitState, UnitEvent> = {
  kind: 'unit',
  fold: 3,
  events: unitEvents,
  evolve,
  scope: () => ['hall'],
  dues: () => [],
};
