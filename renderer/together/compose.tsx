/** A message to a unit, a squad or all: short, from a template or typed. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../hall/act.ts';
import { useHall } from '../hall/hall.tsx';
import { useKeptText } from '../hall/kept.tsx';
import { useSelection } from '../hall/selection.tsx';

/** As the hub takes it. */
const longest = 500;

type Audience =
  | { readonly kind: 'all' }
  | { readonly kind: 'squad'; readonly id: string }
  | { readonly kind: 'unit'; readonly id: string };

function audienceOf(value: string): Audience {
  const [kind, id = ''] = [value.slice(0, value.indexOf('/')), value.slice(value.indexOf('/') + 1)];
  return kind === 'squad' || kind === 'unit' ? { kind, id } : { kind: 'all' };
}

export function Compose() {
  const { t } = useTranslation();
  const act = useAct();
  const { units, squads, incidents, plates } = useHall();
  const { selected } = useSelection();
  const { text, type, note } = useKeptText('message:text');
  const [to, setTo] = useState('');
  const [urgent, setUrgent] = useState(false);
  const [about, setAbout] = useState(true);
  const [said, setSaid] = useState<string>();
  const incident = selected?.kind === 'incident' ? incidents.get(selected.id)?.state : undefined;
  const templates = plates?.policy.messages ?? [
    ...(['standby', 'report', 'noise', 'safe', 'back'] as const).map((code) => t(`messages.usual.${code}`)),
  ];
  const send = async (): Promise<void> => {
    const plain = text.trim();
    if (plain === '' || to === '') return;
    const data = {
      ...{ id: crypto.randomUUID(), audience: audienceOf(to), urgent },
      incident: about && incident !== undefined ? incident.id : null,
      personal: { text: plain },
    };
    const acted = await act('SendMessage', data, []);
    if (acted.status === 'queued') {
      type('');
      setSaid(undefined);
    } else setSaid(t(`notTaken.${acted.code}`, { field: acted.field }));
  };
  return (
    <form
      className="compose"
      name="message"
      aria-label={t('messages.compose')}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="compose__row">
        <label className="compose__to">
          <span>{t('messages.to')}</span>
          <select value={to} onChange={(event) => setTo(event.target.value)}>
            <option value="">{t('messages.choose')}</option>
            <option value="all/">{t('messages.all')}</option>
            <optgroup label={t('messages.squads')}>
              {[...squads.values()].map(({ state: { id, name } }) => (
                <option key={id} value={`squad/${id}`}>
                  {name}
                </option>
              ))}
            </optgroup>
            <optgroup label={t('messages.units')}>
              {[...units.values()].map(({ state: { id, name, status } }) => (
                <option key={id} value={`unit/${id}`}>
                  {status === 'offDuty' ? t('messages.offDuty', { name }) : name}
                </option>
              ))}
            </optgroup>
          </select>
        </label>
        <label className="compose__mark">
          <input type="checkbox" checked={urgent} onChange={(event) => setUrgent(event.target.checked)} />
          {t('messages.urgent')}
        </label>
        {incident !== undefined && (
          <label className="compose__mark">
            <input type="checkbox" checked={about} onChange={(event) => setAbout(event.target.checked)} />
            {t('messages.about', { number: incident.number })}
          </label>
        )}
      </div>
      <div className="compose__templates" role="group" aria-label={t('messages.templates')}>
        {templates.map((template) => (
          <button key={template} type="button" className="act act--quiet" onClick={() => type(template)}>
            {template}
          </button>
        ))}
      </div>
      <textarea
        aria-label={t('messages.text')}
        placeholder={t('messages.hint')}
        rows={2}
        maxLength={longest}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          void send();
        }}
      />
      {note}
      {said !== undefined && (
        <p className="compose__refused" role="alert">
          {said}
        </p>
      )}
      <button type="submit" className="act act--main" disabled={text.trim() === '' || to === ''}>
        {t('messages.send')}
      </button>
    </form>
  );
}
