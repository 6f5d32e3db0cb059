/** Naming who takes whose place: one of the two is known, the other is chosen. */
import type { ReactNode } from 'react';
import { Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useKeptForm } from '../hall/kept.tsx';
import { useOffset } from '../hall/offset.ts';
import type { Grant } from './account-words.ts';
import { grantText, periodText } from './account-words.ts';
import { timeless } from './deputies.ts';
import { fromField } from './instant-field.ts';
import { useNames } from './use-names.ts';

export interface DeputyNamed {
  /** The account that was chosen. */
  readonly person: string;
  /** Without times of their own. */
  readonly roles: readonly Partial<Grant>[];
  /** Unix ms. */
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

interface Fields {
  readonly person: string;
  /** Grants of who is stood in for, each as JSON: which there are changes with time. */
  readonly roles: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

interface Props {
  /** What is typed is kept under this name. */
  readonly keptAs: string;
  /** Who is chosen here: 谁代班, 代谁的班. */
  readonly label: string;
  /** Undefined: not told yet. */
  readonly people: readonly { readonly value: string; readonly label: string }[] | undefined;
  /** Grants that may be handed on, where this person is chosen. */
  readonly grantsOf: (person: string | undefined) => readonly Grant[];
  readonly busy: boolean;
  readonly said: ReactNode;
  /** Resolves with whether it is so now. */
  readonly onName: (named: DeputyNamed) => Promise<boolean>;
  readonly onCancel: () => void;
}

export function DeputyForm({ keptAs, label, people, grantsOf, busy, said, onName, onCancel }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const offset = useOffset();
  const [form] = Form.useForm<Fields>();
  const kept = useKeptForm(`deputy:${keptAs}`, form);
  const grants = grantsOf(Form.useWatch('person', form) as string | undefined);
  const name = async ({ person, roles: chosen, reason, ...times }: Fields): Promise<void> => {
    const [from, to] = [fromField(times.from, offset), fromField(times.to, offset)];
    if (from === undefined || to === undefined) return;
    const roles = chosen.map((grant) => timeless(JSON.parse(grant) as Grant));
    const isNamed = await onName({ person, roles, from, to, reason: reason.trim() });
    if (isNamed) kept.clear();
  };
  const cancel = (): void => {
    kept.clear();
    onCancel();
  };
  const instant = (_: unknown, value: string | undefined): Promise<void> =>
    fromField(value, offset) === undefined ? Promise.reject(new Error(t('system.periodMissing'))) : Promise.resolve();
  const isAfter = (_: unknown, value: string | undefined): Promise<void> => {
    const [from, to] = [fromField(form.getFieldValue('from') as string | undefined, offset), fromField(value, offset)];
    return from === undefined || to === undefined || from < to
      ? Promise.resolve()
      : Promise.reject(new Error(t('grant.reversed')));
  };
  const textOf = (grant: Grant): string => [grantText(grant, names, t), periodText(grant, offset, t)].join(' ').trim();
  return (
    <Form<Fields>
      name="deputy"
      form={form}
      layout="vertical"
      className="deputies__form"
      disabled={busy}
      initialValues={kept.before}
      onValuesChange={kept.onValuesChange}
      onFinish={(fields) => void name(fields)}
    >
      <Form.Item name="person" label={label} rules={[{ required: true, message: t('system.deputyMissing') }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          loading={people === undefined}
          options={[...(people ?? [])]}
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
          options={grants.map((grant) => ({ value: JSON.stringify(grant), label: textOf(grant) }))}
        />
      </Form.Item>
      <Form.Item name="from" label={t('grant.begin')} required rules={[{ validator: instant }]}>
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item
        name="to"
        label={t('grant.end')}
        required
        dependencies={['from']}
        rules={[{ validator: instant }, { validator: isAfter }]}
      >
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('system.reason')}
        rules={[{ required: true, whitespace: true, message: t('system.reasonMissing') }]}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      {kept.note}
      {said}
      <p className="office__row">
        <Button htmlType="submit" loading={busy}>
          {t('system.nameDeputy')}
        </Button>
        <Button type="text" onClick={cancel}>
          {t('office.cancel')}
        </Button>
      </p>
    </Form>
  );
}
