/** Swaps of a group: proposed for somebody, answered by the other side's word. */
import { useState } from 'react';
import { Button, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RosterState } from '../../../shared/domain/roster/state.ts';
import { bracketed, codesOf } from '../../i18n/say.ts';
import type { Give } from '../../office/use-give.ts';

type Swap = RosterState['swaps'][number];
type Channel = NonNullable<Swap['answer']>['channel'];

interface Props {
  readonly roster: RosterState;
  /** All of the nights around, for the other side. */
  readonly rosters: readonly RosterState[];
  readonly subject: Parameters<Give>[2];
  readonly give: Give;
  readonly may: { readonly propose: boolean; readonly answer: boolean };
}

function Answer({ swap, roster, give, subject }: { readonly swap: Swap } & Pick<Props, 'roster' | 'give' | 'subject'>) {
  const { t } = useTranslation();
  const [channel, setChannel] = useState<Channel>('phone');
  const answer = (agreed: boolean): void =>
    void give('AnswerSwap', { roster: roster.id, swap: swap.id, agreed, channel }, subject);
  return (
    <span className="roster__acts">
      <select
        aria-label={t('roster.swap.channel')}
        value={channel}
        onChange={(event) => setChannel(event.target.value as Channel)}
      >
        {(codesOf('channel') as readonly Channel[]).map((one) => (
          <option key={one} value={one}>
            {t(`channel.${one}`)}
          </option>
        ))}
      </select>
      <button type="button" className="act" onClick={() => answer(true)}>
        {t('roster.swap.agree')}
      </button>
      <button type="button" className="act" onClick={() => answer(false)}>
        {t('roster.swap.refuse')}
      </button>
    </span>
  );
}

function Propose({ roster, rosters, give, subject }: Omit<Props, 'may'>) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ readonly mine?: string; readonly other?: string }>();
  const others = rosters.filter((one) => one.id !== roster.id && one.to > roster.from);
  const propose = ({ mine, other }: { readonly mine?: string; readonly other?: string }): void => {
    const [group, officer] = (other ?? '').split('\n');
    if (mine === undefined || group === undefined || officer === undefined) return;
    const data = { swap: crypto.randomUUID(), roster: roster.id, officer: mine, other: { roster: group, officer } };
    void give('ProposeSwap', data, subject).then(({ status }) => (status === 'done' ? form.resetFields() : undefined));
  };
  const rules = [{ required: true, message: t('roster.swap.missing') }];
  return (
    <Form
      name={`swap-${roster.id}`}
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={propose}
      className="roster__form"
    >
      <Form.Item name="mine" label={t('roster.swap.mine')} rules={rules}>
        <Select
          options={roster.members.map(({ officer, name }) => ({ value: officer, label: bracketed(t, name, officer) }))}
        />
      </Form.Item>
      <Form.Item name="other" label={t('roster.swap.other')} rules={rules}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={others.flatMap((one) =>
            one.members.map(({ officer, name }) => ({
              value: `${one.id}\n${officer}`,
              label: bracketed(t, name, `${one.night} ${one.name}`),
            })),
          )}
        />
      </Form.Item>
      <Button htmlType="submit">{t('roster.swap.propose')}</Button>
    </Form>
  );
}

export function GroupSwaps({ may, ...props }: Props) {
  const { t } = useTranslation();
  const { roster } = props;
  const lineOf = ({ officer, other, proposes, answer }: Swap): string => {
    const names = { officer: officer.name, other: other.officer.name, group: other.name };
    if (answer === null) return t(proposes ? 'roster.swap.waits' : 'roster.swap.asked', names);
    const heard = { ...names, channel: t(`channel.${answer.channel}`) };
    return t(answer.agreed ? 'roster.swap.agreed' : 'roster.swap.refused', heard);
  };
  return (
    <section className="roster__part" aria-label={t('roster.swap.title')}>
      <h3>{t('roster.swap.title')}</h3>
      <ul className="roster__list">
        {roster.swaps.map((swap) => (
          <li key={swap.id} data-swap={swap.answer === null ? 'waits' : 'answered'}>
            {lineOf(swap)}
            {swap.answer === null && !swap.proposes && may.answer && <Answer swap={swap} {...props} />}
          </li>
        ))}
      </ul>
      {may.propose && <Propose {...props} />}
    </section>
  );
}
