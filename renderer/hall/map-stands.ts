/** Posts, fences and places that noise weighs on, turned into what the map draws. */
import { useMemo } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { FenceState } from '../../shared/domain/fence/state.ts';
import type { PostState } from '../../shared/domain/post/state.ts';
import { destination } from '../../shared/geo/point.ts';
import type { Point } from '../../shared/geo/point.ts';
import { inDutyHours } from '../../shared/lib/duty-hours.ts';
import { minute } from '../../shared/lib/time.ts';
import { inWeeklyHours, weeklyText } from '../../shared/lib/weekly-hours.ts';
import { useTongue } from './tongue.ts';
import { listed, sentences } from '../i18n/say.ts';
import type { LonLat, MapFence, MapPost, MapSensitivePlace, MapShape, MapStallPlace } from '../map/index.ts';
import { useHall } from './hall.tsx';
import { useOffset } from './offset.ts';

const minuteOf = (now: number): number => Math.floor(now / minute) * minute;
const lonLat = ({ lon, lat }: Point): LonLat => [lon, lat];

/** Corners of a drawn circle. */
const circleCorners = 48;

export function circle(at: Point, radius: number): MapShape {
  const ring = Array.from({ length: circleCorners + 1 }, (_, i) =>
    lonLat(destination(at, radius, (360 * (i % circleCorners)) / circleCorners)),
  );
  return [[ring]];
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

function hoursText(hours: PostState['hours'], t: TFunction): string {
  return sentences(
    t,
    hours.map(({ modes, from, to }) =>
      t('mapTold.hours', {
        modes: listed(
          t,
          modes.map((mode) => t(`dutyMode.${mode}`)),
        ),
        from: clock(from),
        to: clock(to),
      }),
    ),
  );
}

type Drawn = Pick<MapPost, 'at' | 'band' | 'shape'>;

/** Where a post is; undefined where it is kept through cameras that are not in the register. */
function placeOfPost(
  where: PostState['where'],
  videoPoints: ReadonlyMap<string, { state: { at: Point } }>,
): Drawn | undefined {
  switch (where.kind) {
    case 'fixed':
      return { at: lonLat(where.at), shape: circle(where.at, where.radius) };
    case 'line': {
      const middle = where.line[Math.floor(where.line.length / 2)];
      return middle === undefined ? undefined : { at: middle, band: { line: where.line, width: 2 * where.margin } };
    }
    case 'area': {
      const [lons, lats] = [where.ring.map(([lon]) => lon), where.ring.map(([, lat]) => lat)];
      const middle = (all: readonly number[]): number => (Math.min(...all) + Math.max(...all)) / 2;
      return { at: [middle(lons), middle(lats)], shape: [[where.ring]] };
    }
    case 'camera': {
      const at = where.videoPoints.flatMap((id) => videoPoints.get(id)?.state.at ?? [])[0];
      return at === undefined ? undefined : { at: lonLat(at) };
    }
  }
}

function toldOfPost({ where, hours, staff, note }: PostState, t: TFunction): string {
  const how =
    where.kind === 'line'
      ? t('mapTold.passes', { n: where.passes })
      : where.kind === 'area'
        ? t('mapTold.perHour', { n: where.minutesPerHour })
        : where.kind === 'camera'
          ? t('mapTold.every', { n: where.everyMinutes, count: where.videoPoints.length })
          : '';
  return [t('mapTold.staff', staff), hoursText(hours, t), how, note ?? ''].filter((part) => part !== '').join(' · ');
}

export function useMapPosts(now: number): readonly MapPost[] {
  const { t } = useTranslation();
  const { posts, videoPoints, dutyMode } = useHall();
  const offset = useOffset();
  const at = minuteOf(now);
  const mode = dutyMode?.mode;
  return useMemo(
    () =>
      [...posts.values()].flatMap(({ state: post }): MapPost[] => {
        const place = post.withdrawn === undefined ? placeOfPost(post.where, videoPoints) : undefined;
        if (place === undefined) return [];
        const { id, name, provenance } = post;
        const state = inDutyHours(post, mode, at, offset) ? 'due' : 'off';
        return [{ id, name, ...place, state, told: toldOfPost(post, t), asOf: provenance.asOf }];
      }),
    [posts, videoPoints, mode, at, offset, t],
  );
}

function shapeOfFence(shape: FenceState['shape']): Pick<MapFence, 'shape' | 'band'> {
  switch (shape.kind) {
    case 'polygon':
      return { shape: [[shape.ring]] };
    case 'circle':
      return { shape: circle(shape.at, shape.radius) };
    case 'corridor':
      return { shape: [], band: { line: shape.line, width: shape.width } };
  }
}

export function useMapFences(now: number): readonly MapFence[] {
  const { t } = useTranslation();
  const { fences, dutyMode } = useHall();
  const offset = useOffset();
  const at = minuteOf(now);
  const mode = dutyMode?.mode;
  return useMemo(
    () =>
      [...fences.values()].flatMap(({ state: fence }): MapFence[] => {
        if (fence.withdrawn !== undefined) return [];
        const { id, name, kind, limitKmh, hours, note, provenance } = fence;
        const rule = t(`mapTold.fence.${kind}`, { limit: limitKmh ?? 0 });
        const told = [rule, hoursText(hours, t), note ?? ''].filter((part) => part !== '').join(' · ');
        const state = inDutyHours(fence, mode, at, offset) ? 'due' : 'off';
        return [{ id, name, ...shapeOfFence(fence.shape), state, told, asOf: provenance.asOf }];
      }),
    [fences, mode, at, offset, t],
  );
}

export function useMapStallPlaces(now: number): readonly MapStallPlace[] {
  const { t } = useTranslation();
  const { stallPlaces } = useHall();
  const offset = useOffset();
  const tongue = useTongue();
  const at = minuteOf(now);
  return useMemo(
    () =>
      [...stallPlaces.values()].flatMap(({ state: place }): MapStallPlace[] => {
        const { id, name, kind, shape, hours, from, to = Infinity, keeper, withdrawn, provenance } = place;
        if (withdrawn !== undefined || at >= to) return [];
        const open = at >= from && inWeeklyHours(hours, at, offset);
        const told = [t(`registers.choice.stallKind.${kind}`), weeklyText(hours, tongue), keeper];
        return [
          {
            ...{ id, name, state: open ? 'due' : 'off', asOf: provenance.asOf },
            shape: shape.kind === 'polygon' ? [[shape.ring]] : circle(shape.at, shape.radius),
            told: told.filter((part) => part !== '').join(' · '),
          },
        ];
      }),
    [stallPlaces, offset, tongue, at, t],
  );
}

/** Of the plates, which are as old as their pack. */
export function useSensitivePlaces(): readonly MapSensitivePlace[] {
  const { t } = useTranslation();
  const { plates, pack } = useHall();
  const asOf = pack?.activatedAt;
  return useMemo(
    () =>
      (plates?.sensitivePlaces ?? []).map(({ name, kind, at, people }, i) => ({
        id: `${String(i)}:${name}`,
        name,
        kind,
        at,
        told: people === undefined ? '' : t('mapTold.people', { n: people }),
        asOf,
      })),
    [plates, asOf, t],
  );
}
