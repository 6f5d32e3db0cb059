/** Incidents of the past in a list: when, how judged, how it ended. */
import { useTranslation } from 'react-i18next';
import type { PastIncident } from '../../shared/wire/seat-api.ts';
import { AssessmentTag } from '../hall/assessment-tag.tsx';
import { useOffset } from '../hall/offset.ts';
import { timeText } from '../hall/words.ts';
import { codeText } from '../i18n/say.ts';
import { useOfHubTime } from '../seat-client/hooks.ts';
import './find.css';

export function PastRow({ incident, onOpen }: { readonly incident: PastIncident; readonly onOpen?: () => void }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const { number, receivedAt, source, headline, stage, assessment, outcome, relapses } = incident;
  const time = useOfHubTime((now) => timeText(receivedAt, now, offset));
  return (
    <>
      <span className="past-row__line">
        {onOpen === undefined ? (
          <b className="past-row__number">{number}</b>
        ) : (
          <button type="button" className="link past-row__number" onClick={onOpen}>
            {number}
          </button>
        )}
        <span className="past-row__time">{time}</span>
        <span className="past-row__source">{t(`source.${source}`)}</span>
        {assessment !== null && <AssessmentTag kind={assessment} />}
        <span className="past-row__end">
          {outcome === null ? codeText(t, 'stage', stage) : t(`outcome.${outcome}`)}
          {relapses > 0 && <> · {t('earlier.relapses', { count: relapses })}</>}
        </span>
      </span>
      <span className="past-row__headline">{headline}</span>
    </>
  );
}
