import { App, Button } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import type { SessionUser } from '../../shared/wire/seat-api.ts';
import { forceOf } from '../hall/force.ts';
import { useHall } from '../hall/hall.tsx';
import { isTyped, useIntakeDraft } from '../hall/intake-draft.tsx';
import { useOffset } from '../hall/offset.ts';
import { useMay } from '../hall/use-may.ts';
import { agoText, timeText } from '../hall/words.ts';
import { useHubTime, useIntakes, useSeat, useStatus } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';
import { Unbroken } from '../ui/broken.tsx';
import { Brand } from '../ui/brand.tsx';
import { AlarmList } from '../together/alarm-list.tsx';
import { Together } from '../together/together.tsx';
import { RingMark } from '../workspaces/log/ring-mark.tsx';
import { UrgentMark } from '../workspaces/urgent/urgent-mark.tsx';
import { Clock } from '../ui/clock.tsx';
import { DataAge } from '../ui/data-age.tsx';
import { LinkMark } from '../ui/link-mark.tsx';
import { ThemeSwitch } from '../ui/theme-switch.tsx';
import { useOpenBox } from '../ui/use-open-box.ts';
import { alarmCount, lastFrom, oldestWaiting } from './glance.ts';
import type { Page } from './pages.ts';
import { barPagesOf } from './pages.ts';
import { Intakes } from './intakes.tsx';
import { Tray } from './tray.tsx';
import { UserMenu } from './user-menu.tsx';
import './top-bar.css';

interface Props {
  readonly user: SessionUser;
  readonly page: Page;
  /** Pages this person has; one alone needs no choice. */
  readonly pages: readonly Page[];
  readonly onPage: (page: Page) => void;
  /** Somebody else is to log in here. */
  readonly onSwitch: () => void;
  /** Opens the box to find things in. */
  readonly onFind: () => void;
}

/** Figures that could not be worked out are tried again after so long. */
const againAfterMs = 10_000;

