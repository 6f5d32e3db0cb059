/** A group's turn of duty, entered or changed whole. */
import { Button, Form, Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RosterState } from '../../../shared/domain/roster/state.ts';
import { readPeople } from '../../../shared/lib/people-text.ts';
import { clockTime, day, minute, startOfDate } from '../../../shared/lib/time.ts';
import { useHall } from '../../hall/hall.tsx';
import { useKeptForm } from '../../hall/kept.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useGiven } from '../../office/said.tsx';
import { useHubTime } from '../../seat-client/hooks.ts';
import { peopleText } from './roster-words.ts';
import type { RosterNight } from './use-roster-night.ts';

const shifts = ['early', 'middle', 'late', 'night'] as const;

interface Fields {
  readonly name: string;
  readonly squad: string;
  readonly zone?: string;
  readonly shift: RosterState['shift'];
  readonly from: string;
  readonly to: string;
  readonly unit?: string;
  readonly post?: string;
  readonly vehicle?: string;
  readonly officers?: string;
  readonly auxiliaries?: string;
  readonly source: string;
}

interface Props {
  readonly night: string;
  readonly hours: RosterNight['hours'];
  /** Absent: a new group. */
  readonly roster?: RosterState;
  readonly version?: number | undefined;
  readonly onDone: (id: string) => void;
  readonly onCancel: () => void;
}

const clockOf = (minutes: number): string => clockTime(minutes * minute, 0);
const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

function first(roster: RosterState | undefined, hours: Props['hours'], offset: number): Partial<Fields> {
  if (roster === undefined)
    return { shift: 'night', from: clockOf(hours.night.from), to: clockOf(hours.night.to % 1440) };
  const { name, squad, zone, shift, from, to, unit, post, vehicle, members, provenance } = roster;
  return {
    ...{ name, squad, shift, from: clockTime(from, offset), to: clockTime(to, offset), source: provenance.source },
    ...(zone === undefined ? {} : { zone }),
    ...(unit === undefined ? {} : { unit }),
    ...(post === undefined ? {} : { post }),
    ...(vehicle === undefined ? {} : { vehicle }),
    officers: peopleText(members, 'certified', '\n'),
    auxiliaries: peopleText(members, 'auxiliary', '\n'),
  };
}

/** The record; the people that cannot be read are refused by the fields themselves. */
function recordOf(fields: Fields, night: string, offset: number) {
  const { name, squad, zone, shift, unit, post, vehicle, officers = '', auxiliaries = '' } = fields;
  const midnight = startOfDate(night, offset);
  const from = midnight + minutesOf(fields.from) * minute;
  const ends = midnight + minutesOf(fields.to) * minute;
  const people = (text: string, kind: 'certified' | 'auxiliary') => {
    const read = readPeople(text);
    return 'unread' in read ? [] : read.map((one) => ({ ...one, kind }));
  };
  return {
    ...{ night, squad, name: name.trim(), shift, from, to: ends <= from ? ends + day : ends },
    ...(zone === undefined ? {} : { zone }),
    ...(unit === undefined ? {} : { unit }),
    ...(post === undefined ? {} : { post }),
    ...(vehicle === undefined || vehicle.trim() === '' ? {} : { vehicle: vehicle.trim() }),
    members: [...people(officers, 'certified'), ...people(auxiliaries, 'auxiliary')],
  };
}

type Named = ReadonlyMap<string, { readonly state: { readonly id: string; readonly name: string } }>;
const choices = (entries: Named) => [...entries.values()].map(({ state }) => ({ value: state.id, label: state.name }));

