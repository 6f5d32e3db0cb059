/** The decoders of this machine, shared by every picture on the page. */
import { useEffect, useId, useMemo, useSyncExternalStore } from 'react';
import type { BudgetState } from './budget.ts';
import { Budget, limitFor } from './budget.ts';
import type { LivePicture } from './live-picture.ts';

const lookEveryMs = 5_000;
const cores = navigator.hardwareConcurrency;

const budget = new Budget(limitFor(cores));
const pictures = new Map<LivePicture, { frames: number; dropped: number }>();
let timer: number | undefined;

/** Frames since the last look: a stream that began anew counts from nothing. */
function look(): void {
  let [shown, lost] = [0, 0];
  for (const [picture, before] of pictures) {
    const { frames, dropped } = picture.counts();
    const [moreFrames, moreDropped] = [frames - before.frames, dropped - before.dropped];
    if (moreFrames > 0 && moreDropped >= 0) {
      // The browser counts dropped frames among all.
      shown += Math.max(0, moreFrames - moreDropped);
      lost += moreDropped;
    }
    pictures.set(picture, { frames, dropped });
  }
  budget.look(shown, lost);
}

/** Its frames are counted until the function given back is called. */
function count(picture: LivePicture): () => void {
  pictures.set(picture, picture.counts());
  timer ??= window.setInterval(look, lookEveryMs);
  return () => {
    pictures.delete(picture);
    if (pictures.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

const subscribe = (listener: () => void): (() => void) => budget.onChange(listener);

/** How many play, and whether the number was lowered. */
export function useBudget(): BudgetState & { readonly restore: () => void } {
  const state = useSyncExternalStore(subscribe, () => budget.state);
  return useMemo(() => ({ ...state, restore: () => budget.reset(limitFor(cores)) }), [state]);
}

/**
 * Whether this picture may play now.
 *
 * @param weight Higher goes first.
 */
export function useMayPlay(
  wanted: boolean,
  weight: number,
): { readonly may: boolean; readonly onPicture: (picture: LivePicture | null) => void } {
  const id = useId();
  useEffect(() => {
    if (!wanted) return undefined;
    budget.wish(id, weight);
    return undefined;
  }, [id, wanted, weight]);
  useEffect(() => (wanted ? () => budget.release(id) : undefined), [id, wanted]);
  const may = useSyncExternalStore(subscribe, () => budget.mayPlay(id));
  const onPicture = useMemo(() => {
    let stop: (() => void) | undefined;
    return (picture: LivePicture | null): void => {
      stop?.();
      stop = picture === null ? undefined : count(picture);
    };
  }, []);
  return { may: wanted && may, onPicture };
}
