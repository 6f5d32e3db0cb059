/** Plays a replay: moves the instant that is shown, at a pace, never beyond what is here. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ReplayClient } from '../seat-client/replay.ts';
import { SeatLost } from '../seat-client/seat-client.ts';

export const speeds = [1, 4, 16, 60, 300] as const;
export type Speed = (typeof speeds)[number];

/** Between two pictures, ms of this machine. */
const beatMs = 250;
/** How often is asked what has come, ms. */
const loadMs = 700;

export interface Player {
  readonly playing: boolean;
  readonly speed: Speed;
  readonly play: (on: boolean) => void;
  readonly setSpeed: (speed: Speed) => void;
  /** Shows an instant, or the one next to it that is here. */
  readonly goTo: (at: number) => void;
  /** Moves by so many ms. */
  readonly moveBy: (ms: number) => void;
}

/** That the seat is gone is told by whoever opened the replay. */
function quietly(work: Promise<unknown>): Promise<void> {
  return work.then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof SeatLost)) throw error;
    },
  );
}

export function usePlayer(replay: ReplayClient): Player {
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(16);
  /** The instant that is wanted; undefined: the one that is shown. */
  const wanted = useRef<number | undefined>(undefined);

  const goTo = useCallback(
    (at: number) => {
      const { from, to } = replay.opened;
      const here = Math.max(from, Math.min(to, replay.view.get().loadedTo));
      const next = Math.min(Math.max(Math.round(at), from), here);
      wanted.current = next;
      void quietly(replay.show(next)).then(() => {
        if (wanted.current === next) wanted.current = undefined;
      });
    },
    [replay],
  );
  const moveBy = useCallback((ms: number) => goTo((wanted.current ?? replay.view.get().at) + ms), [replay, goTo]);

  useEffect(() => {
    if (!playing) return undefined;
    let last = performance.now();
    const beat = setInterval(() => {
      const passed = performance.now() - last;
      last += passed;
      // What was asked for is still on its way: time does not run on.
      if (wanted.current !== undefined) return;
      const { at } = replay.view.get();
      if (at >= replay.opened.to) return setPlaying(false);
      // A page that slept goes on where it was.
      goTo(at + Math.min(passed, 4 * beatMs) * speed);
    }, beatMs);
    return () => clearInterval(beat);
  }, [playing, speed, replay, goTo]);

  useEffect(() => {
    const isDone = (): boolean => {
      const { loadedTo, ended } = replay.view.get();
      return loadedTo >= replay.opened.to || ended !== null;
    };
    let alive = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async (): Promise<void> => {
      const done = isDone();
      await quietly(replay.load());
      // Once more after the last: events of the end may have come in between.
      if (alive && !done) timer = setTimeout(() => void load(), loadMs);
    };
    void load();
    return () => {
      alive = false;
      clearTimeout(timer);
    };
  }, [replay]);

  const play = useCallback(
    (on: boolean) => {
      // From the end it begins anew.
      if (on && replay.view.get().at >= replay.opened.to) goTo(replay.opened.from);
      setPlaying(on);
    },
    [replay, goTo],
  );
  return { playing, speed, play, setSpeed, goTo, moveBy };
}
