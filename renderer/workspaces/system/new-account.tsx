import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useKeptForm } from '../../hall/kept.tsx';
import { useOffset } from '../../hall/offset.ts';
import { GrantFields } from './grant-fields.tsx';
import type { GrantRow } from './grant-rows.ts';
import { asJson, grantsOf } from './grant-rows.ts';
import { useGiven } from '../../office/said.tsx';

interface Fields {
  readonly name: string;
  readonly login: string;
  readonly roles: readonly GrantRow[];
}

interface Props {
  /** With the id of the account. */
  readonly onMade: (id: string) => void;
  readonly onCancel: () => void;
}

export function NewAccount({ onMade, onCancel }: Props) {
  const { t } = useTranslation();
  const offset = useOffset();
  const { busy, give, said } = useGiven();
  const [form] = Form.useForm<Fields>();
  const kept = useKeptForm('account:new', form);
  const make = async ({ name, login, roles }: Fields): Promise<void> => {
    const id = crypto.randomUUID();
    const data = { id, name: name.trim(), login: login.trim(), roles: asJson(grantsOf(roles, offset)), demo: false };
    const { status } = await give('CreateAccount', data, { id });
    if (status !== 'done') return;
    kept.clear();
    onMade(id);
  };
  const cancel = (): void => {
    kept.clear();
    onCancel();
  };
  return (
    <section className="detail-card" aria-label={t('system.newAccount')}>
      <h2 className="detail-card__title">{t('system.newAccount')}</h2>
      <Form<Fields>
        name="newAccount"
        form={form}
        layout="vertical"
        disabled={busy}
        initialValues={{ roles: [{}], ...kept.before }}
        onValuesChange={kept.onValuesChange}
        onFinish={(fields) => void make(fields)}
      >
        <Form.Item
          name="name"
          label={t('system.name')}
          rules={[{ required: true, whitespace: true, message: t('system.nameMissing') }]}
        >
          <Input maxLength={40} autoFocus autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="login"
          label={t('system.login')}
          rules={[{ required: true, pattern: /^\s*[A-Za-z0-9._-]{2,40}\s*$/, message: t('system.loginWrong') }]}
        >
          <Input maxLength={40} autoComplete="off" spellCheck={false} />
        </Form.Item>
        <GrantFields />
        {kept.note}
        {said}
        <p className="office__row">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t('system.create')}
          </Button>
          <Button type="text" onClick={cancel}>
            {t('office.cancel')}
          </Button>
        </p>
      </Form>
    </section>
  );
}
