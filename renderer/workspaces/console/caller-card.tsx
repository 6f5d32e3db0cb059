/** 口径卡: what the desk may say to the caller now, spoken and written; kept shut until it is wanted. */
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useOffset } from '../../hall/offset.ts';
import { callerWords } from '../../hall/caller-words.ts';
import './caller-card.css';

export function CallerCard({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const last = incident.assessments.at(-1);
  const words = callerWords(incident, t, last?.judgedAt ?? incident.receivedAt, offset);
  if (words === undefined) return null;
  return (
    <details className="caller-card">
      <summary>{t('callerWords.title')}</summary>
      <dl>
        <dt>{t('callerWords.spokenTitle')}</dt>
        <dd>{words.spoken}</dd>
        <dt>{t('callerWords.writtenTitle')}</dt>
        <dd>{words.written}</dd>
      </dl>
    </details>
  );
}
