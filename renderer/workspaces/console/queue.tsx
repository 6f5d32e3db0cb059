/** Open incidents in the order of time left: the door of the room. */
import { startTransition, useEffect, useRef, useState } from 'react';
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
import { QueueRow } from '../../hall/queue-row.tsx';
import { timeText } from '../../hall/words.ts';
import { listed } from '../../i18n/say.ts';
import { useOfHubTime, usePresence, useStatus } from '../../seat-client/hooks.ts';
import { useOffset } from '../../hall/offset.ts';
import { isFiltering } from '../../hall/queue-filter.ts';
import { QueueFilterBar } from './queue-filter-bar.tsx';
import type { QueueViews } from './use-queue-views.ts';
import { ViewStrip } from './view-strip.tsx';
import { isLate, isNew } from '../../hall/incident-order.ts';
import '../../hall/queue.css';

type Select = Selection['select'];

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
          {awaitedSource(report, t)} {t('tray.made', { time: made })}
        </span>
      </button>
    </li>
  );
}

/** So many rows are drawn or left out together. */
const blockRows = 10;
/** Height of a row, px, until one was measured. */
const rowHeight = 61;

/** Rows that are drawn, with all that is known of them besides the incident. */
function Rows({ incidents, selected, onSelect }: ListProps) {
  const { t } = useTranslation();
  const pending = usePendingIncidents();
  const refused = useRefusedIncidents();
  const { looked } = useSelection();
  const presence = usePresence();
  const user = useStatus().status?.user?.id ?? '';
  return incidents.map((incident) => (
    <QueueRow
      key={incident.id}
      incident={incident}
      isSelected={selected === incident.id}
      isPending={pending.has(incident.id)}
      isRefused={refused.has(incident.id)}
      isFresh={isNew(incident, looked)}
      user={user}
      others={listed(
        t,
        presence.flatMap(({ open, name }) => (open === `incident/${incident.id}` ? [name] : [])),
      )}
      onSelect={onSelect}
    />
  ));
}

/** Part of the queue; rows far from what is on screen only keep their room. */
function Block({
  incidents,
  selected,
  onSelect,
  isFirst,
  perRow,
  onHeight,
}: ListProps & {
  readonly isFirst: boolean;
  /** Height of a row, px: about, for rows that were never drawn. */
  readonly perRow: number;
  /** Told how high a row of this part is, px, as often as that changes. */
  readonly onHeight?: ((perRow: number) => void) | undefined;
}) {
  const list = useRef<HTMLOListElement>(null);
  const height = useRef<number | null>(null);
  const rows = incidents.length;
  const [isNear, setNear] = useState(isFirst);
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        // Of a part that came and went between two looks, only how it is now.
        const entry = entries.at(-1);
        if (entry === undefined) return;
        // Of one that was never drawn there is only what it was taken to be, and that may be known better by now.
        if (!entry.isIntersecting && element.childElementCount > 0) height.current = entry.boundingClientRect.height;
        // In slices between which the page stays quick: a hand that scrolls goes before rows it may have passed by then.
        startTransition(() => setNear(entry.isIntersecting));
      },
      { root: element.closest('.queue__list'), rootMargin: '100% 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = list.current;
    if (element === null || onHeight === undefined || rows === 0) return undefined;
    // Rows are higher where the place stands on a line of its own, and differ by what they tell.
    const observer = new ResizeObserver(() => onHeight(element.getBoundingClientRect().height / rows));
    observer.observe(element);
    return () => observer.disconnect();
  }, [onHeight, rows]);
  const isDrawn = isNear || incidents.some(({ id }) => id === selected);
  return (
    <ol className="queue__block" ref={list} style={isDrawn ? undefined : { height: height.current ?? rows * perRow }}>
      {isDrawn && <Rows incidents={incidents} selected={selected} onSelect={onSelect} />}
    </ol>
  );
}

function List({ awaited, incidents, selected, onSelect }: ListProps & { readonly awaited: readonly AwaitedReport[] }) {
  const blocks = Math.ceil(incidents.length / blockRows);
  const [perRow, setPerRow] = useState(rowHeight);
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
          perRow={perRow}
          onHeight={block === 0 ? setPerRow : undefined}
        />
      ))}
    </div>
  );
}

interface Props extends Omit<ListProps, 'selected'> {
  /** All that wait, also those that the filter leaves out. */
  readonly queued: readonly IncidentState[];
  readonly views: QueueViews;
  readonly filterOpen: boolean;
  readonly onFilterOpen: (open: boolean) => void;
  /** To the newest that nobody has acknowledged. */
  readonly onNext: () => void;
}

export function Queue({ incidents, queued, views, filterOpen, onFilterOpen, onSelect, onNext }: Props) {
  const { t } = useTranslation();
  const { opened } = useHall();
  const { selected, looked } = useSelection();
  const awaited = useAwaitedReports();
  // Counted of all: what a filter leaves out waits as much.
  const fresh = queued.filter((incident) => isNew(incident, looked)).length;
  const late = useOfHubTime((now) => queued.filter((incident) => isLate(incident, now)).length);
  return (
    <section className="queue" aria-label={t('queue.title')}>
      <header className="queue__head">
        <h2 className="queue__title">{t('queue.title')}</h2>
        <span className="queue__count">
          {incidents.length === queued.length
            ? t('queue.count', { count: queued.length })
            : t('queueFilter.shown', { shown: incidents.length, all: queued.length })}
        </span>
        <button
          type="button"
          className="queue__filter"
          aria-expanded={filterOpen}
          data-filtering={isFiltering(views.filter)}
          title={t('queueFilter.openHint')}
          onClick={() => onFilterOpen(!filterOpen)}
        >
          {t('queueFilter.open')}
        </button>
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
      <ViewStrip views={views} />
      {filterOpen && <QueueFilterBar queued={queued} views={views} onClose={() => onFilterOpen(false)} />}
      {incidents.length === 0 && queued.length > 0 && <p className="queue__empty">{t('queueFilter.none')}</p>}
      {queued.length + awaited.length === 0 && (
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
