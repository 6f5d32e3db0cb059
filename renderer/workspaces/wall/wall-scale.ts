/** How much larger the wall's map is drawn than a desk's. */
import { useSyncExternalStore } from 'react';

/** Lettering of 12 px at a desk has 24 px on a wall of 1080 lines: read at six metres. */
const atWall = 2;

/** By the wall's own measure (`--u` in wall.css): a 1080th of the height, less where the width is short. Px. */
export function wallScale(width: number, height: number): number {
  return atWall * Math.min(height / 1_080, width / 1_760);
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('resize', changed);
  return () => window.removeEventListener('resize', changed);
}

export const useWallScale = (): number =>
  useSyncExternalStore(subscribe, () => wallScale(window.innerWidth, window.innerHeight));
