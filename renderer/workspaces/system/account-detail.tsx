/** One account: name, roles, deputies, log-in and second factor, leaving. What is not allowed is not offered. */
import { useState } from 'react';
import { Button, Checkbox, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useOffset } from '../../hall/offset.ts';
import { useMay } from '../../hall/use-may.ts';
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
import { useGiven } from './said.tsx';

interface Props {
  readonly account: AccountDocument;
  readonly all: readonly AccountDocument[];
}

function Rename({ account }: Pick<Props, 'account'>) {
  const { t } = useTranslation();
  const { busy, give, said } = useGiven();
  const { id, name } = account.state;
  return (
    <Section name="rename" title={t('system.rename')}>
      <Form
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

function Roles({ account }: Pick<Props, 'account'>) {
  const { t } = useTranslation();
  const names = useNames();
  const offset = useOffset();
  const may = useMay();
  const own = useStatus().status?.user?.id === account.state.id;
  const { busy, give, said } = useGiven();
  const { id, roles, grants, leaver } = account.state;
  const changes = may.give('ChangeAccountRoles') && !own && !leaver;
  return (
    <Section name="roles" title={t('system.rolesTitle')}>
      <p className="office__note">
        {roles.length === 0
          ? t('system.noneInForce')
          : t('system.inForce', { roles: roles.map((grant) => grantText(grant, names, t)).join('、') })}
      </p>
      {!changes && <GrantList account={account} />}
      {own && may.give('ChangeAccountRoles') && <p className="office__note">{t('system.ownRoles')}</p>}
      {changes && (
        <Form
          // Somebody else changed them: what is shown here would undo that.
          key={JSON.stringify(grants)}
          layout="horizontal"
          colon={false}
          disabled={busy}
          initialValues={{ roles: rowsOf(grants, offset) }}
          onFinish={(fields: { readonly roles: readonly GrantRow[] }) =>
            void give(
              'ChangeAccountRoles',
              { id, roles: asJson(grantsOf(fields.roles, offset)) },
              { id, version: account.version },
            )
          }
        >
          <GrantFields />
          <Button htmlType="submit" loading={busy}>
            {t('system.save')}
          </Button>
        </Form>
      )}
      {said}
    </Section>
  );
}

function Leaving({ account }: Pick<Props, 'account'>) {
  const { t } = useTranslation();
  const { busy, give, said } = useGiven();
  const [sure, setSure] = useState(false);
  const { id, disabled, leaver } = account.state;
  const on = { id, version: account.version };
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
          layout="vertical"
          disabled={busy}
          initialValues={{ leaver: false }}
          onFinish={(fields: { readonly reason: string; readonly leaver: boolean }) =>
            void give('DisableAccount', { id, reason: fields.reason.trim(), leaver: fields.leaver }, on)
          }
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

export function AccountDetail({ account, all }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const own = useStatus().status?.user?.id === account.state.id;
  const { id, login, name, leaver, demo } = account.state;
  return (
    <section className="detail-card" aria-label={name} data-account={login}>
      <h2 className="detail-card__title">
        {name}
        <span className="office__note">{login}</span>
      </h2>
      {may.give('RenameAccount') && !leaver && <Rename key={name} account={account} />}
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
      {may.give('DisableAccount') && <Leaving account={account} />}
    </section>
  );
}
