/** 联防覆盖: how soon two certified officers can be anywhere in each zone, against what was promised, and who could move. */
import { useState } from 'react';
import { Button, Form, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ZoneState } from '../../../shared/domain/zone/state.ts';
import { useAct } from '../../hall/act.ts';
import { useHall } from '../../hall/hall.tsx';
import { useKeptForm } from '../../hall/kept.tsx';
import { useMay } from '../../hall/use-may.ts';
import { useSayNotTaken } from '../../hall/use-say-not-taken.ts';
import { useZoneCover } from '../../hall/use-zone-cover.ts';
import type { CoverProposal, ZoneCover } from '../../hall/use-zone-cover.ts';
import { clauses, listed } from '../../i18n/say.ts';
import { useGiven } from '../../office/said.tsx';
import { useHubTime } from '../../seat-client/hooks.ts';
import './zone-cover.css';

function PromiseForm({
  zone,
  version,
  onDone,
}: {
  readonly zone: ZoneState;
  readonly version: number;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const now = useHubTime();
  const { busy, give, said, forget } = useGiven();
  const [form] = Form.useForm<{ promise?: number | null }>();
  const kept = useKeptForm(`cover:${zone.id}`, form);
  const save = async ({ promise }: { promise?: number | null }): Promise<void> => {
    const { name, order, squads, neighbours } = zone;
    const record = { name, order, squads: [...squads], neighbours: [...neighbours] };
    const data = {
      id: zone.id,
      record: typeof promise === 'number' ? { ...record, promise } : record,
      provenance: { source: t('duty.cover.source'), asOf: now, how: 'hand' as const },
    };
    const { status } = await give('RecordZone', data, { id: zone.id, kind: 'zone', version });
    if (status !== 'done' && status !== 'queued') return;
    kept.clear();
    onDone();
  };
  return (
    <Form<{ promise?: number | null }>
      name={`cover-${zone.id}`}
      form={form}
      layout="inline"
      disabled={busy}
      requiredMark={false}
      initialValues={{ promise: zone.promise, ...kept.before }}
      onValuesChange={(changed: { promise?: number | null }, all) => {
        forget();
        kept.onValuesChange(changed, all);
      }}
      onFinish={(fields) => void save(fields)}
    >
      <Form.Item
        name="promise"
        label={t('duty.cover.promiseOf', { zone: zone.name })}
        extra={t('duty.cover.promiseHint')}
        rules={[{ type: 'integer', min: 1, max: 240, message: t('duty.cover.promiseWrong') }]}
      >
        <InputNumber suffix={t('duty.cover.minutesUnit')} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('duty.cover.save')}
      </Button>
      <Button
        onClick={() => {
          kept.clear();
          onDone();
        }}
      >
        {t('duty.cover.cancel')}
      </Button>
      {said}
    </Form>
  );
}

function Proposal({ zone, proposal }: { readonly zone: string; readonly proposal: CoverProposal }) {
  const { t } = useTranslation();
  const act = useAct();
  const say = useSayNotTaken();
  const may = useMay();
  const { units } = useHall();
  const { unit, name, place, minutes, then, costs } = proposal;
  const stands = units.get(unit)?.state.standsIn?.zone === zone;
  const to = (value: number | null): string =>
    value === null ? t('duty.cover.never') : t('duty.cover.minutes', { minutes: value });
  return (
    <li className="zone-cover__proposal" data-breaks={costs?.breaks === true}>
      <span>
        {t('duty.cover.move', { name, place: place.name, minutes, then: to(then) })}
        {costs === null
          ? t('duty.cover.costsNothing')
          : t(costs.breaks ? 'duty.cover.costsPromise' : 'duty.cover.costs', {
              zone: costs.name,
              before: to(costs.before),
              after: to(costs.after),
            })}
      </span>
      {stands ? (
        <span className="zone-cover__done">{t('duty.cover.asked')}</span>
      ) : (
        may.give('StandIn') && (
          <Button size="small" onClick={() => void act('StandIn', { id: unit, zone }, [`unit/${unit}`]).then(say)}>
            {t('duty.cover.standIn', { name })}
          </Button>
        )
      )}
    </li>
  );
}

