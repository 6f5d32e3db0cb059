/** Complaints that may be about the same thing: offered, never joined silently. */
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset, useYear } from '../../hall/offset.ts';
import { useSelection } from '../../hall/selection.tsx';
import { useMay } from '../../hall/use-may.ts';
import { reasonText } from '../../hall/words.ts';
import { Section } from '../../ui/section.tsx';
import { useDo } from './use-do.ts';
import './similar.css';

export function Similar({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const year = useYear();
  const { incidents } = useHall();
  const { select } = useSelection();
  const doIt = useDo(incident);
  const may = useMay();
  const { similar, tookIn, joinedInto, closed } = incident;
  const offered = similar.filter(({ incident: other }) => !tookIn.some((each) => each.incident === other));
  if (offered.length === 0 && tookIn.length === 0 && joinedInto === null) return null;
  return (
    <Section name="similar" title={t('similar.title')}>
      {joinedInto !== null && (
        <div className="similar__row">
          <b>{t('similar.joinedInto', { number: joinedInto.number })}</b>
          {closed === null && may.give('SeparateIncident') && (
            <button
              type="button"
              className="act"
              onClick={() => void doIt('SeparateIncident', {}, [`incident/${joinedInto.incident}`])}
            >
              {t('similar.separate')}
            </button>
          )}
        </div>
      )}
      {tookIn.map((each) => {
        const other = incidents.get(each.incident)?.state;
        const owed = other !== undefined && other.wantsReply === 'yes' && other.replies.length === 0;
        return (
          <div className="similar__row" key={each.incident}>
            <button type="button" className="link" onClick={() => select({ kind: 'incident', id: each.incident })}>
              {each.number}
            </button>
            <span>{t('similar.tookIn')}</span>
            {owed && <span className="similar__owed">{t('similar.owed')}</span>}
          </div>
        );
      })}
      {joinedInto === null &&
        offered.map((each) => {
          const other = incidents.get(each.incident)?.state;
          return (
            <div className="similar__row" key={each.incident}>
              <button type="button" className="link" onClick={() => select({ kind: 'incident', id: each.incident })}>
                {each.number}
              </button>
              <span className="similar__headline">{other?.headline ?? ''}</span>
              <span className="similar__score">{t('similar.score', { score: Math.round(each.score) })}</span>
              {may.give('JoinIncident') && closed === null && other !== undefined && other.closed === null && (
                <button
                  type="button"
                  className="act"
                  onClick={() => void doIt('JoinIncident', { into: each.incident }, [`incident/${each.incident}`])}
                >
                  {t('similar.join', { number: each.number })}
                </button>
              )}
              <p className="similar__reasons">
                {each.reasons.map((reason) => reasonText(reason, t, offset, year)).join(' · ')}
              </p>
            </div>
          );
        })}
    </Section>
  );
}
