/** Video points nearest to the place; the picture itself is the video system's. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { distance } from '../../../shared/geo/point.ts';
import { useHall } from '../../hall/hall.tsx';
import { useSelection } from '../../hall/selection.tsx';
import { Section } from '../../ui/section.tsx';
import './cameras.css';

const shownWithin = 600;
const shownMost = 4;

export function Cameras({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const { videoPoints, sites } = useHall();
  const { select } = useSelection();
  const at = sites.get(incident.site ?? '')?.state.at ?? incident.placing.at;
  const near = useMemo(() => {
    if (at === null) return [];
    return [...videoPoints.values()]
      .map(({ state }) => ({ point: state, metres: distance(state.at, at) }))
      .filter(({ metres }) => metres <= shownWithin)
      .sort((a, b) => a.metres - b.metres)
      .slice(0, shownMost);
  }, [videoPoints, at]);
  if (near.length === 0) return null;
  return (
    <Section name="cameras" title={t('cameras.title')}>
      <ul className="cameras">
        {near.map(({ point, metres }) => (
          <li key={point.id}>
            <button type="button" className="link" onClick={() => select({ kind: 'videoPoint', id: point.id })}>
              {point.name}
            </button>
            <span>{t('cameras.metres', { metres: Math.round(metres) })}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
