import type { Decision, EventDraft, StreamId } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import type { CommandRule } from '../kernel.ts';
import type { SquadReads } from '../squad/state.ts';
import {
  changeOperationMembersSchema,
  endOperationSchema,
  planOperationSchema,
  startOperationSchema,
} from './commands.ts';
import type { ChangeOperationMembers, EndOperation, PlanOperation, StartOperation } from './commands.ts';
import type { OperationEvent } from './events.ts';
import type { OperationReads, OperationState } from './state.ts';

type Reads = Pick<OperationReads, 'operation'>;
type MemberReads = Reads & Pick<SquadReads, 'squad'>;
type DataOf<T extends OperationEvent['type']> = Extract<OperationEvent, { type: T }>['data'];

const ofOperation = ({ id }: { readonly id: string }): StreamId => streamId('jointOperation', id);

function draft<T extends OperationEvent['type']>(id: string, type: T, data: DataOf<T>): EventDraft {
  return { stream: ofOperation({ id }), type, data: data as Json };
}

/**
 * Rooms of squads that work together hold each other's work, callers' words on scene included: who puts squads together
 * must be responsible for each of them.
 */
const workOf = (squads: readonly string[]): readonly (readonly string[])[] =>
  squads.map((squad) => ['bureau', `squad:${squad}`]);

/** Of an operation as it stands. */
function membersOf(id: string, state: (stream: StreamId) => unknown): readonly string[] {
  const operation = state(ofOperation({ id })) as Pick<OperationState, 'squads'> | undefined;
  return operation?.squads ?? [];
}

/** Refuses `SquadUnknown`, `LeadNotMember`. */
function againstMembers(
  { squads, lead }: Pick<PlanOperation, 'squads' | 'lead'>,
  reads: Pick<SquadReads, 'squad'>,
): Decision | undefined {
  const index = squads.findIndex((squad) => reads.squad(squad) === undefined);
  if (index >= 0) return refuse('SquadUnknown', { field: `squads.${index}`, squad: squads[index] ?? '' });
  return squads.includes(lead) ? undefined : refuse('LeadNotMember', { field: 'lead', lead });
}

/** Refuses `OperationUnknown`, `OperationEnded`. */
function onOperation(id: string, reads: Reads, decide: (operation: OperationState) => Decision): Decision {
  const operation = reads.operation(id);
  if (operation === undefined) return refuse('OperationUnknown', { field: 'id', id });
  if (operation.ended !== null) return refuse('OperationEnded', { field: 'id', id, at: operation.ended.at });
  return decide(operation);
}

/** Refuses `OperationExists`, `SquadUnknown`, `LeadNotMember`. */
export const planOperation: CommandRule<PlanOperation, MemberReads> = {
  type: 'PlanOperation',
  schema: planOperationSchema,
  reaches: ({ squads }) => workOf(squads),
  nature: 'order',
  conflictsWith: [],
  decide: ({ id, ...data }, reads) => {
    if (reads.operation(id) !== undefined) return refuse('OperationExists', { field: 'id', id });
    return againstMembers(data, reads) ?? { events: [draft(id, 'OperationPlanned', data)] };
  },
};

/** From now on its members hold each other's work. Refuses `OperationUnknown`, `OperationEnded`; once is enough. */
export const startOperation: CommandRule<StartOperation, Reads> = {
  type: 'StartOperation',
  schema: startOperationSchema,
  subject: ofOperation,
  reaches: ({ id }, state) => workOf(membersOf(id, state)),
  nature: 'order',
  conflictsWith: ['OperationMembersChanged', 'OperationEnded'],
  decide: ({ id }, reads) =>
    onOperation(id, reads, ({ stage }) => ({
      events: stage === 'running' ? [] : [draft(id, 'OperationStarted', {})],
    })),
};

/** While planned or running. Refuses `OperationUnknown`, `OperationEnded`, `SquadUnknown`, `LeadNotMember`. */
export const changeOperationMembers: CommandRule<ChangeOperationMembers, MemberReads> = {
  type: 'ChangeOperationMembers',
  schema: changeOperationMembersSchema,
  subject: ofOperation,
  reaches: ({ id, squads }, state) => workOf([...membersOf(id, state), ...squads]),
  nature: 'order',
  conflictsWith: ['OperationMembersChanged', 'OperationEnded'],
  decide: ({ id, squads, lead }, reads) =>
    onOperation(id, reads, (operation) => {
      const refusal = againstMembers({ squads, lead }, reads);
      if (refusal !== undefined) return refusal;
      const before = new Set(operation.squads);
      const isSame = lead === operation.lead && before.size === squads.length && squads.every((one) => before.has(one));
      return { events: isSame ? [] : [draft(id, 'OperationMembersChanged', { squads, lead })] };
    }),
};

/** Of one that runs, or was only planned. Refuses `OperationUnknown`, `OperationEnded`. */
export const endOperation: CommandRule<EndOperation, Reads> = {
  type: 'EndOperation',
  schema: endOperationSchema,
  subject: ofOperation,
  nature: 'order',
  conflictsWith: ['OperationEnded'],
  decide: ({ id, reason }, reads) =>
    onOperation(id, reads, () => ({ events: [draft(id, 'OperationEnded', { reason })] })),
};
