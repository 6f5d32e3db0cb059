/** The video points to choose from: those watched at night first, or the nearest to what is selected. */
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { distance } from '../../../shared/geo/point.ts';
import type { Point } from '../../../shared/geo/point.ts';
import { likeness } from '../../hall/matching.ts';
import { useVideoPoints } from '../../hall/video-points.ts';

interface Props {
  /** What distances are measured from; null: nothing is selected, or it has no place. */
  readonly from: Point | null;
  readonly shown: ReadonlySet<string>;
  readonly onChoose: (id: string) => void;
}

/** Beyond these nobody scrolls: one searches. */
const listed = 200;

export function Points({ from, shown, onChoose }: Props) {
  const { t } = useTranslation();
  const points = useVideoPoints();
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed);
  const rows = useMemo(() => {
    const all = points
      .map((point) => ({
        point,
        metres: from === null ? null : distance(from, point.at),
        score: wanted.trim() === '' ? 1 : Math.max(likeness(wanted, point.name), likeness(wanted, point.id)),
      }))
      .filter(({ score }) => score > 0);
    return all.sort(
      (a, b) =>
        b.score - a.score ||
        (a.metres ?? 0) - (b.metres ?? 0) ||
        Number(b.point.guard) - Number(a.point.guard) ||
        (a.point.name < b.point.name ? -1 : 1),
    );
  }, [points, from, wanted]);
  return (
    <section className="video-points" aria-label={t('video.points')}>
      <input
        type="search"
        name="video-search"
        value={typed}
        placeholder={t('video.search')}
        aria-label={t('video.search')}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          const [first] = rows;
          if (event.key === 'Enter' && !event.nativeEvent.isComposing && first !== undefined) onChoose(first.point.id);
        }}
      />
      {points.length === 0 ? (
        <p className="video-points__none">{t('video.none')}</p>
      ) : rows.length === 0 ? (
        <p className="video-points__none">{t('video.searchNone')}</p>
      ) : (
        <ul>
          {rows.slice(0, listed).map(({ point, metres }) => (
            <li key={point.id}>
              <button type="button" aria-pressed={shown.has(point.id)} onClick={() => onChoose(point.id)}>
                <span className="video-points__name">{point.name}</span>
                {point.guard && <span className="video-points__guard">{t('video.guard')}</span>}
                {metres !== null && (
                  <span className="video-points__metres">{t('cameras.metres', { metres: Math.round(metres) })}</span>
                )}
              </button>
            </li>
          ))}
          {rows.length > listed && (
            <li className="video-points__none">{t('video.more', { n: rows.length - listed })}</li>
          )}
        </ul>
      )}
    </section>
  );
}
