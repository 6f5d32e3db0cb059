/** 大屏: what is going on, how old it is and what is late, legible at six metres. Nothing on it can be pressed. */
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { TFunction } from '../../hall/types.ts';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { civilDate, clockTime, inDailyWindow, minute } from '../../../shared/lib/time.ts';
import { useHall } from '../../hall/hall.tsx';
import type { Hall } from '../../hall/hall.tsx';
import { forceOf } from '../../hall/force.ts';
import { callMark } from '../../hall/map-props.ts';
import { alarmOf, isLate, openOnes, presentUnits } from '../../hall/incident-order.ts';
import { useOffset } from '../../hall/offset.ts';
import { spanText, stageText, timeText } from '../../hall/words.ts';
import { useZoneCover } from '../../hall/use-zone-cover.ts';
import type { ZoneCover } from '../../hall/use-zone-cover.ts';
import { clauses, listed } from '../../i18n/say.ts';
import { useDocuments, useHubTime, useStatus } from '../../seat-client/hooks.ts';
import { ageDegree, ageText } from '../../ui/age.ts';
import { useDataAge } from '../../ui/data-age.tsx';
import { LinkMark } from '../../ui/link-mark.tsx';
import { linkTone, shownLink } from '../../ui/link-state.ts';
import { answering, callsOf, lastEvents, saying, whereOf, whoseOf, zoneCards } from './wall-figures.ts';
import type { Call, Saying, Trouble, WallEvent, ZoneCard } from './wall-figures.ts';
import { WallMap } from './wall-map.tsx';
import './wall.css';

const eventsShown = 6;
/** More would leave no room for the map; all are counted in the sentence. */
const callsShown = 3;
/** More limits than any wall has room for; the rest is counted in the note. */
const limitsDrawn = 48;

/** Why what is shown is not the present; undefined while it is. */
function useOldness(now: number, offset: number): string | undefined {
  const { t } = useTranslation();
  const view = useStatus();
  const age = useDataAge();
  const asOf = view.status?.asOf ?? 0;
  if (asOf === 0) return t('wall.neverHeard');
  const time = timeText(asOf, now, offset);
  const link = shownLink(view);
  if (link === 'shellDown') return t('wall.seatGone', { time });
  if (linkTone[link] === 'cut') return t('wall.cut', { time });
  return ageDegree(age) === 'stale' ? t('wall.old', { time, age: ageText(age, t) }) : undefined;
}

/** From far, seconds only flicker. */
function ageInMinutes(span: number, t: TFunction): string {
  if (span < minute) return t('wall.says.underAMinute');
  return span < 10 * minute ? t('span.minutes', { minutes: Math.floor(span / minute) }) : spanText(span, t);
}

/** So many squads are named; a sentence is read at one look. */
const namedSquads = 2;

function troubleText({ kind, those }: Trouble, hall: Hall, t: TFunction): string {
  const squads = new Set(those.map((incident) => whoseOf(incident, hall.squads) ?? t('wall.squadUnknown')));
  const named = listed(t, [...squads].slice(0, namedSquads));
  const whose = squads.size > namedSquads ? t('wall.says.others', { named }) : named;
  const values = { count: those.length, whose };
  return kind === 'late' ? t('wall.says.late', values) : t(`wall.says.alarm.${kind}`, values);
}

function sentence(says: Saying, hall: Hall, now: number, isNight: boolean, t: TFunction): string {
  const time = isNight ? 'night' : 'day';
  switch (says.kind) {
    case 'calm':
      return t(`wall.says.calm.${time}`);
    case 'answering':
      return t(`wall.says.answering.${time}`, { count: says.count });
    case 'open': {
      const { count, answering: rest, about } = says;
      const span = ageInMinutes(now - about.receivedAt, t);
      const where = whereOf(about, hall.sites) ?? t('wall.whereUnknown');
      return t(rest > 0 ? 'wall.says.openSome' : 'wall.says.open', { count, answering: rest, span, where });
    }
    case 'late':
    case 'relapse':
    case 'refusesToStop': {
      return says.troubles.map((trouble) => troubleText(trouble, hall, t)).join(t('wall.says.and'));
    }
  }
}

/** Somebody calls for help: who, how long ago, whether a seat has it, and who goes. */
function SosLine({ call, now }: { readonly call: Call; readonly now: number }) {
  const { t } = useTranslation();
  const { unit, since, taken, helpers } = call;
  const going = helpers.map(({ name, is }) => t(`wall.sos.${is}`, { name }));
  return (
    <p className="wall__sos" data-sos={call.id}>
      <b>{t('wall.sos.who', { unit: unit === '' ? t('wall.sos.unknown') : unit })}</b>
      {clauses(
        t,
        t('wall.sos.ago', { span: ageInMinutes(now - since, t) }),
        t(taken ? 'wall.sos.taken' : 'wall.sos.notTaken'),
        helpers.length === 0 ? t('wall.sos.nobody') : listed(t, going),
      )}
    </p>
  );
}

