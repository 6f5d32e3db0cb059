/** Setting up the second factor: password, then the code of the authenticator that was shown the secret. */
import { useState } from 'react';
import { Button, Form, Input, QRCode } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OfficeGranted } from '../../shared/wire/seat-api.ts';
import { palettes } from '../theme/tokens.ts';
import type { Unanswered } from './office.ts';
import { useAsk } from './office.ts';
import { WhyNot } from './unanswered.tsx';
import './office.css';

/** Phones read dark on light. */
const { text: dark, panel: light } = palettes.light;

/** In groups of four, as it is read out. */
export const inFours = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

export function SecondFactorSetUp({ onCodes }: { readonly onCodes: (codes: readonly string[]) => void }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const [begun, setBegun] = useState<OfficeGranted<'beginSecondFactor'>>();
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<Unanswered>();
  /** One is in force: a code of it is asked for too. */
  const [asksCode, setAsksCode] = useState(false);
  const [passwordForm] = Form.useForm<{ readonly password: string; readonly present?: string }>();
  const [codeForm] = Form.useForm<{ readonly code: string }>();

  const begin = async ({
    password,
    present,
  }: {
    readonly password: string;
    readonly present?: string;
  }): Promise<void> => {
    setBusy(true);
    setWhy(undefined);
    const answer = await ask({
      ...{ ask: 'beginSecondFactor' as const, password },
      ...(present === undefined ? {} : { code: present.trim() }),
    });
    setBusy(false);
    if (answer.status === 'refused' && answer.code === 'InvalidMessage' && answer.field === 'code' && !asksCode)
      return setAsksCode(true);
    passwordForm.resetFields();
    if (answer.status === 'granted') setBegun(answer.body);
    else setWhy(answer);
  };
  const confirm = async ({ code }: { readonly code: string }): Promise<void> => {
    setBusy(true);
    setWhy(undefined);
    const answer = await ask({ ask: 'confirmSecondFactor', code: code.trim() });
    setBusy(false);
    codeForm.resetFields();
    if (answer.status === 'granted') return onCodes(answer.body.recoveryCodes);
    setWhy(answer);
    // The secret waits at the hub for a while only.
    if (answer.status === 'refused' && answer.code === 'NothingBegun') setBegun(undefined);
  };

  if (begun === undefined)
    return (
      <Form
        name="factorPassword"
        form={passwordForm}
        layout="vertical"
        className="office__form"
        disabled={busy}
        onFinish={(v) => void begin(v)}
      >
        <p className="office__note">{t('secondFactor.begin')}</p>
        <Form.Item
          name="password"
          label={t('secondFactor.password')}
          rules={[{ required: true, message: t('signIn.passwordMissing') }]}
        >
          <Input.Password autoFocus autoComplete="current-password" maxLength={200} visibilityToggle={false} />
        </Form.Item>
        {asksCode && (
          <Form.Item
            name="present"
            label={t('secondFactor.present')}
            rules={[{ required: true, pattern: /^\s*\S{6,40}\s*$/, message: t('secondFactor.presentMissing') }]}
          >
            <Input autoFocus autoComplete="one-time-code" maxLength={40} />
          </Form.Item>
        )}
        {why !== undefined && <WhyNot why={why} />}
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('secondFactor.next')}
        </Button>
      </Form>
    );
  return (
    <div className="second-factor">
      <div className="second-factor__scan">
        <QRCode
          type="svg"
          value={begun.uri}
          size={176}
          color={dark}
          bgColor={light}
          aria-label={t('secondFactor.qr')}
        />
        <div>
          <p className="office__note">{t('secondFactor.scan')}</p>
          <p className="office__note">
            {t('secondFactor.byHand')}
            <code className="second-factor__secret">{inFours(begun.secret)}</code>
          </p>
        </div>
      </div>
      <Form
        name="factorCode"
        form={codeForm}
        layout="vertical"
        className="office__form"
        disabled={busy}
        onFinish={(v) => void confirm(v)}
      >
        <Form.Item
          name="code"
          label={t('signIn.code')}
          rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: t('secondFactor.sixDigits') }]}
        >
          <Input autoFocus autoComplete="one-time-code" inputMode="numeric" maxLength={8} />
        </Form.Item>
        {why !== undefined && <WhyNot why={why} />}
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('secondFactor.confirm')}
        </Button>
      </Form>
    </div>
  );
}
