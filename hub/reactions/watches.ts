/** What listens to positions: arrivals and fences, begun and ended together. */
import { startArrivalWatch } from './arrival-watch.ts';
import type { ArrivalWatchDeps } from './arrival-watch.ts';
import { startFenceWatch } from './fence-watch.ts';
import type { FenceWatchDeps } from './fence-watch.ts';

export function startWatches(deps: ArrivalWatchDeps & FenceWatchDeps): { stop(): Promise<void> } {
  const watches = [startArrivalWatch(deps), startFenceWatch(deps)];
  return {
    async stop() {
      await Promise.all(watches.map((watch) => watch.stop()));
    },
  };
}
