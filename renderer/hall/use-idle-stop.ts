/** Live pictures become stills where nobody has touched the page for long: the platform has few streams. */
import { useEffect, useState } from 'react';
import { minute } from '../../shared/lib/time.ts';

export const idleStopMs = 30 * minute;

const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/**
 * Calls `stop` once nobody has touched the page for `idleStopMs` while something is live. True from then until somebody
 * touches it.
 */
export function useIdleStop(anyLive: boolean, stop: () => void): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    if (!anyLive && !idle) return undefined;
    let timer = 0;
    const again = (): void => {
      window.clearTimeout(timer);
      setIdle(false);
      timer = window.setTimeout(() => {
        setIdle(true);
        stop();
      }, idleStopMs);
    };
    if (!idle) again();
    for (const touch of touches) window.addEventListener(touch, again, { passive: true });
    return () => {
      window.clearTimeout(timer);
      for (const touch of touches) window.removeEventListener(touch, again);
    };
  }, [anyLive, idle, stop]);
  return idle;
}
