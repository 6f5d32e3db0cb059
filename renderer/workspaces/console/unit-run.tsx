/** The run of a unit (跑单顺序): its jobs in order with when it is thought to be at each; put in another order by hand. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnitState } from '../../../shared/domain/unit/state.ts';
import type { AnswerOf } from '../../../shared/wire/seat-api.ts';
import { useAct } from '../../hall/act.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useSelection } from '../../hall/selection.tsx';
import { useMay } from '../../hall/use-may.ts';
import { agoText } from '../../hall/words.ts';
import { clockTime } from '../../../shared/lib/time.ts';
import { useHubTime, useSeat, useStatus } from '../../seat-client/hooks.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';
import { Section } from '../../ui/section.tsx';
import { moved } from './moved.ts';
import { useSayNotTaken } from '../../hall/use-say-not-taken.ts';
import './unit-run.css';

/** The unit drives on meanwhile: what is shown is never older than this, ms. */
const againMs = 10_000;

type Run = Extract<AnswerOf<'unitRun'>, { status: 'run' }>;
type Stop = Run['stops'][number];

function useRun(unit: UnitState): readonly Stop[] {
  const seat = useSeat();
  const { connection } = useStatus();
  const { assignments, plates } = useHall();
  const [run, setRun] = useState<{ readonly unit: string; readonly stops: readonly Stop[] }>();
  useEffect(() => {
    if (connection !== 'up' || plates === undefined) return undefined;
    let alive = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      seat.request('unitRun', { unit: unit.id }).then(
        (answer) => {
          if (!alive) return;
          if (answer.status === 'run') setRun({ unit: unit.id, stops: answer.stops });
          timer = setTimeout(ask, againMs);
        },
        (error: unknown) => {
          if (!(error instanceof SeatLost)) throw error;
        },
      );
    };
    ask();
    return () => {
      alive = false;
      clearTimeout(timer);
    };
  }, [seat, connection, unit, assignments, plates]);
  return run?.unit === unit.id ? run.stops : [];
}

/** When it is thought to be there, and where that is no longer what was told, that as well. */
function Expected({ stop }: { readonly stop: Stop | undefined }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { assignments } = useHall();
  if (stop === undefined) return null;
  if (stop.arrived) return <span>{t('unitCard.here')}</span>;
  const span = ({ from, to }: { readonly from: number; readonly to: number }) => ({
    from: clockTime(from, offset),
    to: clockTime(to, offset),
  });
  const told = assignments.get(stop.assignment)?.state.expected ?? null;
  return (
    <>
      <span>{stop.expected === null ? t('unitCard.unknown') : t('unitCard.expected', span(stop.expected))}</span>
      {told !== null && <span className="unit-run__told">{t('unitCard.told', span(told))}</span>}
      <span
        className={stop.oldest ? 'unit-run__oldest' : undefined}
        title={stop.oldest ? t('unitCard.oldest') : undefined}
      >
        {t('unitCard.waited', { span: agoText(now - stop.since, t) })}
      </span>
    </>
  );
}

export function UnitRun({ unit }: { readonly unit: UnitState }) {
  const { t } = useTranslation();
  const { incidents } = useHall();
  const { select } = useSelection();
  const act = useAct();
  const say = useSayNotTaken();
  const may = useMay();
  const stops = useRun(unit);
  const [dragged, setDragged] = useState<string | null>(null);
  const ids = unit.jobs.map(({ assignment }) => assignment);
  const canOrder = ids.length > 1 && may.give('OrderJobs');
  const stopOf = (id: string): Stop | undefined => stops.find(({ assignment }) => assignment === id);
  const put = (id: string, place: number): void => {
    const order = moved(ids, id, place);
    if (order === undefined) return;
    void act('OrderJobs', { id: unit.id, order: [...order] }, [`unit/${unit.id}`]).then(say);
  };
  return (
    <Section name="jobs" title={t('unitCard.jobs')}>
      {ids.length === 0 && <p>{t('unitCard.noJobs')}</p>}
      {canOrder && <p className="unit-run__hint">{t('unitCard.order')}</p>}
      <ol className="unit-run">
        {unit.jobs.map(({ assignment: id, incident }, index) => {
          const number = incidents.get(incident)?.state.number ?? incident;
          const stays = !canOrder || stopOf(id)?.begun === true;
          return (
            <li
              key={id}
              className={dragged === id ? 'unit-run__job unit-run__job--dragged' : 'unit-run__job'}
              data-job={number}
              draggable={!stays}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move';
                event.dataTransfer.setData('text/plain', number);
                setDragged(id);
              }}
              onDragEnd={() => setDragged(null)}
              onDragOver={(event) => {
                if (dragged !== null) event.preventDefault();
              }}
              onDrop={(event) => {
                event.preventDefault();
                if (dragged !== null) put(dragged, index);
                setDragged(null);
              }}
              onKeyDown={(event) => {
                if (stays || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
                event.preventDefault();
                put(id, index + (event.key === 'ArrowUp' ? -1 : 1));
              }}
            >
              <span className="unit-run__place">{index + 1}</span>
              <div className="unit-run__what">
                <button type="button" className="link" onClick={() => select({ kind: 'incident', id: incident })}>
                  {number}
                </button>{' '}
                {incidents.get(incident)?.state.headline}
                <div className="unit-run__when">
                  <Expected stop={stopOf(id)} />
                </div>
              </div>
              {!stays && (
                <span className="unit-run__moves">
                  <button
                    type="button"
                    className="act"
                    aria-label={t('unitCard.up', { number })}
                    disabled={index === 0}
                    onClick={() => put(id, index - 1)}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    className="act"
                    aria-label={t('unitCard.down', { number })}
                    disabled={index === ids.length - 1}
                    onClick={() => put(id, index + 1)}
                  >
                    ↓
                  </button>
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
