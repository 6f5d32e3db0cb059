import type { Recorded } from '../../lib/journal.ts';
import { splitStream } from '../../lib/journal.ts';
import { must, unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { remarkEvents } from './events.ts';
import type { RemarkEvent } from './events.ts';
import type { RemarkState } from './state.ts';

function evolve(state: RemarkState | undefined, event: Recorded<RemarkEvent>): RemarkState {
  const { occurredAt: at, at: enteredAt, by, stream } = event.meta;
  switch (event.type) {
    case 'RemarkNoted':
      return { ...event.data, id: splitStream(stream).id, at, enteredAt, user: by.user, corrected: null, before: [] };
    case 'RemarkCorrected': {
      const held = must(state, 'remark');
      const { text, reason, name } = event.data;
      const of = held.corrected ?? held;
      const was = { text: held.text, at: of.at, user: of.user, name: of.name, reason };
      return { ...held, text, corrected: { at, user: by.user, name, reason }, before: [...held.before, was] };
    }
    default:
      return unreachable(event);
  }
}

export const remarkKind: Kind<RemarkState, RemarkEvent> = {
  kind: 'remark',
  fold: 1,
  events: remarkEvents,
  evolve,
  scope: () => ['log'],
  dues: () => [],
};
