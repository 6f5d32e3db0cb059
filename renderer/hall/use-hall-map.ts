/** What every map of the whole hall shows: documents and positions, of now or of the instant a replay shows. */
import { useContext, useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DistrictMapProps, MapDesk } from '../map/index.ts';
import { useHubNow, useHubTime, useStatus } from '../seat-client/hooks.ts';
import { ReplayContext } from '../seat-client/replay.ts';
import { useTheme } from '../theme/theme.tsx';
import { useBasemapChoices, useBasemapProps } from './basemap-props.ts';
import { permitOffice, useContacts } from './contacts.ts';
import { useHall } from './hall.tsx';
import { useMapMore, useMapVideoPoints } from './map-layers.ts';
import { useMapCalls, useMapFixes, useMapIncidents, useMapSites, useMapUnits, useMapZones } from './map-props.ts';
import { useOffset } from './offset.ts';
import { useRegisterDoor } from './register-door.tsx';
import { useLayers } from './use-layers.ts';
import { useMay } from './use-may.ts';
import { useMapCover } from './use-zone-cover.ts';

type Shown = Omit<
  DistrictMapProps,
  'plates' | 'selected' | 'onSelect' | 'preview' | 'trail' | 'focus' | 'onPick' | 'scale' | 'renderer'
>;

/** @param chosen Id of what is selected: it stays on the map whatever its stage. */
export function useHallMap(chosen: string | undefined): Shown {
  const { t } = useTranslation();
  const { name: theme } = useTheme();
  const now = useHubTime();
  const hubNow = useHubNow();
  const hall = useHall();
  const basemapProps = useBasemapProps();
  const basemaps = useBasemapChoices();
  const user = useStatus().status?.user?.id ?? '';
  const mode = hall.dutyMode?.mode;
  const { layers, own, choose, restore } = useLayers(user, mode);
  const offset = useOffset();
  const more = useMapMore(now);
  const cover = useMapCover(layers.cover === true);
  const sites = useMapSites(now);
  const units = useMapUnits(now);
  const fixes = useMapFixes();
  // The queue first: thousands of marks are joined anew a moment later, in a task of their own.
  const all = useDeferredValue(useMapIncidents(now));
  // What waits for an answer or a check needs nobody at the place: the queue has it, and the map stays readable.
  const calls = useMapCalls(now);
  const incidents = useMemo(
    () => [...all.filter(({ id, stage }) => stage !== 'answering' || id === chosen), ...calls],
    [all, calls, chosen],
  );
  const zones = useMapZones();
  const videoPoints = useMapVideoPoints();
  const title = hall.plates?.name ?? '';
  const maxAgeHours = hall.plates?.policy.registerMaxAgeHours;
  const office = useContacts().find(({ id }) => id === permitOffice);
  const past = useContext(ReplayContext) !== undefined;
  // Of the past one only reads.
  const mayRegisters = useMay().ask('registersPage') && !past;
  const { open: openEntry } = useRegisterDoor();
  const desk = useMemo(
    (): MapDesk => ({
      onLayers: choose,
      mode: mode === undefined ? null : t(`dutyMode.${mode}`),
      own,
      onPreset: restore,
      basemaps,
      title,
      utcOffset: offset,
      keys: true,
      maxAgeHours,
      askInstead: office === undefined ? undefined : `${office.name} ${office.phone}`,
      onEntry: mayRegisters ? (kind, id) => openEntry({ kind, id }) : undefined,
    }),
    [choose, mode, own, restore, basemaps, title, offset, t, maxAgeHours, office, mayRegisters, openEntry],
  );
  return {
    ...{ zones, sites, videoPoints, units, fixes, incidents, layers, theme, desk, now: hubNow },
    ...basemapProps,
    ...{ ...more, cover },
  };
}
