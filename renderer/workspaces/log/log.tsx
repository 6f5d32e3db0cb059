/** 值班日志: what happened in a night, written by itself from the journal; people add remarks, and nothing is edited. */
import { useMemo, useState } from 'react';
import { Button, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { civilDate, day, startOfDate } from '../../../shared/lib/time.ts';
import { useHall } from '../../hall/hall.tsx';
import { reportSpan } from '../../hall/nights.ts';
import { useOffset } from '../../hall/offset.ts';
import { nightAt } from '../../hall/report-night.ts';
import { channelText, whoText } from '../../hall/timeline-words.ts';
import { useMay } from '../../hall/use-may.ts';
import { timeText } from '../../hall/words.ts';
import { clauses } from '../../i18n/say.ts';
import { useAnswer, useUnansweredText } from '../../office/office.ts';
import { useDocuments, useHubTime, useStatus } from '../../seat-client/hooks.ts';
import type { LogEntry, Shown } from './log-entries.ts';
import { entriesOf } from './log-entries.ts';
import { aboutText, happened, hourOf } from './log-words.ts';
import type { AboutLine } from './remark-form.tsx';
import { NoteRemark } from './remark-form.tsx';
import { Remark } from './remark.tsx';
import { ToRing } from './to-ring.tsx';
import type { NightLog } from './use-log.ts';
import { useLog } from './use-log.ts';
import { useNames } from './use-names.ts';
import './log.css';

const groups: readonly Shown[] = ['all', 'duty', 'alarms', 'incidents', 'sending', 'remarks'];
/** Drawn at first, and so many more at a press. */
const step = 200;
/** Entries that differ by more than this are marked as late, ms. */
const lateFrom = 60_000;

function Head({ log, count, remarks }: { readonly log: NightLog; readonly count: number; readonly remarks: number }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const unanswered = useUnansweredText();
  const { away, whole, asOf } = log;
  const told = t('log.counts', { count, remarks });
  if (away !== undefined)
    return (
      <p className="log__away" role="status">
        {asOf === undefined
          ? unanswered(away)
          : clauses(t, t('log.until', { time: timeText(asOf, now, offset) }), unanswered(away))}
      </p>
    );
  if (!whole) return <p className="log__muted">{t('log.reading')}</p>;
  return <p className="log__muted">{told}</p>;
}

interface EntryProps {
  readonly entry: LogEntry;
  readonly names: ReturnType<typeof useNames>;
  readonly versions: ReadonlyMap<string, number>;
  readonly correctable: (user: string) => boolean;
  readonly onAbout: ((about: AboutLine) => void) | undefined;
}

function Entry({ entry, names, versions, correctable, onAbout }: EntryProps) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const time = timeText(entry.at, now, offset);
  if (entry.is === 'remark')
    return (
      <li className="log__entry" data-is="remark">
        <time>{time}</time>
        <Remark
          remark={entry.remark}
          version={versions.get(entry.remark.id)}
          correctable={correctable(entry.remark.user)}
        />
      </li>
    );
  const { line, remarks } = entry;
  const about = aboutText(line, names, t);
  const what = happened(line, names, t);
  const channel = channelText(line, t);
  const headline = names.incident(line.stream)?.headline ?? '';
  return (
    <li className="log__entry" data-is="line" data-what={line.type}>
      <time>{time}</time>
      <div className="log__line">
        <span className="log__subject">{about}</span>
        <span className="log__what">
          <span className={line.isUndone ? 'log__undone' : undefined}>{what}</span>
          {headline !== '' && <em>{headline}</em>}
          {line.isUndone && <em>{t('timeline.undone')}</em>}
          {channel !== undefined && <em>{channel}</em>}
          {line.at - line.occurredAt > lateFrom && (
            <em>{t('timeline.late', { time: timeText(line.at, now, offset) })}</em>
          )}
        </span>
        <span className="log__muted log__who">{whoText(line, names.known, t)}</span>
        {onAbout !== undefined && (
          <button
            type="button"
            className="act act--quiet log__small"
            aria-label={t('log.remarkOn', { line: clauses(t, about, what) })}
            onClick={() =>
              onAbout({ event: line.id, what: line.type, at: line.occurredAt, told: clauses(t, time, about, what) })
            }
          >
            {t('log.remark')}
          </button>
        )}
      </div>
      {remarks.map((remark) => (
        <Remark
          key={remark.id}
          remark={remark}
          version={versions.get(remark.id)}
          correctable={correctable(remark.user)}
        />
      ))}
    </li>
  );
}

