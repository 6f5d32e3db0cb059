/** A video point as a tile: its still with its age, live where somebody wants it and this machine can. */
import { useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../../shared/lib/time.ts';
import type { PictureState, Still, StreamQuality, VideoDoor } from '../video/index.ts';
import { LiveVideo, useMayPlay } from '../video/index.ts';
import { useHubNow, useHubTime } from '../seat-client/hooks.ts';
import './camera-tile.css';
import { useOffset } from './offset.ts';
import { useVideoDoor } from './video-door.ts';
import { agoText } from './words.ts';

/** A still is fetched anew after so long, while it is on screen. */
const stillEveryMs = 60_000;
/** What the next minute changes nothing of. */
const lasting: ReadonlySet<string> = new Set(['VideoUnknown', 'NoStill', 'NotAllowed']);

interface Props {
  readonly id: string;
  readonly name: string;
  readonly live: boolean;
  /** Which of several goes first where not all may play. */
  readonly weight?: number;
  readonly quality?: StreamQuality;
  /** Beside the name: how far it is. */
  readonly note?: ReactNode;
  /** On the picture, while it plays. */
  readonly over?: ReactNode;
  /** Buttons at the right of the name. */
  readonly children?: ReactNode;
  readonly onState?: (state: PictureState) => void;
}

/** Undefined until the first answer; an older still stays where a newer one is refused. */
function useStill(door: VideoDoor, id: string, wanted: boolean): Still | undefined {
  const [held, setHeld] = useState<{ readonly id: string; readonly still: Still }>();
  useEffect(() => {
    if (!wanted) return undefined;
    let alive = true;
    const fetchStill = (): void => {
      void door.still(id).then((still) => {
        if (!alive) return;
        if (still.status === 'refused' && lasting.has(still.code)) window.clearInterval(timer);
        setHeld((before) =>
          still.status === 'refused' && before?.id === id && before.still.status === 'still' ? before : { id, still },
        );
      });
    };
    const timer = window.setInterval(fetchStill, stillEveryMs);
    fetchStill();
    return () => {
      alive = false;
      window.clearInterval(timer);
    };
  }, [door, id, wanted]);
  return held?.id === id ? held.still : undefined;
}

function StillPicture({ still, name }: { readonly still: Still | undefined; readonly name: string }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const [broken, setBroken] = useState<string>();
  if (still === undefined) return <p className="camera-tile__none">{t('video.starting')}</p>;
  if (still.status === 'refused') return <p className="camera-tile__none">{t(`video.refused.${still.code}`)}</p>;
  if (broken === still.path) return <p className="camera-tile__none">{t('video.stillNone')}</p>;
  return (
    <>
      <img src={still.path} alt={t('video.stillOf', { name })} onError={() => setBroken(still.path)} />
      <span className="camera-tile__age">{t('video.stillAgo', { ago: agoText(now - still.at, t) })}</span>
      {still.simulated && <span className="camera-tile__mark">{t('video.simulated')}</span>}
    </>
  );
}

/** Its name where the tile has room for it, else its sign alone. */
export function TileButton({
  name,
  sign,
  onPress,
}: {
  readonly name: string;
  readonly sign: string;
  readonly onPress: () => void;
}) {
  return (
    <button type="button" className="link camera-tile__button" aria-label={name} title={name} onClick={onPress}>
      <span className="camera-tile__word" aria-hidden="true">
        {name}
      </span>
      <span className="camera-tile__sign" aria-hidden="true">
        {sign}
      </span>
    </button>
  );
}

export function CameraTile({ id, name, live, weight = 0, quality = 'sub', note, over, children, onState }: Props) {
  const { t } = useTranslation();
  const door = useVideoDoor();
  const offset = useOffset();
  const { may, onPicture } = useMayPlay(live, weight);
  const still = useStill(door, id, !may);
  const hubNow = useHubNow();
  // The picture counts by this machine's clock, people by the hub's.
  const timeOf = useCallback(
    (ms: number) => clockTime(hubNow() - (performance.timeOrigin + performance.now() - ms), offset, true),
    [hubNow, offset],
  );
  return (
    <article className="camera-tile" data-live={may} aria-label={t('video.pictureOf', { name })}>
      <header className="camera-tile__head">
        <b title={name}>{name}</b>
        {note !== undefined && <span className="camera-tile__note">{note}</span>}
        <span className="camera-tile__buttons">{children}</span>
      </header>
      <div className="camera-tile__picture">
        {may ? (
          <LiveVideo
            {...{ door, name, quality, timeOf, onPicture }}
            videoPoint={id}
            {...(onState === undefined ? {} : { onState })}
          />
        ) : (
          <StillPicture still={still} name={name} />
        )}
        {may && over !== undefined && <div className="camera-tile__over">{over}</div>}
        {live && !may && <span className="camera-tile__waits">{t('video.waitsForDecoder')}</span>}
      </div>
    </article>
  );
}
