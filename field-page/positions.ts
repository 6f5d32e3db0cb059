/** Where this phone is, while its unit is on duty and the page is in sight; a page has no more than that. */
import { useEffect, useState } from 'react';
import type { FieldFix } from '../shared/wire/field-api.ts';

export type Finding = 'off' | 'asking' | 'found' | 'denied' | 'unavailable';

export const fixOf = ({ coords, timestamp }: GeolocationPosition, offset: number): FieldFix => ({
  at: Math.round(timestamp + offset),
  lngLat: [coords.longitude, coords.latitude],
  accuracyM: Number.isFinite(coords.accuracy) ? coords.accuracy : null,
  // Metres a second.
  speedKmh: coords.speed === null || !Number.isFinite(coords.speed) ? null : Math.max(0, coords.speed * 3.6),
  headingDeg: coords.heading === null || !Number.isFinite(coords.heading) ? null : coords.heading,
});

/** No more often than this, ms. */
const everyMs = 10_000;

export function usePositions(
  tracked: boolean,
  offset: () => number,
  onFix: (fix: FieldFix) => void,
): { readonly finding: Finding; readonly last: FieldFix | null } {
  const [finding, setFinding] = useState<Finding>('off');
  const [last, setLast] = useState<FieldFix | null>(null);
  useEffect(() => {
    if (!tracked) return setFinding('off');
    if (!('geolocation' in navigator) || !window.isSecureContext) return setFinding('unavailable');
    setFinding('asking');
    let before = 0;
    let newest: FieldFix | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // The newest of each stretch goes, also where none follows it: a phone that stands still says so once.
    const tell = (): void => {
      timer = undefined;
      before = Date.now();
      if (newest !== undefined) onFix(newest);
      newest = undefined;
    };
    const watch = navigator.geolocation.watchPosition(
      (position) => {
        setFinding('found');
        const fix = fixOf(position, offset());
        setLast(fix);
        newest = fix;
        timer ??= setTimeout(tell, Math.max(0, before + everyMs - Date.now()));
      },
      ({ code }) => setFinding(code === 1 ? 'denied' : 'unavailable'),
      { enableHighAccuracy: true, maximumAge: 5_000 },
    );
    return () => {
      clearTimeout(timer);
      navigator.geolocation.clearWatch(watch);
    };
  }, [tracked, offset, onFix]);
  return { finding, last };
}

/** Keeps the screen on while on duty, where the browser can: with it off no position is sent. */
export function useWakeLock(on: boolean): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!on || !('wakeLock' in navigator)) return undefined;
    let lock: WakeLockSentinel | undefined;
    let alive = true;
    const take = (): void => {
      if (document.visibilityState !== 'visible') return;
      navigator.wakeLock.request('screen').then(
        (taken) => {
          if (!alive) return void taken.release();
          lock = taken;
          setHeld(true);
          taken.addEventListener('release', () => setHeld(false));
        },
        () => setHeld(false),
      );
    };
    take();
    document.addEventListener('visibilitychange', take);
    return () => {
      alive = false;
      document.removeEventListener('visibilitychange', take);
      void lock?.release();
      setHeld(false);
    };
  }, [on]);
  return held;
}
