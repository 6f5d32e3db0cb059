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
import { AssessmentCard } from '../../hall/assessment-card.tsx';
import { CallerCard } from './caller-card.tsx';
import { Cameras } from './cameras.tsx';
import { Corrections } from './corrections.tsx';
import { ClaimBar } from './claim.tsx';
import { Earlier } from './earlier.tsx';
import { Facts } from './facts.tsx';
import { FilesSection } from '../../files/files-section.tsx';
import { alarmOf } from '../../hall/incident-order.ts';
import { Life } from './life.tsx';
import { PapersSection } from '../../papers/papers-section.tsx';
import { QuietCard } from './quiet-card.tsx';
import { Recommended } from './recommended.tsx';
import { Similar } from './similar.tsx';
import { SourceOf } from './source-of.tsx';
import { Steps } from './steps.tsx';
import { Timeline } from '../../hall/timeline.tsx';
import type { Worked } from './use-recommendation.ts';
import './detail.css';

interface Props {
  readonly lifeStep: string | null;
  readonly onLifeStep: (type: string | null) => void;
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
      <ClaimBar incident={incident} />
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

export function Detail({ document, worked, lifeStep, onLifeStep }: Props) {
  const { t } = useTranslation();
  const incident = document.state;
  const may = useMay();
  const asksSource = incident.match.status === 'proposed';
  return (
    <article className="detail" aria-label={t('detail.title', { number: incident.number })} key={incident.id}>
      <Head incident={incident} />
      <div className="detail__body">
        <AssessmentCard incident={incident} />
        <CallerCard incident={incident} />
        <Corrections incident={incident} />
        {/* Whom to send comes first, unless it must first be said from where the noise comes. */}
        {asksSource && <SourceOf incident={incident} />}
        <Steps incident={incident} />
        {may.give('AssignUnit') && <Recommended incident={incident} worked={worked} />}
        {!asksSource && <SourceOf incident={incident} />}
        <Similar incident={incident} />
        <Earlier incident={incident} />
        <Facts incident={incident} />
        <FilesSection incident={incident} key={`files-${incident.id}`} />
        <PapersSection incident={incident} key={`papers-${incident.id}`} />
        <Actions incident={incident} />
        <QuietCard incident={incident} />
        <Life incident={incident} step={lifeStep} onStep={onLifeStep} />
        <Cameras incident={incident} />
        {may.ask('history') && <Timeline document={document} />}
      </div>
    </article>
  );
}
