/** Pictures of video points, asked of the seat. What the seat cannot answer, it cannot show: that is `Offline`. */
import { useMemo } from 'react';
import { useSeat } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';
import type { VideoDoor } from '../video/index.ts';

const offline = { status: 'refused', code: 'Offline' } as const;

function orOffline(error: unknown): typeof offline {
  if (error instanceof SeatLost) return offline;
  throw error;
}

export function useVideoDoor(): VideoDoor {
  const seat = useSeat();
  return useMemo<VideoDoor>(() => {
    /** Whoever does not wait for an answer has nothing to do with its loss. */
    const tell = (asked: Promise<unknown>): void => void asked.catch(orOffline);
    return {
      open: (videoPoint, quality) => seat.request('videoOpen', { videoPoint, quality }).catch(orOffline),
      close: (ticket) => tell(seat.request('videoClose', { ticket })),
      still: (videoPoint) => seat.request('videoStill', { videoPoint }).catch(orOffline),
      move: async (videoPoint, movement) => {
        const answer = await seat.request('videoPtz', { videoPoint, ...movement }).catch(orOffline);
        return answer.status === 'refused' ? answer.code : undefined;
      },
    };
  }, [seat]);
}
