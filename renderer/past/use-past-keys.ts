/** Keys of the hall as it was: outside text fields only, and never while the input method composes. */
import { useEffect, useRef } from 'react';

export interface PastKeys {
  readonly play: () => void;
  /** By so many ms. */
  readonly move: (ms: number) => void;
  readonly event: (by: 1 | -1) => void;
  readonly row: (by: 1 | -1) => void;
  readonly back: () => void;
  readonly end: () => void;
}

const stepMs = 10_000;

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'range', 'button'].includes(target.type);
  return target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Whose own keys these are. */
const within = (target: EventTarget | null, what: string): boolean =>
  target instanceof HTMLElement && target.closest(what) !== null;

function workOf({ key, shiftKey, target }: KeyboardEvent, keys: PastKeys): (() => void) | undefined {
  if (key.startsWith('Arrow') && within(target, '.district-map')) return undefined;
  switch (key) {
    case ' ':
      return within(target, 'button, a, summary') ? undefined : keys.play;
    case 'ArrowLeft':
      return shiftKey ? () => keys.event(-1) : () => keys.move(-stepMs);
    case 'ArrowRight':
      return shiftKey ? () => keys.event(1) : () => keys.move(stepMs);
    case 'ArrowUp':
      return () => keys.row(-1);
    case 'ArrowDown':
      return () => keys.row(1);
    case 'Escape':
      return keys.back;
    case 'b':
    case 'B':
      return keys.end;
    default:
      return undefined;
  }
}

export function usePastKeys(keys: PastKeys): void {
  const held = useRef(keys);
  useEffect(() => {
    held.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const work = workOf(event, held.current);
      if (work === undefined || event.defaultPrevented) return;
      event.preventDefault();
      if (event.repeat && !event.key.startsWith('Arrow')) return;
      work();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
