/** One's own account: password, second factor, log-ins, and who looked at what is one's own. */
import { useState } from 'react';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AccessEntryShown, OfficeGranted, SessionUser } from '../../shared/wire/seat-api.ts';
import { useHall } from '../hall/hall.tsx';
import { useOffset } from '../hall/offset.ts';
import { useMay } from '../hall/use-may.ts';
import { timeText } from '../hall/words.ts';
import { listed } from '../i18n/say.ts';
import { actionText, detailText, grantText } from '../office/account-words.ts';
import { useKeptHere } from '../office/kept-here.tsx';
import { LogIns } from '../office/log-ins.tsx';
import { NewPasswordItems } from '../office/new-password.tsx';
import type { Unanswered } from '../office/office.ts';
import { useAnswer, useAsk } from '../office/office.ts';
import { SecondFactorSetUp } from '../office/second-factor.tsx';
import { SecretOnce } from '../office/secret-once.tsx';
import { WhyNot } from '../office/unanswered.tsx';
import { useNames } from '../office/use-names.ts';
import { useHubTime } from '../seat-client/hooks.ts';
import { LanguageSwitch } from '../ui/language-switch.tsx';
import { Section } from '../ui/section.tsx';
import { OwnDeputies } from './own-deputies.tsx';
import './account-page.css';
import { Rows } from '../ui/rows.tsx';

type Me = OfficeGranted<'me'>;

interface PasswordFields {
  readonly password: string;
  readonly newPassword: string;
}

function PasswordForm({ me, onChanged }: { readonly me: Me | undefined; readonly onChanged: () => void }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const now = useHubTime();
  const offset = useOffset();
  const [form] = Form.useForm<PasswordFields>();
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<Unanswered>();
  const [done, setDone] = useState(false);
  const change = async ({ password, newPassword }: PasswordFields): Promise<void> => {
    setBusy(true);
    setDone(false);
    const answer = await ask({ ask: 'changePassword', password, newPassword });
    setBusy(false);
    setWhy(answer.status === 'granted' ? undefined : answer);
    if (answer.status !== 'granted') return;
    form.resetFields();
    setDone(true);
    onChanged();
  };
  return (
    <Section name="password" title={t('account.password')}>
      {me !== undefined && (
        <p className="office__note">
          {t('account.passwordSince', { time: timeText(me.passwordChangedAt, now, offset) })}
          {me.passwordDueAt !== null &&
            ` · ${t('account.passwordDue', { time: timeText(me.passwordDueAt, now, offset) })}`}
        </p>
      )}
      <Form
        name="ownPassword"
        form={form}
        layout="vertical"
        className="office__form"
        disabled={busy}
        onFinish={(v) => void change(v)}
      >
        <Form.Item
          name="password"
          label={t('account.presentPassword')}
          rules={[{ required: true, message: t('signIn.passwordMissing') }]}
        >
          <Input.Password autoComplete="current-password" maxLength={200} visibilityToggle={false} />
        </Form.Item>
        <NewPasswordItems />
        {why !== undefined && <WhyNot why={why} />}
        <Button htmlType="submit" loading={busy}>
          {t('account.changePassword')}
        </Button>
        {done && (
          <span role="status" className="account__done">
            {t('account.passwordChanged')}
          </span>
        )}
      </Form>
    </Section>
  );
}

function RemoveSecondFactor({ onRemoved }: { readonly onRemoved: () => void }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<Unanswered>();
  const [form] = Form.useForm<{ readonly password: string; readonly code: string }>();
  const remove = async (fields: { readonly password: string; readonly code: string }): Promise<void> => {
    setBusy(true);
    const answer = await ask({ ask: 'removeSecondFactor', password: fields.password, code: fields.code.trim() });
    setBusy(false);
    form.resetFields();
    setWhy(answer.status === 'granted' ? undefined : answer);
    if (answer.status === 'granted') onRemoved();
  };
  return (
    <Form
      name="removeFactor"
      form={form}
      layout="vertical"
      className="office__form"
      disabled={busy}
      onFinish={(v) => void remove(v)}
    >
      <p className="office__note">{t('account.removeHint')}</p>
      <Form.Item
        name="password"
        label={t('secondFactor.password')}
        rules={[{ required: true, message: t('signIn.passwordMissing') }]}
      >
        <Input.Password autoComplete="current-password" maxLength={200} visibilityToggle={false} />
      </Form.Item>
      <Form.Item
        name="code"
        label={t('signIn.code')}
        rules={[{ required: true, whitespace: true, min: 6, message: t('signIn.codeMissing') }]}
      >
        <Input autoComplete="one-time-code" maxLength={40} />
      </Form.Item>
      {why !== undefined && <WhyNot why={why} />}
      <Button danger htmlType="submit" loading={busy}>
        {t('account.remove')}
      </Button>
    </Form>
  );
}

