/** Messages and sounds of this seat: one sign in the top bar, opened by T. */
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../hall/act.ts';
import { useMay } from '../hall/use-may.ts';
import { useDocuments, useHubTime, useStatus } from '../seat-client/hooks.ts';
import { useOpenBox } from '../ui/use-open-box.ts';
import type { SoundState } from './caller.ts';
import { Compose } from './compose.tsx';
import { inboxOf, ownReceipt, unheard, unreadBy } from './inbox.ts';
import { MessageRow } from './message-row.tsx';
import { useSoundSettings } from './sound-settings.ts';
import { useAlarms } from './use-alarms.ts';
import './together.css';

function Sounds({ state }: { readonly state: SoundState | undefined }) {
  const { t } = useTranslation();
  const { sound, set } = useSoundSettings();
  return (
    <fieldset className="sounds">
      <legend>{t('sound.title')}</legend>
      <label>
        <input type="checkbox" checked={sound.quiet} onChange={(event) => set({ quiet: event.target.checked })} />
        {t('sound.quiet')}
      </label>
      <label>
        <input type="checkbox" checked={sound.speech} onChange={(event) => set({ speech: event.target.checked })} />
        {t('sound.speech')}
      </label>
      <label className="sounds__volume">
        {t('sound.volume')}
        <input
          type="range"
          min={0}
          max={100}
          step={10}
          value={Math.round(sound.volume * 100)}
          onChange={(event) => set({ volume: Number(event.target.value) / 100 })}
        />
        {t('sound.percent', { percent: Math.round(sound.volume * 100) })}
      </label>
      <p className="sounds__state" role="status">
        {sound.quiet
          ? t('sound.state.quiet')
          : state === 'tones' && !sound.speech
            ? t('sound.state.chosen')
            : t(`sound.state.${state ?? 'tones'}`)}
      </p>
    </fieldset>
  );
}

export function Together() {
  const { t } = useTranslation();
  const may = useMay();
  const act = useAct();
  const now = useHubTime();
  const user = useStatus().status?.user?.id ?? '';
  const { open, toggle, box, button } = useOpenBox('t');
  const { documents } = useDocuments('message');
  const { sound } = useSoundSettings();
  const messages = useMemo(() => documents.map(({ state }) => state), [documents]);
  const state = useAlarms(messages, sound);
  const unread = unreadBy(messages, user);
  const late = unheard(messages, user).length;
  const maySend = may.give('SendMessage');

  const told = useRef(new Set<string>());
  useEffect(() => {
    for (const message of messages) {
      if (ownReceipt(message, user)?.deliveredAt !== null || told.current.has(message.id)) continue;
      told.current.add(message.id);
      void act('NoteMessage', { message: message.id, state: 'delivered' }, []);
    }
  }, [messages, user, act]);

  useEffect(() => {
    if (!open) return;
    const first = (selector: string) => box.current?.querySelector<HTMLElement>(selector);
    (first('[data-unread="true"] [data-read]') ?? first('.compose select') ?? first('input'))?.focus();
  }, [open, box]);

  const mark = sound.quiet ? 'quiet' : (state ?? 'tones');
  const listed = open ? inboxOf(messages, user, now) : [];
  return (
    <span className="together" ref={box}>
      <button
        ref={button}
        type="button"
        className={unread + late > 0 ? 'top-bar__tray top-bar__tray--look' : 'top-bar__tray'}
        aria-expanded={open}
        data-messages={unread}
        data-unheard={late}
        data-sound={mark}
        title={t(`sound.state.${mark}`)}
        onClick={toggle}
      >
        {unread > 0 ? t('messages.sign', { count: unread }) : t('messages.signNone')}
        {late > 0 && <b> {t('messages.signLate', { count: late })}</b>}
        {mark !== 'speech' && mark !== 'tones' && <span> {t(`sound.mark.${mark}`)}</span>}
      </button>
      {open && (
        <section className="together__box" role="dialog" aria-label={t('messages.title')}>
          <h2>{t('messages.title')}</h2>
          {maySend && <Compose />}
          {listed.length === 0 ? (
            <p className="together__none">{t('messages.none')}</p>
          ) : (
            <ol className="together__list">
              {listed.map((message) => (
                <MessageRow key={message.id} message={message} user={user} />
              ))}
            </ol>
          )}
          <Sounds state={state} />
        </section>
      )}
    </span>
  );
}
