/** 视频: a wall of one to sixteen pictures; stills by themselves, live on demand, no more than this machine carries. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { distance } from '../../../shared/geo/point.ts';
import type { Point } from '../../../shared/geo/point.ts';
import { minute } from '../../../shared/lib/time.ts';
import { CameraTile, TileButton } from '../../hall/camera-tile.tsx';
import { useHall } from '../../hall/hall.tsx';
import { shownPlace } from '../../hall/shown-place.ts';
import { useSelection } from '../../hall/selection.tsx';
import { idleStopMs, useIdleStop } from '../../hall/use-idle-stop.ts';
import { useMay } from '../../hall/use-may.ts';
import { nearest, useVideoPoints } from '../../hall/video-points.ts';
import { useStatus } from '../../seat-client/hooks.ts';
import type { PictureState } from '../../video/index.ts';
import { useBudget } from '../../video/index.ts';
import { MovePad } from './move-pad.tsx';
import { Points } from './points.tsx';
import './video.css';
import type { WallState } from './wall-state.ts';
import {
  emptyWall,
  enlargedTo,
  filledWith,
  neighbour,
  paneCounts,
  placed,
  remembered,
  removed,
  standing,
  withLive,
  withPanes,
} from './wall-state.ts';

/** What stands on the wall says nothing of a person: the browser's own store of this machine keeps it. */
const keyOf = (user: string): string => `lianqin.video-wall.${user}`;
const nearestShown = 4;

/** Where the selected incident's trouble is, or the selected place itself. */
function useSelectedAt(): Point | null {
  const { selected } = useSelection();
  const { incidents, sites, videoPoints } = useHall();
  if (selected === null) return null;
  if (selected.kind === 'site') return sites.get(selected.id)?.state.at ?? null;
  if (selected.kind === 'videoPoint') return videoPoints.get(selected.id)?.state.at ?? null;
  if (selected.kind !== 'incident') return null;
  const incident = incidents.get(selected.id)?.state;
  const at = incident === undefined ? null : shownPlace(incident, sites).at;
  return at === null ? null : { lon: at[0], lat: at[1] };
}

function kept(user: string): WallState {
  try {
    return remembered(JSON.parse(localStorage.getItem(keyOf(user)) ?? 'null'), () => true);
  } catch {
    // Somebody else's text under our name: an empty wall is no loss.
    return emptyWall;
  }
}

/** This user's wall on this machine; a point that went from the register goes from it too. */
function useWall(user: string): readonly [WallState, (change: (wall: WallState) => WallState) => void] {
  const { videoPoints } = useHall();
  const [wall, setWall] = useState<WallState>(() => kept(user));
  /** Before the register has come, nothing is known to have gone. */
  const isKnown = videoPoints.size > 0;
  const shown = useMemo(
    () => (isKnown ? standing(wall, (id) => videoPoints.get(id)?.state.withdrawn === undefined) : wall),
    [wall, isKnown, videoPoints],
  );
  const latest = useRef(shown);
  useEffect(() => {
    latest.current = shown;
  }, [shown]);
  const change = useCallback(
    (next: (wall: WallState) => WallState) => {
      const after = next(latest.current);
      latest.current = after;
      setWall(after);
      try {
        localStorage.setItem(keyOf(user), JSON.stringify({ panes: after.panes, cells: after.cells }));
      } catch {
        // No room in the browser's store: the wall stands, and is not remembered.
      }
    },
    [user],
  );
  return [shown, change];
}

