/** What was asked, who said yes or no by which way, and what it was used for. */
import { useState } from 'react';
import { Button, Form, Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ApprovalState } from '../../../shared/domain/approval/state.ts';
import type { SessionUser } from '../../../shared/wire/seat-api.ts';
import { useOffset } from '../../hall/offset.ts';
import { useKeptForm } from '../../hall/kept.tsx';
import { useMay } from '../../hall/use-may.ts';
import { timeText } from '../../hall/words.ts';
import { bracketed, listed } from '../../i18n/say.ts';
import { useGiven } from '../../office/said.tsx';
import { useDocuments, useHubTime } from '../../seat-client/hooks.ts';
import { mayApprove } from './duty-words.ts';
import type { People } from './people.ts';
import { nameIn } from './people.ts';

interface OneProps {
  readonly approval: ApprovalState;
  readonly user: SessionUser;
  readonly people: People;
}

const spokenChannels = ['phone', 'radio', 'inPerson'] as const;

interface Spoken {
  readonly approver: string;
  readonly channel: (typeof spokenChannels)[number];
  readonly verdict: 'approve' | 'refuse';
  readonly reason?: string;
}

function useVersion(id: string): number | undefined {
  return useDocuments('approval').documents.find(({ stream }) => stream === `approval/${id}`)?.version;
}

function Why({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={name}
      label={t('duty.refuseReason')}
      rules={[{ required: true, whitespace: true, message: t('duty.refuseReasonMissing') }]}
    >
      <Input maxLength={200} autoComplete="off" />
    </Form.Item>
  );
}

/** Said to somebody at the desk, who writes down who said it and by which way. */
function RecordSpoken({ approval, user, people, onDone }: OneProps & { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { busy, give, said } = useGiven();
  const version = useVersion(approval.id);
  const [form] = Form.useForm<Spoken>();
  const verdict = Form.useWatch('verdict', form);
  const choices = people
    .filter(({ id, roles }) => id !== user.id && id !== approval.asked.user && mayApprove(approval, roles))
    .map(({ id, name, roles }) => ({
      value: id,
      label: bracketed(
        t,
        name,
        listed(
          t,
          roles.map((role) => t(`role.${role}`)),
        ),
      ),
    }));
  const record = async ({ approver, channel, verdict: answer, reason }: Spoken): Promise<void> => {
    const data = { id: approval.id, approver, channel };
    const subject = { id: approval.id, kind: 'approval', ...(version === undefined ? {} : { version }) } as const;
    const { status } =
      answer === 'approve'
        ? await give('GiveApproval', data, subject)
        : await give('RefuseApproval', { ...data, reason: reason?.trim() ?? '' }, subject);
    if (status === 'done') onDone();
  };
  if (choices.length === 0) return <p className="office__note">{t('duty.approverNone')}</p>;
  return (
    <Form<Spoken>
      name={`spoken-${approval.id}`}
      form={form}
      layout="vertical"
      disabled={busy}
      requiredMark={false}
      initialValues={{ channel: 'phone', verdict: 'approve' }}
      onFinish={(fields) => void record(fields)}
    >
      <Form.Item
        name="approver"
        label={t('duty.approver')}
        rules={[{ required: true, message: t('duty.approverMissing') }]}
      >
        <Select options={choices} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item name="channel" label={t('duty.channelField')}>
        <Radio.Group
          optionType="button"
          options={spokenChannels.map((channel) => ({ value: channel, label: t(`duty.channel.${channel}`) }))}
        />
      </Form.Item>
      <Form.Item name="verdict" label={t('duty.verdict')}>
        <Radio.Group
          optionType="button"
          options={(['approve', 'refuse'] as const).map((each) => ({ value: each, label: t(`duty.${each}`) }))}
        />
      </Form.Item>
      {verdict === 'refuse' && <Why name="reason" />}
      {said}
      <p className="office__row">
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('duty.recordSave')}
        </Button>
        <Button type="text" onClick={onDone}>
          {t('office.cancel')}
        </Button>
      </p>
    </Form>
  );
}