export function GroupForm({ night, hours, roster, version, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const offset = useOffset();
  const now = useHubTime();
  const { squads, zones, units, posts } = useHall();
  const { busy, give, said, forget } = useGiven();
  const [form] = Form.useForm<Fields>();
  const kept = useKeptForm(`roster:${roster?.id ?? night}`, form);
  const save = async (fields: Fields): Promise<void> => {
    const id = roster?.id ?? `r-${crypto.randomUUID()}`;
    const record = recordOf(fields, roster?.night ?? night, offset);
    const provenance = { source: fields.source.trim(), asOf: now, how: 'hand' as const };
    const subject = { id, kind: 'roster', ...(version === undefined ? {} : { version }) } as const;
    const { status } = await give('RecordRoster', { id, record, provenance }, subject);
    if (status !== 'done' && status !== 'queued') return;
    kept.clear();
    form.resetFields();
    onDone(id);
  };
  const people = {
    validator: (_: unknown, text: string | undefined) => {
      const read = readPeople(text ?? '');
      return 'unread' in read
        ? Promise.reject(new Error(t('roster.form.unread', { part: read.unread })))
        : Promise.resolve();
    },
  };
  const someone = {
    validator: () =>
      [form.getFieldValue('officers'), form.getFieldValue('auxiliaries')].every(
        (text: unknown) => typeof text !== 'string' || text.trim() === '',
      )
        ? Promise.reject(new Error(t('roster.form.peopleMissing')))
        : Promise.resolve(),
  };
  const search = { showSearch: { optionFilterProp: 'label' }, allowClear: true } as const;
  const title = roster === undefined ? t('roster.form.title') : t('roster.form.edit', { group: roster.name });
  return (
    <section className="detail-card" aria-label={title}>
      <h2 className="detail-card__title">{title}</h2>
      <Form<Fields>
        name={`group-${roster?.id ?? 'new'}`}
        form={form}
        layout="vertical"
        disabled={busy}
        requiredMark={false}
        initialValues={{ ...first(roster, hours, offset), ...kept.before }}
        onValuesChange={(changed: Partial<Fields>, all) => {
          forget();
          if (changed.shift !== undefined) {
            const { from, to } = hours[changed.shift];
            form.setFieldsValue({ from: clockOf(from), to: clockOf(to % 1440) });
          }
          kept.onValuesChange(changed, all);
        }}
        onFinish={(fields) => void save(fields)}
        className="roster__form"
      >
        <Form.Item
          name="name"
          label={t('roster.form.name')}
          rules={[{ required: true, whitespace: true, message: t('roster.form.nameMissing') }]}
        >
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="squad"
          label={t('roster.form.squad')}
          rules={[{ required: true, message: t('roster.form.squadMissing') }]}
        >
          <Select options={choices(squads)} {...search} />
        </Form.Item>
        <Form.Item name="shift" label={t('roster.form.shift')} className="roster__wide">
          <Radio.Group
            optionType="button"
            options={shifts.map((shift) => ({ value: shift, label: t(`roster.shift.${shift}`) }))}
          />
        </Form.Item>
        {(['from', 'to'] as const).map((field) => (
          <Form.Item
            key={field}
            name={field}
            label={t(`roster.form.${field}`)}
            rules={[{ required: true, message: t('roster.form.timeMissing') }]}
          >
            <Input type="time" />
          </Form.Item>
        ))}
        <Form.Item name="zone" label={t('roster.form.zone')}>
          <Select options={choices(zones)} {...search} />
        </Form.Item>
        <Form.Item name="unit" label={t('roster.form.unit')}>
          <Select options={choices(units)} {...search} />
        </Form.Item>
        <Form.Item name="post" label={t('roster.form.post')}>
          <Select options={choices(posts)} {...search} />
        </Form.Item>
        <Form.Item name="vehicle" label={t('roster.form.vehicle')}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="officers"
          label={t('roster.form.officers')}
          dependencies={['auxiliaries']}
          rules={[people, someone]}
          className="roster__wide"
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={1000} />
        </Form.Item>
        <Form.Item
          name="auxiliaries"
          label={t('roster.form.auxiliaries')}
          extra={t('roster.form.peopleHint')}
          rules={[people]}
          className="roster__wide"
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={1000} />
        </Form.Item>
        <Form.Item
          name="source"
          label={t('roster.form.source')}
          rules={[{ required: true, whitespace: true, message: t('roster.form.sourceMissing') }]}
          className="roster__wide"
        >
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
        <div className="roster__wide">
          {kept.note}
          {said}
          <p className="office__row">
            <Button type="primary" htmlType="submit" loading={busy}>
              {t('roster.form.save')}
            </Button>
            <Button type="text" onClick={onCancel}>
              {t('office.cancel')}
            </Button>
          </p>
        </div>
      </Form>
    </section>
  );
}
