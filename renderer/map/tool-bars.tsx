/** What a tool says while it is in use: the length so far, the coordinates under the pointer. */
import { useTranslation } from 'react-i18next';
import type { Measure } from './measure.ts';
import { areaOf, crossesItself, drawnPoints, lengthOf } from './measure.ts';
import { coordinatesOf, systems } from './place-text.ts';
import type { LonLat } from './types.ts';
import { areaText, lengthText } from './words.ts';

interface MeasureProps {
  readonly measure: Measure;
  readonly onBack: () => void;
  readonly onLeave: () => void;
}

export function MeasureBar({ measure, onBack, onLeave }: MeasureProps) {
  const { t } = useTranslation();
  const points = drawnPoints(measure);
  const said = (): string => {
    if (points.length === 0) return t('mapTools.first');
    const length = lengthText(lengthOf(points), t);
    if (measure.kind === 'distance') return t('mapTools.length', { length, n: Math.max(0, points.length - 1) });
    const [first] = points;
    if (points.length < 3 || first === undefined) return t('mapTools.areaWants', { n: 3 - points.length });
    const around = lengthText(lengthOf([...points, first]), t);
    return t('mapTools.area2', { area: areaText(areaOf(points), t), length: around });
  };
  const isCrossed = measure.kind === 'area' && crossesItself(points);
  return (
    <div className="map-panel map-bar" data-corner="passing" data-measure={measure.kind}>
      <strong>{t(`mapTools.${measure.kind}`)}</strong>
      <span role="status" data-measured={measure.ended ? 'ended' : 'live'}>
        {said()}
        {isCrossed && ` · ${t('mapTools.crossed')}`}
        {measure.ended && ` · ${t('mapTools.ended')}`}
      </span>
      <button type="button" className="map-act" disabled={measure.points.length === 0} onClick={onBack}>
        {t('mapTools.back')}
      </button>
      <button type="button" className="map-act" onClick={onLeave}>
        {t('mapTools.leave')}
      </button>
    </div>
  );
}

export function CoordinateBar({ at, onLeave }: { readonly at: LonLat | null; readonly onLeave: () => void }) {
  const { t } = useTranslation();
  const all = at === null ? null : coordinatesOf(at);
  return (
    <div className="map-panel map-bar map-bar--coordinates" data-corner="passing" aria-label={t('mapTools.pointer')}>
      {all === null ? (
        <span>{t('mapTools.pointerOut')}</span>
      ) : (
        systems.map((system) => (
          <span key={system}>
            <em>{system}</em> {all[system]}
          </span>
        ))
      )}
      <button type="button" className="map-act" onClick={onLeave}>
        {t('mapTools.leave')}
      </button>
    </div>
  );
}
