/** The way of a unit in the period of a replay: how far, how long, where it stood, when nothing was heard; and as a file. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { civilDate, clockTime } from '../../shared/lib/time.ts';
import { useHall } from '../hall/hall.tsx';
import { useOffset } from '../hall/offset.ts';
import type { Spot } from '../hall/trail.ts';
import { nearest } from '../hall/trail.ts';
import { agoText } from '../hall/words.ts';
import { useSeat } from '../seat-client/hooks.ts';
import type { ReplayClient, ReplayTrack } from '../seat-client/replay.ts';
import { SeatLost, SeatRefused } from '../seat-client/seat-client.ts';
import { saveText } from '../ui/save-file.ts';
import { Section } from '../ui/section.tsx';
import { replayRefusalText } from './refusal.ts';

const types = { gpx: 'application/gpx+xml', csv: 'text/csv' } as const;
type Format = keyof typeof types;

interface Props {
  readonly replay: ReplayClient;
  readonly unit: string;
  /** Why the replay was opened: a file is taken for the same. */
  readonly reason: string;
  /** What the map may draw of it; null takes it away. */
  readonly onTrail: (fixes: readonly Spot[] | null) => void;
}

/** undefined until it is here; the whole period must be on the seat first. */
function useTrack(replay: ReplayClient, unit: string): ReplayTrack | { readonly code: string } | undefined {
  const { loadedTo, ended } = useSyncExternalStore(replay.view.subscribe, replay.view.get);
  const isWhole = loadedTo >= replay.opened.to || ended !== null;
  const [track, setTrack] = useState<ReplayTrack | { readonly code: string }>();
  useEffect(() => {
    if (!isWhole) return undefined;
    let alive = true;
    replay.track(unit).then(
      (answer) => {
        if (alive) setTrack(answer.status === 'track' ? answer : { code: answer.code });
      },
      (error: unknown) => {
        if (!(error instanceof SeatLost)) throw error;
      },
    );
    return () => {
      alive = false;
    };
  }, [replay, unit, isWhole]);
  return track;
}

function Figures({ track }: { readonly track: ReplayTrack }) {
  const { t } = useTranslation();
  const { plates } = useHall();
  const offset = useOffset();
  const { figures } = track;
  const { stops, silences } = figures;
  const km = (metres: number): string => t('past.km', { km: (metres / 1_000).toFixed(2) });
  const kmh = (speed: number | null): string => (speed === null ? '—' : t('past.kmh', { speed: Math.round(speed) }));
  const clock = (at: number): string => clockTime(at, offset);
  const longest = silences.reduce((most, { from, to }) => Math.max(most, to - from), 0);
  const rows: readonly (readonly [string, string])[] = [
    [t('past.distance'), km(figures.metres)],
    [t('past.overSilences'), km(figures.metresOverSilences)],
    [t('past.moving'), agoText(figures.movingMs, t)],
    [t('past.meanSpeed'), kmh(figures.meanSpeed)],
    [t('past.topSpeed'), kmh(figures.topSpeed)],
    [t('past.stops'), t('past.times', { n: stops.length })],
    [t('past.silences'), t('past.times', { n: silences.length })],
    [t('past.longestSilence'), silences.length === 0 ? '—' : agoText(longest, t)],
    [t('past.fixes'), String(figures.fixes)],
  ];
  return (
    <>
      <dl className="facts" data-track-metres={Math.round(figures.metres)} data-track-stops={stops.length}>
        {rows.map(([name, value]) => (
          <div key={name} className="facts__row">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {stops.length > 0 && (
        <ol className="past__stops">
          {stops.map(({ from, to, place }) => {
            const near = nearest(place, plates?.places ?? []);
            return (
              <li key={from}>
                {t('past.stop', { from: clock(from), to: clock(to), span: agoText(to - from, t) })}{' '}
                {near === undefined
                  ? `${place.lon.toFixed(5)}, ${place.lat.toFixed(5)}`
                  : t('unitTrack.near', { name: near.place.name, metres: Math.round(near.metres) })}
              </li>
            );
          })}
        </ol>
      )}
    </>
  );
}

function Files({ replay, unit, reason }: Omit<Props, 'onTrail'>) {
  const { t } = useTranslation();
  const seat = useSeat();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ readonly text: string; readonly isProblem: boolean }>();
  const { from, to } = replay.opened;
  const take = async (format: Format): Promise<void> => {
    setBusy(true);
    setSaid(undefined);
    try {
      const answer = await seat.request('trackFile', { unit, from, to, format, reason });
      if (answer.status === 'refused') return setSaid({ text: replayRefusalText(answer.code, t), isProblem: true });
      saveText(answer.file, answer.text, types[format]);
      setSaid({ text: t('past.saved', { file: answer.file, n: answer.fixes }), isProblem: false });
    } catch (error) {
      if (!(error instanceof SeatLost || error instanceof SeatRefused)) throw error;
      setSaid({ text: t('replayRefusal.SeatLost'), isProblem: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <p className="past__files">
        <button type="button" className="act" disabled={busy} onClick={() => void take('gpx')}>
          {t('past.gpx')}
        </button>
        <button type="button" className="act" disabled={busy} onClick={() => void take('csv')}>
          {t('past.csv')}
        </button>
      </p>
      {said !== undefined && (
        <p className={said.isProblem ? 'past__problem' : 'past__note'} role={said.isProblem ? 'alert' : 'status'}>
          {said.text}
        </p>
      )}
    </>
  );
}

export function TrackFigures({ onTrail, ...props }: Props) {
  const { t } = useTranslation();
  const offset = useOffset();
  const track = useTrack(props.replay, props.unit);
  const fixes = track !== undefined && 'fixes' in track ? track.fixes : null;
  useEffect(() => {
    onTrail(fixes);
    return () => onTrail(null);
  }, [fixes, onTrail]);
  const { from, to } = props.replay.opened;
  const time = (at: number): string => `${civilDate(at, offset).slice(5)} ${clockTime(at, offset)}`;
  return (
    <Section name="track" title={t('past.track')} note={t('past.trackOf', { from: time(from), to: time(to) })}>
      {track === undefined && <p className="past__note">{t('past.trackWaits')}</p>}
      {track !== undefined && 'code' in track && (
        <p className="past__problem" role="alert">
          {replayRefusalText(track.code, t)}
        </p>
      )}
      {track !== undefined && 'fixes' in track && <Figures track={track} />}
      <details className="past__method">
        <summary>{t('past.method')}</summary>
        <p>{t('past.methodText')}</p>
      </details>
      <Files {...props} />
    </Section>
  );
}
