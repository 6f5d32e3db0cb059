/** One account: name, roles, deputies, log-in and second factor, leaving. What is not allowed is not offered. */
import { useEffect, useRef, useState } from 'react';
import { Alert, Button, Checkbox, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useKeptForm } from '../../hall/kept.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useMay } from '../../hall/use-may.ts';
import { listed } from '../../i18n/say.ts';
import { grantText, periodText } from '../../office/account-words.ts';
import { useNames } from '../../office/use-names.ts';
import { useHubTime, useStatus } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import { AccountAccess } from './account-access.tsx';
import type { AccountDocument } from './account-document.ts';
import { AllLogIns } from './all-log-ins.tsx';
import { Deputies } from './deputies.tsx';
import { GrantFields } from './grant-fields.tsx';
import type { GrantRow } from './grant-rows.ts';
import { asJson, grantsOf, rowsOf, timeOf } from './grant-rows.ts';
import { useGiven } from '../../office/said.tsx';

interface Props {
  readonly account: AccountDocument;
  readonly all: readonly AccountDocument[];
  /** Made just now: nobody can log in with it yet. */
  readonly isNew: boolean;
}

interface GivenProps extends Pick<Props, 'account'> {
  /** From above: with the new name these fields are made anew, and what became of it is still said. */
  readonly given: ReturnType<typeof useGiven>;
}

function Rename({ account, given: { busy, give, said } }: GivenProps) {
  const { t } = useTranslation();
  const { id, name } = account.state;
  return (
    <Section name="rename" title={t('system.rename')}>
      <Form
        name="rename"
        layout="inline"
        disabled={busy}
        initialValues={{ name }}
        onFinish={(fields: { readonly name: string }) =>
          void give('RenameAccount', { id, name: fields.name.trim() }, { id, version: account.version })
        }
      >
        <Form.Item name="name" rules={[{ required: true, whitespace: true, message: t('system.nameMissing') }]}>
          <Input aria-label={t('system.name')} maxLength={40} autoComplete="off" />
        </Form.Item>
        <Button htmlType="submit" loading={busy}>
          {t('system.save')}
        </Button>
      </Form>
      {said}
    </Section>
  );
}

/** What was given, with its times, for who may only look. */
function GrantList({ account }: Pick<Props, 'account'>) {
  const { t } = useTranslation();
  const names = useNames();
  const offset = useOffset();
  const now = useHubTime();
  return (
    <ul className="deputies">
      {account.state.grants.map((grant, index) => {
        const time = timeOf(grant, now);
        return (
          <li key={`${index}-${grant.role}`} className={time === 'holds' ? '' : 'accounts__off'}>
            {grantText(grant, names, t)} {periodText(grant, offset, t)}
            {time !== 'holds' && ` · ${t(`grant.${time}`)}`}
          </li>
        );
      })}
    </ul>
  );
}

interface RoleFields {
  readonly roles: readonly GrantRow[];
}

function RolesForm({ account, given: { busy, give } }: GivenProps) {
  const { t } = useTranslation();
  const offset = useOffset();
  const { id, grants } = account.state;
  const [form] = Form.useForm<RoleFields>();
  const kept = useKeptForm(`roles:${id}`, form, JSON.stringify(grants));
  const save = async ({ roles }: RoleFields): Promise<void> => {
    const data = { id, roles: asJson(grantsOf(roles, offset)) };
    const { status } = await give('ChangeAccountRoles', data, { id, version: account.version });
    if (status === 'done') kept.clear();
  };
  return (
    <Form<RoleFields>
      name="roles"
      form={form}
      layout="horizontal"
      colon={false}
      disabled={busy}
      initialValues={{ roles: rowsOf(grants, offset), ...kept.before }}
      onValuesChange={kept.onValuesChange}
      onFinish={(fields) => void save(fields)}
    >
      <GrantFields />
      {kept.note}
      <Button htmlType="submit" loading={busy}>
        {t('system.save')}
      </Button>
    </Form>
  );
}

