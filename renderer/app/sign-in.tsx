/** Signing in to the seat. Says plainly why it did not work, and whether trying again can help. */
import { useEffect, useState } from 'react';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../../shared/lib/time.ts';
import type { AnswerOf, RequestOf } from '../../shared/wire/seat-api.ts';
import { useSeat, useStatus } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';
import { BrandMark } from '../ui/brand.tsx';
import { Clock, districtOffset } from '../ui/clock.tsx';
import { LinkMark } from '../ui/link-mark.tsx';
import { ThemeSwitch } from '../ui/theme-switch.tsx';
import './sign-in.css';

type Refused = Extract<AnswerOf<'login'>, { status: 'refused' }>;
type Failure = Refused | 'Lost';

function useFailureText(): (failure: Failure) => string {
  const { t } = useTranslation();
  return (failure) => {
    if (failure === 'Lost') return t('signIn.refused.Lost');
    const { code, retryAt } = failure;
    return code === 'LockedOut' && retryAt !== null
      ? t('signIn.refused.LockedOutUntil', { time: clockTime(retryAt, districtOffset, true) })
      : t(`signIn.refused.${code}`);
  };
}

export function SignIn() {
  const { t } = useTranslation();
  const seat = useSeat();
  const { status } = useStatus();
  const [form] = Form.useForm<RequestOf<'login'>>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const textOf = useFailureText();

  // The fields are disabled while the hub is asked; only then can the password be typed again.
  useEffect(() => {
    if (failure !== undefined && !busy) form.focusField('password');
  }, [failure, busy, form]);

  const signIn = async ({ login, password }: RequestOf<'login'>): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      const answer = await seat.request('login', { login: login.trim(), password });
      if (answer.status === 'refused') setFailure(answer);
      // Signed in: the status that follows takes this screen away.
    } catch (error) {
      if (!(error instanceof SeatLost)) throw error;
      setFailure('Lost');
    } finally {
      setBusy(false);
      form.setFieldValue('password', '');
    }
  };

  return (
    <div className="sign-in">
      <header className="sign-in__bar">
        <Clock />
        <ThemeSwitch />
      </header>
      <main className="sign-in__middle">
        <div className="sign-in__brand">
          <BrandMark size={56} />
          <h1 className="sign-in__name">{t('app.name')}</h1>
          <p className="sign-in__line">{t('app.line')}</p>
        </div>
        <section className="sign-in__card" aria-label={t('signIn.title')}>
          <Form<RequestOf<'login'>>
            form={form}
            layout="vertical"
            requiredMark={false}
            disabled={busy}
            onFinish={(values) => void signIn(values)}
          >
            <Form.Item
              name="login"
              label={t('signIn.login')}
              rules={[{ required: true, whitespace: true, message: t('signIn.loginMissing') }]}
            >
              <Input size="large" autoFocus autoComplete="username" maxLength={60} spellCheck={false} />
            </Form.Item>
            <Form.Item
              name="password"
              label={t('signIn.password')}
              rules={[{ required: true, message: t('signIn.passwordMissing') }]}
            >
              <Input.Password size="large" autoComplete="current-password" maxLength={200} visibilityToggle={false} />
            </Form.Item>
            {failure !== undefined && (
              <Alert className="sign-in__failure" type="error" showIcon title={textOf(failure)} role="alert" />
            )}
            <Button type="primary" size="large" htmlType="submit" block loading={busy}>
              {busy ? t('signIn.busy') : t('signIn.submit')}
            </Button>
          </Form>
        </section>
        <p className="sign-in__foot">
          <LinkMark />
          {status !== undefined && (
            <span>
              {t('status.seat')} {status.seat}
            </span>
          )}
        </p>
      </main>
    </div>
  );
}
