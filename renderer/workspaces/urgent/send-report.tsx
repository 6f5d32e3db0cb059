/** What was reported, to whom, by which way and signed by whom: a person gives it, and enters here that it was given. */
import { useState } from 'react';
import { Button, Form, Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { UrgentReportState, UrgentStage } from '../../../shared/domain/urgent-report/state.ts';
import { lastWritten } from '../../../shared/domain/urgent-report/state.ts';
import { gapsIn } from '../../../shared/domain/rules/replies.ts';
import { minute } from '../../../shared/lib/time.ts';
import { useHall } from '../../hall/hall.tsx';
import { useKeptForm } from '../../hall/kept.tsx';
import { useOffset } from '../../hall/offset.ts';
import { listed } from '../../i18n/say.ts';
import { useGiven } from '../../office/said.tsx';
import { useHubNow, useStatus } from '../../seat-client/hooks.ts';
import { CopyText } from '../../ui/copy-text.tsx';
import { urgentDraft } from './urgent-draft.ts';

/** As `urgentChannels` and `longestUrgentText` of the domain. */
const channels = ['phone', 'system', 'fax', 'message', 'inPerson'] as const;
const longest = 4_000;
/** Minutes ago at which it was given. */
const delays = [0, 5, 10, 20, 30, 60, 120] as const;

interface Fields {
  readonly stage?: UrgentStage | undefined;
  readonly to?: string | undefined;
  readonly receiver?: string | undefined;
  readonly channel?: (typeof channels)[number] | undefined;
  readonly signedBy?: string | undefined;
  readonly text?: string | undefined;
  readonly ago?: number | undefined;
}

/** What may be reported next. */
export function stagesOf(report: UrgentReportState): readonly UrgentStage[] {
  if (report.endedAt !== null) return [];
  if (lastWritten(report) !== undefined) return ['followUp', 'final'];
  return report.sent.length === 0 && report.oralBy !== null ? ['oral', 'first'] : ['first'];
}

interface Props {
  readonly report: UrgentReportState;
  readonly version: number | undefined;
  /** To whom the pack says it goes; empty: not said. */
  readonly to: string;
}

export function SendReport({ report, version, to }: Props) {
  const { t } = useTranslation();
  const { incidents, sites, pack } = useHall();
  const offset = useOffset();
  const hubNow = useHubNow();
  const by = useStatus().status?.user?.name ?? '';
  const { busy, give, said, forget } = useGiven();
  const [form] = Form.useForm<Fields>();
  const stages = stagesOf(report);
  // A report that was given has another next one: what was typed for it is of before.
  const kept = useKeptForm(`urgent:${report.id}:${report.sent.length}`, form);
  const incident = report.incident === null ? undefined : incidents.get(report.incident.id)?.state;
  const site = incident?.site ?? null;
  const siteName = site === null ? undefined : sites.get(site)?.state.name;
  const draftOf = (stage: UrgentStage): string =>
    urgentDraft({ report, stage, incident, siteName, now: hubNow(), offset, bureau: pack?.name ?? '', by }, t);
  const [drafted, setDrafted] = useState(() => draftOf(stages[0] ?? 'first'));
  const stage = Form.useWatch('stage', form) ?? stages[0] ?? 'first';
  const text = Form.useWatch('text', form) ?? '';
  const last = report.sent.at(-1);
  const begin: Fields = {
    ...{ stage: stages[0], to: last?.to ?? to, receiver: last?.receiver, channel: 'phone', ago: 0 },
    text: drafted,
  };
  const send = async (fields: Fields): Promise<void> => {
    const { stage: of = stage, to: office = '', receiver = '', channel = 'phone', signedBy = '', ago = 0 } = fields;
    const signed = signedBy.trim();
    const data = {
      ...{ report: report.id, stage: of, to: office.trim(), receiver: receiver.trim(), channel },
      ...{ signedBy: signed === '' ? null : signed, text: (fields.text ?? '').trim() },
      happenedAt: Math.max(report.knownAt, hubNow() - ago * minute),
    };
    const subject = { id: report.id, kind: 'urgentReport', ...(version === undefined ? {} : { version }) } as const;
    const { status } = await give('SendUrgentReport', data, subject);
    if (status === 'done' || status === 'queued') kept.clear();
  };
  const isWritten = stage !== 'oral';
  const noGaps = (_: unknown, value: string | undefined): Promise<void> => {
    const gaps = isWritten ? gapsIn(value ?? '') : [];
    if (gaps.length === 0) return Promise.resolve();
    const what = listed(
      t,
      gaps.map(({ name }) => name),
    );
    return Promise.reject(new Error(t('urgent.send.gaps', { what })));
  };
  return (
    <section className="detail-card" aria-label={t('urgent.send.title')}>
      <h2 className="detail-card__title">{t('urgent.send.title')}</h2>
      <p className="urgent__muted">{t('urgent.send.note')}</p>
      <Form<Fields>
        name={`urgent-${report.id}`}
        form={form}
        layout="vertical"
        disabled={busy}
        requiredMark={false}
        initialValues={{ ...begin, ...kept.before }}
        onValuesChange={(changed: Fields, all) => {
          forget();
          // Another draft takes the place of a draft, never of what a person wrote.
          if (changed.stage !== undefined && form.getFieldValue('text') === drafted) {
            const draft = draftOf(changed.stage);
            form.setFieldsValue({ text: draft });
            setDrafted(draft);
          }
          kept.onValuesChange(changed, all);
        }}
        onFinish={(fields) => void send(fields)}
      >
        <Form.Item name="stage" label={t('urgent.send.stage')}>
          <Radio.Group
            optionType="button"
            options={stages.map((value) => ({ value, label: t(`urgent.stage.${value}`) }))}
          />
        </Form.Item>
        <Form.Item
          name="text"
          label={t(isWritten ? 'urgent.send.text' : 'urgent.send.oralText')}
          extra={t('urgent.send.textHint')}
          rules={[
            { required: isWritten, whitespace: isWritten, message: t('urgent.send.textMissing') },
            { validator: noGaps, validateTrigger: 'onSubmit' },
          ]}
        >
          <Input.TextArea autoSize={{ minRows: 6, maxRows: 16 }} maxLength={longest} />
        </Form.Item>
        <CopyText key={text} text={text} label={t('urgent.send.copy')} button="act" />
        <div className="urgent__pair">
          <Form.Item
            name="to"
            label={t('urgent.send.to')}
            rules={[{ required: true, whitespace: true, message: t('urgent.send.toMissing') }]}
          >
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item
            name="receiver"
            label={t('urgent.send.receiver')}
            rules={[{ required: true, whitespace: true, message: t('urgent.send.receiverMissing') }]}
          >
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="channel" label={t('urgent.send.channel')}>
            <Select options={channels.map((value) => ({ value, label: t(`urgent.channel.${value}`) }))} />
          </Form.Item>
          <Form.Item name="ago" label={t('urgent.send.when')}>
            <Select
              options={delays.map((value) => ({
                value,
                label: value === 0 ? t('urgent.send.now') : t('urgent.send.ago', { minutes: value }),
              }))}
            />
          </Form.Item>
          {isWritten && (
            <Form.Item
              name="signedBy"
              label={t('urgent.send.signedBy')}
              rules={[{ required: true, whitespace: true, message: t('urgent.send.signedMissing') }]}
            >
              <Input maxLength={60} />
            </Form.Item>
          )}
        </div>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('urgent.send.save')}
        </Button>
        {said}
      </Form>
    </section>
  );
}
