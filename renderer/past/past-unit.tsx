/** A unit as of the instant that is shown: its state, its place and how old that was, and its way with the figures. */
import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { statusWord } from '../hall/force.ts';
import { useHall } from '../hall/hall.tsx';
import { UnitJobs } from '../hall/unit-jobs.tsx';
import { useMay } from '../hall/use-may.ts';
import { useOffset } from '../hall/offset.ts';
import type { Spot } from '../hall/trail.ts';
import { agoText, timeText } from '../hall/words.ts';
import { useHubTime, usePosition } from '../seat-client/hooks.ts';
import { ReplayContext } from '../seat-client/replay.ts';
import { Section } from '../ui/section.tsx';
import { TrackFigures } from './track-figures.tsx';

interface Props {
  readonly id: string;
  readonly followed: string | null;
  readonly onFollow: (unit: string | null) => void;
  readonly onTrail: (fixes: readonly Spot[] | null) => void;
  readonly reason: string | null;
}

export function PastUnit({ id, followed, onFollow, onTrail, reason }: Props) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const replay = use(ReplayContext);
  const { units, squads, opened } = useHall();
  const may = useMay();
  const position = usePosition(id);
  const unit = units.get(id)?.state;
  if (unit === undefined || replay === undefined)
    return <p className="past__nothing">{t(opened ? 'past.notYet' : 'queue.waiting')}</p>;
  const { of, units: told } = replay.opened;
  const unknown = of === 'hub' && !told.includes(id) ? t('past.placeNotAsked') : t('past.placeNone');
  const rows: readonly (readonly [string, string])[] = [
    [t('unitCard.squad'), squads.get(unit.squad)?.state.name ?? unit.squad],
    [t('unitCard.status'), t(`unitStatus.${statusWord(unit)}`)],
    [t('unitCard.people'), t('unitCard.peopleOf', { certified: unit.certified, auxiliary: unit.auxiliary })],
    [t('unitCard.radio'), unit.radio ?? '—'],
    [t('unitCard.shift'), `${timeText(unit.shift.from, now, offset)} – ${timeText(unit.shift.to, now, offset)}`],
    [
      t('unitCard.position'),
      position === undefined ? unknown : t('unitCard.seen', { age: agoText(now - position.at, t) }),
    ],
    [
      t('past.speed'),
      position === undefined || position.speed === null ? '—' : t('past.kmh', { speed: Math.round(position.speed) }),
    ],
  ];
  return (
    <article className="detail" aria-label={unit.name}>
      <header className="detail__head">
        <div className="detail__title">
          <h2 className="detail__number">{unit.name}</h2>
          <button
            type="button"
            className="act past__follow"
            aria-pressed={followed === id}
            disabled={position === undefined && followed !== id}
            onClick={() => onFollow(followed === id ? null : id)}
          >
            {t(followed === id ? 'past.unfollow' : 'past.follow')}
          </button>
        </div>
      </header>
      <div className="detail__body">
        <Section name="unit" title={t('past.unitThen')}>
          <dl className="facts">
            {rows.map(([name, value]) => (
              <div key={name} className="facts__row">
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </Section>
        <UnitJobs unit={unit} />
        {of === 'hub' && reason !== null && told.includes(id) && may.askFor('track', unit.squad) && (
          <TrackFigures replay={replay} unit={id} reason={reason} onTrail={onTrail} />
        )}
      </div>
    </article>
  );
}
