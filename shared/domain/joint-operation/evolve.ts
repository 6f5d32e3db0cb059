import type { Recorded } from '../../lib/journal.ts';
import { splitStream } from '../../lib/journal.ts';
import { must, unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { operationEvents } from './events.ts';
import type { OperationEvent } from './events.ts';
import type { OperationState } from './state.ts';

function evolve(state: OperationState | undefined, event: Recorded<OperationEvent>): OperationState {
  const done = { at: event.meta.occurredAt, user: event.meta.by.user };
  switch (event.type) {
    case 'OperationPlanned': {
      const { id } = splitStream(event.meta.stream);
      return { id, ...event.data, stage: 'planned', planned: done, started: null, ended: null };
    }
    case 'OperationStarted':
      return { ...must(state, 'operation'), stage: 'running', started: done };
    case 'OperationMembersChanged':
      return { ...must(state, 'operation'), ...event.data };
    case 'OperationEnded':
      return { ...must(state, 'operation'), stage: 'ended', ended: { ...done, ...event.data } };
    default:
      return unreachable(event);
  }
}

export const operationKind: Kind<OperationState, OperationEvent> = {
  kind: 'jointOperation',
  fold: 1,
  events: operationEvents,
  evolve,
  scope: ({ squads }, id) => ['bureau', `operation:${id}`, ...squads.map((squad) => `squad:${squad}`)],
  dues: () => [],
};
