/** What listens to devices: arrivals, fences and calls for help, begun and ended together. */
import { startArrivalWatch } from './arrival-watch.ts';
import type { ArrivalWatchDeps } from './arrival-watch.ts';
import { startFenceWatch } from './fence-watch.ts';
import type { FenceWatchDeps } from './fence-watch.ts';
import { startSosWatch } from './sos-watch.ts';
import type { SosWatchDeps } from './sos-watch.ts';

export function startWatches(deps: ArrivalWatchDeps & FenceWatchDeps & SosWatchDeps): { stop(): Promise<void> } {
  const watches = [startArrivalWatch(deps), startFenceWatch(deps), startSosWatch(deps)];
  return {
    async stop() {
      await Promise.all(watches.map((watch) => watch.stop()));
    },
  };
}
