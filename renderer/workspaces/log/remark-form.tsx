/** Writing into the log, or correcting what was written: with a reason, and what stood before stays. */
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RemarkState } from '../../../shared/domain/remark/state.ts';
import { useKeptForm } from '../../hall/kept.tsx';
import { useHubNow } from '../../seat-client/hooks.ts';
import { useGiven } from '../../office/said.tsx';

/** As `longestRemark` of the domain. */
const longest = 500;

interface Fields {
  readonly text?: string | undefined;
  readonly reason?: string | undefined;
}

export interface AboutLine {
  readonly event: string;
  readonly what: string;
  readonly at: number;
  /** As it is told on screen. */
  readonly told: string;
}

interface NoteProps {
  readonly night: string;
  readonly about: AboutLine | undefined;
  readonly onAbout: (about: undefined) => void;
}

export function NoteRemark({ night, about, onAbout }: NoteProps) {
  const { t } = useTranslation();
  const { busy, give, said, forget } = useGiven();
  const hubNow = useHubNow();
  const [form] = Form.useForm<Fields>();
  const kept = useKeptForm(`remark:${night}`, form);
  const save = async ({ text = '' }: Fields): Promise<void> => {
    const id = crypto.randomUUID();
    // What is written while the hub is away was written now.
    const happenedAt = hubNow();
    const line = about === undefined ? null : { kind: 'line', event: about.event, what: about.what, at: about.at };
    const { status } = await give(
      'NoteRemark',
      { id, night, text: text.trim(), about: line, happenedAt },
      { id, kind: 'remark' },
    );
    if (status !== 'done' && status !== 'queued') return;
    kept.clear();
    form.setFieldsValue({ text: undefined });
    onAbout(undefined);
  };
  return (
    <section className="detail-card" aria-label={t('log.write.title')}>
      <h2 className="detail-card__title">{t('log.write.title')}</h2>
      {about !== undefined && (
        <p className="log__about">
          <span>{t('log.write.about', { line: about.told })}</span>
          <button type="button" className="act act--quiet" onClick={() => onAbout(undefined)}>
            {t('log.write.notAbout')}
          </button>
        </p>
      )}
      <Form<Fields>
        name="remark"
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
      >
        <Form.Item
          name="text"
          label={t('log.write.text')}
          extra={t('log.write.hint')}
          rules={[{ required: true, whitespace: true, message: t('log.write.missing') }]}
        >
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={longest} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('log.write.save')}
        </Button>
        {said}
      </Form>
    </section>
  );
}

export function CorrectRemark({
  remark,
  version,
  onDone,
}: {
  readonly remark: RemarkState;
  readonly version: number | undefined;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const { busy, give, said, forget } = useGiven();
  const [form] = Form.useForm<Fields>();
  const save = async ({ text = '', reason = '' }: Fields): Promise<void> => {
    const data = { remark: remark.id, text: text.trim(), reason: reason.trim() };
    const subject = { id: remark.id, kind: 'remark', ...(version === undefined ? {} : { version }) } as const;
    const { status } = await give('CorrectRemark', data, subject);
    if (status === 'done' || status === 'queued') onDone();
  };
  return (
    <Form<Fields>
      name={`remark-${remark.id}`}
      form={form}
      layout="vertical"
      disabled={busy}
      requiredMark={false}
      initialValues={{ text: remark.text }}
      onValuesChange={forget}
      onFinish={(fields) => void save(fields)}
      className="log__correct"
    >
      <Form.Item
        name="text"
        label={t('log.correct.text')}
        rules={[{ required: true, whitespace: true, message: t('log.write.missing') }]}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={longest} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('log.correct.reason')}
        rules={[{ required: true, whitespace: true, message: t('log.correct.missing') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <div className="log__acts">
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('log.correct.save')}
        </Button>
        <Button onClick={onDone}>{t('log.correct.cancel')}</Button>
      </div>
      {said}
    </Form>
  );
}
