/** Open incidents in the order of time left: the door of the room. */
import { memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import {
  awaitedHeadline,
  awaitedSource,
  useAwaitedReports,
  usePendingIncidents,
  useRefusedIncidents,
} from '../../hall/pending.ts';
import type { AwaitedReport } from '../../hall/pending.ts';
import { useHall } from '../../hall/hall.tsx';
import { useSelection } from '../../hall/selection.tsx';
import type { Selection } from '../../hall/selection.tsx';
import { spanText, timeText, stageText } from '../../hall/words.ts';
import { minute } from '../../../shared/lib/time.ts';
import { useOfHubTime, usePresence } from '../../seat-client/hooks.ts';
import { useOffset } from '../../hall/offset.ts';
import { AssessmentTag } from './assessment-tag.tsx';
import { alarmOf, assessmentOf, isLate, isNew, presentUnits } from '../../hall/incident-order.ts';
import './queue.css';

type Select = Selection['select'];

/** A limit that is near, ms. */
const soonMs = 3 * minute;

function Timer({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const { next } = incident;
  const degree = useOfHubTime((now) =>
    next === null ? 'none' : next.at < now ? 'late' : next.at - now < soonMs ? 'soon' : 'calm',
  );
  const span = useOfHubTime((now) => (next === null ? '' : spanText(next.at - now, t)));
  if (next === null) return <span className="queue-row__timer queue-row__timer--none">{t('queue.noLimit')}</span>;
  return (
    <span className={`queue-row__timer queue-row__timer--${degree}`}>
      <span className="queue-row__limit">{t(`limit.${next.limit}`)}</span>
      {degree === 'late' ? t('queue.late', { span }) : span}
    </span>
  );
}

interface RowProps {
  readonly incident: IncidentState;
  readonly isSelected: boolean;
  readonly isPending: boolean;
  readonly isRefused: boolean;
  /** Nobody has acknowledged it, and it was not looked at here. */
  readonly isFresh: boolean;
  /** Names of who has it open elsewhere. */
  readonly others: string;
  readonly onSelect: Select;
}

/** Draws by itself what time changes, so that a long queue is not drawn twice a second. */
const Row = memo(function Row({ incident, isSelected, isPending, isRefused, isFresh, others, onSelect }: RowProps) {
  const { t } = useTranslation();
  const offset = useOffset();
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isSelected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  const late = useOfHubTime((now) => isLate(incident, now));
  const received = useOfHubTime((now) => timeText(incident.receivedAt, now, offset));
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
        data-late={late}
        onClick={() => onSelect({ kind: 'incident', id: incident.id })}
      >
        <span className="queue-row__line">
          <span className="queue-row__number">{incident.number}</span>
          {isFresh && <span className="queue-row__new">{t('queue.new')}</span>}
          {alarm !== undefined && <span className="queue-row__alarm">{t(`queue.alarm.${alarm}`)}</span>}
          <span className="queue-row__headline">{incident.headline}</span>
          <Timer incident={incident} />
        </span>
        <span className="queue-row__line queue-row__line--second">
          <span className={`stage stage--${incident.stage}`}>{stageText(incident, t)}</span>
          {assessment !== undefined && <AssessmentTag kind={assessment.kind} />}
          <span className="queue-row__source">
            {t(`source.${incident.source}`)} {received}
          </span>
          {incident.tookIn.length > 0 && (
            <span className="queue-row__joined">{t('queue.joined', { count: incident.tookIn.length })}</span>
          )}
          {incident.confidential && <span className="queue-row__mark">{t('queue.confidential')}</span>}
          {isRefused && <span className="queue-row__refused">{t('queue.refused')}</span>}
          {isPending && <span className="queue-row__pending">{t('queue.pending')}</span>}
          {others !== '' && <span className="queue-row__others">{t('queue.open', { names: others })}</span>}
          <span className="queue-row__units">
            {units.length === 0 ? '' : units.map(({ unitName }) => unitName).join('、')}
          </span>
        </span>
      </button>
    </li>
  );
});

interface ListProps {
  readonly incidents: readonly IncidentState[];
  readonly selected: string | null;
  readonly onSelect: Select;
}

/** A report that was taken in here and is not at the hub: no incident yet, and in the queue all the same. */
function AwaitedRow({
  report,
  isSelected,
  onSelect,
}: {
  readonly report: AwaitedReport;
  readonly isSelected: boolean;
  readonly onSelect: Select;
}) {
  const { t } = useTranslation();
  const offset = useOffset();
  const made = useOfHubTime((now) => timeText(report.madeAt, now, offset));
  return (
    <li>
      <button
        type="button"
        className={isSelected ? 'queue-row queue-row--selected' : 'queue-row'}
        aria-current={isSelected}
        data-awaited={report.id}
        onClick={() => onSelect({ kind: 'incident', id: report.id })}
      >
        <span className="queue-row__line">
          <span className={report.isRefused ? 'queue-row__refused' : 'queue-row__pending'}>
            {t(report.isRefused ? 'queue.refused' : 'queue.pending')}
          </span>
          <span className="queue-row__headline">{awaitedHeadline(report, t)}</span>
        </span>
        <span className="queue-row__line queue-row__line--second">
          {awaitedSource(report)} {t('tray.made', { time: made })}
        </span>
      </button>
    </li>
  );
}

/** So many rows are drawn or left out together. */
const blockRows = 40;
/** Height of a row, px: about, for rows that were never drawn. */
const rowHeight = 61;

/** Part of the queue; rows far from what is on screen only keep their room. */
function Block({ incidents, selected, onSelect, isFirst }: ListProps & { readonly isFirst: boolean }) {
  const list = useRef<HTMLOListElement>(null);
  const height = useRef(incidents.length * rowHeight);
  const [isNear, setNear] = useState(isFirst);
  const pending = usePendingIncidents();
  const refused = useRefusedIncidents();
  const { looked } = useSelection();
  const presence = usePresence();
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry === undefined) return;
        if (!entry.isIntersecting) height.current = entry.boundingClientRect.height;
        setNear(entry.isIntersecting);
      },
      { root: element.closest('.queue__list'), rootMargin: '100% 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const isDrawn = isNear || incidents.some(({ id }) => id === selected);
  return (
    <ol className="queue__block" ref={list} style={isDrawn ? undefined : { height: height.current }}>
      {isDrawn &&
        incidents.map((incident) => (
          <Row
            key={incident.id}
            incident={incident}
            isSelected={selected === incident.id}
            isPending={pending.has(incident.id)}
            isRefused={refused.has(incident.id)}
            isFresh={isNew(incident, looked)}
            others={presence.flatMap(({ open, name }) => (open === `incident/${incident.id}` ? [name] : [])).join('、')}
            onSelect={onSelect}
          />
        ))}
    </ol>
  );
}

