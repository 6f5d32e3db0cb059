/** Documents of the hall turned into the further layers of the map. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { civilDate, clockTime, hour, inDailyWindow, minute } from '../../shared/lib/time.ts';
import { listed } from '../i18n/say.ts';
import type { MapHeat, MapMore, MapOperation, MapPermit, MapQuietArea, MapSquad, MapVideoPoint } from '../map/index.ts';
import { useDocuments } from '../seat-client/hooks.ts';
import { forceOf } from './force.ts';
import { useHall } from './hall.tsx';
import { isQueued } from './incident-order.ts';
import { circle, useMapFences, useMapPosts, useMapStallPlaces, useSensitivePlaces } from './map-stands.ts';
import { useOffset } from './offset.ts';
import { shownPlace } from './shown-place.ts';
import { isOfPublic } from './source.ts';

/** Permits of tomorrow night say nothing of tonight. */
const laterWithin = 18 * hour;
/** Where no duty night is known. */
const nightHours = 12 * hour;

/** Permits begin and end, and shifts too, on the minute. */
const minuteOf = (now: number): number => Math.floor(now / minute) * minute;

function useSquads(now: number): readonly MapSquad[] {
  const { t } = useTranslation();
  const { squads, units, incidents } = useHall();
  const at = minuteOf(now);
  return useMemo(() => {
    const all = Array.from(units.values(), ({ state }) => state);
    const open = new Map<string, number>();
    for (const { state } of incidents.values()) {
      const { squad } = state.placing;
      if (squad !== null && isQueued(state)) open.set(squad, (open.get(squad) ?? 0) + 1);
    }
    return [...squads.values()].map(({ state: { id, name, grids } }) => {
      const { duty, free } = forceOf(
        all.filter(({ squad }) => squad === id),
        at,
      );
      return { id, name, grids, share: t('mapTold.squadShare', { incidents: open.get(id) ?? 0, free, duty }) };
    });
  }, [squads, units, incidents, at, t]);
}

function usePermits(now: number): readonly MapPermit[] {
  const { t } = useTranslation();
  const { nightPermits, sites } = useHall();
  const offset = useOffset();
  const at = minuteOf(now);
  return useMemo(
    () =>
      [...nightPermits.values()].flatMap(({ state: permit }): MapPermit[] => {
        const { id, from, to, hours, permits, withdrawn, provenance } = permit;
        const place = sites.get(permit.site)?.state.at;
        if (withdrawn !== undefined || permits !== 'nightWork' || place === undefined) return [];
        const isOpen = hours === undefined || inDailyWindow(at, offset, hours);
        const when = at >= to ? 'over' : at >= from && isOpen ? 'now' : 'later';
        if ((when === 'later' && from - at > laterWithin) || (when === 'over' && at - to > laterWithin)) return [];
        const clock = (minutes: number): string =>
          `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
        const window =
          hours === undefined
            ? t('mapTold.window', { from: clockTime(from, offset), to: clockTime(to, offset) })
            : t('mapTold.window', { from: clock(hours.from), to: clock(hours.to) });
        const { asOf } = provenance;
        return [{ id, site: permit.site, at: [place.lon, place.lat], window, when, asOf }];
      }),
    [nightPermits, sites, offset, at, t],
  );
}

function useQuietAreas(now: number): readonly MapQuietArea[] {
  const { t } = useTranslation();
  const { quietPeriods } = useHall();
  const offset = useOffset();
  const at = minuteOf(now);
  return useMemo(
    () =>
      [...quietPeriods.values()].flatMap(({ state }) => {
        const { id, name, from, to, grids, around, basis, withdrawn, provenance } = state;
        if (withdrawn !== undefined || at < from || at >= to) return [];
        const day = (instant: number): string => civilDate(instant, offset).slice(5);
        const told = t('mapTold.quiet', { from: day(from), to: day(to), basis });
        const shape = around?.flatMap((place) => circle(place.at, place.radius));
        return [{ id, name, grids, shape, told, asOf: provenance.asOf }];
      }),
    [quietPeriods, offset, at, t],
  );
}

function useOperations(): readonly MapOperation[] {
  const { t } = useTranslation();
  const { squads } = useHall();
  const { documents } = useDocuments('jointOperation');
  return useMemo(
    () =>
      documents.flatMap(({ state: { id, name, stage, squads: members } }): MapOperation[] => {
        if (stage === 'ended') return [];
        const all = members.flatMap((member) => squads.get(member)?.state ?? []);
        const told = t(stage === 'running' ? 'mapTold.running' : 'mapTold.planned', {
          squads: listed(
            t,
            all.map((squad) => squad.name),
          ),
        });
        return [{ id, name, state: stage, grids: all.flatMap(({ grids }) => grids), told }];
      }),
    [documents, squads, t],
  );
}

/** Of the duty night that runs, else of the last hours. */
function useHeat(now: number): MapHeat {
  const { incidents, sites, dutyMode } = useHall();
  const began = dutyMode?.mode === 'night' ? dutyMode.since : undefined;
  const from = began ?? minuteOf(now) - nightHours;
  return useMemo(
    () => ({
      complaints: Array.from(incidents.values(), ({ state }) => state)
        .filter(isOfPublic)
        .map((state) => ({ ...shownPlace(state, sites), receivedAt: state.receivedAt })),
      nightFrom: from,
    }),
    [incidents, sites, from],
  );
}

export function useMapVideoPoints(): readonly MapVideoPoint[] {
  const { videoPoints } = useHall();
  return useMemo(
    () =>
      [...videoPoints.values()].flatMap(({ state: { id, name, at, heading, fov, withdrawn, provenance } }) =>
        withdrawn === undefined
          ? [{ id, name, heading, fov, at: [at.lon, at.lat] as const, asOf: provenance.asOf }]
          : [],
      ),
    [videoPoints],
  );
}

/** All of them, whichever are on: counts stand in the panel. */
export function useMapMore(now: number): Omit<MapMore, 'desk'> {
  const squads = useSquads(now);
  const permits = usePermits(now);
  const quietAreas = useQuietAreas(now);
  const operations = useOperations();
  const heat = useHeat(now);
  const posts = useMapPosts(now);
  const fences = useMapFences(now);
  const stallPlaces = useMapStallPlaces(now);
  const sensitivePlaces = useSensitivePlaces();
  return useMemo(
    () => ({ squads, permits, quietAreas, operations, heat, posts, fences, stallPlaces, sensitivePlaces }),
    [squads, permits, quietAreas, operations, heat, posts, fences, stallPlaces, sensitivePlaces],
  );
}
