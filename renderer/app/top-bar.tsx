import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionUser } from '../../shared/wire/seat-api.ts';
import { useHall } from '../hall/hall.tsx';
import { useOffset } from '../hall/offset.ts';
import { spanText, timeText } from '../hall/words.ts';
import { useHubTime, useSeat, useStatus } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';
import { Brand } from '../ui/brand.tsx';
import { Clock } from '../ui/clock.tsx';
import { DataAge } from '../ui/data-age.tsx';
import { LinkMark } from '../ui/link-mark.tsx';
import { ThemeSwitch } from '../ui/theme-switch.tsx';
import { available, lastFrom, oldestWaiting } from './glance.ts';
import type { Page } from './pages.ts';
import { Tray } from './tray.tsx';
import './top-bar.css';

interface Props {
  readonly user: SessionUser;
  readonly page: Page;
  /** Pages this person has; one alone needs no choice. */
  readonly pages: readonly Page[];
  readonly onPage: (page: Page) => void;
}

/** What one must know at a glance: mode, who can be sent, who waits, what comes in. */
function Glance() {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { units, incidents, dutyMode, opened } = useHall();
  if (!opened) return null;
  const { free, all } = available(units.values(), now);
  const oldest = oldestWaiting(incidents.values());
  const last = lastFrom('12345', incidents.values());
  return (
    <>
      <span className="glance">
        <span className="glance__name">{t('topBar.mode')}</span>
        <b>{dutyMode === undefined ? '—' : t(`dutyMode.${dutyMode.mode}`)}</b>
      </span>
      <span className="glance" data-glance="available">
        <span className="glance__name">{t('topBar.available')}</span>
        <b className={free === 0 && all > 0 ? 'glance--late' : ''}>{t('topBar.availableOf', { free, all })}</b>
      </span>
      <span className="glance glance--wide" data-glance="oldest">
        <span className="glance__name">{t('topBar.oldest')}</span>
        <b>
          {oldest === undefined
            ? t('topBar.nobodyWaits')
            : `${oldest.number} · ${spanText(now - oldest.receivedAt, t)}`}
        </b>
      </span>
      <span className="glance glance--wide" data-glance="intake">
        <span className="glance__name">{t('topBar.intake')}</span>
        <b>{last === undefined ? t('topBar.never') : timeText(last, now, offset)}</b>
      </span>
    </>
  );
}

/** On every screen: what time it is, how true what one sees is, what waits, and who one is. */
export function TopBar({ user, page, pages, onPage }: Props) {
  const { t } = useTranslation();
  const seat = useSeat();
  const { status } = useStatus();
  const [trayOpen, setTrayOpen] = useState(false);
  const signOut = (): void => {
    seat.request('logout', {}).catch((error: unknown) => {
      // Without a seat nobody is signed in to it any more.
      if (!(error instanceof SeatLost)) throw error;
    });
  };
  const { pending = 0, asking = 0, refused = 0 } = status ?? {};
  const waiting = pending + asking + refused;
  return (
    <header className="top-bar">
      <Brand />
      {pages.length > 1 && (
        <nav className="top-bar__pages" aria-label={t('nav.label')}>
          {pages.map((each) => (
            <button
              key={each}
              type="button"
              className="top-bar__page"
              aria-current={each === page ? 'page' : undefined}
              onClick={() => onPage(each)}
            >
              {t(`nav.${each}`)}
            </button>
          ))}
        </nav>
      )}
      <Clock />
      <Glance />
      <span className="top-bar__truth">
        <LinkMark />
        <DataAge />
      </span>
      <span className="top-bar__user">
        <button
          type="button"
          className={asking + refused > 0 ? 'top-bar__tray top-bar__tray--look' : 'top-bar__tray'}
          aria-expanded={trayOpen}
          data-waiting={waiting}
          onClick={() => setTrayOpen(!trayOpen)}
        >
          {waiting === 0 ? t('topBar.trayEmpty') : t('topBar.tray', { pending, asking, refused })}
        </button>
        <ThemeSwitch />
        <span className="top-bar__name">{user.name}</span>
        <Button type="text" onClick={signOut}>
          {t('status.signOut')}
        </Button>
      </span>
      {trayOpen && <Tray onClose={() => setTrayOpen(false)} />}
    </header>
  );
}
