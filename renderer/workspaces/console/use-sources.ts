/** Sites a noise may come from, by all complaints of the night: worked out by the seat, again while the hall changes. */
import { useEffect, useState } from 'react';
import type { WeighedSources } from '../../../shared/domain/incident/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useSeat, useStatus } from '../../seat-client/hooks.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';

/** Other complaints come in meanwhile; what was worked out is never older than this, ms. */
const againMs = 10_000;

/** Undefined: not worked out yet, or of a matter that comes from no site. */
export function useSources(incident: string, version: number | undefined): WeighedSources | undefined {
  const seat = useSeat();
  const { connection } = useStatus();
  const { plates, sites } = useHall();
  const [found, setFound] = useState<{ readonly incident: string; readonly sources: WeighedSources | undefined }>();
  useEffect(() => {
    if (plates === undefined || connection !== 'up') return undefined;
    let alive = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      seat.request('sources', { incident }).then(
        (answer) => {
          if (!alive) return;
          setFound({ incident, sources: answer.status === 'weighed' ? answer.sources : undefined });
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
  }, [seat, connection, incident, version, plates, sites]);
  return found?.incident === incident ? found.sources : undefined;
}