/** By who may say yes, on the own screen. */
function OnScreen({ approval }: { readonly approval: ApprovalState }) {
  const { t } = useTranslation();
  const { busy, give, said } = useGiven();
  const version = useVersion(approval.id);
  const [refusing, setRefusing] = useState(false);
  const subject = { id: approval.id, kind: 'approval', ...(version === undefined ? {} : { version }) } as const;
  const data = { id: approval.id, approver: null, channel: 'screen' };
  return (
    <>
      {refusing ? (
        <Form<{ readonly reason: string }>
          name={`refuse-${approval.id}`}
          layout="vertical"
          disabled={busy}
          requiredMark={false}
          onFinish={({ reason }) => void give('RefuseApproval', { ...data, reason: reason.trim() }, subject)}
        >
          <Why name="reason" />
          <p className="office__row">
            <Button danger htmlType="submit" loading={busy}>
              {t('duty.refuse')}
            </Button>
            <Button type="text" onClick={() => setRefusing(false)}>
              {t('office.cancel')}
            </Button>
          </p>
        </Form>
      ) : (
        <p className="office__row">
          <Button type="primary" loading={busy} onClick={() => void give('GiveApproval', data, subject)}>
            {t('duty.approve')}
          </Button>
          <Button danger onClick={() => setRefusing(true)}>
            {t('duty.refuse')}
          </Button>
        </p>
      )}
      {said}
    </>
  );
}

function One({ approval, user, people }: OneProps) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const may = useMay();
  const [recording, setRecording] = useState(false);
  const { asked, given, refused, used, stage } = approval;
  const at = (done: { readonly at: number; readonly user: string }, who = done.user) => ({
    name: nameIn(people, who),
    time: timeText(done.at, now, offset),
  });
  const recordedBy = (given ?? refused)?.recordedBy ?? null;
  const open = stage === 'asked';
  const roles = user.roles.map(({ role }) => role);
  const own = asked.user === user.id;
  return (
    <li className="duty__approval" data-stage={stage}>
      <p className="duty__approval-head">
        <span className="duty__stage">{t(`duty.stage.${stage}`)}</span> <b>{approval.reason}</b>
      </p>
      <ul className="duty__facts">
        <li>{t('duty.asked', at(asked))}</li>
        {given !== null && (
          <li>{t('duty.given', { ...at(given, given.approver), channel: t(`duty.channel.${given.channel}`) })}</li>
        )}
        {refused !== null && (
          <li>
            {t('duty.refused', {
              ...at(refused, refused.approver),
              channel: t(`duty.channel.${refused.channel}`),
              reason: refused.reason,
            })}
          </li>
        )}
        {recordedBy !== null && <li>{t('duty.recorded', { name: nameIn(people, recordedBy) })}</li>}
        {used !== null && <li>{t('duty.used', at(used))}</li>}
      </ul>
      {open && own && <p className="office__note">{t('duty.own')}</p>}
      {open && !own && mayApprove(approval, roles) && may.give('GiveApproval') && <OnScreen approval={approval} />}
      {open &&
        may.give('GiveApproval') &&
        (recording ? (
          <RecordSpoken approval={approval} user={user} people={people} onDone={() => setRecording(false)} />
        ) : (
          <Button onClick={() => setRecording(true)}>{t('duty.record')}…</Button>
        ))}
    </li>
  );
}

function AskFor() {
  const { t } = useTranslation();
  const { busy, give, said, forget } = useGiven();
  const [form] = Form.useForm<{ readonly reason: string }>();
  const kept = useKeptForm('duty:ask', form);
  const ask = async ({ reason }: { readonly reason: string }): Promise<void> => {
    const id = crypto.randomUUID();
    const data = { id, matter: 'emergencyMode', reason: reason.trim() };
    const { status } = await give('AskApproval', data, { id, kind: 'approval' });
    if (status !== 'done') return;
    kept.clear();
    form.resetFields();
  };
  return (
    <Form
      name="askApproval"
      form={form}
      layout="vertical"
      disabled={busy}
      requiredMark={false}
      initialValues={kept.before}
      onValuesChange={(changed, all) => {
        forget();
        kept.onValuesChange(changed, all);
      }}
      onFinish={(fields) => void ask(fields)}
    >
      <Form.Item
        name="reason"
        label={t('duty.askReason')}
        rules={[{ required: true, whitespace: true, message: t('duty.askReasonMissing') }]}
      >
        <Input.TextArea maxLength={200} autoSize={{ minRows: 2, maxRows: 4 }} />
      </Form.Item>
      {kept.note}
      {said}
      <Button htmlType="submit" loading={busy}>
        {t('duty.ask')}
      </Button>
    </Form>
  );
}

interface Props {
  /** Newest first. */
  readonly approvals: readonly ApprovalState[];
  readonly user: SessionUser;
  readonly people: People;
}

export function Approvals({ approvals, user, people }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <section className="detail-card" aria-label={t('duty.approvals')}>
      <h2 className="detail-card__title">{t('duty.approvals')}</h2>
      {may.give('AskApproval') && <AskFor />}
      {approvals.length === 0 ? (
        <p className="office__note">{t('duty.approvalsEmpty')}</p>
      ) : (
        <ul className="duty__approvals">
          {approvals.map((approval) => (
            <One key={approval.id} approval={approval} user={user} people={people} />
          ))}
        </ul>
      )}
    </section>
  );
}
