/** What the nearest cameras see of a place, live where this machine can. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CameraTile } from './camera-tile.tsx';
import { nearest, useVideoPoints } from './video-points.ts';
import './near-cameras.css';

/** Metres. */
const within = 600;
const most = 2;
/** Before any picture that somebody opened by hand. */
const weight = 4;

interface Place {
  readonly lon: number;
  readonly lat: number;
}

/** Those about a place, nearest first; none where there is no place. */
export function useNearCameras(place: Place | undefined) {
  const points = useVideoPoints();
  const { lon, lat } = place ?? {};
  return useMemo(
    () => (lon === undefined || lat === undefined ? [] : nearest(points, { lon, lat }, most, within)),
    [points, lon, lat],
  );
}

interface Props {
  /** What they are shown for: another one opens them anew. */
  readonly of: string;
  readonly near: ReturnType<typeof useNearCameras>;
}

export function NearCameras({ of, near }: Props) {
  const { t } = useTranslation();
  return (
    <div className="near-cameras">
      {near.map(({ point, metres }) => (
        <CameraTile
          key={`${of} ${point.id}`}
          {...{ id: point.id, name: point.name, weight }}
          live
          note={t('cameras.metres', { metres: Math.round(metres) })}
        />
      ))}
    </div>
  );
}
