/** How somebody logs in: password, second factor, lock-out. */
import { useState } from 'react';
import { Button, Form, Input, Popconfirm, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OfficeAsk, OfficeGranted } from '../../../shared/wire/seat-api.ts';
import { useOffset } from '../../hall/offset.ts';
import { timeText } from '../../hall/words.ts';
import { useKeptHere } from '../../office/kept-here.tsx';
import type { Answered, Unanswered } from '../../office/office.ts';
import { useAnswer, useAsk } from '../../office/office.ts';
import { SecretOnce } from '../../office/secret-once.tsx';
import { WhyNot } from '../../office/unanswered.tsx';
import { useHubTime } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';

function Facts({ access }: { readonly access: OfficeGranted<'access'> }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { hasPassword, mustChange, secondFactor, lockedUntil, lastLoginAt } = access;
  const facts = [
    t(hasPassword ? 'system.hasPassword' : 'system.noPassword'),
    ...(mustChange ? [t('system.mustChange')] : []),
    t(secondFactor ? 'system.factorOn' : 'system.factorOff'),
    lastLoginAt === null
      ? t('system.neverLoggedIn')
      : t('system.lastLogin', { time: timeText(lastLoginAt, now, offset) }),
  ];
  return (
    <>
      <p className="office__note">{facts.join(' · ')}</p>
      {lockedUntil !== null && lockedUntil > now && (
        <p role="alert">{t('system.lockedUntil', { time: timeText(lockedUntil, now, offset) })}</p>
      )}
    </>
  );
}

export function AccountAccess({ id, name }: { readonly id: string; readonly name: string }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const { answer, again } = useAnswer({ ask: 'access', account: id });
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<Unanswered>();
  const [given, setGiven] = useKeptHere<string>(`password:${id}`);
  const [resetting, setResetting] = useState(false);
  const send = async <A extends OfficeAsk>(what: A): Promise<Answered<A['ask']>> => {
    setBusy(true);
    const answered = await ask(what);
    setBusy(false);
    setWhy(answered.status === 'granted' ? undefined : answered);
    again();
    return answered;
  };
  const give = async (): Promise<void> => {
    const answered = await send({ ask: 'givePassword', account: id });
    if (answered.status === 'granted') setGiven(answered.body.password);
  };
  const reset = async ({ reason }: { readonly reason: string }): Promise<void> => {
    const answered = await send({ ask: 'resetSecondFactor', account: id, reason: reason.trim() });
    if (answered.status === 'granted') setResetting(false);
  };
  const access = answer?.status === 'granted' ? answer.body : undefined;
  return (
    <Section name="access" title={t('system.accessTitle')}>
      {answer === undefined && <p className="office__note">{t('system.waiting')}</p>}
      {answer !== undefined && answer.status !== 'granted' && <WhyNot why={answer} again={again} />}
      {why !== undefined && <WhyNot why={why} />}
      {given !== undefined && (
        <SecretOnce
          title={t('system.given', { name })}
          advice={t('system.givenAdvice')}
          secrets={[given]}
          onDone={() => setGiven(undefined)}
        />
      )}
      {access !== undefined && (
        <>
          <Facts access={access} />
          <p className="office__row">
            <Popconfirm title={t('system.givePasswordSure')} onConfirm={() => void give()}>
              <Button loading={busy}>{t('system.givePassword')}</Button>
            </Popconfirm>
            {access.secondFactor && !resetting && (
              <Button onClick={() => setResetting(true)}>{t('system.resetFactor')}…</Button>
            )}
            {access.lockedUntil !== null && (
              <Button loading={busy} onClick={() => void send({ ask: 'unlockAccount', account: id })}>
                {t('system.unlock')}
              </Button>
            )}
            <label className="office__row">
              <Switch
                size="small"
                aria-label={t('system.requireFactor')}
                checked={access.secondFactorRequired}
                loading={busy}
                onChange={(required) => void send({ ask: 'requireSecondFactor', account: id, required })}
              />
              {t('system.requireFactor')}
            </label>
          </p>
          {resetting && (
            <Form
              name="resetFactor"
              layout="inline"
              disabled={busy}
              onFinish={(fields: { readonly reason: string }) => void reset(fields)}
            >
              <Form.Item
                name="reason"
                rules={[{ required: true, whitespace: true, message: t('system.reasonMissing') }]}
              >
                <Input aria-label={t('system.reason')} placeholder={t('system.reason')} maxLength={200} autoFocus />
              </Form.Item>
              <Button danger htmlType="submit" loading={busy}>
                {t('system.resetFactor')}
              </Button>
              <Button type="text" onClick={() => setResetting(false)}>
                {t('office.cancel')}
              </Button>
            </Form>
          )}
        </>
      )}
    </Section>
  );
}