function Zone({ cover, onPromise }: { readonly cover: ZoneCover; readonly onPromise: (() => void) | undefined }) {
  const { t } = useTranslation();
  const { zone, name, order, promise, minutes, state, share, longest, counted, notCounted, proposals, spared } = cover;
  const whoCounts =
    counted.length === 0
      ? t('duty.cover.nobodyCounts')
      : t('duty.cover.counts', {
          names: listed(
            t,
            counted.map((one) => one.name),
          ),
        });
  return (
    <li className="zone-cover__zone" data-state={state} data-zone={zone}>
      <h3 className="zone-cover__name">
        <span data-hue={((order - 1) % 4) + 1}>{name}</span>
        <b className="zone-cover__state">{t(`duty.cover.state.${state}`)}</b>
      </h3>
      <p className="zone-cover__figure">
        {state === 'unknown' ? (
          t('duty.cover.noGrid')
        ) : (
          <>
            <b>{minutes === null ? t('duty.cover.never') : t('duty.cover.minutes', { minutes })}</b>
            <span>
              {clauses(
                t,
                ...[
                  promise === null ? t('duty.cover.noPromise') : t('duty.cover.promised', { promise }),
                  ...(share === null ? [] : [t('duty.cover.share', { share: Math.floor(share * 100) })]),
                  ...(longest === null ? [] : [t('duty.cover.longest', { place: longest.name })]),
                ],
              )}
            </span>
          </>
        )}
        {onPromise !== undefined && (
          <Button size="small" type="link" onClick={onPromise}>
            {t(promise === null ? 'duty.cover.setPromise' : 'duty.cover.changePromise')}
          </Button>
        )}
      </p>
      <p className="zone-cover__who">
        {whoCounts}
        {notCounted.length > 0 &&
          t('duty.cover.notCounted', {
            names: listed(
              t,
              notCounted.map((one) => t('duty.cover.because', { name: one.name, why: t(`duty.cover.why.${one.why}`) })),
            ),
          })}
      </p>
      {(state === 'thin' || state === 'nobody') &&
        (proposals.length === 0 ? (
          <p className="zone-cover__none">{t(spared === 0 ? 'duty.cover.nobodySpared' : 'duty.cover.noProposal')}</p>
        ) : (
          <ul className="zone-cover__proposals" aria-label={t('duty.cover.proposals', { zone: name })}>
            {proposals.map((proposal) => (
              <Proposal key={proposal.unit} zone={zone} proposal={proposal} />
            ))}
          </ul>
        ))}
    </li>
  );
}

export function ZoneCoverage() {
  const { t } = useTranslation();
  const { zones, dutyMode } = useHall();
  const may = useMay();
  const covers = useZoneCover();
  const [edited, setEdited] = useState<string>();
  if (covers === undefined || covers.zones.length === 0) return null;
  const { oldestFix } = covers;
  return (
    <section className="detail-card" aria-label={t('duty.cover.title')}>
      <h2 className="detail-card__title">{t('duty.cover.title')}</h2>
      {dutyMode?.mode !== 'night' && <p className="duty__note">{t('duty.cover.notNight')}</p>}
      <ul className="zone-cover">
        {covers.zones.map((cover) => {
          const document = zones.get(cover.zone);
          return edited === cover.zone && document !== undefined ? (
            <li key={cover.zone} className="zone-cover__zone">
              <PromiseForm zone={document.state} version={document.version} onDone={() => setEdited(undefined)} />
            </li>
          ) : (
            <Zone
              key={cover.zone}
              cover={cover}
              onPromise={may.give('RecordZone') ? () => setEdited(cover.zone) : undefined}
            />
          );
        })}
      </ul>
      <p className="duty__note">
        {t('duty.cover.note')}
        {oldestFix !== null && t('duty.cover.oldest', { seconds: Math.round(oldestFix) })}
      </p>
    </section>
  );
}
