/** A box that a button of a bar opens, or a key: closed by Escape, which gives the button its focus back, and by a press beside it. */
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

export interface OpenBox {
  readonly open: boolean;
  readonly toggle: () => void;
  /** Around button and box. */
  readonly box: RefObject<HTMLSpanElement | null>;
  readonly button: RefObject<HTMLButtonElement | null>;
}

/** How many boxes stand open on this page. */
let openBoxes = 0;

/** Whoever else listens for Escape leaves it to an open box. */
export const isBoxOpen = (): boolean => openBoxes > 0;

/** While it is drawn, this is such a box. */
export function useBoxOpen(open = true): void {
  useEffect(() => {
    if (!open) return undefined;
    openBoxes += 1;
    return () => {
      openBoxes -= 1;
    };
  }, [open]);
}

/** Whether a key belongs to a field. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

/** @param key Letter that opens it outside of fields; it opens nothing over another box. */
export function useOpenBox(key?: string): OpenBox {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useBoxOpen(open);
  useEffect(() => {
    if (!open) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing) return;
      // It is this that is closed, nothing below it.
      event.stopImmediatePropagation();
      setOpen(false);
      button.current?.focus();
    };
    const onPress = (event: MouseEvent): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === true) return;
      setOpen(false);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    window.addEventListener('mousedown', onPress, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      window.removeEventListener('mousedown', onPress, { capture: true });
    };
  }, [open]);
  useEffect(() => {
    if (key === undefined) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== key || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.isComposing || event.repeat || isTyping(event.target) || isBoxOpen()) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [key]);
  return { open, toggle: () => setOpen(!open), box, button };
}
