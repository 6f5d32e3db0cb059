/** Open incidents in the order of time left: the door of the room. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { usePendingStreams } from '../../hall/pending.ts';
import { useHall } from '../../hall/hall.tsx';
import { useSelection } from '../../hall/selection.tsx';
import { spanText, timeText } from '../../hall/words.ts';
import { useHubTime, usePresence } from '../../seat-client/hooks.ts';
import { useOffset } from '../../hall/offset.ts';
import { AssessmentTag } from './assessment-tag.tsx';
import { alarmOf, assessmentOf, isLate, presentUnits } from '../../hall/incident-order.ts';
import './queue.css';

function Timer({ incident, now }: { readonly incident: IncidentState; readonly now: number }) {
  const { t } = useTranslation();
  const { next } = incident;
  if (next === null) return <span className="queue-row__timer queue-row__timer--none">{t('queue.noLimit')}</span>;
  const left = next.at - now;
  const degree = left < 0 ? 'late' : left < 3 * 60_000 ? 'soon' : 'calm';
  return (
    <span className={`queue-row__timer queue-row__timer--${degree}`}>
      <span className="queue-row__limit">{t(`limit.${next.limit}`)}</span>
      {left < 0 ? t('queue.late', { span: spanText(left, t) }) : spanText(left, t)}
    </span>
  );
}

interface RowProps {
  readonly incident: IncidentState;
  readonly now: number;
  readonly isSelected: boolean;
  readonly isPending: boolean;
  readonly others: readonly string[];
  readonly onSelect: () => void;
}

function Row({ incident, now, isSelected, isPending, others, onSelect }: RowProps) {
  const { t } = useTranslation();
  const offset = useOffset();
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isSelected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  const alarm = alarmOf(incident);
  const assessment = assessmentOf(incident);
  const units = presentUnits(incident);
  const marks = ['queue-row', isSelected ? 'queue-row--selected' : '', alarm === undefined ? '' : 'queue-row--alarm'];
  return (
    <li>
      <button
        ref={row}
        type="button"
        className={marks.join(' ')}
        aria-current={isSelected}
        data-incident={incident.number}
        data-stage={incident.stage}
        data-late={isLate(incident, now)}
        onClick={onSelect}
      >
        <span className="queue-row__line">
          <span className="queue-row__number">{incident.number}</span>
          {alarm !== undefined && <span className="queue-row__alarm">{t(`queue.alarm.${alarm}`)}</span>}
          <span className="queue-row__headline">{incident.headline}</span>
          <Timer incident={incident} now={now} />
        </span>
        <span className="queue-row__line queue-row__line--second">
          <span className={`stage stage--${incident.stage}`}>{t(`stage.${incident.stage}`)}</span>
          {assessment !== undefined && <AssessmentTag kind={assessment.kind} />}
          <span className="queue-row__source">
            {t(`source.${incident.source}`)} {timeText(incident.receivedAt, now, offset)}
          </span>
          {incident.tookIn.length > 0 && (
            <span className="queue-row__joined">{t('queue.joined', { count: incident.tookIn.length })}</span>
          )}
          {incident.confidential && <span className="queue-row__mark">{t('queue.confidential')}</span>}
          {isPending && <span className="queue-row__pending">{t('queue.pending')}</span>}
          {others.length > 0 && (
            <span className="queue-row__others">{t('queue.open', { names: others.join('、') })}</span>
          )}
          <span className="queue-row__units">
            {units.length === 0 ? '' : units.map(({ unitName }) => unitName).join('、')}
          </span>
        </span>
      </button>
    </li>
  );
}

export function Queue({ incidents }: { readonly incidents: readonly IncidentState[] }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const { opened } = useHall();
  const { selected, select } = useSelection();
  const pending = usePendingStreams();
  const presence = usePresence();
  const late = incidents.filter((incident) => isLate(incident, now)).length;
  return (
    <section className="queue" aria-label={t('queue.title')}>
      <header className="queue__head">
        <h2 className="queue__title">{t('queue.title')}</h2>
        <span className="queue__count">{t('queue.count', { count: incidents.length })}</span>
        {late > 0 && <span className="queue__late">{t('queue.lateCount', { count: late })}</span>}
      </header>
      {incidents.length === 0 && <p className="queue__empty">{opened ? t('queue.empty') : t('queue.waiting')}</p>}
      <ol className="queue__list">
        {incidents.map((incident) => (
          <Row
            key={incident.id}
            incident={incident}
            now={now}
            isSelected={selected?.kind === 'incident' && selected.id === incident.id}
            isPending={pending.has(`incident/${incident.id}`)}
            others={presence.flatMap(({ open, name }) => (open === `incident/${incident.id}` ? [name] : []))}
            onSelect={() => select({ kind: 'incident', id: incident.id })}
          />
        ))}
      </ol>
    </section>
  );
}
