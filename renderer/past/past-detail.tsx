/** What is selected, as it stood at the instant that is shown: to be read, and nothing else. */
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { AssessmentCard } from '../hall/assessment-card.tsx';
import { useHall } from '../hall/hall.tsx';
import { IncidentFacts } from '../hall/incident-facts.tsx';
import { alarmOf, presentUnits } from '../hall/incident-order.ts';
import { useOffset } from '../hall/offset.ts';
import { useSelection } from '../hall/selection.tsx';
import { Timeline } from '../hall/timeline.tsx';
import type { Spot } from '../hall/trail.ts';
import { useMay } from '../hall/use-may.ts';
import { agoText, stageText, timeText } from '../hall/words.ts';
import { listed } from '../i18n/say.ts';
import type { DocumentOf } from '../seat-client/hooks.ts';
import { useHubTime } from '../seat-client/hooks.ts';
import { PastUnit } from './past-unit.tsx';

function PastIncident({ document }: { readonly document: DocumentOf<IncidentState> }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const may = useMay();
  const incident = document.state;
  const alarm = alarmOf(incident);
  const units = presentUnits(incident).map(({ unitName }) => unitName);
  return (
    <article className="detail" aria-label={t('detail.title', { number: incident.number })} key={incident.id}>
      <header className="detail__head">
        <div className="detail__title">
          <h2 className="detail__number">{incident.number}</h2>
          <span className={`stage stage--${incident.stage}`}>{stageText(incident, t)}</span>
          {alarm !== undefined && <span className="detail__alarm">{t(`queue.alarm.${alarm}`)}</span>}
          {incident.confidential && <span className="detail__confidential">{t('detail.confidential')}</span>}
        </div>
        <p className="detail__headline">{incident.headline}</p>
        <p className="detail__times">
          {t('detail.received', {
            source: t(`source.${incident.source}`),
            time: timeText(incident.receivedAt, now, offset),
            span: agoText(now - incident.receivedAt, t),
          })}
        </p>
        <p className="detail__times">{units.length === 0 ? t('past.noUnits') : listed(t, units)}</p>
        {incident.joinedInto !== null && (
          <p className="detail__other">{t('detail.joinedInto', { number: incident.joinedInto.number })}</p>
        )}
      </header>
      <div className="detail__body">
        <AssessmentCard incident={incident} />
        <IncidentFacts incident={incident} />
        {may.ask('history') && <Timeline document={document} />}
      </div>
    </article>
  );
}

interface Props {
  readonly followed: string | null;
  readonly onFollow: (unit: string | null) => void;
  readonly onTrail: (fixes: readonly Spot[] | null) => void;
  /** Why places were asked for; null where they were not. */
  readonly reason: string | null;
}

export function PastDetail(props: Props) {
  const { t } = useTranslation();
  const { incidents, opened } = useHall();
  const { selected } = useSelection();
  if (selected === null) return <p className="past__nothing">{t('past.nothing')}</p>;
  if (selected.kind === 'unit') return <PastUnit key={selected.id} id={selected.id} {...props} />;
  if (selected.kind !== 'incident') return <p className="past__nothing">{t('past.onlyThese')}</p>;
  const document = incidents.get(selected.id);
  if (document === undefined) return <p className="past__nothing">{t(opened ? 'past.notYet' : 'queue.waiting')}</p>;
  return <PastIncident document={document} />;
}
