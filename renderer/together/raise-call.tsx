/** A call for help that was heard by radio or telephone, typed for who calls: from then on it is as if they had pressed. */
import { useMemo, useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useHall } from '../hall/hall.tsx';
import { agoText } from '../hall/words.ts';
import { useGiven } from '../office/said.tsx';
import { useHubTime, usePosition } from '../seat-client/hooks.ts';
import { useRaiseCall } from './use-raise-call.ts';

export function RaiseCall() {
  const { t } = useTranslation();
  const { units } = useHall();
  const now = useHubTime();
  const { busy, give, said, forget } = useGiven();
  const raiseFor = useRaiseCall(give);
  const [unit, setUnit] = useState('');
  const [missing, setMissing] = useState(false);
  const position = usePosition(unit);
  const choices = useMemo(
    () =>
      Array.from(units.values(), ({ state }) => state)
        // Whoever is on duty first.
        .sort((a, b) => Number(a.status === 'offDuty') - Number(b.status === 'offDuty') || (a.name < b.name ? -1 : 1)),
    [units],
  );
  const raise = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setMissing(unit === '');
    if (unit === '') return;
    const { status } = await raiseFor(unit, {
      ...{ place: position ?? null, seenAt: position?.at ?? null, accuracy: position?.accuracy ?? null },
    });
    if (status === 'done' || status === 'queued') setUnit('');
  };
  return (
    <details className="alarms__raise">
      <summary>{t('alarms.heard.open')}</summary>
      <form onSubmit={(event) => void raise(event)}>
        <label>
          {t('alarms.heard.who')}
          <select
            name="call-unit"
            value={unit}
            disabled={busy}
            aria-invalid={missing}
            onChange={(event) => {
              forget();
              setMissing(false);
              setUnit(event.target.value);
            }}
          >
            <option value="">{t('alarms.heard.choose')}</option>
            {choices.map(({ id, name, status }) => (
              <option key={id} value={id}>
                {status === 'offDuty' ? t('alarms.heard.offDuty', { name }) : name}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="act act--main" disabled={busy}>
          {t('alarms.heard.raise')}
        </button>
        {unit !== '' && (
          <p className="alarm__facts">
            {position === undefined ? t('alarms.notSeen') : t('alarms.seen', { ago: agoText(now - position.at, t) })}
          </p>
        )}
        {missing && <p role="alert">{t('alarms.heard.missing')}</p>}
        {said}
      </form>
    </details>
  );
}
