/** 来件更正: the order came again with other content. What differs is shown; what follows is taken by a press, or not. */
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { changeText } from '../../hall/correction-words.ts';
import { useOffset } from '../../hall/offset.ts';
import { useMay } from '../../hall/use-may.ts';
import { timeText } from '../../hall/words.ts';
import { sentences } from '../../i18n/say.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import { CallerWords } from './facts.tsx';
import { useDo } from './use-do.ts';
import './corrections.css';

export function Corrections({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const may = useMay();
  const doIt = useDo(incident);
  const { corrections, closed } = incident;
  const last = corrections.at(-1);
  if (last === undefined) return null;
  const time = (at: number): string => timeText(at, now, offset);
  const isOpen = last.offer !== null && last.taken === null && closed === null;
  return (
    <Section name="corrections" title={t('correction.title')} note={isOpen ? t('correction.open') : undefined}>
      <ul className="corrections">
        {corrections.toReversed().map((one) => (
          <li key={`${one.at} ${one.personal?.ref ?? ''}`}>
            {t('correction.line', {
              ...{ time: time(one.at), via: t(`correction.via.${one.via}`) },
              fields: sentences(
                t,
                one.changes.map((change) => changeText(change, t, time)),
              ),
            })}
            {one.taken !== null && (
              <span className="corrections__taken">{t('correction.taken', { time: time(one.taken.at) })}</span>
            )}
            {one.personal !== null && may.ask('readCaller') && (
              <CallerWords personal={one.personal} key={one.personal.ref} />
            )}
          </li>
        ))}
      </ul>
      {isOpen && last.offer !== null && (
        <div className="corrections__offer">
          <p>{t('correction.offer', { headline: last.offer.headline, time: time(last.offer.actAt) })}</p>
          {may.give('TakeCorrection') && (
            <button
              type="button"
              className="act act--main"
              onClick={() => void doIt('TakeCorrection', { correctedAt: last.at })}
            >
              {t('correction.take')}
            </button>
          )}
        </div>
      )}
      <p className="corrections__note">{t(last.offer === null ? 'correction.kept' : 'correction.takenNote')}</p>
    </Section>
  );
}
