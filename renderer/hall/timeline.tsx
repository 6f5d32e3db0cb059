/** What happened, newest first by when it happened, from the journal itself; what was told late says so. */
import { useContext, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { useHall } from './hall.tsx';
import { useOffset } from './offset.ts';
import { useMay } from './use-may.ts';
import { timeText } from './words.ts';
import type { DocumentOf } from '../seat-client/hooks.ts';
import { useHubTime, usePresence, useSeat, useStatus } from '../seat-client/hooks.ts';
import { ReplayContext } from '../seat-client/replay.ts';
import { SeatLost } from '../seat-client/seat-client.ts';
import { Section } from '../ui/section.tsx';
import { linesOf } from './timeline-lines.ts';
import type { Line, Told } from './timeline-lines.ts';
import { channelText, whatText, whoText } from './timeline-words.ts';
import type { Known } from './timeline-words.ts';
import { VaultWords } from './vault-words.tsx';
import './timeline.css';

/** Entries that differ by more than this are marked as late, ms. */
const lateFrom = 60_000;

interface History {
  readonly events: readonly Told[];
  readonly complete: boolean;
}

function useHistory(streams: readonly string[], change: string): History | undefined {
  const seat = useSeat();
  const { connection } = useStatus();
  const [told, setTold] = useState<History>();
  const key = streams.join();
  useEffect(() => {
    // Lost with the connection; asked anew when it is back.
    if (connection !== 'up') return undefined;
    let alive = true;
    const asked = key.split(',').map((stream) => seat.request('history', { stream }));
    Promise.all(asked).then(
      (answers) => {
        if (!alive) return;
        const events = answers.flatMap((answer) =>
          answer.status === 'events' ? (answer.events as unknown as Told[]) : [],
        );
        const complete = answers.every((answer) => answer.status === 'events' && answer.complete);
        setTold({ events, complete });
      },
      (error: unknown) => {
        if (!(error instanceof SeatLost)) throw error;
      },
    );
    return () => {
      alive = false;
    };
  }, [seat, connection, key, change]);
  return told;
}

/** Names at hand: one's own, those of other seats that are signed in, and the units'. */
function useKnown(): Known {
  const { units } = useHall();
  const own = useStatus().status?.user;
  const others = usePresence();
  return useMemo(() => {
    const people = new Map(others.map(({ user, name }) => [user, name]));
    if (own !== undefined && own !== null) people.set(own.id, own.name);
    return { people, units: new Map([...units].map(([id, { state }]) => [id, state.name])) };
  }, [units, own, others]);
}

/** Where the words of an event are; the caller's own are read above, with what the vault has of them. */
function wordsOf({ type, data }: Line): string | undefined {
  if (type === 'IncidentReceived') return undefined;
  const { ref } = (data['personal'] ?? {}) as { readonly ref?: unknown };
  return typeof ref === 'string' ? ref : undefined;
}

/** Under which row of the table the vault's record of an event is: by the document it belongs to. */
const readsOf = ({ stream }: Line): 'readCaller' | 'readEvidence' =>
  stream.startsWith('assignment/') ? 'readEvidence' : 'readCaller';

export function Timeline({ document }: { readonly document: DocumentOf<IncidentState> }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const known = useKnown();
  const may = useMay();
  const { assignments } = useHall();
  const own = [...assignments.values()].filter(({ state }) => state.incident === document.state.id);
  const streams = [document.stream, ...own.map(({ stream }) => stream)].sort();
  const versions = [document.version, ...own.map(({ version }) => version)].join();
  const past = useContext(ReplayContext) !== undefined;
  // Of the past everything is in the first answer already.
  const told = useHistory(streams, past ? 'past' : versions);
  const events = told?.events;
  // What the hub heard later nobody knew then, nor that a step would be taken back.
  const until = past ? now : Number.POSITIVE_INFINITY;
  const lines = useMemo(() => linesOf((events ?? []).filter(({ at }) => at <= until)), [events, until]);
  const unitOf = (line: Line): string | undefined => own.find(({ stream }) => stream === line.stream)?.state.unitName;
  return (
    <Section
      name="timeline"
      title={t('timeline.title')}
      note={told === undefined ? t('timeline.waiting') : told.complete ? undefined : t('timeline.incomplete')}
    >
      <ol className="timeline">
        {lines.map((line) => {
          const [channel, ref] = [channelText(line, t), wordsOf(line)];
          return (
            <li key={line.id} className="timeline__row">
              <time className="timeline__time">{timeText(line.occurredAt, now, offset)}</time>
              <span className="timeline__what">
                <span className={line.isUndone ? 'timeline__undone' : undefined}>
                  {whatText(line, unitOf(line), t)}
                </span>
                {line.isUndone && <span className="timeline__late">{t('timeline.undone')}</span>}
                {channel !== undefined && <span className="timeline__late">{channel}</span>}
                {line.at - line.occurredAt > lateFrom && (
                  <span className="timeline__late">{t('timeline.late', { time: timeText(line.at, now, offset) })}</span>
                )}
              </span>
              <span className="timeline__by">{whoText(line, known, t)}</span>
              {!past && ref !== undefined && may.ask(readsOf(line)) && (
                <div className="timeline__words">
                  <VaultWords vaultRef={ref} />
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
