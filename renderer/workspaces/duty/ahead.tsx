/** What the calendar has ahead, and how many units can be sent in the next two hours. */
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { timeText } from '../../hall/words.ts';
import { listed } from '../../i18n/say.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import type { DutyAhead } from './use-duty-ahead.ts';

const ReadyChart = lazy(() => import('./ready-chart.tsx'));

/** One line of the mode's card: what the calendar wants, and until when a person's switch stands. */
export function CalendarLine({ calendar }: Pick<DutyAhead, 'calendar'>) {
  const { t } = useTranslation();
  const { dutyMode } = useHall();
  const now = useHubTime();
  const offset = useOffset();
  if (calendar === null) return <li>{t('duty.calendar.none')}</li>;
  const [mode, next] = [t(`dutyMode.${calendar.mode}`), t(`dutyMode.${calendar.next}`)];
  const time = timeText(calendar.to, now, offset);
  if (dutyMode?.mode === 'emergency') return <li>{t('duty.calendar.emergency', { mode })}</li>;
  const isOther = dutyMode !== undefined && dutyMode.mode !== calendar.mode;
  return <li>{t(isOther ? 'duty.calendar.other' : 'duty.calendar.same', { mode, time, next })}</li>;
}

/** What begins and ends with the switch, by name, and until when it stands. */
export function SwitchEffects({ switched }: { readonly switched: NonNullable<DutyAhead['switched']> }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { posts, fences, until } = switched;
  const lines = [
    ['postsBegin', posts.begins],
    ['postsEnd', posts.ends],
    ['fencesBegin', fences.begins],
    ['fencesEnd', fences.ends],
  ] as const;
  return (
    <>
      {lines.map(([line, names]) =>
        names.length === 0 ? null : (
          <li key={line}>{t(`duty.effect.${line}`, { count: names.length, names: listed(t, names) })}</li>
        ),
      )}
      <li>
        {until === null
          ? t('duty.effect.untilPerson')
          : t('duty.effect.untilCalendar', { time: timeText(until, now, offset) })}
      </li>
    </>
  );
}

export function ReadyAhead({ ahead }: { readonly ahead: DutyAhead | undefined }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  if (ahead === undefined) return null;
  const { ready, lows } = ahead;
  return (
    <section className="detail-card" aria-label={t('duty.ahead')}>
      <h2 className="detail-card__title">{t('duty.ahead')}</h2>
      <Suspense fallback={<div className="duty__chart" />}>
        <ReadyChart ready={ready} offset={offset} />
      </Suspense>
      <table className="duty__lows">
        <thead>
          <tr>
            <th scope="col">{t('duty.lowZone')}</th>
            <th scope="col">{t('duty.lowNow')}</th>
            <th scope="col">{t('duty.lowLowest')}</th>
          </tr>
        </thead>
        <tbody>
          {lows.map(({ zone, name, now: count, lowest, at }) => (
            <tr key={zone ?? ''} data-thin={lowest === 0}>
              <th scope="row">{name ?? t('duty.lowNoZone')}</th>
              <td>{count}</td>
              <td>
                {lowest < count
                  ? t('duty.lowAt', { count: lowest, time: timeText(at, now, offset) })
                  : count === 0
                    ? 0
                    : t('duty.lowNone')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="duty__note">{t('duty.aheadNote')}</p>
    </section>
  );
}