export function Video() {
  const { t } = useTranslation();
  const { videoPoints } = useHall();
  const points = useVideoPoints();
  const from = useSelectedAt();
  const user = useStatus().status?.user?.id ?? '';
  const [wall, change] = useWall(user);
  const budget = useBudget();
  const mayMove = useMay().ask('moveCamera');
  const [states, setStates] = useState<ReadonlyMap<string, PictureState>>(new Map());
  const grid = useRef<HTMLDivElement>(null);
  const stopAll = useCallback(() => change((now) => ({ ...now, live: [] })), [change]);
  const idle = useIdleStop(wall.live.length > 0, stopAll);
  const shown = useMemo(() => new Set(wall.cells.filter((id) => id !== null)), [wall.cells]);
  const near = useMemo(
    () => (from === null ? [] : nearest(points, from, nearestShown).map(({ point }) => point.id)),
    [from, points],
  );
  const say = useCallback(
    (id: string) => (state: PictureState) => setStates((before) => new Map(before).set(id, state)),
    [],
  );
  const said = useMemo(() => new Map([...shown].map((id) => [id, say(id)])), [shown, say]);

  const focusOn = (place: number): void => {
    grid.current?.querySelector<HTMLElement>(`[data-place="${String(place)}"]`)?.focus();
  };
  const onKey = (event: KeyboardEvent<HTMLElement>, place: number, id: string | null): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key.startsWith('Arrow')) focusOn(neighbour(wall.panes, place, event.key));
    else if (id === null) return;
    else if (event.key === 'Enter') change((now) => withLive(now, id, !now.live.includes(id)));
    else if (event.key === 'Delete') change((now) => removed(now, id));
    else if (event.key === 'f' || event.key === 'F') change((now) => enlargedTo(now, now.enlarged === id ? null : id));
    else if (event.key === 'Escape' && wall.enlarged !== null) change((now) => enlargedTo(now, null));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const tile = (id: string) => {
    const point = videoPoints.get(id)?.state;
    if (point === undefined) return null;
    const isLive = wall.live.includes(id);
    const isLarge = wall.enlarged === id;
    const state = states.get(id);
    const metres = from === null ? null : Math.round(distance(from, point.at));
    return (
      <CameraTile
        {...{ id, name: point.name, live: isLive }}
        weight={isLarge ? 1 : 0}
        quality={isLarge || wall.panes === 1 ? 'main' : 'sub'}
        {...(metres === null ? {} : { note: t('cameras.metres', { metres }) })}
        onState={said.get(id) ?? say(id)}
        over={isLive && mayMove && state?.is === 'playing' && state.ptz && <MovePad id={id} />}
      >
        <TileButton
          name={t(isLive ? 'video.stop' : 'video.play')}
          sign={isLive ? '■' : '▶'}
          onPress={() => change((now) => withLive(now, id, !isLive))}
        />
        {wall.panes > 1 && (
          <TileButton
            name={t(isLarge ? 'video.shrink' : 'video.enlarge')}
            sign={isLarge ? '⤡' : '⤢'}
            onPress={() => change((now) => enlargedTo(now, isLarge ? null : id))}
          />
        )}
        <TileButton name={t('video.remove')} sign="×" onPress={() => change((now) => removed(now, id))} />
      </CameraTile>
    );
  };

  return (
    <main className="video-page">
      <h1 className="unseen">{t('nav.video')}</h1>
      <Points from={from} shown={shown} onChoose={(id) => change((now) => placed(now, id))} />
      <section className="video-wall" aria-label={t('video.wall')}>
        <div className="video-wall__bar">
          <div role="group" aria-label={t('video.wall')}>
            {paneCounts.map((count) => (
              <button
                key={count}
                type="button"
                aria-pressed={wall.panes === count}
                onClick={() => change((now) => withPanes(now, count))}
              >
                {t('video.panes', { n: count })}
              </button>
            ))}
          </div>
          {near.length > 0 && (
            <button type="button" onClick={() => change(() => filledWith(near))}>
              {t('video.openNearest', { n: near.length })}
            </button>
          )}
          {wall.live.length > 0 && (
            <button type="button" onClick={stopAll}>
              {t('video.stopAll')}
            </button>
          )}
          <span className="video-wall__note" role="status">
            {idle
              ? t('video.idleStop', { n: idleStopMs / minute })
              : budget.lowered
                ? t('video.lowered', { limit: budget.limit })
                : wall.live.length > 0
                  ? t('video.budget', { playing: budget.playing.length, limit: budget.limit })
                  : t('video.keys')}
          </span>
          {budget.lowered && (
            <button type="button" onClick={budget.restore}>
              {t('video.restore')}
            </button>
          )}
        </div>
        <div ref={grid} className="video-wall__grid" data-panes={wall.enlarged === null ? wall.panes : 1}>
          {wall.cells.map((id, place) =>
            wall.enlarged !== null && id !== wall.enlarged ? null : (
              <div
                key={id ?? `place-${String(place)}`}
                className="video-wall__pane"
                data-place={place}
                tabIndex={0}
                role="group"
                aria-label={id === null ? t('video.empty') : (videoPoints.get(id)?.state.name ?? id)}
                onKeyDown={(event) => onKey(event, place, id)}
                onDoubleClick={() => {
                  if (id !== null && wall.panes > 1) change((now) => enlargedTo(now, now.enlarged === id ? null : id));
                }}
              >
                {id === null ? <p className="video-wall__empty">{t('video.empty')}</p> : tile(id)}
              </div>
            ),
          )}
        </div>
      </section>
    </main>
  );
}
