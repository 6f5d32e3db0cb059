/** A basemap that cannot be read is asked for again by itself: the hub may have mended it, and nobody sits at a wall. */
import { useEffect, useRef } from 'react';
import type { BasemapNews } from './ground.ts';

/** Ms before it is asked for again, the first time, the second and so on; the last one for good. */
const waits = [30_000, 60_000, 120_000, 300_000] as const;
const longest = 300_000;
/** Once it was read so long without a fault, ms, the next one is a first one. */
const calmMs = 600_000;

/** @param again Keeps what it is, or the wait begins anew. */
export function useBasemapAgain(news: BasemapNews, again: () => void): void {
  const tries = useRef(0);
  useEffect(() => {
    const isCalm = news.state === 'ready';
    if (!isCalm && news.state !== 'failed' && news.state !== 'broken') return undefined;
    const timer = window.setTimeout(
      () => {
        tries.current = isCalm ? 0 : tries.current + 1;
        if (!isCalm) again();
      },
      isCalm ? calmMs : (waits[tries.current] ?? longest),
    );
    return () => window.clearTimeout(timer);
  }, [news, again]);
}
