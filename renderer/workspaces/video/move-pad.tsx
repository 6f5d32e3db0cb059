/** Turns a camera for as long as a key is held, and says so where it does not turn. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useVideoDoor } from '../../hall/video-door.ts';
import type { Movement, OpenRefusal } from '../../video/index.ts';

const speed = 0.5;
const still: Movement = { pan: 0, tilt: 0, zoom: 0 };
/** The hub ends a movement after ten seconds that nobody asked for again: a page may be gone. */
const againMs = 3_000;
/** So long it stays to be read that a camera did not turn. */
const saidMs = 6_000;
const ways = [
  ['up', '↑', { ...still, tilt: speed }],
  ['left', '←', { ...still, pan: -speed }],
  ['right', '→', { ...still, pan: speed }],
  ['down', '↓', { ...still, tilt: -speed }],
  ['nearer', '+', { ...still, zoom: speed }],
  ['farther', '−', { ...still, zoom: -speed }],
] as const;

export function MovePad({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const door = useVideoDoor();
  /** Runs while a key is held. */
  const turning = useRef<number | undefined>(undefined);
  const [refused, setRefused] = useState<OpenRefusal>();
  const stop = useCallback((): void => {
    if (turning.current === undefined) return;
    window.clearInterval(turning.current);
    turning.current = undefined;
    void door.move(id, still);
  }, [door, id]);
  const go = (movement: Movement): void => {
    if (turning.current !== undefined) window.clearInterval(turning.current);
    setRefused(undefined);
    const ask = (): void => {
      void door.move(id, movement).then((code) => {
        if (code === undefined) return;
        setRefused(code);
        window.clearInterval(turning.current);
        turning.current = undefined;
      });
    };
    turning.current = window.setInterval(ask, againMs);
    ask();
  };
  // Taken away while a key is held, it must not go on turning.
  useEffect(() => stop, [stop]);
  useEffect(() => {
    if (refused === undefined) return undefined;
    const timer = window.setTimeout(() => setRefused(undefined), saidMs);
    return () => window.clearTimeout(timer);
  }, [refused]);
  return (
    <div className="move-pad" role="group" aria-label={t('video.move.title')}>
      <span className="move-pad__said" role="status">
        {refused === 'Busy'
          ? t('video.moveBusy')
          : refused !== undefined && t('video.moveRefused', { why: t(`video.refused.${refused}`) })}
      </span>
      {ways.map(([way, sign, movement]) => (
        <button
          key={way}
          type="button"
          data-way={way}
          aria-label={t(`video.move.${way}`)}
          title={t(`video.move.${way}`)}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            go(movement);
          }}
          onPointerUp={stop}
          onPointerCancel={stop}
          onKeyDown={(event) => {
            if ((event.key === 'Enter' || event.key === ' ') && !event.repeat) go(movement);
            if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
          }}
          onKeyUp={stop}
          onBlur={stop}
        >
          <span aria-hidden="true">{sign}</span>
        </button>
      ))}
    </div>
  );
}
