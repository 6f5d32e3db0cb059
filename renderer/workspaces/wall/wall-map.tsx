/** The district on the wall: zones, open incidents, units on duty. It is looked at, never touched. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useBasemapProps } from '../../hall/basemap-props.ts';
import { useHall } from '../../hall/hall.tsx';
import { useMapCalls, useMapFixes, useMapIncidents, useMapUnits, useMapZones } from '../../hall/map-props.ts';
import { DistrictMap } from '../../map/index.ts';
import type { MapLayers } from '../../map/index.ts';
import { useHubNow } from '../../seat-client/hooks.ts';
import { useTheme } from '../../theme/theme.tsx';
import { useWallScale } from './wall-scale.ts';

const layers: MapLayers = {
  zones: true,
  grids: null,
  sites: false,
  videoPoints: false,
  units: true,
  incidents: true,
  roads: true,
};
const nothing = [] as const;
const ignore = (): void => undefined;

interface Props {
  readonly now: number;
  /** Incident or call for help that the sentence on top speaks of. */
  readonly about: string | null;
}

export function WallMap({ now, about }: Props) {
  const { t } = useTranslation();
  const { name: theme } = useTheme();
  const { plates, opened, pack } = useHall();
  const hubNow = useHubNow();
  const basemapProps = useBasemapProps();
  const scale = useWallScale();
  const zones = useMapZones();
  const all = useMapUnits(now);
  const fixes = useMapFixes();
  const units = useMemo(() => all.filter(({ status }) => status !== 'offDuty'), [all]);
  const marks = useMapIncidents(now);
  // What waits for an answer or a check needs nobody at the place.
  const calls = useMapCalls(now);
  const incidents = useMemo(
    () => [...marks.filter(({ id, stage }) => stage !== 'answering' || id === about), ...calls],
    [marks, calls, about],
  );
  const selected = useMemo(() => (about === null ? null : { kind: 'incident' as const, id: about }), [about]);
  if (plates === undefined)
    return (
      <div className="wall-map wall-map--empty">{t(opened && pack === undefined ? 'wall.noPack' : 'wall.waiting')}</div>
    );
  return (
    <div className="wall-map" inert>
      <div className="wall-map__far">
        <DistrictMap
          plates={plates}
          {...basemapProps}
          zones={zones}
          sites={nothing}
          videoPoints={nothing}
          units={units}
          fixes={fixes}
          incidents={incidents}
          selected={selected}
          onSelect={ignore}
          preview={null}
          now={hubNow}
          theme={theme}
          focus={null}
          layers={layers}
          scale={scale}
        />
      </div>
    </div>
  );
}
