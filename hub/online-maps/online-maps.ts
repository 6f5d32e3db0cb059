/** The basemaps of servers outside, as configured: how they stand, and their tiles for whoever may have the map. */
import type { MapTileAnswer, MapTileRequest, OnlineMaps as Views } from '../../shared/wire/online-maps.ts';
import { sendHttp } from '../video/http.ts';
import type { SendHttp } from '../video/http.ts';
import type { ReadySource } from './config.ts';
import type { SourceDeps, SourcePolicy } from './source.ts';
import { sourcePolicy, TileSource } from './source.ts';
import { TileCache } from './tile-cache.ts';

export interface OnlineMaps {
  views(): Views;
  /** Told when one of them stands otherwise. Returns how to stop. */
  onChanged(listener: () => void): () => void;
  tile(request: MapTileRequest): Promise<MapTileAnswer>;
  stop(): void;
}

export interface OnlineMapsConfig {
  readonly sources: readonly ReadySource[];
  readonly policy?: Partial<SourcePolicy>;
}

type Deps = Omit<SourceDeps, 'send' | 'cache' | 'policy' | 'changed'> & { readonly send?: SendHttp };

/** Of all sources together. */
const cacheBytes = 128 * 1024 * 1024;

export function createOnlineMaps({ sources, policy }: OnlineMapsConfig, deps: Deps): OnlineMaps {
  const listeners = new Set<() => void>();
  const cache = new TileCache(cacheBytes, deps.monotonic);
  const common: SourceDeps = {
    send: sendHttp,
    ...deps,
    cache,
    policy: { ...sourcePolicy, ...policy },
    changed: () => {
      for (const listener of [...listeners]) listener();
    },
  };
  const all = sources.map((ready) => new TileSource(ready, common));
  return {
    views: () => all.map((source) => source.view()),
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async tile({ source, ...place }) {
      const found = all.find(({ id }) => id === source);
      return found === undefined ? { status: 'refused', code: 'Unknown' } : found.tile(place);
    },
    stop() {
      for (const source of all) source.stop();
    },
  };
}
