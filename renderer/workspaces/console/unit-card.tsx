/** A unit that was selected on the map: who it is, where it was last seen and when, what it has to do. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnitState } from '../../../shared/domain/unit/state.ts';
import { statusWord } from '../../hall/force.ts';
import { useAct } from '../../hall/act.ts';
import { useHall } from '../../hall/hall.tsx';
import { PlaceCopy } from '../../hall/place-copy.tsx';
import { useMay } from '../../hall/use-may.ts';
import { useOffset } from '../../hall/offset.ts';
import { agoText, timeText } from '../../hall/words.ts';
import { useHubTime, usePosition } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import { ChannelField } from './report-fields.tsx';
import type { ReportChannel } from './report-fields.tsx';
import type { Fix } from '../../hall/trail.ts';
import { UnitKept } from './unit-kept.tsx';
import { UnitRun } from './unit-run.tsx';
import { UnitTrack } from './unit-track.tsx';
import { useSayNotTaken } from '../../hall/use-say-not-taken.ts';
import './steps.css';
import './unit-card.css';

const statuses = ['available', 'resting', 'onFixedPost', 'offDuty'] as const;
/** A sheet of paper says nothing of now. */
const channels: readonly ReportChannel[] = ['radio', 'phone', 'message', 'inPerson'];

/** Its status as the desk hears it (代报); while it has jobs those say what it does. */
function DutyStatus({ unit }: { readonly unit: UnitState }) {
  const { t } = useTranslation();
  const act = useAct();
  const say = useSayNotTaken();
  const [channel, setChannel] = useState<ReportChannel>('radio');
  return (
    <Section name="duty" title={t('unitCard.report')}>
      <div className="steps__report">
        <ChannelField value={channel} onChange={setChannel} among={channels} />
        {statuses
          .filter((status) => status !== unit.status)
          .map((status) => (
            <button
              key={status}
              type="button"
              className="act"
              onClick={() => void act('SetUnitStatus', { id: unit.id, status, channel }, [`unit/${unit.id}`]).then(say)}
            >
              {t(`unitStatus.${status}`)}
            </button>
          ))}
      </div>
    </Section>
  );
}

interface Props {
  readonly id: string;
  /** Where it was, to be drawn on the map. */
  readonly onTrail: (fixes: readonly Fix[] | null) => void;
}

export function UnitCard({ id, onTrail }: Props) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { units, squads } = useHall();
  const may = useMay();
  const position = usePosition(id);
  const unit = units.get(id)?.state;
  if (unit === undefined) return <p className="unit-card__gone">{t('unitCard.gone')}</p>;
  const rows: readonly (readonly [string, string])[] = [
    [t('unitCard.squad'), squads.get(unit.squad)?.state.name ?? unit.squad],
    [t('unitCard.status'), t(`unitStatus.${statusWord(unit)}`)],
    [t('unitCard.people'), t('unitCard.peopleOf', { certified: unit.certified, auxiliary: unit.auxiliary })],
    [t('unitCard.radio'), unit.radio ?? '—'],
    [t('unitCard.vehicle'), unit.vehicle ?? '—'],
    [t('unitCard.shift'), `${timeText(unit.shift.from, now, offset)} – ${timeText(unit.shift.to, now, offset)}`],
    [
      t('unitCard.position'),
      position === undefined ? t('recommended.noFix') : t('unitCard.seen', { age: agoText(now - position.at, t) }),
    ],
  ];
  return (
    <article className="detail" aria-label={unit.name}>
      <header className="detail__head">
        <h2 className="detail__number">{unit.name}</h2>
      </header>
      <div className="detail__body">
        <Section name="unit" title={t('unitCard.title')}>
          <dl className="facts">
            {rows.map(([name, value]) => (
              <div key={name} className="facts__row">
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {position !== undefined && (
            <PlaceCopy
              name={t('placeCopy.seenAt', { name: unit.name, time: timeText(position.at, now, offset) })}
              at={[position.lon, position.lat]}
            />
          )}
        </Section>
        {unit.jobs.length === 0 && may.giveFor('SetUnitStatus', unit.squad) && <DutyStatus unit={unit} />}
        <UnitRun unit={unit} />
        <UnitKept key={`kept-${unit.id}`} unit={unit} />
        {may.askFor('track', unit.squad) && <UnitTrack key={unit.id} unit={unit.id} onTrail={onTrail} />}
      </div>
    </article>
  );
}