function Figure({ name, value, tone }: { readonly name: string; readonly value: number; readonly tone?: 'late' }) {
  return (
    <div className={tone !== undefined && value > 0 ? `wall-figure wall-figure--${tone}` : 'wall-figure'}>
      <b className="wall-figure__value">{value}</b>
      <span className="wall-figure__name">{name}</span>
    </div>
  );
}

/** How soon two certified officers can be anywhere in it: what the four figures of its units cannot tell. */
function Cover({ cover }: { readonly cover: ZoneCover | undefined }) {
  const { t } = useTranslation();
  if (cover === undefined || cover.state === 'unknown') return null;
  const { state, minutes } = cover;
  return (
    <span className="wall-zone__cover" data-state={state}>
      {t(`wall.cover.${state}`, { minutes: minutes ?? '' })}
    </span>
  );
}

function Zone({ card, cover }: { readonly card: ZoneCard; readonly cover: ZoneCover | undefined }) {
  const { t } = useTranslation();
  const figures = (['open', 'late', 'duty', 'free'] as const).map((key) => [key, card[key]] as const);
  return (
    <li className="wall-zone" data-zone={card.id} data-hue={((card.order - 1) % 4) + 1}>
      <h3 className="wall-zone__name">
        <span>{card.name}</span>
        <Cover cover={cover} />
      </h3>
      <dl className="wall-zone__figures">
        {figures.map(([key, value]) => (
          <div key={key} className={key === 'late' && value > 0 ? 'wall-zone__late' : ''}>
            <dt>{t(`wall.zone.${key}`)}</dt>
            <dd data-figure={key}>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

interface LimitRowProps {
  readonly incident: IncidentState;
  readonly hall: Hall;
  readonly now: number;
}

function LimitRow({ incident, hall, now }: LimitRowProps) {
  const { t } = useTranslation();
  const late = isLate(incident, now);
  const alarm = alarmOf(incident);
  const units = presentUnits(incident);
  const { next, number, matter, tookIn } = incident;
  const marks = ['wall-limit', late ? 'wall-limit--late' : '', alarm === undefined ? '' : 'wall-limit--alarm'];
  const span = next === null ? '' : spanText(next.at - now, t);
  return (
    <li className={marks.join(' ')} data-incident={number} data-late={late}>
      <span className="wall-limit__number">{number}</span>
      <span className="wall-limit__where">
        {whoseOf(incident, hall.squads) ?? t('wall.squadUnknown')} ·{' '}
        {whereOf(incident, hall.sites) ?? t('wall.whereUnknown')}
      </span>
      <span className="wall-limit__timer">
        {next === null ? t('wall.noLimit') : `${t(`limit.${next.limit}`)} ${late ? t('wall.lateBy', { span }) : span}`}
      </span>
      <span className="wall-limit__more">
        {alarm !== undefined && <b className="wall-limit__alarm">{t(`queue.alarm.${alarm}`)} </b>}
        {[
          stageText(incident, t),
          t(`matter.${matter}`),
          ...(units.length > 0
            ? [
                listed(
                  t,
                  units.map(({ unitName }) => unitName),
                ),
              ]
            : []),
          ...(tookIn.length > 0 ? [t('wall.joined', { count: tookIn.length })] : []),
        ].join(' · ')}
      </span>
    </li>
  );
}

function eventText(event: WallEvent, t: TFunction): string {
  switch (event.what) {
    case 'received':
      return t('wall.event.received', { source: t(`source.${event.source}`) });
    case 'sent':
    case 'arrived':
      return t(`wall.event.${event.what}`, { unit: event.unit });
    case 'outcome':
      return t(`outcome.${event.outcome}`);
    default:
      return t(`wall.event.${event.what}`);
  }
}

function Panel({
  name,
  title,
  note,
  children,
}: {
  readonly name: string;
  readonly title: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={`wall-panel wall__${name}`} aria-label={title}>
      <h2 className="wall-panel__title">
        {title}
        {note !== undefined && <span className="wall-panel__note">{note}</span>}
      </h2>
      {children}
    </section>
  );
}

function sosSentence(calls: readonly Call[], t: TFunction): string {
  const units = listed(
    t,
    calls.slice(0, callsShown).map(({ unit }) => (unit === '' ? t('wall.sos.unknown') : unit)),
  );
  return t(calls.length > callsShown ? 'wall.says.sosMore' : 'wall.says.sos', { units, count: calls.length });
}

export function Wall() {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { status } = useStatus();
  const age = useDataAge();
  const hall = useHall();
  const { opened, pack, plates, dutyMode } = hall;
  const open = useMemo(() => openOnes(hall.incidents), [hall.incidents]);
  const units = useMemo(() => Array.from(hall.units.values(), ({ state }) => state), [hall.units]);
  const zones = useMemo(() => Array.from(hall.zones.values(), ({ state }) => state), [hall.zones]);
  const events = useMemo(
    () =>
      lastEvents(
        Array.from(hall.incidents.values(), ({ state }) => state),
        eventsShown,
      ),
    [hall.incidents],
  );
  const { documents: alarms } = useDocuments('alarm');
  const calls = useMemo(() => callsOf(alarms.map(({ state }) => state)), [alarms]);
  const [call] = calls;
  const oldness = useOldness(now, offset);
  const covers = useZoneCover();
  const says = saying(open, now);
  const about = 'about' in says ? says.about : null;
  // Only what has a place can be pointed at.
  const pointed = about !== null && (about.placing.at !== null || about.site !== null) ? about : null;
  const { cards, unplaced, mobile } = zoneCards(open, units, zones, now);
  const { duty, free } = forceOf(units, now);
  const late = open.filter((incident) => isLate(incident, now)).length;
  const night = plates?.calendars.dutyNight;
  const isNight = dutyMode?.mode === 'night' || (night !== undefined && inDailyWindow(now, offset, night));
  return (
    <main
      className={oldness === undefined ? 'wall' : 'wall wall--old'}
      data-says={!opened ? 'waiting' : calls.length > 0 ? 'sos' : says.kind}
    >
      <header className="wall__head">
        <h1 className="wall__sentence">
          {!opened
            ? t('wall.waiting')
            : calls.length > 0
              ? sosSentence(calls, t)
              : sentence(says, hall, now, isNight, t)}
        </h1>
        <div className="wall__now">
          <time className="wall__clock">
            <span className="wall__date">{civilDate(now, offset).slice(5)}</span> {clockTime(now, offset, true)}
          </time>
          <span className="wall__truth">
            <LinkMark />
            <span className={`wall__age wall__age--${ageDegree(age)}`}>{ageText(age, t)}</span>
          </span>
        </div>
        <p className="wall__line">
          <span>{pack?.name ?? t('app.line')}</span>
          {pack?.schematic === true && <span className="wall__tag">{t('wall.schematic')}</span>}
          {status?.demoClock === true && <span className="wall__tag">{t('app.demoClock')}</span>}
          <span>
            {t('wall.mode')} <b>{dutyMode === undefined ? t('wall.modeUnknown') : t(`dutyMode.${dutyMode.mode}`)}</b>
          </span>
          {pointed !== null && call === undefined && <span>{t('wall.pointed', { number: pointed.number })}</span>}
        </p>
      </header>
      {oldness !== undefined && (
        <p className="wall__banner" role="alert">
          {oldness}
        </p>
      )}
      {calls.slice(0, callsShown).map((call) => (
        <SosLine key={call.id} call={call} now={now} />
      ))}
      <div className="wall__body">
        <div className="wall__map">
          <WallMap now={now} about={call === undefined ? (pointed?.id ?? null) : callMark(call.id)} />
        </div>
        <div className="wall__figures">
          <Figure name={t('wall.figure.open')} value={open.length} />
          <Figure name={t('wall.figure.late')} value={late} tone="late" />
          <Figure name={t('wall.figure.answering')} value={answering(open)} />
          <Figure name={t('wall.figure.duty')} value={duty} />
          <Figure name={t('wall.figure.free')} value={free} />
        </div>
        <section className="wall__zones" aria-label={t('wall.zones')}>
          <ul className="wall-zones">
            {cards.map((card) => (
              <Zone key={card.id} card={card} cover={covers?.zones.find(({ zone }) => zone === card.id)} />
            ))}
          </ul>
          <p className="wall__rest">
            <span>
              <b>{t('wall.rest.mobile')}</b> {t('wall.zone.duty')} {mobile.duty} · {t('wall.zone.free')} {mobile.free}
            </span>
            {unplaced.open > 0 && (
              <span>
                <b>{t('wall.rest.none')}</b> {t('wall.zone.open')} {unplaced.open} · {t('wall.zone.late')}{' '}
                {unplaced.late}
              </span>
            )}
          </p>
        </section>
        <Panel name="limits" title={t('wall.limits')} note={t('wall.limitsMore', { count: open.length })}>
          {open.length === 0 ? (
            <p className="wall__none">{opened ? t('wall.limitsNone') : t('wall.waiting')}</p>
          ) : (
            <ol className="wall-limits">
              {open.slice(0, limitsDrawn).map((incident) => (
                <LimitRow key={incident.id} incident={incident} hall={hall} now={now} />
              ))}
            </ol>
          )}
        </Panel>
        <footer className="wall__events">
          <b className="wall__events-name">{t('wall.events')}</b>
          {events.length === 0 && (
            <span className="wall__none">{opened ? t('wall.eventsNone') : t('wall.waiting')}</span>
          )}
          <ol>
            {events.map((event) => (
              <li key={`${event.number} ${event.what} ${event.at} ${'unit' in event ? event.unit : ''}`}>
                <time>{timeText(event.at, now, offset)}</time> {event.number} {eventText(event, t)}
              </li>
            ))}
          </ol>
          <span className="wall__menu">{t('wall.menu')}</span>
        </footer>
      </div>
    </main>
  );
}
