/** The hall on the map: documents and positions turned into what the map draws. */
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHall } from '../../hall/hall.tsx';
import { useHallMap } from '../../hall/use-hall-map.ts';
import { useChosenOnMap } from '../../hall/map-props.ts';
import { useMay } from '../../hall/use-may.ts';
import { useSelection } from '../../hall/selection.tsx';
import type { Selection } from '../../hall/selection.tsx';
import { DistrictMap } from '../../map/index.ts';
import type { DistrictMapProps } from '../../map/index.ts';
import type { Fix } from '../../hall/trail.ts';
import { boundsOf, linesOf } from '../../hall/trail.ts';
import { usePlacing } from './use-do.ts';
import './hall-map.css';

interface Props {
  readonly onSelect: Selection['select'];
  /** Where the selected unit was, oldest first. */
  readonly trail: readonly Fix[] | null;
}

export function HallMap({ onSelect, trail }: Props) {
  const { t } = useTranslation();
  const hall = useHall();
  const { selected, previewUnit, picking, pick } = useSelection();
  const place = usePlacing();
  const mayPlace = useMay().give('PlaceIncident');
  const shown = useHallMap(selected?.id);
  const { incidents, videoPoints } = shown;
  const target =
    selected?.kind === 'incident'
      ? incidents.find(({ id }) => id === selected.id)?.at
      : selected?.kind === 'videoPoint'
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
  const choose = useChosenOnMap(onSelect);
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
        {...shown}
        selected={shownSelection}
        onSelect={choose}
        preview={preview}
        trail={lines}
        focus={focus}
        onPick={
          mayPlace && picking && selected?.kind === 'incident'
            ? ([lon, lat]) => {
                pick(false);
                void place(selected.id, { at: { lon, lat }, place: null });
              }
            : undefined
        }
      />
    </div>
  );
}
