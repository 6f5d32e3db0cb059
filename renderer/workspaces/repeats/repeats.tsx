/** 反复投诉源头: the sites that keep coming back, and what was done about each; it leads to 约谈 and 抄告. */
import { useTranslation } from 'react-i18next';
import type { Repeat } from '../../../shared/domain/rules/repeats.ts';
import { comingBackOf, standing } from '../../../shared/domain/rules/repeats.ts';
import { minute } from '../../../shared/lib/time.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useRepeatDoor } from '../../hall/repeat-door.tsx';
import { callsOf, stepText } from '../../hall/repeat-words.ts';
import { useRepeats } from '../../hall/use-repeats.ts';
import { timeText } from '../../hall/words.ts';
import { bracketed } from '../../i18n/say.ts';
import { useOfHubTime } from '../../seat-client/hooks.ts';
import { RepeatDetail } from './repeat-detail.tsx';
import './repeats.css';

const wholeMinute = (now: number): number => Math.floor(now / minute) * minute;

function Row({ repeat, name, current }: { readonly repeat: Repeat; readonly name: string; readonly current: boolean }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const now = useOfHubTime(wholeMinute);
  const { show } = useRepeatDoor();
  const { pattern, last, sinceStep } = repeat;
  const time = (at: number): string => timeText(at, now, offset);
  const [step] = standing(repeat.steps);
  return (
    <tr data-repeat={repeat.site} className={current ? 'repeats__row--current' : undefined}>
      <th scope="row">
        <button type="button" className="link" aria-pressed={current} onClick={() => show(repeat.site)}>
          {name}
        </button>
      </th>
      <td>
        <b>{t('repeats.times', { times: pattern.times, nights: pattern.nights })}</b>
        <span className="repeats__sub">{t('repeats.calls', { count: callsOf(repeat) })}</span>
      </td>
      <td>{t('repeats.after', { after: pattern.after })}</td>
      <td>
        {step === undefined ? (
          <span className="repeats__open">{t('repeats.doneNone')}</span>
        ) : (
          <>
            {stepText(step.step, t, time)}
            <span className={sinceStep > 0 ? 'repeats__sub repeats__open' : 'repeats__sub'}>
              {sinceStep > 0 ? t('repeats.since', { count: sinceStep }) : t('repeats.sinceNone')}
            </span>
          </>
        )}
      </td>
      <td className="repeats__time">{time(last.actAt)}</td>
    </tr>
  );
}

export function Repeats() {
  const { t } = useTranslation();
  const { sites, plates, opened } = useHall();
  const { site: wanted } = useRepeatDoor();
  const repeats = useRepeats();
  const nameOf = ({ site }: Repeat): string => {
    const held = sites.get(site)?.state;
    if (held === undefined) return bracketed(t, site, t('repeats.unplaced'));
    return held.withdrawn === undefined ? held.name : bracketed(t, held.name, t('repeats.unplaced'));
  };
  const current = repeats.find(({ site }) => site === wanted);
  return (
    <div className="repeats">
      <main className="repeats__list">
        <h1>{t('repeats.title')}</h1>
        {plates !== undefined && <p className="repeats__muted">{t('repeats.lead', { ...comingBackOf(plates) })}</p>}
        {repeats.length === 0 ? (
          <p className="repeats__muted">{opened ? t('repeats.none') : '…'}</p>
        ) : (
          <table>
            <thead>
              <tr>
                {(['site', 'often', 'hours', 'done', 'last'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`repeats.column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {repeats.map((repeat) => (
                <Row key={repeat.site} repeat={repeat} name={nameOf(repeat)} current={repeat.site === current?.site} />
              ))}
            </tbody>
          </table>
        )}
      </main>
      <aside className="repeats__side">
        {current === undefined ? (
          <p className="repeats__muted">{t('repeats.choose')}</p>
        ) : (
          <RepeatDetail key={current.site} repeat={current} name={nameOf(current)} />
        )}
      </aside>
    </div>
  );
}
