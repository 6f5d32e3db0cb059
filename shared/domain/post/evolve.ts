import { unreachable } from '../../lib/must.ts';
import type { Recorded } from '../../lib/journal.ts';
import type { Kind } from '../kernel.ts';
import { entryOf, withdrawnEntry } from '../kernel.ts';
import { postEvents } from './events.ts';
import type { PostEvent } from './events.ts';
import type { PostState } from './state.ts';

function evolve(state: PostState | undefined, event: Recorded<PostEvent>): PostState {
  switch (event.type) {
    case 'PostRecorded':
      return entryOf(event);
    case 'PostWithdrawn':
      return withdrawnEntry(state, event);
    default:
      return unreachable(event);
  }
}

export const postKind: Kind<PostState, PostEvent> = {
  kind: 'post',
  fold: 1,
  events: postEvents,
  evolve,
  scope: () => ['hall'],
  dues: () => [],
};