/** What has no room on a narrow bar, under one mark: shown while it is open. */
function More({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const { open, toggle, box, button } = useOpenBox();
  return (
    <span className="top-bar__more" ref={box}>
      <button ref={button} type="button" className="top-bar__more-mark" aria-expanded={open} onClick={toggle}>
        {t('topBar.more')}
      </button>
      {open && (
        <span className="top-bar__more-box" role="group" aria-label={t('topBar.moreTitle')}>
          {children}
        </span>
      )}
    </span>
  );
}

/** What one must know at a glance: mode, alarms, who can be sent, who waits, what comes in. */
function Glance() {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const may = useMay();
  const { units, incidents, dutyMode, opened } = useHall();
  const hasIntakes = (useIntakes()?.intakes.length ?? 0) > 0 && may.ask('intakes');
  const { free, duty: all } = forceOf(
    Array.from(units.values(), ({ state }) => state),
    now,
  );
  const oldest = useMemo(() => oldestWaiting(incidents.values()), [incidents]);
  const last = useMemo(() => lastFrom('12345', incidents.values()), [incidents]);
  const alarms = useMemo(() => alarmCount(incidents.values()), [incidents]);
  if (!opened) return null;
  const oldestOne = (
    <>
      <span className="glance__name">{t('topBar.oldest')}</span>
      <b>
        {oldest === undefined ? t('topBar.nobodyWaits') : `${oldest.number} · ${agoText(now - oldest.receivedAt, t)}`}
      </b>
    </>
  );
  const lastOne = (
    <>
      <span className="glance__name">{t('topBar.intake')}</span>
      <b>{last === undefined ? t('topBar.never') : timeText(last, now, offset)}</b>
    </>
  );
  return (
    <>
      <span className="glance">
        <span className="glance__name glance__name--plain">{t('topBar.mode')}</span>
        <b>{dutyMode === undefined ? '—' : t(`dutyMode.${dutyMode.mode}`)}</b>
      </span>
      {may.hold('alarm') ? (
        <AlarmList incidents={alarms} />
      ) : (
        may.hold('incident') && (
          <span className="glance" data-glance="alarms">
            <span className="glance__name">{t('topBar.alarms')}</span>
            <b className={alarms > 0 ? 'glance--alarm' : ''}>{alarms}</b>
          </span>
        )
      )}
      {may.hold('unit') && (
        <span className="glance" data-glance="available">
          <span className="glance__name">{t('topBar.available')}</span>
          <b className={free === 0 && all > 0 ? 'glance--late' : ''}>{t('topBar.availableOf', { free, all })}</b>
        </span>
      )}
      {may.hold('incident') && (
        <>
          <span className="glance glance--wide" data-glance="oldest">
            {oldestOne}
          </span>
          {/* Of the documents here, where the hub has not said how the intakes stand. */}
          {!hasIntakes && (
            <span className="glance glance--wide" data-glance="intake">
              {lastOne}
            </span>
          )}
          <More>
            <span className="glance">{oldestOne}</span>
            <span className="glance">{lastOne}</span>
          </More>
        </>
      )}
      {hasIntakes && <Intakes />}
    </>
  );
}

/** On every screen: what time it is, how true what one sees is, what waits, and who one is. */
export function TopBar({ user, page, pages, onPage, onSwitch, onFind }: Props) {
  const { t } = useTranslation();
  const seat = useSeat();
  const { status, connection } = useStatus();
  const [trayOpen, setTrayOpen] = useState(false);
  const trayButton = useRef<HTMLButtonElement>(null);
  const { message } = App.useApp();
  const may = useMay();
  const { draft } = useIntakeDraft();
  const [leaving, setLeaving] = useState(false);
  const { pending = 0, asking = 0, refused = 0, waitingForOthers = 0 } = status ?? {};
  const waiting = pending + asking + refused;
  const typed = isTyped(draft);
  // What was not taken in is lost, what was not sent waits for this very person: the second press says that this is known.
  const asksFirst = typed || pending > 0;
  const signOut = (): void => {
    if (asksFirst && !leaving) return setLeaving(true);
    seat.request('logout', {}).catch((error: unknown) => {
      if (!(error instanceof SeatLost)) throw error;
      void message.open({ type: 'error', content: t('topBar.signOutLost'), key: 'signOut' });
    });
  };
  const closeTray = (): void => {
    setTrayOpen(false);
    trayButton.current?.focus();
  };
  // What is none is not said: the eye looks for figures.
  const parts = Object.entries({ pending, asking, refused }).flatMap(([name, count]) =>
    count === 0 ? [] : [t(`topBar.trayPart.${name as 'pending' | 'asking' | 'refused'}`, { count })],
  );
  const trayText = (): string => {
    if (connection !== 'up') return t('topBar.trayUnknown');
    return waiting === 0 ? t('topBar.trayEmpty') : parts.join(' · ');
  };
  const signOutText = (): string => {
    if (!leaving || !asksFirst) return t('status.signOut');
    return typed ? t('topBar.signOutTyped') : t('topBar.signOutPending', { count: pending });
  };
  const barPages = barPagesOf(pages);
  return (
    <header className="top-bar">
      <Brand />
      {barPages.length > 1 && (
        <nav className="top-bar__pages" aria-label={t('nav.label')}>
          {barPages.map((each) => (
            <button
              key={each}
              type="button"
              className="top-bar__page"
              aria-current={each === page || (each === 'registers' && page === 'imports') ? 'page' : undefined}
              onClick={() => onPage(each)}
            >
              {t(`nav.${each}`)}
            </button>
          ))}
        </nav>
      )}
      {pages.includes('urgent') && may.give('SendUrgentReport') && <UrgentMark />}
      {pages.includes('log') && may.give('NoteRemark') && <RingMark onOpen={() => onPage('log')} />}
      {may.ask('search') && (
        <button type="button" className="top-bar__find" title={t('find.buttonHint')} onClick={onFind}>
          {t('find.button')}
        </button>
      )}
      <Clock />
      <Unbroken againAfter={againAfterMs} instead={<span className="glance">—</span>}>
        <Glance />
      </Unbroken>
      <span className="top-bar__truth">
        <LinkMark />
        <DataAge />
      </span>
      <span className="top-bar__user">
        <button
          ref={trayButton}
          type="button"
          className={asking + refused > 0 ? 'top-bar__tray top-bar__tray--look' : 'top-bar__tray'}
          aria-expanded={trayOpen}
          data-waiting={waiting}
          onClick={() => setTrayOpen(!trayOpen)}
        >
          {trayText()}
        </button>
        {waitingForOthers > 0 && (
          <span className="top-bar__others">{t('lock.waiting', { count: waitingForOthers })}</span>
        )}
        {may.ask('readMessage') && <Together />}
        <ThemeSwitch />
        <UserMenu user={user} onAccount={() => onPage('account')} onSwitch={onSwitch} />
        <Button type="text" danger={leaving && asksFirst} onClick={signOut} onBlur={() => setLeaving(false)}>
          {signOutText()}
        </Button>
      </span>
      {trayOpen && <Tray onClose={closeTray} />}
    </header>
  );
}
