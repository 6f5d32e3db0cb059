import { useState } from 'react';
import { Button, Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { KeyAction, KeyKind } from '../../../shared/wire/seat-api.ts';
import { useHall } from '../../hall/hall.tsx';
import { useKeptForm } from '../../hall/kept.tsx';
import { useOffset } from '../../hall/offset.ts';
import { bracketed, codesOf } from '../../i18n/say.ts';
import type { Unanswered } from '../../office/office.ts';
import { useAsk } from '../../office/office.ts';
import { WhyNot } from '../../office/unanswered.tsx';
import type { AccountDocument } from './account-document.ts';
import { fromField } from '../../office/instant-field.ts';

const kinds = codesOf('accessKey.kinds') as readonly KeyKind[];
const actions = codesOf('accessKey.action') as readonly KeyAction[];

interface Fields {
  readonly kind: KeyKind;
  readonly name: string;
  readonly subject?: string;
  readonly actions?: readonly KeyAction[];
  readonly expires?: string;
}

/** Positions come under the name of the platform that sends them. */
const platformAction: KeyAction = 'POST /api/v1/positions';

function subjectOf({ kind, subject = '', actions: chosen = [] }: Fields): string | null {
  return kind === 'integration' && !chosen.includes(platformAction) ? null : subject.trim();
}

interface Props {
  readonly accounts: readonly AccountDocument[];
  readonly onMade: (name: string) => (key: string) => void;
  readonly onCancel: () => void;
}

export function NewKey({ accounts, onMade, onCancel }: Props) {
  const { t } = useTranslation();
  const ask = useAsk();
  const offset = useOffset();
  const { units } = useHall();
  const [form] = Form.useForm<Fields>();
  const kept = useKeptForm('key:new', form);
  const kind = (Form.useWatch('kind', form) as KeyKind | undefined) ?? 'integration';
  const chosen = (Form.useWatch('actions', form) as readonly KeyAction[] | undefined) ?? [];
  const isPlatform = kind === 'integration' && chosen.includes(platformAction);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<Unanswered>();
  const walls = accounts.filter(
    ({ state }) => !state.disabled && state.roles.length > 0 && state.roles.every(({ role }) => role === 'wall'),
  );
  const wallChoices = walls.map(({ state }) => ({ value: state.id, label: bracketed(t, state.name, state.login) }));
  const unitChoices = [...units.values()].map(({ state }) => ({ value: state.id, label: state.name }));
  const make = async (fields: Fields): Promise<void> => {
    setBusy(true);
    setWhy(undefined);
    const answer = await ask({
      ask: 'makeKey',
      kind: fields.kind,
      name: fields.name.trim(),
      subject: subjectOf(fields),
      actions: fields.kind === 'integration' ? [...(fields.actions ?? [])] : [],
      expiresAt: fromField(fields.expires, offset) ?? null,
    });
    setBusy(false);
    if (answer.status === 'granted') {
      kept.clear();
      return onMade(fields.name.trim())(answer.body.key);
    }
    setWhy(answer);
  };
  const cancel = (): void => {
    kept.clear();
    onCancel();
  };
  return (
    <section className="detail-card" aria-label={t('accessKey.make')}>
      <h2 className="detail-card__title">{t('accessKey.make')}</h2>
      <Form<Fields>
        name="newKey"
        form={form}
        layout="vertical"
        className="office__form"
        disabled={busy}
        initialValues={{ kind: 'integration', ...kept.before }}
        onValuesChange={kept.onValuesChange}
        onFinish={(fields) => void make(fields)}
      >
        <Form.Item name="kind" label={t('accessKey.kind')}>
          <Select
            options={kinds.map((value) => ({ value, label: t(`accessKey.kinds.${value}`) }))}
            onChange={() => form.setFieldValue('subject', undefined)}
          />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('accessKey.name')}
          rules={[{ required: true, whitespace: true, message: t('accessKey.nameMissing') }]}
        >
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        {kind === 'integration' && (
          <Form.Item
            name="actions"
            label={t('accessKey.actions')}
            rules={[
              {
                // `required` would put on the group what a group does not know.
                validator: (_, value: readonly string[] | undefined) =>
                  value === undefined || value.length === 0
                    ? Promise.reject(new Error(t('accessKey.actionsMissing')))
                    : Promise.resolve(),
              },
            ]}
          >
            <Checkbox.Group options={actions.map((value) => ({ value, label: t(`accessKey.action.${value}`) }))} />
          </Form.Item>
        )}
        {isPlatform && (
          <Form.Item
            name="subject"
            label={t('accessKey.platform')}
            extra={t('accessKey.platformHint')}
            rules={[{ required: true, pattern: /^[a-z0-9-]{1,20}$/, message: t('accessKey.platformMissing') }]}
          >
            <Input maxLength={20} autoComplete="off" />
          </Form.Item>
        )}
        {kind === 'wall' && (
          <Form.Item
            name="subject"
            label={t('accessKey.wallAccount')}
            rules={[{ required: true, message: t('accessKey.subjectMissing') }]}
          >
            <Select options={wallChoices} />
          </Form.Item>
        )}
        {kind === 'device' && (
          <Form.Item
            name="subject"
            label={t('accessKey.unit')}
            rules={[{ required: true, whitespace: true, message: t('accessKey.subjectMissing') }]}
          >
            {unitChoices.length === 0 ? (
              <Input maxLength={60} autoComplete="off" />
            ) : (
              <Select showSearch={{ optionFilterProp: 'label' }} options={unitChoices} />
            )}
          </Form.Item>
        )}
        <Form.Item name="expires" label={t('accessKey.expires')} extra={t('grant.open')}>
          <Input type="datetime-local" />
        </Form.Item>
        {kept.note}
        {why !== undefined && <WhyNot why={why} />}
        <p className="office__row">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t('accessKey.make')}
          </Button>
          <Button type="text" onClick={cancel}>
            {t('office.cancel')}
          </Button>
        </p>
      </Form>
    </section>
  );
}
