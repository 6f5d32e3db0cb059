/** The map as of the instant that is shown. What moves there is followed where somebody asked for it. */
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { distance } from '../../shared/geo/point.ts';
import { useHall } from '../hall/hall.tsx';
import { useSelection } from '../hall/selection.tsx';
import type { Spot } from '../hall/trail.ts';
import { linesOf } from '../hall/trail.ts';
import { useChosenOnMap } from '../hall/map-props.ts';
import { useHallMap } from '../hall/use-hall-map.ts';
import { DistrictMap } from '../map/index.ts';
import type { LonLat, MapFocus } from '../map/index.ts';
import { useHubTime } from '../seat-client/hooks.ts';

/** A unit that is followed moves this far before the map moves with it, metres. */
const slackMetres = 120;

interface Props {
  /** Whose place stays in view. */
  readonly followed: string | null;
  /** Where that unit went in the whole period, oldest first. */
  readonly trail: readonly Spot[] | null;
}

const apart = (a: LonLat, b: LonLat): number => distance({ lon: a[0], lat: a[1] }, { lon: b[0], lat: b[1] });

export function PastMap({ followed, trail }: Props) {
  const { t } = useTranslation();
  const now = useHubTime();
  const hall = useHall();
  const { selected, select } = useSelection();
  const shown = useHallMap(selected?.id);
  const [focus, setFocus] = useState<MapFocus | null>(null);
  const [centred, setCentred] = useState<{ readonly of: string; readonly at: LonLat } | null>(null);
  const target =
    followed !== null
      ? shown.units.find(({ id }) => id === followed)?.at
      : selected?.kind === 'incident'
        ? shown.incidents.find(({ id }) => id === selected.id)?.at
        : undefined;
  const of = followed ?? selected?.id ?? '';
  const slack = followed === null ? 0 : slackMetres;
  const due =
    target !== undefined && target !== null && (centred?.of !== of || apart(centred.at, target) > slack)
      ? target
      : undefined;
  useEffect(() => {
    if (due === undefined) return;
    setCentred({ of, at: due });
    // Whoever follows a unit has chosen how close to be.
    const keepZoom = followed !== null && centred?.of === of;
    setFocus((before) => ({ center: due, keepZoom, change: (before?.change ?? 0) + 1 }));
  }, [due, of, followed, centred]);
  // Of what is ahead nothing was known then.
  const passed = trail?.findLastIndex(({ at }) => at <= now) ?? -1;
  const lines = useMemo(() => {
    const far = trail?.slice(0, passed + 1) ?? [];
    return far.length === 0 ? undefined : linesOf(far);
  }, [trail, passed]);
  const choose = useChosenOnMap(select);
  const selection = selected !== null && selected.kind !== 'zone' ? { kind: selected.kind, id: selected.id } : null;
  if (hall.plates === undefined)
    return <div className="past__map past__map--empty">{t(hall.opened ? 'hallMap.noPack' : 'hallMap.waiting')}</div>;
  return (
    <div className="past__map" data-followed={followed ?? undefined}>
      <DistrictMap
        plates={hall.plates}
        {...shown}
        selected={selection}
        onSelect={choose}
        preview={null}
        trail={lines}
        focus={focus}
      />
    </div>
  );
}
