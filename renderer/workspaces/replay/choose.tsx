/** What to look back at: when, whose places, and why. */
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { civilDate, clockTime, hour, minute } from '../../../shared/lib/time.ts';
import { useHall } from '../../hall/hall.tsx';
import { useKeptText } from '../../hall/kept.tsx';
import { nightParts } from '../../hall/nights.ts';
import { useOffset } from '../../hall/offset.ts';
import { useMay } from '../../hall/use-may.ts';
import { toField } from '../../office/instant-field.ts';
import { PeriodFields, periodOf } from '../../office/period-fields.tsx';
import { replayRefusalText } from '../../past/refusal.ts';
import { useHubNow, useOfHubTime } from '../../seat-client/hooks.ts';
import type { ReplayWish } from '../../seat-client/replay.ts';
import type { Choice, Preset, Problem } from './choice.ts';
import { presetsAt, wishOf } from './choice.ts';

const reasons = ['arrival', 'complaint', 'safety', 'inspection', 'other'] as const;
type Why = (typeof reasons)[number];
const mostWords = 150;

interface Props {
  readonly opening: boolean;
  /** Code of the last refusal. */
  readonly refused: string | null;
  readonly onOpen: (wish: ReplayWish) => void;
}

function Units({
  chosen,
  onChange,
}: {
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (ids: ReadonlySet<string>) => void;
}) {
  const { t } = useTranslation();
  const { units, squads } = useHall();
  const may = useMay();
  const [found, setFound] = useState('');
  const all = useMemo(
    () =>
      Array.from(units.values(), ({ state }) => state)
        .filter(({ squad }) => may.askFor('track', squad))
        .map(({ id, name, squad }) => ({ id, name, squad: squads.get(squad)?.state.name ?? squad }))
        .sort((a, b) => a.squad.localeCompare(b.squad, 'zh-CN') || a.name.localeCompare(b.name, 'zh-CN')),
    [units, squads, may],
  );
  const shown = all.filter(({ id, name, squad }) => chosen.has(id) || `${name} ${squad}`.includes(found.trim()));
  return (
    <div className="replay-choose__units">
      <input
        name="replay-find"
        value={found}
        placeholder={t('replay.findUnit')}
        aria-label={t('replay.findUnit')}
        autoComplete="off"
        onChange={(event) => setFound(event.target.value)}
      />
      <ul>
        {shown.map(({ id, name, squad }) => (
          <li key={id}>
            <label>
              <input
                type="checkbox"
                name={`replay-unit-${id}`}
                checked={chosen.has(id)}
                onChange={() => {
                  const next = new Set(chosen);
                  if (!next.delete(id)) next.add(id);
                  onChange(next);
                }}
              />
              {name} <span className="replay-choose__squad">{squad}</span>
            </label>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className="replay-choose__note">{t('replay.noUnitFound')}</p>}
    </div>
  );
}

export function Choose({ opening, refused, onOpen }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const hubNow = useHubNow();
  const offset = useOffset();
  const may = useMay();
  const mayTrack = may.ask('track');
  const { plates } = useHall();
  // The list changes with the hour; what is opened is as of the press.
  const since = useOfHubTime((now) => Math.floor(now / minute) * minute);
  const presets = useMemo(() => presetsAt(since, plates?.calendars.dutyNight, offset), [since, plates, offset]);
  const [preset, setPreset] = useState('hours');
  const [typed, setTyped] = useState(() => ({
    from: toField(hubNow() - 2 * hour, offset),
    to: toField(hubNow(), offset),
  }));
  const [whose, setWhose] = useState<Choice['whose']>('none');
  const [units, setUnits] = useState<ReadonlySet<string>>(new Set());
  const [why, setWhy] = useState<Why>();
  const { text: words, type: setWords, note } = useKeptText('replay');
  const [problem, setProblem] = useState<Problem>();
  const nameOf = ({ night, isRunning, part }: Preset): string => {
    if (night === null) return t('replay.hours');
    const name = t('shift.nightName', nightParts(night));
    if (isRunning) return t('shift.nightRunning', { name });
    return part === 'whole' ? name : t(`replay.half.${part}`, { name });
  };
  const time = (at: number): string => `${civilDate(at, offset).slice(5)} ${clockTime(at, offset)}`;
  const open = (): void => {
    // A little back, so that no hub is asked for what has not yet been.
    const now = hubNow() - 1_000;
    const span =
      preset === 'own'
        ? periodOf(typed, offset)
        : presetsAt(now, plates?.calendars.dutyNight, offset).find((each) => each.id === preset);
    const choice = { span, whose, units: [...units], why, asksWords: why === 'other', words };
    const made = wishOf(choice, why === undefined ? '' : t(`unitTrack.reasons.${why}`), now);
    if ('problem' in made) return setProblem(made.problem);
    setProblem(undefined);
    onOpen(made.wish);
  };
  return (
    <main className="replay-choose">
      <form
        name="replay"
        onSubmit={(event) => {
          event.preventDefault();
          open();
        }}
      >
        <h1>{t('replay.title')}</h1>
        <p className="replay-choose__note">{t('replay.hint')}</p>
        <fieldset>
          <legend>{t('replay.period')}</legend>
          <div className="replay-choose__periods">
            {presets.map((each) => (
              <label key={each.id} data-preset={each.id}>
                <input
                  type="radio"
                  name="replay-period"
                  checked={preset === each.id}
                  onChange={() => setPreset(each.id)}
                />
                {nameOf(each)}
                <span className="replay-choose__squad">
                  {t('past.span', { from: time(each.from), to: time(each.to) })}
                </span>
              </label>
            ))}
            <label data-preset="own">
              <input type="radio" name="replay-period" checked={preset === 'own'} onChange={() => setPreset('own')} />
              {t('replay.own')}
            </label>
          </div>
          {preset === 'own' && (
            <div className="replay-choose__own">
              <PeriodFields period={typed} onChange={setTyped} />
            </div>
          )}
        </fieldset>
        <fieldset>
          <legend>{t('replay.what')}</legend>
          <div className="replay-choose__whose">
            {(['none', 'all', 'some'] as const).map((each) => (
              <label key={each}>
                <input
                  type="radio"
                  name="replay-whose"
                  checked={whose === each}
                  disabled={each !== 'none' && !mayTrack}
                  onChange={() => setWhose(each)}
                />
                {t(`replay.whose.${each}`)}
              </label>
            ))}
          </div>
          {!mayTrack && <p className="replay-choose__note">{t('replay.noTrack')}</p>}
          {whose === 'some' && <Units chosen={units} onChange={setUnits} />}
        </fieldset>
        {whose !== 'none' && (
          <fieldset>
            <legend>{t('replay.why')}</legend>
            <p className="replay-choose__note">{t('unitTrack.noted')}</p>
            <div className="replay-choose__own">
              <label className="field">
                <span>{t('unitTrack.reason')}</span>
                <select
                  name="replay-reason"
                  value={why ?? ''}
                  onChange={(event) => setWhy(reasons.find((each) => each === event.target.value))}
                >
                  <option value="" disabled>
                    {t('unitTrack.choose')}
                  </option>
                  {reasons.map((each) => (
                    <option key={each} value={each}>
                      {t(`unitTrack.reasons.${each}`)}
                    </option>
                  ))}
                </select>
              </label>
              <label className="field replay-choose__words">
                <span>{t('unitTrack.words')}</span>
                <input
                  name="replay-words"
                  value={words}
                  maxLength={mostWords}
                  autoComplete="off"
                  onChange={(event) => setWords(event.target.value)}
                />
                {note}
              </label>
            </div>
          </fieldset>
        )}
        <p className="replay-choose__ways">
          <button type="submit" className="act act--main" disabled={opening} aria-describedby={`${id}-said`}>
            {t(opening ? 'replay.opening' : 'replay.open')}
          </button>
          <span id={`${id}-said`} className="replay-choose__said" role="alert">
            {problem !== undefined
              ? t(`replay.problem.${problem}`)
              : refused !== null && !opening
                ? replayRefusalText(refused, t)
                : ''}
          </span>
        </p>
      </form>
    </main>
  );
}
