/** Whose place somebody takes for a time, and naming that. */
import { useState } from 'react';
import { Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useOffset } from '../../hall/offset.ts';
import { useMay } from '../../hall/use-may.ts';
import type { Grant } from '../../office/account-words.ts';
import { grantText, periodText } from '../../office/account-words.ts';
import { useNames } from '../../office/use-names.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import type { AccountDocument } from './account-document.ts';
import { asJson, timeOf } from './grant-rows.ts';
import { fromField } from './instant-field.ts';
import { useGiven } from './said.tsx';

interface Props {
  readonly account: AccountDocument;
  readonly all: readonly AccountDocument[];
}

interface Fields {
  readonly for: string;
  /** Places in the grants of who is stood in for. */
  readonly roles: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** A deputyship has its own times. */
function timeless({ from: _from, to: _to, ...grant }: Grant): Omit<Grant, 'from' | 'to'> {
  return grant;
}

function Name({ account, all, onDone }: Props & { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const names = useNames();
  const offset = useOffset();
  const now = useHubTime();
  const { busy, give, said } = useGiven();
  const [form] = Form.useForm<Fields>();
  const place = Form.useWatch('for', form) as string | undefined;
  const { id } = account.state;
  const others = all.filter(({ state }) => state.id !== id && !state.disabled);
  const grants = (others.find(({ state }) => state.id === place)?.state.grants ?? []).filter(
    (grant) => timeOf(grant, now) !== 'over',
  );
  const name = async (fields: Fields): Promise<void> => {
    const roles = fields.roles.flatMap((index) => {
      const grant = grants[index];
      return grant === undefined ? [] : [timeless(grant)];
    });
    const [from, to] = [fromField(fields.from, offset), fromField(fields.to, offset)];
    if (from === undefined || to === undefined) return;
    const data = { id, for: fields.for, roles: asJson(roles), from, to, reason: fields.reason.trim() };
    const { status } = await give('NameDeputy', data, { id, version: account.version });
    if (status === 'done') onDone();
  };
  const instant = (_: unknown, value: string | undefined): Promise<void> =>
    fromField(value, offset) === undefined ? Promise.reject(new Error(t('system.periodMissing'))) : Promise.resolve();
  return (
    <Form<Fields> form={form} layout="vertical" disabled={busy} onFinish={(fields) => void name(fields)}>
      <Form.Item
        name="for"
        label={t('system.deputyOf')}
        rules={[{ required: true, message: t('system.deputyMissing') }]}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={others.map(({ state }) => ({ value: state.id, label: `${state.name}（${state.login}）` }))}
          onChange={() => form.setFieldValue('roles', [])}
        />
      </Form.Item>
      <Form.Item
        name="roles"
        label={t('system.deputyRoles')}
        rules={[{ required: true, message: t('system.deputyMissing') }]}
      >
        <Select
          mode="multiple"
          options={grants.map((grant, index) => ({ value: index, label: grantText(grant, names, t) }))}
        />
      </Form.Item>
      <Form.Item name="from" label={t('grant.begin')} rules={[{ validator: instant }]}>
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item name="to" label={t('grant.end')} rules={[{ validator: instant }]}>
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('system.reason')}
        rules={[{ required: true, whitespace: true, message: t('system.reasonMissing') }]}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      {said}
      <p className="office__row">
        <Button htmlType="submit" loading={busy}>
          {t('system.nameDeputy')}
        </Button>
        <Button type="text" onClick={onDone}>
          {t('office.cancel')}
        </Button>
      </p>
    </Form>
  );
}

export function Deputies({ account, all }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const offset = useOffset();
  const may = useMay();
  const { busy, give, said } = useGiven();
  const [naming, setNaming] = useState(false);
  const { id, deputyOf, disabled } = account.state;
  const nameOf = (other: string): string => all.find(({ state }) => state.id === other)?.state.name ?? other;
  // Others may name a deputy for themself alone, and do not hold these accounts.
  const mayName = may.ask('accountAccess') && may.give('NameDeputy');
  return (
    <Section name="deputies" title={t('system.deputies')}>
      {deputyOf.length === 0 && <p className="office__note">{t('system.noDeputies')}</p>}
      <ul className="deputies">
        {deputyOf.map((place) => (
          <li key={place.for} className="deputies__one">
            <span>
              {t('system.deputyFor', {
                name: nameOf(place.for),
                roles: place.roles.map((grant) => grantText(grant, names, t)).join('、'),
                period: periodText(place, offset, t),
              })}
            </span>
            <span className="office__note">{t('system.deputyReason', { reason: place.reason })}</span>
            {mayName && (
              <Button
                size="small"
                loading={busy}
                onClick={() => void give('EndDeputy', { id, for: place.for }, { id, version: account.version })}
              >
                {t('system.endDeputy')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {said}
      {mayName && !disabled && !naming && <Button onClick={() => setNaming(true)}>{t('system.nameDeputy')}…</Button>}
      {naming && <Name account={account} all={all} onDone={() => setNaming(false)} />}
    </Section>
  );
}
