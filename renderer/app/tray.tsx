/** What was entered and needs a person: refused with the reason, held back, or asked whether it is still wanted. */
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '../../shared/wire/seat-api.ts';
import { useOffset } from '../hall/offset.ts';
import { useTray } from '../hall/pending.ts';
import { refusalText, timeText } from '../hall/words.ts';
import { zhCN } from '../i18n/zh-cn.ts';
import { useHubTime, useSeat, useStatus } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';
import './tray.css';

const names: { readonly [type: string]: string } = zhCN.command;

function Entry({ entry }: { readonly entry: OutboxEntry }) {
  const { t } = useTranslation();
  const seat = useSeat();
  const now = useHubTime();
  const offset = useOffset();
  const settle = (how: 'send' | 'discard' | 'redo'): void => {
    seat.request('settle', { entry: entry.id, how }).catch((error: unknown) => {
      if (!(error instanceof SeatLost)) throw error;
    });
  };
  const name = entry.type in names ? t(`command.${entry.type as keyof typeof zhCN.command}`) : entry.type;
  return (
    <li className="tray__entry" data-entry={entry.state}>
      <p className="tray__what">
        <b>{name}</b>
        <span className="tray__made">{t('tray.made', { time: timeText(entry.madeAt, now, offset) })}</span>
      </p>
      <p className="tray__why">
        {entry.state === 'asking' && t('tray.asking')}
        {entry.state === 'heldBack' && t('tray.heldBack')}
        {entry.state === 'refused' && entry.refusal !== null && refusalText(entry.refusal, t, offset)}
      </p>
      <p className="tray__ways">
        {entry.state === 'refused' ? (
          <button type="button" className="act" onClick={() => settle('redo')}>
            {t('tray.redo')}
          </button>
        ) : (
          <button type="button" className="act" onClick={() => settle('send')}>
            {t('tray.send')}
          </button>
        )}
        <button type="button" className="act act--quiet" onClick={() => settle('discard')}>
          {t('tray.discard')}
        </button>
      </p>
    </li>
  );
}

export function Tray({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const entries = useTray();
  const pending = useStatus().status?.pending ?? 0;
  return (
    <section className="tray" aria-label={t('tray.title')}>
      <header className="tray__head">
        <h2>{t('tray.title')}</h2>
        <button type="button" className="act act--quiet" onClick={onClose}>
          {t('tray.close')}
        </button>
      </header>
      {pending > 0 && <p className="tray__note">{t('tray.pendingOnes', { count: pending })}</p>}
      {entries.length === 0 && pending === 0 && <p className="tray__note">{t('tray.empty')}</p>}
      <ul className="tray__list">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  );
}
