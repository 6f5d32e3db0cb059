/** The selected incident: what is known, what it means, what to do. */
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import type { DocumentOf } from '../../seat-client/hooks.ts';
import { useHubTime, usePresence } from '../../seat-client/hooks.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useMay } from '../../hall/use-may.ts';
import { useRefusedIncidents } from '../../hall/pending.ts';
import { agoText, timeText, stageText } from '../../hall/words.ts';
import { Actions } from './actions.tsx';
import { AssessmentCard } from './assessment-card.tsx';
import { Cameras } from './cameras.tsx';
import { Facts } from './facts.tsx';
import { alarmOf } from '../../hall/incident-order.ts';
import { Recommended } from './recommended.tsx';
import { Similar } from './similar.tsx';
import { SourceOf } from './source-of.tsx';
import { Steps } from './steps.tsx';
import { Timeline } from './timeline.tsx';
import type { Worked } from './use-recommendation.ts';
import './detail.css';

interface Props {
  readonly document: DocumentOf<IncidentState>;
  readonly worked: Worked | undefined;
}

function Head({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const alarm = alarmOf(incident);
  const { units } = useHall();
  const refused = useRefusedIncidents().has(incident.id);
  const sender = usePresence().find(({ about }) => about?.incident === `incident/${incident.id}`);
  const unitName = (stream = ''): string => units.get(stream.slice(stream.indexOf('/') + 1))?.state.name ?? '—';
  return (
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
        {incident.actAt !== incident.receivedAt &&
          ` · ${t('detail.actAt', { time: timeText(incident.actAt, now, offset) })}`}
        {incident.externalId !== null && ` · ${t('detail.externalId', { id: incident.externalId })}`}
      </p>
      {sender !== undefined && (
        <p className="detail__other" role="status">
          {t('detail.aboutToSend', { name: sender.name, unit: unitName(sender.about?.unit) })}
        </p>
      )}
      {refused && <p className="detail__refused">{t('detail.refused')}</p>}
      {incident.joinedInto !== null && (
        <p className="detail__other">{t('detail.joinedInto', { number: incident.joinedInto.number })}</p>
      )}
    </header>
  );
}

export function Detail({ document, worked }: Props) {
  const { t } = useTranslation();
  const incident = document.state;
  const may = useMay();
  const asksSource = incident.match.status === 'proposed';
  return (
    <article className="detail" aria-label={t('detail.title', { number: incident.number })} key={incident.id}>
      <Head incident={incident} />
      <div className="detail__body">
        <AssessmentCard incident={incident} />
        {/* Whom to send comes first, unless it must first be said from where the noise comes. */}
        {asksSource && <SourceOf incident={incident} />}
        <Steps incident={incident} />
        {may.give('AssignUnit') && <Recommended incident={incident} worked={worked} />}
        {!asksSource && <SourceOf incident={incident} />}
        <Similar incident={incident} />
        <Facts incident={incident} />
        <Actions incident={incident} />
        <Cameras incident={incident} />
        {may.ask('history') && <Timeline document={document} />}
      </div>
    </article>
  );
}
