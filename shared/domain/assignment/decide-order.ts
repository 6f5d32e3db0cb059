/** The order in which a unit goes to its jobs (跑单顺序), as the desk wants it; what it has begun stays in front. */
import type { Decision, EventDraft } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import { minute } from '../../lib/time.ts';
import type { DistrictReads } from '../district/state.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import type { RunReads } from '../rules/run-order.ts';
import { workOfUnit } from '../unit/state.ts';
import type { UnitReads, UnitState } from '../unit/state.ts';
import { orderJobsSchema } from './commands.ts';
import type { OrderJobs } from './commands.ts';
import { onAssignment } from './decide-common.ts';
import type { AssignmentReads, AssignmentState } from './state.ts';
import { expectations } from './decide-turns.ts';

type Reads = AssignmentReads & UnitReads & RunReads & DistrictReads;

const hasBegun = ({ arrived, setOut }: AssignmentState): boolean => arrived !== null || setOut !== null;

/** Who was to be next is so no more, and another is: its time to come there runs from now. */
function turnsBy(jobs: readonly AssignmentState[], at: number): readonly EventDraft[] {
  const [first] = jobs;
  if (first === undefined || jobs.some(hasBegun) || first.arriveBy !== null) return [];
  const putOff = jobs.filter(({ arriveBy }) => arriveBy !== null);
  return [
    ...putOff.map(({ id }) => onAssignment(id, 'TurnPutOff', {})),
    onAssignment(first.id, 'TurnCame', { arriveBy: at + first.arriveMinutes * minute }),
  ];
}

const ordered = (unit: UnitState, order: readonly string[]): UnitState => ({
  ...unit,
  jobs: unit.jobs.toSorted((a, b) => order.indexOf(a.assignment) - order.indexOf(b.assignment)),
});

function decideOrder({ id, order }: OrderJobs, reads: Reads, { now, occurredAt }: DecideContext): Decision {
  const unit = reads.unit(id);
  if (unit === undefined) return refuse('UnitUnknown', { field: 'id', id });
  const held = unit.jobs.map(({ assignment }) => assignment);
  const isWhole = new Set(order).size === order.length && order.length === held.length;
  if (!isWhole || order.some((one) => !held.includes(one)))
    return refuse('JobsChanged', { field: 'order', unit: id, unitName: unit.name, jobs: held.length });
  if (order.every((one, i) => one === held[i])) return { events: [] };
  const jobs = order.flatMap((one) => reads.assignment(one) ?? []);
  const begun = jobs.findLastIndex(hasBegun);
  const passed = jobs.slice(0, Math.max(0, begun)).find((job) => !hasBegun(job));
  const inFront = jobs[begun];
  if (passed !== undefined && inFront !== undefined)
    return refuse('JobBegun', { field: 'order', unitName: unit.name, number: inFront.incidentNumber });
  return {
    events: [
      { stream: streamId('unit', id), type: 'UnitJobsOrdered', data: { order: [...order] } },
      ...turnsBy(jobs, occurredAt),
      ...expectations(ordered(unit, order), reads, now),
    ],
  };
}

/**
 * Refuses `UnitUnknown`, `JobsChanged` where those are not its jobs now, `JobBegun` where one would pass what the unit
 * is at or on its way to. Two at once: the later one is refused, naming who changed it.
 */
export const orderJobs: CommandRule<OrderJobs, Reads> = {
  type: 'OrderJobs',
  schema: orderJobsSchema,
  subject: ({ id }) => streamId('unit', id),
  alsoAbout: ({ order }) => order.map((one) => streamId('assignment', one)),
  nature: 'order',
  conflictsWith: ['UnitJobsOrdered', 'UnitEngaged', 'UnitFreed'],
  reaches: ({ id }, state) => [workOfUnit(state(streamId('unit', id)) as UnitState | undefined)],
  decide: decideOrder,
};