function Roles({ account }: Pick<Props, 'account'>) {
  const { t } = useTranslation();
  const names = useNames();
  const may = useMay();
  const own = useStatus().status?.user?.id === account.state.id;
  const given = useGiven();
  const { roles, grants, leaver } = account.state;
  const changes = may.give('ChangeAccountRoles') && !own && !leaver;
  return (
    <Section name="roles" title={t('system.rolesTitle')}>
      <p className="office__note">
        {roles.length === 0
          ? t('system.noneInForce')
          : t('system.inForce', {
              roles: listed(
                t,
                roles.map((grant) => grantText(grant, names, t)),
              ),
            })}
      </p>
      {!changes && <GrantList account={account} />}
      {own && may.give('ChangeAccountRoles') && <p className="office__note">{t('system.ownRoles')}</p>}
      {/* Somebody else changed them: what is shown here would undo that. */}
      {changes && <RolesForm key={JSON.stringify(grants)} account={account} given={given} />}
      {given.said}
    </Section>
  );
}

interface LeavingFields {
  readonly reason: string;
  readonly leaver: boolean;
}

function Leaving({ account }: Pick<Props, 'account'>) {
  const { t } = useTranslation();
  const { busy, give, said } = useGiven();
  const [sure, setSure] = useState(false);
  const { id, disabled, leaver } = account.state;
  const on = { id, version: account.version };
  const disable = async ({ reason, leaver: isLeaver }: LeavingFields): Promise<void> => {
    const { status } = await give('DisableAccount', { id, reason: reason.trim(), leaver: isLeaver }, on);
    // Enabled again, it asks anew.
    if (status === 'done') setSure(false);
  };
  return (
    <Section name="leaving" title={t('system.leave')}>
      {leaver && <p className="office__note">{t('system.leaverStays')}</p>}
      {disabled && !leaver && (
        <Button loading={busy} onClick={() => void give('EnableAccount', { id }, on)}>
          {t('system.enable')}
        </Button>
      )}
      {!disabled && !sure && <Button onClick={() => setSure(true)}>{t('system.disable')}…</Button>}
      {!disabled && sure && (
        <Form
          name="disable"
          layout="vertical"
          disabled={busy}
          initialValues={{ leaver: false }}
          onFinish={(fields: LeavingFields) => void disable(fields)}
        >
          <Form.Item
            name="reason"
            label={t('system.reason')}
            rules={[{ required: true, whitespace: true, message: t('system.reasonMissing') }]}
          >
            <Input maxLength={200} autoComplete="off" />
          </Form.Item>
          <Form.Item name="leaver" valuePropName="checked">
            <Checkbox>{t('system.leaverCheck')}</Checkbox>
          </Form.Item>
          <p className="office__row">
            <Button danger htmlType="submit" loading={busy}>
              {t('system.disable')}
            </Button>
            <Button type="text" onClick={() => setSure(false)}>
              {t('office.cancel')}
            </Button>
          </p>
        </Form>
      )}
      {said}
    </Section>
  );
}

/** Below the list, as on a narrow screen, it would open out of sight. */
const isBelow = (): boolean => window.matchMedia('(max-width: 1100px)').matches;

export function AccountDetail({ account, all, isNew }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const renamed = useGiven();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isBelow()) return;
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'start' });
  }, []);
  const own = useStatus().status?.user?.id === account.state.id;
  const { id, login, name, leaver, demo } = account.state;
  return (
    <section className="detail-card" aria-label={name} data-account={login}>
      <h2 className="detail-card__title" ref={heading} tabIndex={-1}>
        {name}
        <span className="office__note">{login}</span>
      </h2>
      {isNew && <Alert type="success" showIcon role="status" title={t('system.created')} />}
      {may.give('RenameAccount') && !leaver && <Rename key={name} account={account} given={renamed} />}
      <Roles account={account} />
      <Deputies account={account} all={all} />
      {may.ask('accountAccess') && own && <p className="office__note">{t('system.ownAccess')}</p>}
      {may.ask('accountAccess') && !own && demo && <p className="office__note">{t('system.demoAccess')}</p>}
      {may.ask('accountAccess') && !own && !demo && !leaver && <AccountAccess id={id} name={name} />}
      {may.ask('accountAccess') && (
        <Section name="logIns" title={t('system.tabs.logIns')}>
          <AllLogIns account={id} />
        </Section>
      )}
      {may.give('DisableAccount') && !own && <Leaving account={account} />}
    </section>
  );
}
