/** Where a unit was: for a reason, in a period, and never unseen. What comes is drawn on the map and listed. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hour, isoTime, minute } from '../../../shared/lib/time.ts';
import { useHall } from '../../hall/hall.tsx';
import { useKeptText } from '../../hall/kept.tsx';
import { useOffset } from '../../hall/offset.ts';
import { agoText } from '../../hall/words.ts';
import { saidOf } from '../../i18n/say.ts';
import type { Answered } from '../../office/office.ts';
import { useAsk } from '../../office/office.ts';
import { toField } from '../../office/instant-field.ts';
import { PeriodFields, periodOf } from '../../office/period-fields.tsx';
import { WhyNot } from '../../office/unanswered.tsx';
import { useHubNow, useHubTime } from '../../seat-client/hooks.ts';
import { Rows } from '../../ui/rows.tsx';
import { Section } from '../../ui/section.tsx';
import type { Fix } from '../../hall/trail.ts';
import { nearest } from '../../hall/trail.ts';
import './unit-track.css';

const reasons = ['arrival', 'complaint', 'safety', 'inspection', 'other'] as const;
type Why = (typeof reasons)[number];

/** Letters of the words beside the reason: with it they fit into what the hub keeps of it. */
const mostWords = 150;

function Fixes({ fixes, complete }: { readonly fixes: readonly Fix[]; readonly complete: boolean }) {
  const { t } = useTranslation();
  const { plates } = useHall();
  const now = useHubTime();
  const offset = useOffset();
  const time = (at: number): string => isoTime(at, offset).slice(5, 19).replace('T', ' ');
  const placeText = (fix: Fix): string => {
    const found = nearest(fix, plates?.places ?? []);
    if (found === undefined) return `${fix.lon.toFixed(5)}, ${fix.lat.toFixed(5)}`;
    return t('unitTrack.near', { name: found.place.name, metres: Math.round(found.metres) });
  };
  const last = fixes.at(-1);
  return (
    <>
      {!complete && last !== undefined && (
        <p className="unit-track__note" role="note">
          {t('unitTrack.incomplete', { time: time(last.at) })}
        </p>
      )}
      <Rows<Fix>
        rows={fixes}
        idOf={({ at }) => at}
        pageSize={10}
        empty={t('unitTrack.none')}
        columns={[
          { title: t('unitTrack.at'), of: ({ at }) => time(at) },
          { title: t('unitTrack.place'), of: placeText },
          {
            title: t('unitTrack.speed'),
            right: true,
            of: ({ speed }) => (speed === null ? '—' : Math.round(speed)),
          },
          { title: t('unitTrack.age'), right: true, of: ({ at }) => agoText(now - at, t) },
        ]}
      />
    </>
  );
}

interface Props {
  readonly unit: string;
  /** What the map is to draw; null takes it away. */
  readonly onTrail: (fixes: readonly Fix[] | null) => void;
}

function Look({ unit, onTrail, onDone }: Props & { readonly onDone: () => void }) {
  const { t, i18n } = useTranslation();
  const ask = useAsk();
  const now = useHubNow();
  const offset = useOffset();
  const [typed, setTyped] = useState(() => {
    const to = now() + minute;
    return { from: toField(to - hour, offset), to: toField(to, offset) };
  });
  const [why, setWhy] = useState<Why>();
  const { text: words, type: setWords, note } = useKeptText('track');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [answer, setAnswer] = useState<Answered<'track'>>();
  useEffect(() => () => onTrail(null), [onTrail]);
  const look = async (): Promise<void> => {
    const period = periodOf(typed, offset);
    const said = words.trim();
    if (why === undefined) return setProblem(t('unitTrack.reasonMissing'));
    if (why === 'other' && said === '') return setProblem(t('unitTrack.wordsMissing'));
    if (period === undefined) return setProblem(t('grant.reversed'));
    setProblem(undefined);
    setAnswer(undefined);
    onTrail(null);
    setBusy(true);
    // The access log is read by others: it speaks Chinese, whatever this seat speaks.
    const inChinese = i18n.getFixedT('zh-CN');
    const named = inChinese(`unitTrack.reasons.${why}`);
    const given = await ask({
      ask: 'track',
      unit,
      ...period,
      reason: said === '' ? named : saidOf(inChinese, named, said),
    });
    setBusy(false);
    setAnswer(given);
    if (given.status !== 'granted') return;
    setWords('');
    onTrail(given.body.fixes);
  };
  return (
    <>
      <form
        className="unit-track__form"
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <label className="field unit-track__wide">
          <span>{t('unitTrack.reason')}</span>
          <select value={why ?? ''} onChange={(event) => setWhy(reasons.find((each) => each === event.target.value))}>
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
        <label className="field unit-track__wide">
          <span>{t('unitTrack.words')}</span>
          <input
            value={words}
            maxLength={mostWords}
            autoComplete="off"
            onChange={(event) => setWords(event.target.value)}
          />
          {note}
        </label>
        <PeriodFields period={typed} onChange={setTyped} />
        {problem !== undefined && (
          <p className="unit-track__problem unit-track__wide" role="alert">
            {problem}
          </p>
        )}
        <p className="unit-track__ways unit-track__wide">
          <button type="submit" className="act act--main" disabled={busy}>
            {t('unitTrack.show')}
          </button>
          <button type="button" className="act act--quiet" onClick={onDone}>
            {t('unitTrack.close')}
          </button>
        </p>
      </form>
      {answer !== undefined && answer.status !== 'granted' && <WhyNot why={answer} />}
      {answer?.status === 'granted' && <Fixes {...answer.body} />}
    </>
  );
}

export function UnitTrack({ unit, onTrail }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Section name="track" title={t('unitTrack.title')}>
      <p className="unit-track__note">{t('unitTrack.noted')}</p>
      {open ? (
        <Look unit={unit} onTrail={onTrail} onDone={() => setOpen(false)} />
      ) : (
        <button type="button" className="act" onClick={() => setOpen(true)}>
          {t('unitTrack.open')}
        </button>
      )}
    </Section>
  );
}