function SecondFactor({ me, onChanged }: { readonly me: Me; readonly onChanged: () => void }) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<'setUp' | 'remove'>();
  const [codes, setCodes] = useKeptHere<readonly string[]>('newRecoveryCodes');
  const done = (): void => {
    setDoing(undefined);
    setCodes(undefined);
    onChanged();
  };
  return (
    <Section name="secondFactor" title={t('account.secondFactor')}>
      <p className="office__note">
        {me.secondFactor ? t('account.secondFactorOn', { left: me.recoveryCodesLeft }) : t('account.secondFactorOff')}
        {me.secondFactorRequired && ` · ${t('account.secondFactorRequired')}`}
      </p>
      {codes !== undefined && (
        <SecretOnce
          title={t('secondFactor.codes')}
          advice={t('secondFactor.codesAdvice')}
          secrets={codes}
          onDone={done}
        />
      )}
      {codes === undefined && doing === 'setUp' && <SecondFactorSetUp onCodes={setCodes} />}
      {doing === 'remove' && <RemoveSecondFactor onRemoved={done} />}
      {codes === undefined && (
        <p className="office__row">
          {doing === undefined && (
            <Button onClick={() => setDoing('setUp')}>
              {t(me.secondFactor ? 'account.setUpAnew' : 'account.setUp')}
            </Button>
          )}
          {doing === undefined && me.secondFactor && !me.secondFactorRequired && (
            <Button onClick={() => setDoing('remove')}>{t('account.remove')}</Button>
          )}
          {doing !== undefined && (
            <Button type="text" onClick={() => setDoing(undefined)}>
              {t('office.cancel')}
            </Button>
          )}
        </p>
      )}
    </Section>
  );
}

function Looks() {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { units } = useHall();
  const { answer, again } = useAnswer({ ask: 'looks', limit: 200 });
  /** A unit by its name where this seat knows them. */
  const subjectText = (subject: string): string =>
    units.get(subject.startsWith('unit:') ? subject.slice('unit:'.length) : '')?.state.name ?? subject;
  return (
    <Section name="looks" title={t('account.looks')}>
      <p className="office__note">{t('account.looksHint')}</p>
      {answer !== undefined && answer.status !== 'granted' && <WhyNot why={answer} again={again} />}
      <Rows<AccessEntryShown>
        rows={answer === undefined ? undefined : answer.status === 'granted' ? answer.body.entries : []}
        idOf={({ number }) => number}
        pageSize={10}
        empty={t('account.nobodyLooked')}
        columns={[
          { title: t('accessLog.at'), of: ({ at }) => timeText(at, now, offset) },
          { title: t('accessLog.user'), of: ({ login, user }) => login ?? user },
          { title: t('accessLog.seat'), of: ({ seat }) => seat },
          { title: t('accessLog.action'), of: ({ action }) => actionText(action, t) },
          { title: t('accessLog.subject'), of: ({ subject }) => subjectText(subject) },
          { title: t('accessLog.detail'), of: ({ action, detail }) => detailText(action, detail, offset, t) },
        ]}
      />
    </Section>
  );
}

export function AccountPage({ user }: { readonly user: SessionUser }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const may = useMay();
  const names = useNames();
  const { answer, again } = useAnswer({ ask: 'me' });
  const logIns = useAnswer({ ask: 'mySessions' });
  const me = answer?.status === 'granted' ? answer.body : undefined;
  return (
    <main className="account">
      <h1 className="account__title">
        {user.name}
        <span className="account__login">{user.login}</span>
        <span className="account__roles">
          {listed(
            t,
            user.roles.map((grant) => grantText(grant, names, t)),
          )}
        </span>
        <span className="account__language">
          {t('app.language')} <LanguageSwitch user={user.id} />
        </span>
      </h1>
      {answer !== undefined && answer.status !== 'granted' && <WhyNot why={answer} again={again} />}
      <h2 className="unseen">{t('userMenu.account')}</h2>
      <div className="account__columns">
        <div className="account__column">
          <PasswordForm me={me} onChanged={again} />
          {me !== undefined && <SecondFactor me={me} onChanged={again} />}
        </div>
        <div className="account__column">
          <Section name="logIns" title={t('account.logIns')}>
            {logIns.answer !== undefined && logIns.answer.status !== 'granted' ? (
              <WhyNot why={logIns.answer} again={logIns.again} />
            ) : (
              <LogIns
                sessions={logIns.answer?.body.sessions}
                named={false}
                end={(session) => ask({ ask: 'endMySession', session })}
                onEnded={logIns.again}
              />
            )}
          </Section>
          {/* An administrator has nobody take the place of one who keeps the accounts. */}
          {may.give('NameDeputy') && !may.ask('accountAccess') && <OwnDeputies own={user.id} />}
          <Looks />
        </div>
      </div>
    </main>
  );
}
