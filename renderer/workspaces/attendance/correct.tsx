/** What a person knows better than positions did: laid over them with a reason; nothing is edited. */
import { Button, Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { useKeptForm } from '../../hall/kept.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useGiven } from '../../office/said.tsx';
import { clockOf, instantWithin } from './correction-times.ts';
import type { Duty } from './use-attendance.ts';

const states = ['kept', 'notKept', 'exempt'] as const;

interface Fields {
  readonly is?: (typeof states)[number] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly reason?: string | undefined;
}

/** Not the values it began with: those are what was kept of it when it was drawn last. */
const empty: Fields = { is: undefined, from: undefined, to: undefined, reason: undefined };

export function Correct({ duty, version }: { readonly duty: Duty; readonly version: number | undefined }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const { busy, give, said, forget } = useGiven();
  const [form] = Form.useForm<Fields>();
  const kept = useKeptForm(`attendance:${duty.id}`, form);
  const instant = (text: string | undefined): number | undefined => instantWithin(text ?? '', duty.from, offset);
  const save = async ({ is, from, to, reason = '' }: Fields): Promise<void> => {
    const [begin, end] = [instant(from), instant(to)];
    if (is === undefined || begin === undefined || end === undefined) return;
    const data = {
      ...{ attendance: duty.id, id: crypto.randomUUID(), is, reason: reason.trim() },
      // To the minute: what ends in the minute that runs ends now.
      ...{ from: begin, to: Math.min(end, duty.until) },
    };
    const subject = { id: duty.id, kind: 'attendance', ...(version === undefined ? {} : { version }) } as const;
    const { status } = await give('CorrectAttendance', data, subject);
    if (status !== 'done' && status !== 'queued') return;
    kept.clear();
    form.setFieldsValue(empty);
  };
  const time = (field: 'from' | 'to') => ({
    validator: (_: unknown, text: string | undefined) => {
      const at = instant(text);
      if (at === undefined) return Promise.reject(new Error(t('attendance.correct.timeMissing')));
      const begin = instant((form.getFieldValue('from') as string | undefined) ?? '');
      if (field === 'to' && begin !== undefined && at <= begin)
        return Promise.reject(new Error(t('attendance.correct.reversed')));
      return at > duty.until + 60_000
        ? Promise.reject(new Error(t('attendance.correct.notYet', { time: clockOf(duty.until, offset) })))
        : Promise.resolve();
    },
  });
  return (
    <section className="detail-card" aria-label={t('attendance.correct.title')}>
      <h2 className="detail-card__title">{t('attendance.correct.title')}</h2>
      <Form<Fields>
        name={`attendance-${duty.id}`}
        form={form}
        layout="vertical"
        disabled={busy}
        requiredMark={false}
        initialValues={kept.before ?? {}}
        onValuesChange={(changed: Fields, all) => {
          forget();
          kept.onValuesChange(changed, all);
        }}
        onFinish={(fields) => void save(fields)}
        className="attendance__form"
      >
        <Form.Item
          name="is"
          label={t('attendance.correct.is')}
          rules={[{ required: true, message: t('attendance.correct.isMissing') }]}
          className="attendance__wide"
        >
          <Radio.Group
            optionType="button"
            options={states.map((is) => ({ value: is, label: t(`attendance.is.${is}`) }))}
          />
        </Form.Item>
        {(['from', 'to'] as const).map((field) => (
          <Form.Item
            key={field}
            name={field}
            label={t(`attendance.correct.${field}`)}
            dependencies={field === 'to' ? ['from'] : []}
            rules={[time(field)]}
          >
            <Input type="time" />
          </Form.Item>
        ))}
        <Form.Item
          name="reason"
          label={t('attendance.correct.reason')}
          extra={t('attendance.correct.hint')}
          rules={[{ required: true, whitespace: true, message: t('attendance.correct.reasonMissing') }]}
          className="attendance__wide"
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('attendance.correct.save')}
        </Button>
        <div className="attendance__wide">{said}</div>
      </Form>
    </section>
  );
}
