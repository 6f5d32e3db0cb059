/** Help for who calls: whom one key sends, everybody else who could go, and what is known of those that were sent. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlarmState, Support } from '../../shared/domain/alarm/state.ts';
import type { AnswerOf } from '../../shared/wire/seat-api.ts';
import { useHall } from '../hall/hall.tsx';
import { useOffset } from '../hall/offset.ts';
import type { TFunction } from '../hall/types.ts';
import { useMay } from '../hall/use-may.ts';
import { agoText, timeText } from '../hall/words.ts';
import { clauses, listed } from '../i18n/say.ts';
import { useGiven } from '../office/said.tsx';
import { useHubTime } from '../seat-client/hooks.ts';
import { useAsked } from '../seat-client/use-asked.ts';

type Help = Extract<AnswerOf<'sosHelp'>, { status: 'help' }>['help'];
type Helper = Help['helpers'][number];

/** Positions bring no documents; ms. */
const againMs = 1_000;
/** More than these are a look at the map. */
const shown = 6;
const answers = ['coming', 'there', 'cannot'] as const;

function useSosHelp(alarm: AlarmState): Help | undefined {
  const { units, plates } = useHall();
  const of = useMemo(() => ({ alarm, units, plates }), [alarm, units, plates]);
  const answer = useAsked('sosHelp', { alarm: alarm.id }, { of, againMs });
  return answer?.status === 'help' ? answer.help : undefined;
}

const helperText = ({ name, state, metres, fixAge }: Helper, t: TFunction): string =>
  clauses(
    t,
    name,
    t(`alarms.helper.${state}`),
    metres === null ? t('alarms.helper.noPlace') : t('alarms.helper.metres', { metres }),
    fixAge === null ? '' : t('alarms.helper.seen', { ago: agoText(fixAge * 1_000, t) }),
  );

/** Whoever was sent, since when, and whether they said that they come. */
function Sent({ alarm, one, version }: { readonly alarm: string; readonly one: Support; readonly version: number }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const may = useMay();
  const { busy, give, said } = useGiven();
  const { unit, name, is, since, saidBy } = one;
  return (
    <li data-support={unit} data-is={is}>
      <span>
        <b>{name}</b> {t(`alarms.support.${is}`, { time: timeText(since, now, offset) })}
        {is === 'sent'
          ? t('alarms.support.unheard', { ago: agoText(now - since, t) })
          : t(saidBy === null ? 'alarms.support.byUnit' : 'alarms.support.byDesk', { name: saidBy ?? '' })}
      </span>
      {may.give('AnswerSupport') && (
        <span className="alarm__steps">
          {answers
            .filter((answer) => answer !== is)
            .map((answer) => (
              <button
                key={answer}
                type="button"
                className="act act--quiet"
                disabled={busy}
                onClick={() =>
                  void give('AnswerSupport', { alarm, unit, is: answer }, { id: alarm, kind: 'alarm', version })
                }
              >
                {t(`alarms.support.say.${answer}`)}
              </button>
            ))}
        </span>
      )}
      {said}
    </li>
  );
}

/** Upwards, as far as it was told, and to whom next while nobody helps. */
export function SosSteps({ alarm }: { readonly alarm: AlarmState }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { escalated, steps = [], support, stage } = alarm;
  const isHelped = support.some(({ is }) => is !== 'cannot');
  const next = isHelped || stage === 'cleared' ? undefined : steps[escalated.length];
  if (escalated.length === 0 && next === undefined) return null;
  return (
    <p className="alarm__facts alarm__upwards">
      {clauses(
        t,
        ...escalated.map(({ to, at, because }) =>
          t('alarms.told', {
            ...{ to: t(`alarms.step.${to}`), time: timeText(at, now, offset), why: t(`alarms.because.${because}`) },
          }),
        ),
        next === undefined
          ? ''
          : t('alarms.tellsNext', {
              to: t(`alarms.step.${next.to}`),
              seconds: Math.max(0, Math.ceil((next.at - now) / 1_000)),
            }),
      )}
    </p>
  );
}

export function SosSupport({
  alarm,
  version,
  byKey,
}: {
  readonly alarm: AlarmState;
  readonly version: number;
  /** F4 sends whom it proposes: only what stands over everything. */
  readonly byKey: boolean;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const help = useSosHelp(alarm);
  const { busy, give, said } = useGiven();
  const [all, setAll] = useState(false);
  const { id, support } = alarm;
  const maySend = may.give('SendSupport');
  const helpers = help?.helpers ?? [];
  const proposed = helpers.filter(({ unit }) => help?.suggested.includes(unit) === true);
  const others = helpers.filter(({ unit }) => help?.suggested.includes(unit) !== true);
  const isHelped = support.some(({ is }) => is !== 'cannot');
  const send = (some: readonly Helper[]): void => {
    if (some.length === 0 || busy || !maySend) return;
    const units = some.map(({ unit, metres }) => ({ unit, metres }));
    void give('SendSupport', { alarm: id, units }, { id, kind: 'alarm', version });
  };
  const press = useRef<() => void>(() => undefined);
  useEffect(() => {
    press.current = () => send(proposed);
  });
  useEffect(() => {
    if (!byKey) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'F4' || event.repeat || event.altKey) return;
      event.preventDefault();
      press.current();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [byKey]);
  const keepsFocus = (event: React.MouseEvent): void => {
    // What is typed beneath keeps the focus.
    if (byKey) event.preventDefault();
  };
  const row = (one: Helper) => (
    <li key={one.unit} data-helper={one.unit}>
      <span>{helperText(one, t)}</span>
      {maySend && (
        <button
          type="button"
          className="act act--quiet"
          disabled={busy}
          onMouseDown={keepsFocus}
          onClick={() => send([one])}
        >
          {t('alarms.helper.send')}
        </button>
      )}
    </li>
  );
  return (
    <section className="sos-support" aria-label={t('alarms.support.title')}>
      {support.length > 0 && (
        <ul className="sos-support__sent">
          {support.map((one) => (
            <Sent key={one.unit} alarm={id} one={one} version={version} />
          ))}
        </ul>
      )}
      {help !== undefined && helpers.length === 0 && support.length === 0 && (
        <p className="alarm__facts">{t('alarms.helper.none')}</p>
      )}
      {maySend && !isHelped && proposed.length > 0 && (
        <button
          type="button"
          className="sos-support__go"
          disabled={busy}
          onMouseDown={keepsFocus}
          onClick={() => send(proposed)}
        >
          {t('alarms.sendSupport', {
            units: listed(
              t,
              proposed.map(({ name }) => name),
            ),
          })}
          {byKey && <kbd>F4</kbd>}
        </button>
      )}
      {!isHelped && proposed.length > 0 && (
        <ul className="sos-support__who">
          {proposed.map((one) => (
            <li key={one.unit}>{helperText(one, t)}</li>
          ))}
        </ul>
      )}
      {(isHelped ? helpers : others).length > 0 && (
        <button
          type="button"
          className="act act--quiet"
          aria-expanded={all}
          onMouseDown={keepsFocus}
          onClick={() => setAll(!all)}
        >
          {t(isHelped ? 'alarms.helper.more' : 'alarms.helper.others')}
        </button>
      )}
      {all && <ul className="sos-support__who">{(isHelped ? helpers : others).slice(0, shown).map(row)}</ul>}
      {said}
    </section>
  );
}
