/** The bar of time: where the replay stands, what happened when, how far it is loaded; play, pace and jumps. */
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { civilDate, clockTime } from '../../shared/lib/time.ts';
import { useOffset } from '../hall/offset.ts';
import type { ReplayClient } from '../seat-client/replay.ts';
import { replayRefusalText } from './refusal.ts';
import type { Tick, TickKind } from './ticks.ts';
import { lastTick, tickKinds } from './ticks.ts';
import type { Player } from './use-player.ts';
import { speeds } from './use-player.ts';
import './time-bar.css';

interface Props {
  readonly replay: ReplayClient;
  readonly player: Player;
  /** Of the kinds that are on. */
  readonly ticks: readonly Tick[];
  readonly counts: ReadonlyMap<TickKind, number>;
  readonly off: ReadonlySet<TickKind>;
  readonly onOff: (off: ReadonlySet<TickKind>) => void;
  readonly onJump: (by: 1 | -1) => void;
}

const width = 1_000;
/** From the top, of 20. */
const tops: { readonly [kind in TickKind]: number } = { came: 10, assigned: 10, arrived: 10, sos: 2, mode: 2 };
/** Several at the same place of the bar are one line. */
function drawn(ticks: readonly Tick[], from: number, to: number): readonly (readonly [TickKind, number])[] {
  const seen = new Set<string>();
  return ticks.flatMap(({ kind, at }) => {
    const x = Math.round(((at - from) / (to - from)) * width);
    const key = `${kind} ${String(x)}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [[kind, x] as const];
  });
}

function Loaded({ replay }: { readonly replay: ReplayClient }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const { loadedTo, events, ended, refused } = useSyncExternalStore(replay.view.subscribe, replay.view.get);
  const { from, to } = replay.opened;
  const why = ended ?? refused;
  if (why !== null)
    return (
      <span className="time-bar__refused" role="alert">
        {replayRefusalText(why, t)}
      </span>
    );
  return (
    <span className="time-bar__loaded" data-loaded={loadedTo >= to}>
      {loadedTo >= to
        ? t('past.loaded', { n: events.length })
        : loadedTo < from
          ? t('past.loading')
          : t('past.loadedTo', { time: clockTime(loadedTo, offset, true) })}
    </span>
  );
}

export function TimeBar({ replay, player, ticks, counts, off, onOff, onJump }: Props) {
  const { t } = useTranslation();
  const offset = useOffset();
  const { at, loadedTo } = useSyncExternalStore(replay.view.subscribe, replay.view.get);
  const { from, to } = replay.opened;
  /** While the thumb is dragged it stands where the hand is; undefined: nobody drags it. */
  const [held, setHeld] = useState<number>();
  const part = Math.min(1, Math.max(0, (loadedTo - from) / (to - from)));
  const last = lastTick(ticks, at);
  const end = (instant: number): string => `${civilDate(instant, offset).slice(5)} ${clockTime(instant, offset)}`;
  const toggle = (kind: TickKind): void => {
    const next = new Set(off);
    if (!next.delete(kind)) next.add(kind);
    onOff(next);
  };
  return (
    <section className="time-bar" aria-label={t('past.bar')}>
      <div className="time-bar__row">
        <span className="time-bar__buttons">
          <button type="button" className="act" title={t('past.previousHint')} onClick={() => onJump(-1)}>
            {t('past.previous')}
          </button>
          <button
            type="button"
            className="act act--main time-bar__play"
            aria-pressed={player.playing}
            title={t('past.playHint')}
            onClick={() => player.play(!player.playing)}
          >
            {t(player.playing ? 'past.pause' : 'past.play')}
          </button>
          <button type="button" className="act" title={t('past.nextHint')} onClick={() => onJump(1)}>
            {t('past.next')}
          </button>
        </span>
        <span className="time-bar__speeds" role="group" aria-label={t('past.paces')}>
          {speeds.map((speed) => (
            <button
              key={speed}
              type="button"
              aria-pressed={player.speed === speed}
              onClick={() => player.setSpeed(speed)}
            >
              {t('past.pace', { n: speed })}
            </button>
          ))}
        </span>
        <span className="time-bar__last">
          {last !== undefined && `${clockTime(last.at, offset, true)} ${t(`past.tick.${last.kind}`)} ${last.line}`}
        </span>
        <span className="time-bar__kinds" role="group" aria-label={t('past.kinds')}>
          {tickKinds.map((kind) => (
            <button
              key={kind}
              type="button"
              data-tick={kind}
              aria-pressed={!off.has(kind)}
              onClick={() => toggle(kind)}
            >
              <span className={`time-bar__sign time-bar__sign--${kind}`} aria-hidden="true" />
              {t(`past.tick.${kind}`)} {counts.get(kind) ?? 0}
            </button>
          ))}
        </span>
        <Loaded replay={replay} />
      </div>
      <div className="time-bar__line">
        <span className="time-bar__end">{end(from)}</span>
        <div className="time-bar__track">
          <svg viewBox={`0 0 ${String(width)} 20`} preserveAspectRatio="none" aria-hidden="true">
            <rect className="time-bar__ground" x="0" y="8" width={width} height="4" />
            <rect className="time-bar__here" x="0" y="8" width={width * part} height="4" />
            {drawn(ticks, from, to).map(([kind, x]) => (
              <line
                key={`${kind}${String(x)}`}
                className={`time-bar__tick time-bar__tick--${kind}`}
                x1={x}
                x2={x}
                y1={tops[kind]}
                y2={kind === 'mode' || kind === 'sos' ? 20 : 18}
              />
            ))}
          </svg>
          <input
            type="range"
            className="time-bar__thumb"
            aria-label={t('past.instant')}
            aria-valuetext={`${civilDate(at, offset)} ${clockTime(at, offset, true)}`}
            min={from}
            max={to}
            step={1}
            value={held ?? at}
            onChange={(event) => {
              const wanted = Number(event.target.value);
              if (held !== undefined) setHeld(wanted);
              player.goTo(wanted);
            }}
            onPointerDown={() => setHeld(at)}
            onPointerUp={() => setHeld(undefined)}
            onPointerCancel={() => setHeld(undefined)}
            onBlur={() => setHeld(undefined)}
          />
        </div>
        <span className="time-bar__end">{end(to)}</span>
      </div>
    </section>
  );
}
