/** The hall on the map: documents and positions turned into what the map draws. */
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHall } from '../../hall/hall.tsx';
import { useMapIncidents, useMapSites, useMapUnits, useMapZones } from '../../hall/map-props.ts';
import { useMay } from '../../hall/use-may.ts';
import { useSelection } from '../../hall/selection.tsx';
import type { Selection } from '../../hall/selection.tsx';
import { DistrictMap } from '../../map/index.ts';
import type { DistrictMapProps, MapLayers } from '../../map/index.ts';
import { useHubNow, useHubTime } from '../../seat-client/hooks.ts';
import { useTheme } from '../../theme/theme.tsx';
import type { Fix } from './trail.ts';
import { boundsOf, linesOf } from './trail.ts';
import { usePlacing } from './use-do.ts';
import './hall-map.css';

/** Night preset: zones, units, open incidents, sites. */
const nightLayers: MapLayers = {
  zones: true,
  grids: null,
  sites: true,
  videoPoints: false,
  units: true,
  incidents: true,
  roads: true,
};

interface Props {
  readonly onSelect: Selection['select'];
  /** Where the selected unit was, oldest first. */
  readonly trail: readonly Fix[] | null;
}

export function HallMap({ onSelect, trail }: Props) {
  const { t } = useTranslation();
  const { name: theme } = useTheme();
  const now = useHubTime();
  const hubNow = useHubNow();
  const hall = useHall();
  const { selected, previewUnit, picking, pick } = useSelection();
  const place = usePlacing();
  const mayPlace = useMay().give('PlaceIncident');
  const [chosenLayers, setLayers] = useState(nightLayers);
  // What was chosen is seen, also while its layer is off.
  const showsCamera = selected?.kind === 'videoPoint';
  const layers = useMemo(
    () => (showsCamera ? { ...chosenLayers, videoPoints: true } : chosenLayers),
    [showsCamera, chosenLayers],
  );
  const sites = useMapSites(now);
  const units = useMapUnits(now);
  const all = useMapIncidents(now);
  const chosen = selected?.id;
  // What waits for an answer or a check needs nobody at the place: the queue has it, and the map stays readable.
  const incidents = useMemo(() => all.filter(({ id, stage }) => stage !== 'answering' || id === chosen), [all, chosen]);
  const zones = useMapZones();
  const videoPoints = useMemo(
    () =>
      [...hall.videoPoints.values()].map(({ state: { id, name, at, heading, fov } }) => ({
        ...{ id, name, heading, fov },
        at: [at.lon, at.lat] as const,
      })),
    [hall.videoPoints],
  );
  const target =
    selected?.kind === 'incident'
      ? incidents.find(({ id }) => id === selected.id)?.at
      : showsCamera
        ? videoPoints.find(({ id }) => id === selected.id)?.at
        : undefined;
  const [focus, setFocus] = useState<DistrictMapProps['focus']>(null);
  const key = target === null || target === undefined ? '' : `${selected?.id ?? ''} ${target.join()}`;
  useEffect(() => {
    if (key === '') return;
    const [lon = 0, lat = 0] = (key.split(' ')[1] ?? '').split(',').map(Number);
    setFocus((before) => ({ center: [lon, lat], change: (before?.change ?? 0) + 1 }));
  }, [key]);
  const lines = useMemo(() => (trail === null || trail.length === 0 ? undefined : linesOf(trail)), [trail]);
  useEffect(() => {
    const bounds = trail === null ? undefined : boundsOf(trail);
    if (bounds !== undefined) setFocus((before) => ({ bounds, change: (before?.change ?? 0) + 1 }));
  }, [trail]);
  const preview = useMemo(
    () => (previewUnit === null || target === null || target === undefined ? null : { from: previewUnit, to: target }),
    [previewUnit, target],
  );
  const shownSelection =
    selected !== null && selected.kind !== 'zone' ? { kind: selected.kind, id: selected.id } : null;

  if (hall.plates === undefined)
    return (
      <div className="hall-map hall-map--empty">
        {t(hall.opened && hall.pack === undefined ? 'hallMap.noPack' : 'hallMap.waiting')}
      </div>
    );
  return (
    <div className="hall-map">
      <DistrictMap
        plates={hall.plates}
        zones={zones}
        sites={sites}
        videoPoints={videoPoints}
        units={units}
        incidents={incidents}
        selected={shownSelection}
        onSelect={onSelect}
        preview={preview}
        trail={lines}
        now={hubNow}
        theme={theme}
        focus={focus}
        layers={layers}
        onPick={
          mayPlace && picking && selected?.kind === 'incident'
            ? ([lon, lat]) => {
                pick(false);
                void place(selected.id, { at: { lon, lat }, place: null });
              }
            : undefined
        }
      />
      <fieldset className="hall-map__layers" data-corner="true">
        <legend className="hall-map__legend">{t('hallMap.layers')}</legend>
        {(['zones', 'sites', 'units', 'incidents', 'videoPoints', 'roads'] as const).map((layer) => (
          <label key={layer}>
            <input
              type="checkbox"
              checked={layers[layer]}
              onChange={(event) => setLayers({ ...chosenLayers, [layer]: event.target.checked })}
            />
            {t(`hallMap.layer.${layer}`)}
          </label>
        ))}
      </fieldset>
    </div>
  );
}
