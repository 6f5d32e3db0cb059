/** The lock of this seat: by key, by menu, and by leaving it alone. */
import { useCallback, useEffect } from 'react';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSeat, useStatus } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';

/** Somebody who works is told of so often at most, machine ms. */
const toldEveryMs = 10_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Resolves with whether the seat is locked now; where it is not, that is said. */
export function useLock(): () => Promise<boolean> {
  const { t } = useTranslation();
  const seat = useSeat();
  const { message } = App.useApp();
  return useCallback(async () => {
    try {
      await seat.request('lock', {});
      return true;
    } catch (error) {
      if (!(error instanceof SeatLost)) throw error;
      void message.open({ type: 'error', content: t('lock.notLocked'), key: 'lock' });
      return false;
    }
  }, [seat, message, t]);
}

/** Ctrl+L locks. A wall has nobody who could unlock it. */
export function useLockKey(on: boolean): void {
  const lock = useLock();
  useEffect(() => {
    if (!on) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'l' || !event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return;
      event.preventDefault();
      if (!event.repeat) void lock();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [on, lock]);
}

/** Tells the seat that somebody is here, while it counts. */
export function useActive(): void {
  const seat = useSeat();
  const { status } = useStatus();
  const counts = status !== undefined && status.user !== null && status.lockAfterMs !== null && !status.locked;
  // A seat that locks early must hear of it in time.
  const every = Math.min(toldEveryMs, (status?.lockAfterMs ?? toldEveryMs) / 4);
  useEffect(() => {
    if (!counts) return undefined;
    let told = Number.NEGATIVE_INFINITY;
    const onSign = (): void => {
      const now = performance.now();
      if (now - told < every) return;
      told = now;
      seat.request('active', {}).catch((error: unknown) => {
        if (!(error instanceof SeatLost)) throw error;
      });
    };
    for (const sign of signs) window.addEventListener(sign, onSign, { capture: true, passive: true });
    return () => {
      for (const sign of signs) window.removeEventListener(sign, onSign, { capture: true });
    };
  }, [seat, counts, every]);
}
