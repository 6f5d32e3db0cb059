/** 先行联系: the first word to the caller, or the attempt at it, with its own time and what was agreed. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactWay, IncidentState } from '../../../shared/domain/incident/state.ts';
import { minute } from '../../../shared/lib/time.ts';
import { useKeptText } from '../../hall/kept.tsx';
import { useHubTime } from '../../seat-client/hooks.ts';
import { DelayField } from './report-fields.tsx';
import type { Delay } from './report-fields.tsx';
import { useDo } from './use-do.ts';
import { useNotRung } from './use-not-rung.ts';

const reachedBy: readonly ContactWay[] = ['phone', 'message', 'inPerson', 'hotline'];

export function FirstContact({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const doIt = useDo(incident);
  const now = useHubTime();
  const [delay, setDelay] = useState<Delay>(0);
  const { text, type: setText, note: keptNote } = useKeptText(`contact:${incident.id}`);
  const notRung = useNotRung(now - delay * minute);
  const { contacts } = incident;
  const note = async (way: ContactWay, reached: boolean): Promise<void> => {
    const late = delay === 0 ? {} : { happenedAt: Math.round(now - delay * minute) };
    const words = text.trim() === '' ? {} : { personal: { text: text.trim() } };
    if (await doIt('RecordFirstContact', { way, reached, ...late, ...words })) {
      setText('');
      setDelay(0);
    }
  };
  return (
    <div className="actions__group" role="group" aria-label={t('actions.firstContact')}>
      <p className="actions__say">
        <b>{t('actions.firstContact')}</b> {t('actions.firstContactHint')}
        {contacts.length > 0 && ` ${t('actions.attempts', { count: contacts.length })}`}
        {notRung !== undefined && <span className="actions__owed"> {notRung}</span>}
      </p>
      <div className="actions__row">
        <DelayField value={delay} onChange={setDelay} />
        <textarea
          rows={2}
          value={text}
          maxLength={2000}
          aria-label={t('actions.agreed')}
          placeholder={t('actions.agreed')}
          onChange={(event) => setText(event.target.value)}
        />
        {keptNote}
      </div>
      <div className="actions__row">
        {reachedBy.map((way) => (
          <button
            key={way}
            type="button"
            className="act"
            disabled={way === 'phone' && notRung !== undefined}
            onClick={() => void note(way, true)}
          >
            {t(`contactWay.${way}`)}
          </button>
        ))}
        <button
          type="button"
          className="act"
          disabled={notRung !== undefined}
          onClick={() => void note('phone', false)}
        >
          {t('contactWay.notReached')}
        </button>
      </div>
    </div>
  );
}
