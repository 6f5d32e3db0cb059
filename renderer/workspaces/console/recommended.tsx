/** Whom to send, why, and what to do beside or instead. Number keys preview, Enter sends; where it must be asked, it asks. */
import { useTranslation } from 'react-i18next';
import type { RecommendedUnit } from '../../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useOffset, useYear } from '../../hall/offset.ts';
import { useSelection } from '../../hall/selection.tsx';
import { agoText, reasonText } from '../../hall/words.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import { useSend } from './use-send.ts';
import type { Worked } from './use-recommendation.ts';
import './recommended.css';

function Unit({
  unit,
  sinceWorked,
  isPreviewed,
  onPreview,
  onSend,
}: {
  readonly unit: RecommendedUnit;
  /** ms; the fix has grown older by so much. */
  readonly sinceWorked: number;
  readonly isPreviewed: boolean;
  readonly onPreview: () => void;
  readonly onSend: () => void;
}) {
  const { t } = useTranslation();
  const offset = useOffset();
  const year = useYear();
  return (
    <li className={isPreviewed ? 'recommended__unit recommended__unit--previewed' : 'recommended__unit'}>
      <div className="recommended__line">
        <kbd className="recommended__key">{unit.rank}</kbd>
        <button type="button" className="link recommended__name" aria-pressed={isPreviewed} onClick={onPreview}>
          {unit.name}
        </button>
        <span className="recommended__people">{t('recommended.people', { certified: unit.certified })}</span>
        <span className="recommended__eta">
          {unit.etaMinutes === null
            ? t('recommended.etaUnknown')
            : t('recommended.eta', { minutes: Math.max(1, Math.round(unit.etaMinutes)) })}
        </span>
        <span className="recommended__age">
          {unit.fixAge === null
            ? t('recommended.noFix')
            : t('recommended.fixAge', { age: agoText(unit.fixAge * 1000 + sinceWorked, t) })}
        </span>
        <button type="button" className={isPreviewed ? 'act act--main' : 'act'} onClick={onSend}>
          {unit.task === 'enforce' ? t('recommended.send') : t('recommended.sendToVerify')}
        </button>
      </div>
      <p className="recommended__reasons">
        {unit.reasons.map((reason) => reasonText(reason, t, offset, year)).join(' · ')}
      </p>
      {unit.warnings.length > 0 && (
        <p className="recommended__warnings">
          {unit.warnings.map((reason) => reasonText(reason, t, offset, year)).join(' · ')}
        </p>
      )}
    </li>
  );
}

export function Recommended({
  incident,
  worked,
}: {
  readonly incident: IncidentState;
  readonly worked: Worked | undefined;
}) {
  const { t } = useTranslation();
  const offset = useOffset();
  const year = useYear();
  const now = useHubTime();
  const { previewUnit, preview } = useSelection();
  const send = useSend(incident);
  if (incident.closed !== null || incident.joinedInto !== null) return null;
  if (worked === undefined) {
    return (
      <Section name="recommended" title={t('recommended.title')}>
        <p className="recommended__waiting">{t('recommended.waiting')}</p>
      </Section>
    );
  }
  const sinceWorked = Math.max(0, now - worked.at);
  const { advice, urgency, units, excluded, questions, actions, reasons } = worked.recommendation;
  // Somebody is on it, or it is done: another one is the exception.
  const isThere = incident.units.some(({ goneAt }) => goneAt === null);
  const isServed = incident.outcome !== null || isThere;
  const list = (
    <ol className="recommended__units">
      {units.slice(0, 9).map((unit) => (
        <Unit
          key={unit.unit}
          unit={unit}
          sinceWorked={sinceWorked}
          isPreviewed={previewUnit === unit.unit}
          onPreview={() => preview(previewUnit === unit.unit ? null : unit.unit)}
          onSend={() => void send(unit)}
        />
      ))}
    </ol>
  );
  return (
    <Section
      name="recommended"
      title={t('recommended.title')}
      note={t('recommended.at', { age: agoText(sinceWorked, t) })}
    >
      <p className={`recommended__advice recommended__advice--${advice}`} data-advice={advice} data-urgency={urgency}>
        {t(isThere ? 'recommended.served' : `recommended.advice.${advice}`)}
        <span className="recommended__urgency">{t(`recommended.urgency.${urgency}`)}</span>
      </p>
      {questions.length > 0 && (
        <ol className="recommended__questions" aria-label={t('recommended.questions')}>
          {questions.map((reason, index) => (
            <li key={`${reason.code}-${index}`}>{reasonText(reason, t, offset, year)}</li>
          ))}
        </ol>
      )}
      {reasons.length > 0 && (
        <p className="recommended__reasons">
          {reasons.map((reason) => reasonText(reason, t, offset, year)).join(' · ')}
        </p>
      )}
      {actions.length > 0 && (
        <ul className="recommended__actions">
          {actions.map((reason, index) => (
            <li key={`${reason.code}-${index}`}>{reasonText(reason, t, offset, year)}</li>
          ))}
        </ul>
      )}
      {(advice === 'send' || advice === 'confirm') && !isServed ? (
        list
      ) : (
        <details className="recommended__anyway">
          <summary>{t('recommended.anyway', { count: units.length })}</summary>
          {list}
        </details>
      )}
      {units.length === 0 && <p className="recommended__waiting">{t('recommended.nobody')}</p>}
      {excluded.length > 0 && (
        <details className="recommended__excluded">
          <summary>{t('recommended.excluded', { count: excluded.length })}</summary>
          <ul>
            {excluded.map((each) => (
              <li key={each.unit}>
                {each.name}：{each.reasons.map((reason) => reasonText(reason, t, offset, year)).join(' · ')}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}
