/**
 * A locked seat: that people are needed is seen, of whom and where nothing. What was on screen is taken down, so that
 * nothing beneath can be read, focused or pressed; what was typed is kept.
 */
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { App, Button, Input } from 'antd';
import type { InputRef } from 'antd';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../../shared/lib/time.ts';
import type { AnswerOf, SeatStatus, SessionUser } from '../../shared/wire/seat-api.ts';
import { mayOf } from '../hall/use-may.ts';
import { useSeat } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';
import { Clock, districtOffset } from '../ui/clock.tsx';
import { DataAge } from '../ui/data-age.tsx';
import { LinkMark } from '../ui/link-mark.tsx';
import { LoginForm } from './login-form.tsx';
import './lock-screen.css';
import './sign-in.css';

type Refused = Extract<AnswerOf<'unlock'>, { status: 'refused' }>;

interface AlarmsProps extends Pick<SeatStatus, 'alarms'> {
  /** Whether who is logged in is sent incidents: of those there are none for anybody else, and no figure. */
  readonly incidents: boolean;
}

function Alarms({ alarms, incidents }: AlarmsProps) {
  const { t } = useTranslation();
  const one = (name: keyof SeatStatus['alarms']) => {
    const count = alarms[name];
    const isLoud = count !== null && count > 0;
    return (
      <li key={name} className={isLoud ? `lock__alarm lock__alarm--${name}` : 'lock__alarm'} data-alarm={name}>
        <b>{count ?? t('lock.unknown')}</b> {t(`lock.alarm.${name}`)}
      </li>
    );
  };
  return (
    <div className="lock__waiting" aria-live="polite">
      <ul className="lock__alarms" aria-label={t('lock.alarms')}>
        {incidents && (['alarm', 'late', 'unacknowledged'] as const).map(one)}
        {one('tray')}
      </ul>
      {incidents && alarms.alarm === null && <p className="lock__note">{t('lock.reading')}</p>}
    </div>
  );
}

function Unlock({ onEnded }: { readonly onEnded: () => void }) {
  const { t } = useTranslation();
  const seat = useSeat();
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Refused | 'Lost' | 'empty'>();
  const input = useRef<InputRef>(null);
  useEffect(() => {
    if (!busy) input.current?.focus();
  }, [busy]);

  const unlock = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (password === '') return setFailure('empty');
    setBusy(true);
    setFailure(undefined);
    try {
      const answer = await seat.request('unlock', { password });
      if (answer.status === 'refused') {
        setFailure(answer);
        if (answer.code === 'SessionEnded') onEnded();
      }
    } catch (error) {
      if (!(error instanceof SeatLost)) throw error;
      setFailure('Lost');
    } finally {
      setPassword('');
      setBusy(false);
    }
  };
  const text = (): string => {
    if (failure === undefined) return '';
    if (failure === 'empty') return t('signIn.passwordMissing');
    if (failure === 'Lost') return t('signIn.refused.Lost');
    return failure.code === 'LockedOut' && failure.retryAt !== null
      ? t('lock.lockedOutUntil', { time: clockTime(failure.retryAt, districtOffset, true) })
      : t(`lock.refused.${failure.code}`);
  };
  return (
    <form className="lock__form" onSubmit={(event) => void unlock(event)}>
      <Input.Password
        ref={input}
        size="large"
        aria-label={t('lock.password')}
        placeholder={t('lock.password')}
        autoComplete="current-password"
        maxLength={200}
        visibilityToggle={false}
        disabled={busy}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="primary" size="large" htmlType="submit" loading={busy}>
        {t('lock.unlock')}
      </Button>
      {failure !== undefined && (
        <p className="lock__failure" role="alert">
          {text()}
        </p>
      )}
    </form>
  );
}

interface Props {
  readonly status: SeatStatus;
  readonly user: SessionUser;
  /** Somebody else wants to log in. */
  readonly switching: boolean;
  readonly onSwitching: (on: boolean) => void;
}

export function LockScreen({ status, user, switching, onSwitching }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [ended, setEnded] = useState(false);
  // What was just said stands above the lock otherwise.
  useEffect(() => message.destroy(), [message]);
  const byLogin = switching || ended;
  return (
    <div className="lock">
      <header className="lock__bar">
        <LinkMark />
        <DataAge />
        <span>
          {t('status.seat')} {status.seat}
        </span>
      </header>
      <main className="lock__middle">
        <h1 className="unseen">{t('lock.title')}</h1>
        <div className="lock__clock">
          <Clock />
        </div>
        <Alarms alarms={status.alarms} incidents={mayOf(user.roles).hold('incident')} />
        <section className="sign-in__card" aria-label={t('lock.title')}>
          <h2 className="lock__who">{t(switching ? 'lock.switchTitle' : 'lock.who', { name: user.name })}</h2>
          {byLogin ? (
            <>
              {ended && !switching && <p role="alert">{t('lock.refused.SessionEnded')}</p>}
              <LoginForm key={String(switching)} {...(switching ? {} : { login: user.login })} />
            </>
          ) : (
            <Unlock onEnded={() => setEnded(true)} />
          )}
          <p className="sign-in__ways">
            <Button type="text" onClick={() => onSwitching(!switching)}>
              {switching ? t('lock.back', { name: user.name }) : t('lock.switch')}
            </Button>
          </p>
          <p className="lock__note">{t('lock.kept')}</p>
        </section>
        {status.waitingForOthers > 0 && (
          <p className="sign-in__waiting">{t('lock.waiting', { count: status.waitingForOthers })}</p>
        )}
      </main>
    </div>
  );
}
