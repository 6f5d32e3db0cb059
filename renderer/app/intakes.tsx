/** Whether the ways in are alive: one line in the bar, the worst first, all of them under it. */
import { App } from 'antd';
import { useEffect } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { IntakeShown } from '../../shared/wire/seat-api.ts';
import { useOffset } from '../hall/offset.ts';
import { agoText, timeText } from '../hall/words.ts';
import { codeText } from '../i18n/say.ts';
import { useHubTime, useIntakes, useStatus } from '../seat-client/hooks.ts';
import { useOpenBox } from '../ui/use-open-box.ts';
import { named, silenceKey, worstFirst } from './intake-order.ts';
import './intakes.css';

const nameOf = (id: string, t: TFunction): string => codeText(t, 'intakes.name', id);

const saidSeconds = 20;
/** Older ones are over: what is silent again is another silence. */
const saidMost = 60;
const keyOf = (user: string): string => `lianqin.said-silences.${user}`;

/**
 * Whether this silence was told to this user on this machine: each is said once, however often a page is loaded and however
 * many windows are open. Notes that it is told now.
 */
function wasSaid(user: string, silence: string): boolean {
  let before: unknown;
  try {
    before = JSON.parse(localStorage.getItem(keyOf(user)) ?? '[]');
  } catch {
    // Not written by these screens.
  }
  const list = Array.isArray(before) ? before.filter((one) => typeof one === 'string') : [];
  if (list.includes(silence)) return true;
  try {
    localStorage.setItem(keyOf(user), JSON.stringify([...list, silence].slice(-saidMost)));
  } catch {
    // No room in the browser's store: said again after a reload, which is better than not at all.
  }
  return false;
}

/** Says each silence once. */
function useSaid(user: string, intakes: readonly IntakeShown[], at: number): void {
  const { t } = useTranslation();
  const { message } = App.useApp();
  useEffect(() => {
    for (const one of intakes) {
      if (one.state !== 'silent' || one.silentSince === null || wasSaid(user, silenceKey(one))) continue;
      void message.open({
        ...{ type: 'warning', key: `intake:${one.id}`, duration: saidSeconds },
        content: t('intakes.said', {
          name: nameOf(one.id, t),
          age: agoText(at - one.silentSince, t),
          usual: agoText(one.usualMs ?? 0, t),
        }),
      });
    }
  }, [user, intakes, at, message, t]);
}

function lineOf(one: IntakeShown, now: number, offset: number, t: TFunction): string {
  if (one.silentSince === null)
    return one.lastAt === null ? t('topBar.never') : t('intakes.last', { time: timeText(one.lastAt, now, offset) });
  return t('intakes.since', { time: timeText(one.silentSince, now, offset) });
}

export function Intakes() {
  const { t } = useTranslation();
  const board = useIntakes();
  const now = useHubTime();
  const offset = useOffset();
  const { status } = useStatus();
  const { open, toggle, box, button } = useOpenBox();
  const intakes = board?.intakes ?? [];
  useSaid(status?.user?.id ?? '', intakes, board?.at ?? 0);
  const shown = named(intakes);
  if (shown === undefined) return null;
  const isSilent = shown.state === 'silent';
  const isAway = status?.link !== 'live';
  return (
    <span className="intakes" ref={box} data-glance="intake" data-state={shown.state}>
      <button
        ref={button}
        type="button"
        className={isSilent ? 'intakes__line intakes__line--silent' : 'intakes__line'}
        aria-expanded={open}
        title={t('intakes.title')}
        onClick={toggle}
      >
        <span className="glance__name">{nameOf(shown.id, t)}</span>
        <b className="intakes__since">{lineOf(shown, now, offset, t)}</b>
        {/* Since when has no room on a narrow bar; it stands in what opens. */}
        {isSilent && <b className="intakes__short">{t('intakes.state.silent')}</b>}
      </button>
      {open && (
        <span className="intakes__box" role="group" aria-label={t('intakes.title')}>
          {isAway && <span className="intakes__away">{t('intakes.offline')}</span>}
          {worstFirst(intakes).map((one) => (
            <span key={one.id} className={`intakes__row intakes__row--${one.state}`} data-intake={one.id}>
              <b>{nameOf(one.id, t)}</b>
              <span>{lineOf(one, now, offset, t)}</span>
              <span>{t(`intakes.state.${one.state}`)}</span>
              <span className="intakes__usual">
                {one.usualMs === null || one.state === 'idle' || one.state === 'never'
                  ? ''
                  : t('intakes.usual', { time: agoText(one.usualMs, t) })}
              </span>
            </span>
          ))}
        </span>
      )}
    </span>
  );
}
