/** What happened, newest first, from the journal itself: who, when, and later entries marked with their own time. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import type { DocumentOf } from '../../seat-client/hooks.ts';
import { useHubTime, useSeat, useStatus } from '../../seat-client/hooks.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { timeText } from '../../hall/words.ts';
import { zhCN } from '../../i18n/zh-cn.ts';
import { Section } from '../../ui/section.tsx';
import './timeline.css';

interface Told {
  readonly id: string;
  readonly seq: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: number;
  readonly occurredAt: number;
  readonly by: { readonly user: string; readonly role: string };
}

const texts: { readonly [type: string]: string } = zhCN.event;
/** Entries that differ by more than this are marked as late, ms. */
const lateFrom = 60_000;

function useHistory(
  streams: readonly string[],
  change: string,
): { readonly events: readonly Told[]; readonly complete: boolean } | undefined {
  const seat = useSeat();
  const { connection } = useStatus();
  const [told, setTold] = useState<{ readonly events: readonly Told[]; readonly complete: boolean }>();
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
        setTold({ events: events.sort((a, b) => b.seq - a.seq), complete });
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

export function Timeline({ document }: { readonly document: DocumentOf<IncidentState> }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { assignments } = useHall();
  const own = [...assignments.values()].filter(({ state }) => state.incident === document.state.id);
  const streams = [document.stream, ...own.map(({ stream }) => stream)].sort();
  const versions = [document.version, ...own.map(({ version }) => version)].join();
  const told = useHistory(streams, versions);
  const unitOf = (data: Told['data']): string => (typeof data['unitName'] === 'string' ? data['unitName'] : '');
  const howOf = ({ way, reached }: Told['data']): string => {
    if (reached === false) return t('contactWay.notReached');
    return typeof way === 'string' && way in zhCN.contactWay
      ? t(`contactWay.${way as keyof typeof zhCN.contactWay}`)
      : '';
  };
  return (
    <Section
      name="timeline"
      title={t('timeline.title')}
      note={told === undefined ? t('timeline.waiting') : told.complete ? undefined : t('timeline.incomplete')}
    >
      <ol className="timeline">
        {told?.events.map(({ id, type, data, at, occurredAt, by }) => (
          <li key={id} className="timeline__row">
            <time className="timeline__time">{timeText(occurredAt, now, offset)}</time>
            <span className="timeline__what">
              {type in texts
                ? t(`event.${type as keyof typeof zhCN.event}`, { unit: unitOf(data), how: howOf(data) })
                : type}
              {at - occurredAt > lateFrom && (
                <span className="timeline__late">{t('timeline.late', { time: timeText(at, now, offset) })}</span>
              )}
            </span>
            <span className="timeline__by">
              {t(`role.${by.role as keyof typeof zhCN.role}`, { defaultValue: by.role })}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
