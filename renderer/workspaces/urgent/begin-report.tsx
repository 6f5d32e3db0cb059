/** A new matter to report upwards: of which kind, about what, and since when the hall knows: from there limits run. */
import { Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useHall } from '../../hall/hall.tsx';
import { useKeptForm } from '../../hall/kept.tsx';
import { useOffset } from '../../hall/offset.ts';
import { clauses } from '../../i18n/say.ts';
import { fromField, toField } from '../../office/instant-field.ts';
import { useGiven } from '../../office/said.tsx';
import { useHubNow } from '../../seat-client/hooks.ts';
import type { Limits } from './limits.ts';
import { limitsText } from './limits.ts';

interface Fields {
  readonly code?: string | undefined;
  readonly incident?: string | undefined;
  readonly headline?: string | undefined;
  readonly known?: string | undefined;
}

const empty: Fields = { code: undefined, incident: undefined, headline: undefined, known: undefined };

interface Props {
  readonly kinds: readonly (Limits & { readonly code: string; readonly name: string })[];
  /** From which one came. */
  readonly incident: string | null;
  readonly onBegun: (id: string) => void;
}

export function BeginReport({ kinds, incident, onBegun }: Props) {
  const { t } = useTranslation();
  const { incidents } = useHall();
  const offset = useOffset();
  const hubNow = useHubNow();
  const { busy, give, said, forget } = useGiven();
  const [form] = Form.useForm<Fields>();
  const kept = useKeptForm(`urgent:${incident ?? 'new'}`, form);
  const fieldsOf = (id: string | null): Fields => {
    const held = id === null ? undefined : incidents.get(id)?.state;
    return held === undefined
      ? {}
      : { incident: held.id, headline: held.headline, known: toField(held.receivedAt, offset) };
  };
  const code = Form.useWatch('code', form);
  const kind = kinds.find((one) => one.code === code);
  const begin = async ({ code: of = '', incident: about, headline = '', known }: Fields): Promise<void> => {
    const id = crypto.randomUUID();
    const knownAt = fromField(known, offset) ?? hubNow();
    const data = { id, code: of, headline: headline.trim(), incident: about ?? null, knownAt };
    const { status } = await give('BeginUrgentReport', data, { id, kind: 'urgentReport' });
    if (status !== 'done' && status !== 'queued') return;
    kept.clear();
    form.setFieldsValue(empty);
    onBegun(id);
  };
  const open = Array.from(incidents.values(), ({ state }) => state).toSorted((a, b) => b.receivedAt - a.receivedAt);
  return (
    <section className="detail-card" aria-label={t('urgent.begin.title')}>
      <h2 className="detail-card__title">{t('urgent.begin.title')}</h2>
      <Form<Fields>
        name="urgent"
        form={form}
        layout="vertical"
        disabled={busy}
        requiredMark={false}
        initialValues={{ ...fieldsOf(incident), ...kept.before }}
        onValuesChange={(changed: Fields, all) => {
          forget();
          kept.onValuesChange(changed, all);
          if (changed.incident === undefined) return;
          // What was typed stays: only what nobody has touched is filled in.
          const { headline, known } = fieldsOf(changed.incident);
          if (!form.isFieldTouched('headline')) form.setFieldsValue({ headline });
          if (!form.isFieldTouched('known')) form.setFieldsValue({ known });
        }}
        onFinish={(fields) => void begin(fields)}
      >
        <Form.Item
          name="code"
          label={t('urgent.begin.kind')}
          extra={kind === undefined ? t('urgent.begin.kindHint') : limitsText(kind, t)}
          rules={[{ required: true, message: t('urgent.begin.kindMissing') }]}
        >
          <Select options={kinds.map(({ code: value, name }) => ({ value, label: name }))} />
        </Form.Item>
        <Form.Item name="incident" label={t('urgent.begin.incident')} extra={t('urgent.begin.incidentHint')}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            options={open.map(({ id, number, headline }) => ({ value: id, label: clauses(t, number, headline) }))}
          />
        </Form.Item>
        <Form.Item
          name="headline"
          label={t('urgent.begin.headline')}
          extra={t('urgent.begin.headlineHint')}
          rules={[{ required: true, whitespace: true, message: t('urgent.begin.headlineMissing') }]}
        >
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="known" label={t('urgent.begin.known')} extra={t('urgent.begin.knownHint')}>
          <Input type="datetime-local" max={toField(hubNow(), offset)} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('urgent.begin.save')}
        </Button>
        {said}
      </Form>
    </section>
  );
}
