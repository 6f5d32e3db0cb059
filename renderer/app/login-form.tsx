/**
 * Logging in: password, then the code of the second factor or a new password where the hub asks for them. Says plainly
 * why it did not work, and whether trying again can help.
 */
import { useEffect, useState } from 'react';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../../shared/lib/time.ts';
import type { AnswerOf } from '../../shared/wire/seat-api.ts';
import { NewPasswordItems } from '../office/new-password.tsx';
import { useSeat, useStatus } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';
import { districtOffset } from '../ui/clock.tsx';
import { clockSuspect } from './clock-suspect.ts';

type Refused = Extract<AnswerOf<'login'>, { status: 'refused' }>;
export type LoginFailure = Refused | 'Lost';

/** Steps that are not failures: the password was right, and more is asked for. */
const moreAsked: ReadonlySet<string> = new Set(['SecondFactorNeeded', 'PasswordMustChange']);
const ofTheCode: ReadonlySet<string> = new Set(['WrongCode', 'CodeOfAnotherTime']);
const ofTheNew: ReadonlySet<string> = new Set([
  ...['PasswordTooShort', 'PasswordTooLong', 'PasswordTooCommon', 'PasswordIsLogin', 'PasswordUsedBefore'],
]);
/** The same again may work: nothing of what was typed is wrong. */
const passing: ReadonlySet<string> = new Set(['Busy', 'HubUnreachable']);

export function useLoginFailureText(): (failure: LoginFailure) => string {
  const { t } = useTranslation();
  const { status } = useStatus();
  return (failure) => {
    if (failure === 'Lost') return t('signIn.refused.Lost');
    const { code, retryAt, minutes } = failure;
    if (code === 'LockedOut' && retryAt !== null)
      return t('signIn.refused.LockedOutUntil', { time: clockTime(retryAt, districtOffset, true) });
    if (code === 'CodeOfAnotherTime' && minutes !== null) {
      // Before the hub was heard, or with a demo clock, this machine is no witness.
      const known = status !== undefined && status.asOf > 0 && !status.demoClock;
      const suspect = clockSuspect(minutes, known ? status.clockOffset : undefined);
      const way = minutes > 0 ? 'ahead' : 'behind';
      return t(`signIn.clock.${suspect}.${way}`, { minutes: Math.abs(minutes) });
    }
    return t(`signIn.refused.${code}`);
  };
}

interface Fields {
  readonly login: string;
  readonly password: string;
  readonly code?: string;
  readonly newPassword?: string;
  readonly repeat?: string;
}

interface Props {
  /** Already typed in. */
  readonly login?: string;
  readonly onSignedIn?: () => void;
}

export function LoginForm({ login: given, onSignedIn }: Props) {
  const { t } = useTranslation();
  const seat = useSeat();
  const [form] = Form.useForm<Fields>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<LoginFailure>();
  const [asks, setAsks] = useState({ code: false, newPassword: false });
  const [focus, setFocus] = useState<keyof Fields>();
  const textOf = useLoginFailureText();

  // The fields are disabled while the hub is asked; only then can they be typed into again.
  useEffect(() => {
    if (focus !== undefined && !busy) form.focusField(focus);
  }, [focus, failure, asks, busy, form]);

  const empty = (...fields: (keyof Fields)[]): void => {
    form.resetFields(fields);
    setFocus(fields[0]);
  };

  const refused = (answer: Refused): void => {
    const { code } = answer;
    setFailure(answer);
    if (code === 'SecondFactorNeeded') {
      setAsks((before) => ({ ...before, code: true }));
      setFocus('code');
    } else if (code === 'PasswordMustChange') {
      setAsks((before) => ({ ...before, newPassword: true }));
      setFocus('newPassword');
    } else if (ofTheCode.has(code)) empty('code');
    else if (ofTheNew.has(code)) empty('newPassword', 'repeat');
    else if (!passing.has(code)) {
      setAsks({ code: false, newPassword: false });
      empty('password', 'code', 'newPassword', 'repeat');
    }
  };

  const signIn = async ({ login, password, code, newPassword }: Fields): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    setFocus(undefined);
    try {
      const answer = await seat.request('login', {
        login: login.trim(),
        password,
        ...(asks.code && code !== undefined ? { code: code.trim() } : {}),
        ...(asks.newPassword && newPassword !== undefined ? { newPassword } : {}),
      });
      if (answer.status === 'refused') return refused(answer);
      form.resetFields(['password', 'code', 'newPassword', 'repeat']);
      // The status that follows takes this screen away.
      onSignedIn?.();
    } catch (error) {
      if (!(error instanceof SeatLost)) throw error;
      setFailure('Lost');
      empty('password', 'code', 'newPassword', 'repeat');
    } finally {
      setBusy(false);
    }
  };

  const isMore = failure !== undefined && failure !== 'Lost' && moreAsked.has(failure.code);
  return (
    <Form<Fields>
      name="logIn"
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={busy}
      initialValues={{ login: given ?? '' }}
      onValuesChange={(changed: Partial<Fields>) => {
        // Somebody else: what was asked of the first says nothing.
        if (changed.login !== undefined) setAsks({ code: false, newPassword: false });
      }}
      onFinish={(values) => void signIn(values)}
    >
      <Form.Item
        name="login"
        label={t('signIn.login')}
        rules={[{ required: true, whitespace: true, message: t('signIn.loginMissing') }]}
      >
        <Input size="large" autoFocus={given === undefined} autoComplete="username" maxLength={60} spellCheck={false} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('signIn.password')}
        rules={[{ required: true, message: t('signIn.passwordMissing') }]}
      >
        <Input.Password
          size="large"
          autoFocus={given !== undefined}
          autoComplete="current-password"
          maxLength={200}
          visibilityToggle={false}
        />
      </Form.Item>
      {asks.newPassword && <NewPasswordItems size="large" />}
      {asks.code && (
        <Form.Item
          name="code"
          label={t('signIn.code')}
          extra={t('signIn.codeHint')}
          rules={[{ required: true, whitespace: true, min: 6, message: t('signIn.codeMissing') }]}
        >
          <Input size="large" autoComplete="one-time-code" maxLength={40} spellCheck={false} />
        </Form.Item>
      )}
      {failure !== undefined && (
        <Alert
          className="sign-in__failure"
          type={isMore ? 'info' : 'error'}
          showIcon
          title={textOf(failure)}
          role="alert"
        />
      )}
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>
        {busy ? t('signIn.busy') : t('signIn.submit')}
      </Button>
    </Form>
  );
}