export function DutyLog({ onDuty }: { readonly onDuty: (() => void) | undefined }) {
  const { t } = useTranslation();
  const may = useMay();
  const now = useHubTime();
  const offset = useOffset();
  const { plates } = useHall();
  const user = useStatus().status?.user;
  const { documents } = useDocuments('remark');
  const { answer } = useAnswer({ ask: 'directory' });
  const [chosenNight, setNight] = useState<string>();
  const [shown, setShown] = useState<Shown>('all');
  const [most, setMost] = useState(step);
  const [about, setAbout] = useState<AboutLine>();
  const running = plates === undefined ? undefined : nightAt(now, plates.calendars.dutyNight, offset);
  const night = chosenNight ?? running;
  const span = useMemo(
    () =>
      night === undefined || plates === undefined ? undefined : reportSpan(night, plates.calendars.dutyNight, offset),
    [night, plates, offset],
  );
  const log = useLog(span);
  const people = answer?.status === 'granted' ? answer.body.people : undefined;
  const names = useNames(people);
  const remarks = useMemo(
    () => documents.map(({ state }) => state).filter((one) => one.night === night),
    [documents, night],
  );
  const versions = useMemo(() => new Map(documents.map(({ state, version }) => [state.id, version])), [documents]);
  const entries = useMemo(() => entriesOf(log.lines, remarks, shown), [log.lines, remarks, shown]);
  const all = useMemo(() => entriesOf(log.lines, [], 'all').length, [log.lines]);
  if (night === undefined || span === undefined) return <main className="log" />;
  const mayNote = may.give('NoteRemark') && night <= (running ?? night);
  const leads = user?.roles.some(({ role }) => role === 'shiftLead' || role === 'dutyLeader') === true;
  const correctable = (wrote: string): boolean => may.give('CorrectRemark') && (leads || wrote === user?.id);
  const to = (date: string): void => {
    setNight(date);
    setMost(step);
    setAbout(undefined);
  };
  const go = (days: number): void => to(civilDate(startOfDate(night, offset) + days * day, offset));
  const visible = entries.slice(0, most);
  return (
    <main className="log">
      <header className="log__head">
        <h1>{t('log.title')}</h1>
        <div className="log__nights">
          <button type="button" className="act" aria-label={t('roster.before')} onClick={() => go(-1)}>
            ‹
          </button>
          <label>
            <span className="unseen">{t('roster.night')}</span>
            <input
              type="date"
              name="log-night"
              value={night}
              onChange={(event) => event.target.value !== '' && to(event.target.value)}
            />
          </label>
          <button type="button" className="act" aria-label={t('roster.after')} onClick={() => go(1)}>
            ›
          </button>
        </div>
        <Radio.Group
          optionType="button"
          value={shown}
          onChange={(event) => {
            setShown(event.target.value as Shown);
            setMost(step);
          }}
          options={groups.map((group) => ({ value: group, label: t(`log.group.${group}`) }))}
        />
        <Head log={log} count={all} remarks={remarks.length} />
        {onDuty !== undefined && (
          <Button className="log__back" onClick={onDuty}>
            {t('roster.toDuty')}
          </Button>
        )}
      </header>
      <div className="log__main">
        <p className="log__muted">
          {t('log.note', { from: timeText(span.from, now, offset), to: timeText(span.to, now, offset) })}
        </p>
        {visible.length === 0 && (log.whole || shown === 'remarks') && <p className="log__muted">{t('log.none')}</p>}
        <ol className="log__list">
          {visible.map((entry, index) => {
            const hour = hourOf(entry.at, offset);
            const before = visible[index - 1];
            const isNew = before === undefined || hourOf(before.at, offset) !== hour;
            return [
              isNew && (
                <li key={`hour-${entry.key}`} className="log__hour">
                  {t('log.hour', { hour: String(hour).padStart(2, '0') })}
                </li>
              ),
              <Entry
                key={entry.key}
                {...{ entry, names, versions, correctable }}
                onAbout={mayNote ? setAbout : undefined}
              />,
            ];
          })}
        </ol>
        {entries.length > most && (
          <button type="button" className="act" onClick={() => setMost(most + step)}>
            {t('log.more', { count: entries.length - most })}
          </button>
        )}
      </div>
      <aside className="log__side">
        {mayNote && <NoteRemark key={night} night={night} about={about} onAbout={setAbout} />}
        {night === running && <ToRing night={night} remarks={remarks} mayNote={mayNote} />}
      </aside>
    </main>
  );
}
