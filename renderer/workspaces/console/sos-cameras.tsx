/**
 * Somebody called for help and no seat has taken it yet: what the nearest cameras see opens by itself beneath the map,
 * whatever is selected. Where that call is selected, its own pane shows them.
 */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { CameraTile } from '../../hall/camera-tile.tsx';
import { useHall } from '../../hall/hall.tsx';
import { isQueued } from '../../hall/incident-order.ts';
import { useSelection } from '../../hall/selection.tsx';
import { shownPlace } from '../../hall/shown-place.ts';
import { useMay } from '../../hall/use-may.ts';
import { nearest, useVideoPoints } from '../../hall/video-points.ts';
import './sos-cameras.css';

const within = 600;
const most = 2;
/** Before any picture that somebody opened by hand. */
const weight = 4;

/** The newest first. */
function untaken(incidents: ReturnType<typeof useHall>['incidents']): readonly IncidentState[] {
  return Array.from(incidents.values(), ({ state }) => state)
    .filter((one) => one.source === 'sos' && one.acknowledged === null && isQueued(one))
    .sort((a, b) => b.receivedAt - a.receivedAt);
}

export function SosCameras({ onSelect }: { readonly onSelect: (incident: string) => void }) {
  const { t } = useTranslation();
  const { incidents, sites } = useHall();
  const { selected } = useSelection();
  const mayWatch = useMay().ask('watchVideo');
  const points = useVideoPoints();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const call = useMemo(
    () =>
      untaken(incidents).find(({ id }) => !closed.has(id) && !(selected?.kind === 'incident' && selected.id === id)),
    [incidents, closed, selected],
  );
  const [lon, lat] = call === undefined ? [] : (shownPlace(call, sites).at ?? []);
  const near = useMemo(
    () => (lon === undefined || lat === undefined ? [] : nearest(points, { lon, lat }, most, within)),
    [points, lon, lat],
  );
  if (!mayWatch || call === undefined || near.length === 0) return null;
  return (
    <section className="sos-cameras" aria-label={t('sosCameras.title', { number: call.number })}>
      <header className="sos-cameras__head">
        <b>{t('sosCameras.title', { number: call.number })}</b>
        <span>{call.headline}</span>
        <button type="button" className="act act--main" onClick={() => onSelect(call.id)}>
          {t('sosCameras.open')}
        </button>
        <button type="button" className="act" onClick={() => setClosed((before) => new Set(before).add(call.id))}>
          {t('sosCameras.close')}
        </button>
      </header>
      <div className="sos-cameras__tiles">
        {near.map(({ point, metres }) => (
          <CameraTile
            key={`${call.id} ${point.id}`}
            {...{ id: point.id, name: point.name, weight }}
            live
            note={t('cameras.metres', { metres: Math.round(metres) })}
          />
        ))}
      </div>
    </section>
  );
}
