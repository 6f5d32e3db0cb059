/** A unit that was selected on the map: who it is, where it was last seen and when, what it has to do. */
import { useTranslation } from 'react-i18next';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useSelection } from '../../hall/selection.tsx';
import { spanText, timeText } from '../../hall/words.ts';
import { useHubTime, usePositions } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import './unit-card.css';

export function UnitCard({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { units, squads, incidents } = useHall();
  const { select } = useSelection();
  const position = usePositions().get(id);
  const unit = units.get(id)?.state;
  if (unit === undefined) return <p className="unit-card__gone">{t('unitCard.gone')}</p>;
  const rows: readonly (readonly [string, string])[] = [
    [t('unitCard.squad'), squads.get(unit.squad)?.state.name ?? unit.squad],
    [t('unitCard.status'), t(`unitStatus.${unit.jobs.length > 0 ? 'busy' : unit.status}`)],
    [t('unitCard.people'), t('unitCard.peopleOf', { certified: unit.certified, auxiliary: unit.auxiliary })],
    [t('unitCard.radio'), unit.radio ?? '—'],
    [t('unitCard.vehicle'), unit.vehicle ?? '—'],
    [t('unitCard.shift'), `${timeText(unit.shift.from, now, offset)} – ${timeText(unit.shift.to, now, offset)}`],
    [
      t('unitCard.position'),
      position === undefined ? t('recommended.noFix') : t('unitCard.seen', { age: spanText(now - position.at, t) }),
    ],
  ];
  return (
    <article className="detail" aria-label={unit.name}>
      <header className="detail__head">
        <h2 className="detail__number">{unit.name}</h2>
      </header>
      <div className="detail__body">
        <Section name="unit" title={t('unitCard.title')}>
          <dl className="facts">
            {rows.map(([name, value]) => (
              <div key={name} className="facts__row">
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </Section>
        <Section name="jobs" title={t('unitCard.jobs')}>
          {unit.jobs.length === 0 && <p>{t('unitCard.noJobs')}</p>}
          <ol className="unit-card__jobs">
            {unit.jobs.map(({ assignment, incident }) => (
              <li key={assignment}>
                <button type="button" className="link" onClick={() => select({ kind: 'incident', id: incident })}>
                  {incidents.get(incident)?.state.number ?? incident}
                </button>{' '}
                {incidents.get(incident)?.state.headline}
              </li>
            ))}
          </ol>
        </Section>
      </div>
    </article>
  );
}