function List({ awaited, incidents, selected, onSelect }: ListProps & { readonly awaited: readonly AwaitedReport[] }) {
  const blocks = Math.ceil(incidents.length / blockRows);
  return (
    <div className="queue__list">
      {awaited.length > 0 && (
        <ol className="queue__block">
          {awaited.map((report) => (
            <AwaitedRow key={report.id} report={report} isSelected={selected === report.id} onSelect={onSelect} />
          ))}
        </ol>
      )}
      {Array.from({ length: blocks }, (_, block) => (
        <Block
          key={block}
          incidents={incidents.slice(block * blockRows, (block + 1) * blockRows)}
          selected={selected}
          onSelect={onSelect}
          isFirst={block === 0}
        />
      ))}
    </div>
  );
}

interface Props extends Omit<ListProps, 'selected'> {
  /** To the newest that nobody has acknowledged. */
  readonly onNext: () => void;
}

export function Queue({ incidents, onSelect, onNext }: Props) {
  const { t } = useTranslation();
  const { opened } = useHall();
  const { selected, looked } = useSelection();
  const awaited = useAwaitedReports();
  const fresh = incidents.filter((incident) => isNew(incident, looked)).length;
  const late = useOfHubTime((now) => incidents.filter((incident) => isLate(incident, now)).length);
  return (
    <section className="queue" aria-label={t('queue.title')}>
      <header className="queue__head">
        <h2 className="queue__title">{t('queue.title')}</h2>
        <span className="queue__count">{t('queue.count', { count: incidents.length })}</span>
        <span className="queue__fresh" role="status">
          {fresh > 0 && (
            // The focus stays where the keys of the console are heard.
            <button type="button" onMouseDown={(event) => event.preventDefault()} onClick={onNext}>
              {t('queue.fresh', { count: fresh })}
            </button>
          )}
        </span>
        {late > 0 && <span className="queue__late">{t('queue.lateCount', { count: late })}</span>}
      </header>
      {incidents.length + awaited.length === 0 && (
        <p className="queue__empty">{opened ? t('queue.empty') : t('queue.waiting')}</p>
      )}
      <List
        awaited={awaited}
        incidents={incidents}
        selected={selected?.kind === 'incident' ? selected.id : null}
        onSelect={onSelect}
      />
    </section>
  );
}
