/** One group: who comes, who is away, to whom it is lent, who swaps with whom, what was handed out. */
import { useState } from 'react';
import { Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RosterMember, RosterState } from '../../../shared/domain/roster/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useMay } from '../../hall/use-may.ts';
import { timeText } from '../../hall/words.ts';
import { bracketed, codesOf } from '../../i18n/say.ts';
import { useGiven } from '../../office/said.tsx';
import type { Give } from '../../office/use-give.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import { GroupSwaps } from './group-swaps.tsx';
import { leaveOf } from './roster-words.ts';

type LeaveKind = RosterState['leaves'][number]['kind'];

interface Props {
  readonly roster: RosterState;
  readonly version: number;
  readonly rosters: readonly RosterState[];
  readonly onEdit: () => void;
  readonly onClose: () => void;
}

interface PartProps {
  readonly roster: RosterState;
  readonly give: Give;
  readonly subject: Parameters<Give>[2];
}

function MemberLine({
  roster,
  member,
  give,
  subject,
  mayLeave,
}: PartProps & { readonly member: RosterMember; readonly mayLeave: boolean }) {
  const { t } = useTranslation();
  const leave = leaveOf(roster, member);
  const record = (kind: string | null): void =>
    void give('RecordLeave', { roster: roster.id, officer: member.officer, kind }, subject);
  return (
    <li data-member={member.officer} data-leave={leave !== undefined}>
      <span>
        {leave === undefined ? member.name : <s>{member.name}</s>}{' '}
        <span className="roster__muted">{member.officer}</span>
      </span>
      <span className="roster__muted">
        {t(member.kind === 'certified' ? 'roster.certified' : 'roster.auxiliary')}
        {member.certificateTo !== undefined && ` · ${t('roster.until', { date: member.certificateTo })}`}
      </span>
      <span className="roster__acts">
        {leave !== undefined && <b className="roster__note">{t(`roster.leaveKind.${leave.kind}`)}</b>}
        {mayLeave &&
          (leave === undefined ? (
            <select
              aria-label={`${t('roster.leave.record')} ${member.name}`}
              value=""
              onChange={(event) => record(event.target.value)}
            >
              <option value="" disabled>
                {t('roster.leave.record')}…
              </option>
              {codesOf('roster.leaveKind').map((kind) => (
                <option key={kind} value={kind}>
                  {t(`roster.leaveKind.${kind as LeaveKind}`)}
                </option>
              ))}
            </select>
          ) : (
            <button type="button" className="act" onClick={() => record(null)}>
              {t('roster.leave.back')}
            </button>
          ))}
      </span>
    </li>
  );
}

function Lending({ roster, give, subject }: PartProps) {
  const { t } = useTranslation();
  const { squads } = useHall();
  const lend = (squad: string | null): void => void give('LendGroup', { roster: roster.id, squad }, subject);
  const { lent } = roster;
  return (
    <section className="roster__part" aria-label={t('roster.lend.title')}>
      <h3>{t('roster.lend.title')}</h3>
      <p className="roster__acts">
        <span>
          {lent === null
            ? t('roster.lend.none')
            : t('roster.lentTo', { squad: squads.get(lent.squad)?.state.name ?? lent.squad })}
        </span>
        <select aria-label={t('roster.lend.to')} value="" onChange={(event) => lend(event.target.value)}>
          <option value="" disabled>
            {t('roster.lend.to')}…
          </option>
          {[...squads.values()]
            .filter(({ state }) => state.id !== roster.squad && state.id !== lent?.squad)
            .map(({ state }) => (
              <option key={state.id} value={state.id}>
                {state.name}
              </option>
            ))}
        </select>
        {lent !== null && (
          <button type="button" className="act" onClick={() => lend(null)}>
            {t('roster.lend.own')}
          </button>
        )}
      </p>
    </section>
  );
}

interface Issued {
  readonly officer: string;
  readonly item: RosterState['equipment'][number]['item'];
  readonly number: string;
}
const items = ['radio', 'bodyCam', 'vehicle', 'tablet'] as const;

