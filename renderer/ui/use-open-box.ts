/** A box that a button of a bar opens: closed by Escape, which gives the button its focus back, and by a press beside it. */
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

export function useOpenBox(): OpenBox {
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
  return { open, toggle: () => setOpen(!open), box, button };
}
