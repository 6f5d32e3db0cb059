/** The whole page for who is not signed in. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStatus } from '../seat-client/hooks.ts';
import { BrandMark } from '../ui/brand.tsx';
import { Clock } from '../ui/clock.tsx';
import { LanguageSwitch } from '../ui/language-switch.tsx';
import { LinkMark } from '../ui/link-mark.tsx';
import { ThemeSwitch } from '../ui/theme-switch.tsx';
import { LoginForm } from './login-form.tsx';
import './sign-in.css';

/** Clock above, one card in the middle, seat and link below. */
export function DoorPage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const { status } = useStatus();
  return (
    <div className="sign-in">
      <header className="sign-in__bar">
        <Clock />
        <span>
          <LanguageSwitch />
          <ThemeSwitch />
        </span>
      </header>
      <main className="sign-in__middle">
        <div className="sign-in__brand">
          <BrandMark size={56} />
          <h1 className="sign-in__name">{t('app.name')}</h1>
          <p className="sign-in__line">{t('app.line')}</p>
        </div>
        <section className="sign-in__card" aria-label={title}>
          {children}
        </section>
        <p className="sign-in__foot">
          <LinkMark />
          {status !== undefined && (
            <span>
              {t('status.seat')} {status.seat}
            </span>
          )}
          {status !== undefined && status.waitingForOthers > 0 && (
            <span className="sign-in__waiting">{t('lock.waiting', { count: status.waitingForOthers })}</span>
          )}
        </p>
      </main>
    </div>
  );
}

export function SignIn() {
  const { t } = useTranslation();
  return (
    <DoorPage title={t('signIn.title')}>
      <LoginForm />
    </DoorPage>
  );
}
