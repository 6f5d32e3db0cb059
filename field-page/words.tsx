/** Language, time and age of the page. */
import { createContext, useContext, useEffect, useState } from 'react';
import { clockTime } from '../shared/lib/time.ts';
import type { FieldTexts } from './texts.ts';
import { fill, textsOf } from './texts.ts';

export const Words = createContext<FieldTexts>(textsOf('zh-CN'));
export const useWords = (): FieldTexts => useContext(Words);

/** Minutes by which the district's civil time is ahead of UTC. */
export const Offset = createContext(0);

/** Civil time of the district. */
export function useTime(): (at: number) => string {
  const offset = useContext(Offset);
  return (at) => clockTime(at, offset);
}

export function agoOf(at: number, now: number, { ago }: FieldTexts): string {
  const minutes = Math.max(0, Math.floor((now - at) / 60_000));
  if (minutes < 1) return ago.now;
  return minutes < 120 ? fill(ago.minutes, { n: minutes }) : fill(ago.hours, { n: Math.floor(minutes / 60) });
}

/** Now of this phone, twice a second. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return now;
}