function Equipment({
  roster,
  give,
  subject,
  may,
}: PartProps & { readonly may: { readonly issue: boolean; readonly back: boolean } }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const [form] = Form.useForm<Issued>();
  const nameOf = (officer: string): string => roster.members.find((one) => one.officer === officer)?.name ?? officer;
  const issue = async ({ officer, item, number }: Issued): Promise<void> => {
    const data = { roster: roster.id, issue: crypto.randomUUID(), officer, item, number: number.trim() };
    const { status } = await give('IssueEquipment', data, subject);
    if (status === 'done') form.resetFields(['number']);
  };
  return (
    <section className="roster__part" aria-label={t('roster.equipment.title')}>
      <h3>{t('roster.equipment.title')}</h3>
      {roster.equipment.length === 0 && <p className="roster__muted">{t('roster.equipment.none')}</p>}
      <ul className="roster__list">
        {roster.equipment.map(({ id, officer, item, number, at, back }) => (
          <li key={id} data-out={back === null}>
            <b>
              {t(`roster.equipment.items.${item}`)} {number}
            </b>{' '}
            {nameOf(officer)}
            <span className="roster__muted">
              {t('roster.equipment.outSince', { time: timeText(at, now, offset) })}
              {back !== null &&
                ` · ${t('roster.equipment.backAt', { time: timeText(back.at, now, offset), condition: t(`roster.equipment.condition.${back.condition}`) })}`}
            </span>
            {back === null && may.back && (
              <span className="roster__acts">
                {(['good', 'damaged', 'lost'] as const).map((condition) => (
                  <button
                    key={condition}
                    type="button"
                    className={condition === 'good' ? 'act' : 'act act--quiet'}
                    aria-label={`${t('roster.equipment.return')} ${number} ${t(`roster.equipment.condition.${condition}`)}`}
                    onClick={() => void give('ReturnEquipment', { roster: roster.id, issue: id, condition }, subject)}
                  >
                    {condition === 'good' ? t('roster.equipment.return') : t(`roster.equipment.condition.${condition}`)}
                  </button>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
      {may.issue && (
        <Form<Issued>
          name={`issue-${roster.id}`}
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ item: 'radio' }}
          onFinish={(fields) => void issue(fields)}
          className="roster__form"
        >
          <Form.Item
            name="officer"
            label={t('roster.equipment.who')}
            rules={[{ required: true, message: t('roster.equipment.missing') }]}
          >
            <Select
              options={roster.members.map(({ officer, name }) => ({
                value: officer,
                label: bracketed(t, name, officer),
              }))}
            />
          </Form.Item>
          <Form.Item name="item" label={t('roster.equipment.item')}>
            <Select options={items.map((item) => ({ value: item, label: t(`roster.equipment.items.${item}`) }))} />
          </Form.Item>
          <Form.Item
            name="number"
            label={t('roster.equipment.number')}
            rules={[{ required: true, whitespace: true, message: t('roster.equipment.missing') }]}
          >
            <Input maxLength={40} autoComplete="off" />
          </Form.Item>
          <Button htmlType="submit">{t('roster.equipment.issue')}</Button>
        </Form>
      )}
    </section>
  );
}

function Withdraw({ roster, give, subject }: PartProps) {
  const { t } = useTranslation();
  const now = useHubTime();
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <p className="office__row">
        <Button danger onClick={() => setOpen(true)}>
          {t('roster.withdraw')}…
        </Button>
      </p>
    );
  const withdraw = ({ reason }: { readonly reason: string }): void => {
    const provenance = { source: roster.provenance.source, asOf: now, how: 'hand' as const };
    void give('WithdrawRoster', { id: roster.id, reason: reason.trim(), provenance }, subject);
  };
  return (
    <Form name={`withdraw-${roster.id}`} layout="vertical" requiredMark={false} onFinish={withdraw}>
      <Form.Item
        name="reason"
        label={t('roster.withdrawReason')}
        rules={[{ required: true, whitespace: true, message: t('roster.withdrawReasonMissing') }]}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <p className="office__row">
        <Button danger htmlType="submit">
          {t('roster.withdraw')}
        </Button>
        <Button type="text" onClick={() => setOpen(false)}>
          {t('office.cancel')}
        </Button>
      </p>
    </Form>
  );
}

export function GroupPanel({ roster, version, rosters, onEdit, onClose }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const now = useHubTime();
  const offset = useOffset();
  const { squads } = useHall();
  const { give, said } = useGiven();
  const subject = { id: roster.id, kind: 'roster', version } as const;
  const part = { roster, give, subject };
  const { source, asOf } = roster.provenance;
  return (
    <section className="detail-card" aria-label={roster.name}>
      <h2 className="detail-card__title">
        {roster.name} · {squads.get(roster.squad)?.state.name ?? roster.squad}
      </h2>
      <p className="roster__muted">
        {t(`roster.shift.${roster.shift}`)}{' '}
        {t('roster.span', { from: timeText(roster.from, now, offset), to: timeText(roster.to, now, offset) })}
        {' · '}
        {t('roster.since', { source, time: timeText(asOf, now, offset) })}
      </p>
      {said}
      <ul className="roster__members">
        {roster.members.map((member) => (
          <MemberLine key={member.officer} {...part} member={member} mayLeave={may.give('RecordLeave')} />
        ))}
      </ul>
      {may.give('LendGroup') && <Lending {...part} />}
      <GroupSwaps
        {...part}
        rosters={rosters}
        may={{ propose: may.give('ProposeSwap'), answer: may.give('AnswerSwap') }}
      />
      <Equipment {...part} may={{ issue: may.give('IssueEquipment'), back: may.give('ReturnEquipment') }} />
      <p className="office__row">
        {may.give('RecordRoster') && <Button onClick={onEdit}>{t('roster.edit')}</Button>}
        <Button type="text" onClick={onClose}>
          {t('roster.close')}
        </Button>
      </p>
      {may.give('WithdrawRoster') && <Withdraw key={roster.id} {...part} />}
    </section>
  );
}
