/** Opening and closing a replay from a screen. Below `ReplayContext.Provider` all hooks show its instant. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSeat, useStatus } from './hooks.ts';
import type { ReplayWish } from './replay.ts';
import { ReplayClient } from './replay.ts';
import { SeatLost } from './seat-client.ts';

export interface ReplayControl {
  /** undefined while none is open. */
  readonly replay: ReplayClient | undefined;
  /** Whether one is on its way. */
  readonly opening: boolean;
  /** Code of the last refusal; null where there was none. */
  readonly refused: string | null;
  /** Opens one in the place of the one before, and shows its beginning, or its end. */
  open(wish: ReplayWish, first?: 'beginning' | 'end'): Promise<void>;
  close(): void;
}

/** Closing what the seat has closed already is no error. */
function quietly(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (!(error instanceof SeatLost)) throw error;
  });
}

export function useReplay(): ReplayControl {
  const seat = useSeat();
  const { connection } = useStatus();
  const [replay, setReplay] = useState<ReplayClient>();
  const [opening, setOpening] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const present = useRef<ReplayClient | undefined>(undefined);
  const turn = useRef(0);

  const close = useCallback(() => {
    turn.current += 1;
    if (present.current !== undefined) quietly(present.current.close());
    present.current = undefined;
    setReplay(undefined);
    setOpening(false);
  }, []);

  const open = useCallback(
    async (wish: ReplayWish, first: 'beginning' | 'end' = 'beginning') => {
      close();
      const mine = turn.current;
      setOpening(true);
      setRefused(null);
      try {
        const answer = await seat.request('replayOpen', wish);
        const made = answer.status === 'opened' ? new ReplayClient(seat, answer) : undefined;
        if (mine !== turn.current) {
          // Closed, or another one opened, meanwhile.
          if (made !== undefined) quietly(made.close());
          return;
        }
        if (answer.status === 'refused') setRefused(answer.code);
        present.current = made;
        setReplay(made);
        await made?.show(first === 'beginning' ? made.opened.from : made.opened.to);
      } catch (error) {
        if (!(error instanceof SeatLost)) throw error;
        if (mine === turn.current) setRefused('SeatLost');
      } finally {
        if (mine === turn.current) setOpening(false);
      }
    },
    [seat, close],
  );

  // The seat ends the replays of a screen that it loses: what was shown goes, and why is said.
  const lost = connection !== 'up' && replay !== undefined;
  useEffect(() => {
    if (!lost) return;
    close();
    setRefused('SeatLost');
  }, [lost, close]);
  useEffect(() => close, [close]);
  return { replay, opening, refused, open, close };
}
