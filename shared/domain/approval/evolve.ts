import type { Recorded } from '../../lib/journal.ts';
import { splitStream } from '../../lib/journal.ts';
import { must, unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { approvalEvents } from './events.ts';
import type { ApprovalEvent } from './events.ts';
import type { ApprovalState } from './state.ts';
import { approvalHolds } from './state.ts';

function evolve(state: ApprovalState | undefined, event: Recorded<ApprovalEvent>): ApprovalState {
  const done = { at: event.meta.occurredAt, user: event.meta.by.user };
  switch (event.type) {
    case 'ApprovalAsked': {
      const { id } = splitStream(event.meta.stream);
      return { id, ...event.data, stage: 'asked', asked: done, given: null, refused: null, used: null };
    }
    case 'ApprovalGiven':
      return {
        ...must(state, 'approval'),
        stage: 'given',
        given: { ...done, ...event.data, until: done.at + approvalHolds },
      };
    case 'ApprovalRefused':
      return { ...must(state, 'approval'), stage: 'refused', refused: { ...done, ...event.data } };
    case 'ApprovalUsed':
      return { ...must(state, 'approval'), stage: 'used', used: done };
    default:
      return unreachable(event);
  }
}

export const approvalKind: Kind<ApprovalState, ApprovalEvent> = {
  kind: 'approval',
  fold: 1,
  events: approvalEvents,
  evolve,
  scope: () => ['approvals'],
  dues: () => [],
};
