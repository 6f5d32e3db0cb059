/** What was entered and needs a person: refused with the reason, held back, or asked whether it is still wanted. */
import { useEffect, useState } from 'react';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '../../shared/wire/seat-api.ts';
import { useHall } from '../hall/hall.tsx';
import { useOffset } from '../hall/offset.ts';
import { awaitedHeadline, awaitedReport, incidentOf, useTray, useWaitingEntries } from '../hall/pending.ts';
import type { TFunction } from '../hall/types.ts';
import { refusalText, timeText, yearOf } from '../hall/words.ts';
import { codeText } from '../i18n/say.ts';
import { useHubTime, useSeat } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';
import { useBoxOpen } from '../ui/use-open-box.ts';
import './tray.css';

/** Whom an entry is about, in numbers and names; empty where that is not here (any more). */
function useSubject(entry: OutboxEntry): string {
  const { data, lane } = entry;
  const { t } = useTranslation();
  const { incidents, assignments, units } = useHall();
  const told = typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {};
  const named = (name: string): string => (typeof told[name] === 'string' ? told[name] : '');
  const idOf = (kind: string): string => (lane.startsWith(`${kind}/`) ? lane.slice(kind.length + 1) : '');
  const assignment = assignments.get(named('assignment') || idOf('assignment'))?.state;
  const incident = incidents.get(incidentOf(entry, assignments) ?? '')?.state;
  const report = awaitedReport(entry);
  const unit = units.get(named('unit') || idOf('unit'))?.state.name ?? assignment?.unitName ?? '';
  if (incident === undefined && report !== undefined) return awaitedHeadline(report, t);
  return t('tray.subject', { number: incident?.number ?? '', unit }).trim();
}

const nameOf = (type: string, t: TFunction): string => codeText(t, 'command', type);

/** What leaves by itself: nobody need do anything. */
function Waiting({ entry }: { readonly entry: OutboxEntry }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const subject = useSubject(entry);
  return (
    <li className="tray__entry" data-entry={entry.state}>
      <p className="tray__what">
        <span>
          {nameOf(entry.type, t)} {subject}
        </span>
        <span className="tray__made">{t('tray.made', { time: timeText(entry.madeAt, now, offset) })}</span>
      </p>
    </li>
  );
}

function Entry({ entry }: { readonly entry: OutboxEntry }) {
  const { t } = useTranslation();
  const seat = useSeat();
  const now = useHubTime();
  const offset = useOffset();
  const subject = useSubject(entry);
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const say = (content: string): void => void message.open({ type: 'error', content, key: 'settle' });
  const settle = (how: 'send' | 'discard' | 'redo'): void => {
    setBusy(true);
    seat
      .request('settle', { entry: entry.id, how })
      .then(
        ({ settled }) => {
          if (!settled) say(t('tray.notSettled'));
        },
        (error: unknown) => {
          if (!(error instanceof SeatLost)) throw error;
          say(t('tray.lost'));
        },
      )
      .finally(() => setBusy(false));
  };
  return (
    <li className="tray__entry" data-entry={entry.state}>
      <p className="tray__what">
        <b>
          {nameOf(entry.type, t)} {subject}
        </b>
        <span className="tray__made">{t('tray.made', { time: timeText(entry.madeAt, now, offset) })}</span>
      </p>
      <p className="tray__why">
        {entry.state === 'asking' && t('tray.asking')}
        {entry.state === 'heldBack' && t('tray.heldBack')}
        {entry.state === 'refused' &&
          entry.refusal !== null &&
          refusalText(entry.refusal, t, offset, yearOf(now, offset))}
      </p>
      <p className="tray__ways">
        {entry.state === 'refused' ? (
          <button type="button" className="act" disabled={busy} onClick={() => settle('redo')}>
            {t('tray.redo')}
          </button>
        ) : (
          <button type="button" className="act" disabled={busy} onClick={() => settle('send')}>
            {t('tray.send')}
          </button>
        )}
        <button type="button" className="act act--quiet" disabled={busy} onClick={() => settle('discard')}>
          {t('tray.discard')}
        </button>
      </p>
    </li>
  );
}

export function Tray({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const entries = useTray();
  const waiting = useWaitingEntries();
  useBoxOpen();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing) return;
      // It is the tray that is closed, nothing below it.
      event.stopImmediatePropagation();
      onClose();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [onClose]);
  return (
    <section className="tray" aria-label={t('tray.title')}>
      <header className="tray__head">
        <h2>{t('tray.title')}</h2>
        <button type="button" className="act act--quiet" onClick={onClose}>
          {t('tray.close')}
        </button>
      </header>
      {entries.length + waiting.length === 0 && <p className="tray__note">{t('tray.empty')}</p>}
      <ul className="tray__list">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
      {waiting.length > 0 && (
        <>
          <p className="tray__note">{t('tray.pendingOnes', { count: waiting.length })}</p>
          <ul className="tray__list">
            {waiting.map((entry) => (
              <Waiting key={entry.id} entry={entry} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
