/** One video point's picture: live where it may play, else its still, and always how old what is seen is. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { connectionsFor } from './connections.ts';
import { browserDecoders } from './decoders.ts';
import { engineFor } from './engines.ts';
import { LivePicture } from './live-picture.ts';
import { picturePolicy } from './policy.ts';
import type { PictureState, StreamQuality, VideoDoor } from './types.ts';
import './video.css';
import { pictureWords } from './words.ts';

interface Props {
  readonly door: VideoDoor;
  readonly videoPoint: string;
  readonly name: string;
  readonly quality: StreamQuality;
  /** Time of day of an instant of this machine's clock, for what stands still. */
  readonly timeOf: (ms: number) => string;
  /** Told with each change, for the budget of decoders and for buttons outside the picture. */
  readonly onState?: (state: PictureState) => void;
  /** Handed over once it lives, null when it is gone: the counts of frames are read from it. */
  readonly onPicture?: (picture: LivePicture | null) => void;
}

const every = (ms: number, call: () => void): (() => void) => {
  const timer = window.setInterval(call, ms);
  return () => window.clearInterval(timer);
};

const clock = (): number => performance.timeOrigin + performance.now();
const decoders = browserDecoders();
const connections = connectionsFor(window.location.protocol);

/** Draws what the element shows now; false where it shows nothing. */
function keepFrame(element: HTMLVideoElement, canvas: HTMLCanvasElement): boolean {
  const { videoWidth, videoHeight } = element;
  if (videoWidth === 0 || videoHeight === 0) return false;
  [canvas.width, canvas.height] = [videoWidth, videoHeight];
  canvas.getContext('2d')?.drawImage(element, 0, 0);
  return true;
}

export function LiveVideo({ door, videoPoint, name, quality, timeOf, onState, onPicture }: Props) {
  const { t } = useTranslation();
  const element = useRef<HTMLVideoElement>(null);
  const frozen = useRef<HTMLCanvasElement>(null);
  const picture = useRef<LivePicture | null>(null);
  const [state, setState] = useState<PictureState>({ is: 'idle' });
  const [kept, setKept] = useState(false);
  const [now, setNow] = useState(clock);

  // Who listens may be another with each drawing of the page: that begins no picture anew.
  const told = useRef({ onState, onPicture });
  useEffect(() => {
    told.current = { onState, onPicture };
  }, [onState, onPicture]);

  useEffect(() => {
    const video = element.current;
    const canvas = frozen.current;
    if (video === null || canvas === null) return;
    const live = new LivePicture({
      ...{ door, videoPoint, quality, element: video, decoders, engineFor, policy: picturePolicy, now: clock, every },
      hidden: () => document.hidden,
      connections,
      // The last frame stays to be seen, greyed and with its time, while another way is looked for.
      ending: () => setKept(keepFrame(video, canvas)),
      changed: (next) => {
        if (next.is === 'stalled') setKept(keepFrame(video, canvas));
        if (next.is === 'playing') setKept(false);
        setState(next);
        setNow(clock());
        told.current.onState?.(next);
      },
    });
    picture.current = live;
    told.current.onPicture?.(live);
    const listening = told;
    return () => {
      picture.current = null;
      listening.current.onPicture?.(null);
      live.stop();
      setKept(false);
    };
  }, [door, videoPoint, quality]);

  const isWaiting = state.is !== 'idle' && state.is !== 'playing' && state.is !== 'undecodable';
  useEffect(() => (isWaiting ? every(1_000, () => setNow(clock())) : undefined), [isWaiting]);

  const retry = useCallback(() => picture.current?.retry(), []);
  const words = pictureWords(state, now, t);
  const frameAt = 'frameAt' in state ? state.frameAt : null;
  return (
    <div className="live-video" data-state={state.is} data-kept={kept}>
      <video ref={element} muted playsInline disablePictureInPicture aria-label={t('video.liveOf', { name })} />
      <canvas ref={frozen} hidden={!kept} aria-hidden="true" />
      {state.is === 'playing' && state.simulated && <span className="live-video__mark">{t('video.simulated')}</span>}
      {words !== null && (
        <div className="live-video__words" data-tone={words.tone}>
          <span role="status">
            {kept && frameAt !== null && <span>{t('video.frozen', { time: timeOf(frameAt) })}</span>}
            <span>{words.line}</span>
          </span>
          {/* Read out with each second it would drown all else. */}
          {words.counts !== null && <span aria-hidden="true">{words.counts}</span>}
          {words.mayRetry && (
            <button type="button" onClick={retry}>
              {t('video.retry')}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
