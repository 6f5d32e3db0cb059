/** Video points that stand, and which of them are near a place. */
import { useMemo } from 'react';
import type { VideoPointState } from '../../shared/domain/video-point/state.ts';
import { distance } from '../../shared/geo/point.ts';
import type { Point } from '../../shared/geo/point.ts';
import { useHall } from './hall.tsx';

export interface NearPoint {
  readonly point: VideoPointState;
  readonly metres: number;
}

/** Withdrawn ones stay documents; nobody can look through them. */
export function useVideoPoints(): readonly VideoPointState[] {
  const { videoPoints } = useHall();
  return useMemo(
    () => Array.from(videoPoints.values(), ({ state }) => state).filter(({ withdrawn }) => withdrawn === undefined),
    [videoPoints],
  );
}

/** The nearest first, `most` at the most, none farther than `within` metres. */
export function nearest(
  points: readonly VideoPointState[],
  from: Point,
  most: number,
  within = Number.POSITIVE_INFINITY,
): readonly NearPoint[] {
  return points
    .map((point) => ({ point, metres: distance(from, point.at) }))
    .filter(({ metres }) => metres <= within)
    .sort((a, b) => a.metres - b.metres)
    .slice(0, most);
}
