import { Alert, Button, Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ApprovalState } from '../../../shared/domain/approval/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useKeptForm } from '../../hall/kept.tsx';
import { nightAt } from '../../hall/report-night.ts';
import { timeText } from '../../hall/words.ts';
import { codesOf } from '../../i18n/say.ts';
import { useGiven } from '../../office/said.tsx';
import { useDocuments, useHubTime } from '../../seat-client/hooks.ts';
import { SwitchEffects } from './ahead.tsx';
import type { DutyMode } from './duty-words.ts';
import { effectsOf, usableApprovals } from './duty-words.ts';
import type { People } from './people.ts';
import { nameIn } from './people.ts';
import { useDutyAhead } from './use-duty-ahead.ts';

const modes = codesOf('dutyMode') as readonly DutyMode[];

interface Fields {
  readonly mode: DutyMode;
  readonly reportNight?: string;
  readonly reason: string;
}

interface Props {
  readonly approvals: readonly ApprovalState[];
  /** Id of one's account. */
  readonly own: string;
  readonly people: People;
}

/** What it stands on, where it needs one. */
function OnApproval({ approval, people }: { readonly approval: ApprovalState | undefined; readonly people: People }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const given = approval?.given;
  if (approval === undefined || given === undefined || given === null)
    return <Alert type="warning" showIcon title={t('duty.approvalNone')} />;
  const title = t('duty.approvalUse', {
    name: nameIn(people, given.approver),
    time: timeText(given.at, now, offset),
    channel: t(`duty.channel.${given.channel}`),
    reason: approval.reason,
  });
  return <Alert type="success" showIcon title={title} />;
}

export function SwitchMode({ approvals, own, people }: Props) {
  const { t } = useTranslation();
  const now = useHubTime();
  const { dutyMode, plates } = useHall();
  const version = useDocuments('dutyMode').documents[0]?.version;
  const { busy, give, said, forget } = useGiven();
  const [form] = Form.useForm<Fields>();
  const kept = useKeptForm('duty:switch', form);
  const wanted = Form.useWatch('mode', form);
  const switched = useDutyAhead(wanted)?.switched;
  const choices = modes.filter((mode) => mode !== dutyMode?.mode);
  const approval = usableApprovals(approvals, own, now)[0];
  const bars = wanted === 'emergency' && approval === undefined;
  const night = plates === undefined ? undefined : nightAt(now, plates.calendars.dutyNight, plates.utcOffset);
  const change = async ({ mode, reportNight, reason }: Fields): Promise<void> => {
    const data = {
      ...{ mode, cause: 'person', reason: reason.trim() },
      ...(mode === 'night' && reportNight !== undefined ? { reportNight } : {}),
      ...(mode === 'emergency' && approval !== undefined ? { approval: approval.id } : {}),
    };
    const subject = { id: 'bureau', kind: 'dutyMode', ...(version === undefined ? {} : { version }) } as const;
    const { status } = await give('SwitchDutyMode', data, subject);
    if (status !== 'done') return;
    kept.clear();
    form.resetFields();
  };
  return (
    <section className="detail-card" aria-label={t('duty.switch')}>
      <h2 className="detail-card__title">{t('duty.switch')}</h2>
      <Form<Fields>
        name="switchMode"
        form={form}
        layout="vertical"
        disabled={busy}
        requiredMark={false}
        // The night is worked out anew: the clock has gone on.
        initialValues={{ reason: '', ...kept.before, reportNight: undefined }}
        onValuesChange={(changed, all) => {
          forget();
          kept.onValuesChange(changed, all);
        }}
        onFinish={(fields) => void change(fields)}
      >
        <Form.Item name="mode" label={t('duty.to')}>
          <Radio.Group
            optionType="button"
            options={choices.map((mode) => ({ value: mode, label: t(`dutyMode.${mode}`) }))}
          />
        </Form.Item>
        {wanted !== undefined && (
          <>
            <div className="duty__effects">
              <b>{t('duty.effects')}</b>
              <ul>
                {effectsOf(dutyMode?.mode, wanted).map((effect) => (
                  <li key={effect}>{t(`duty.effect.${effect}`)}</li>
                ))}
                {switched !== null && switched !== undefined && <SwitchEffects switched={switched} />}
              </ul>
            </div>
            {wanted === 'night' && (
              <Form.Item
                name="reportNight"
                label={t('duty.nightField')}
                extra={t('duty.nightHint')}
                initialValue={night}
                rules={[{ required: true, message: t('duty.nightMissing') }]}
              >
                <Input type="date" />
              </Form.Item>
            )}
            {wanted === 'emergency' && <OnApproval approval={approval} people={people} />}
            <Form.Item
              name="reason"
              label={t('duty.reasonField')}
              rules={[{ required: true, whitespace: true, message: t('duty.reasonMissing') }]}
            >
              <Input.TextArea maxLength={200} autoSize={{ minRows: 2, maxRows: 4 }} />
            </Form.Item>
          </>
        )}
        {kept.note}
        {said}
        {wanted !== undefined && (
          <Button type="primary" htmlType="submit" loading={busy} disabled={bars}>
            {t('duty.submit', { mode: t(`dutyMode.${wanted}`) })}
          </Button>
        )}
      </Form>
    </section>
  );
}
