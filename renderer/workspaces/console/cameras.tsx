/** Video points nearest to the place: the nearest opens by itself once one stays with the incident, others by a click. */
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { CameraTile } from '../../hall/camera-tile.tsx';
import { useHall } from '../../hall/hall.tsx';
import { shownPlace } from '../../hall/shown-place.ts';
import { useSelection } from '../../hall/selection.tsx';
import { useIdleStop } from '../../hall/use-idle-stop.ts';
import { useMay } from '../../hall/use-may.ts';
import { nearest, useVideoPoints } from '../../hall/video-points.ts';
import { Section } from '../../ui/section.tsx';
import './cameras.css';
import { useStays } from './use-stays.ts';

const shownWithin = 600;
const shownMost = 4;
/** Somebody in distress is looked for with more than one eye. */
const openedBy = { sos: 2, others: 1 } as const;

export function Cameras({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const { sites } = useHall();
  const points = useVideoPoints();
  const { select } = useSelection();
  const mayWatch = useMay().ask('watchVideo');
  const stays = useStays(incident.id);
  /** What somebody opened or closed by hand, of this incident. */
  const [chosen, setChosen] = useState<{ readonly incident: string; readonly ids: readonly string[] }>();
  // Never about where a caller stands.
  const [lon, lat] = shownPlace(incident, sites).at ?? [];
  const near = useMemo(() => {
    if (lon === undefined || lat === undefined) return [];
    return nearest(points, { lon, lat }, shownMost, shownWithin);
  }, [points, lon, lat]);
  const isSos = incident.source === 'sos';
  const byItself = near.slice(0, isSos ? openedBy.sos : openedBy.others).map(({ point }) => point.id);
  const open = chosen?.incident === incident.id ? chosen.ids : stays || isSos ? byItself : [];
  const closeAll = useCallback(() => setChosen({ incident: incident.id, ids: [] }), [incident.id]);
  // Somebody in distress is looked for however long it takes.
  useIdleStop(mayWatch && open.length > 0 && !isSos, closeAll);
  if (near.length === 0) return null;
  const toggle = (id: string): void =>
    setChosen({ incident: incident.id, ids: open.includes(id) ? open.filter((one) => one !== id) : [...open, id] });
  return (
    <Section name="cameras" title={t('cameras.title')}>
      {mayWatch &&
        near
          .filter(({ point }) => open.includes(point.id))
          .map(({ point, metres }) => (
            <div key={point.id} className="cameras__tile">
              <CameraTile
                id={point.id}
                name={point.name}
                live
                weight={isSos ? 3 : 2}
                note={t('cameras.metres', { metres: Math.round(metres) })}
              >
                <button type="button" className="link" onClick={() => toggle(point.id)}>
                  {t('video.stop')}
                </button>
              </CameraTile>
            </div>
          ))}
      <ul className="cameras">
        {near.map(({ point, metres }) => (
          <li key={point.id}>
            <button type="button" className="link" onClick={() => select({ kind: 'videoPoint', id: point.id })}>
              {point.name}
            </button>
            <span>{t('cameras.metres', { metres: Math.round(metres) })}</span>
            {mayWatch && !open.includes(point.id) && (
              <button
                type="button"
                className="link"
                aria-label={t('video.liveOf', { name: point.name })}
                onClick={() => toggle(point.id)}
              >
                {t('video.play')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
