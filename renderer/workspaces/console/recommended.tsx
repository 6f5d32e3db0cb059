/** Whom to send, why, and what to do beside or instead. Number keys preview, Enter sends; where it must be asked, it asks. */
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useOffset, useYear } from '../../hall/offset.ts';
import { useSelection } from '../../hall/selection.tsx';
import { agoText, reasonText } from '../../hall/words.ts';
import { saidOf } from '../../i18n/say.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import { RecommendedRow } from './recommended-unit.tsx';
import { useSend } from './use-send.ts';
import type { Worked } from './use-recommendation.ts';
import './recommended.css';

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
  const send = useSend(incident, worked);
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
        <RecommendedRow
          key={unit.unit}
          unit={unit}
          incident={incident}
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
          <summary>
            {t('recommended.excluded', { count: excluded.length })} <kbd>X</kbd>
          </summary>
          <ul>
            {excluded.map((each) => (
              <li key={each.unit}>
                {saidOf(t, each.name, each.reasons.map((reason) => reasonText(reason, t, offset, year)).join(' · '))}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}
