import { unreachable } from '../../lib/must.ts';
import type { Recorded } from '../../lib/journal.ts';
import type { Kind } from '../kernel.ts';
import { entryOf, withdrawnEntry } from '../kernel.ts';
import { videoPointEvents } from './events.ts';
import type { VideoPointEvent } from './events.ts';
import type { VideoPointState } from './state.ts';

function evolve(state: VideoPointState | undefined, event: Recorded<VideoPointEvent>): VideoPointState {
  switch (event.type) {
    case 'VideoPointRecorded':
      return entryOf(event);
    case 'VideoPointWithdrawn':
      return withdrawnEntry(state, event);
    default:
      return unreachable(event);
  }
}

export const videoPointKind: Kind<VideoPointState, VideoPointEvent> = {
  kind: 'videoPoint',
  fold: 1,
  events: videoPointEvents,
  evolve,
  scope: () => ['hall'],
  dues: () => [],
};
