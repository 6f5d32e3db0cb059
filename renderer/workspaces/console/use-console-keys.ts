/** Single keys of the console: outside text fields only, and never while the input method composes. */
import { useEffect, useRef } from 'react';

export interface ConsoleKeys {
  readonly move: (by: 1 | -1) => void;
  readonly nextAlarm: () => void;
  readonly unit: (rank: number) => void;
  readonly confirm: () => void;
  readonly back: () => void;
  readonly commandLine: () => void;
  readonly intake: () => void;
  /** Takes up the view with this digit; 0: none. */
  readonly view: (digit: number) => void;
  /** Fields that filter the queue. */
  readonly filter: () => void;
  readonly help: () => void;
  /** To the steps of the incident's life. */
  readonly life: () => void;
  /** Whose it is: claims it, gives it back, takes it over. */
  readonly claim: () => void;
  /** To the reply, with a wording for it. */
  readonly reply: () => void;
  readonly lookBack: () => void;
  /** The officer's page of the incident. */
  readonly arrivalPage: () => void;
  /** Who cannot be sent, and why. */
  readonly excluded: () => void;
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  return target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Elements that answer Enter and Space themselves. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary, input, [role="option"]') !== null;
}

export function useConsoleKeys(keys: ConsoleKeys): void {
  const held = useRef(keys);
  useEffect(() => {
    held.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const work = workOf(event, held.current);
      if (work === undefined) return;
      event.preventDefault();
      // A key held down moves through the queue; it must not look and send in one long press.
      if (event.repeat && !event.key.startsWith('Arrow')) return;
      work();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function workOf(event: KeyboardEvent, keys: ConsoleKeys): (() => void) | undefined {
  const { key, target } = event;
  // The map moves with the arrows while it has the focus.
  if (key.startsWith('Arrow') && target instanceof HTMLElement && target.closest('.district-map') !== null)
    return undefined;
  // By its place on the board: with Shift it writes another sign in each layout.
  const shifted = event.shiftKey ? /^Digit(\d)$/.exec(event.code)?.[1] : undefined;
  if (shifted !== undefined) return () => keys.view(Number(shifted));
  if (/^[1-9]$/.test(key)) return () => keys.unit(Number(key));
  switch (key) {
    case 'ArrowDown':
      return () => keys.move(1);
    case 'ArrowUp':
      return () => keys.move(-1);
    case ' ':
      return isPressable(target) && !isQueueRow(target) ? undefined : keys.nextAlarm;
    case 'Enter':
      return isPressable(target) && !isQueueRow(target) ? undefined : keys.confirm;
    case 'Escape':
      return keys.back;
    case '/':
      return keys.commandLine;
    case 'n':
    case 'N':
      return keys.intake;
    case 'b':
    case 'B':
      return keys.lookBack;
    case 'v':
    case 'V':
      return keys.filter;
    case 'j':
    case 'J':
      return keys.claim;
    case 'g':
    case 'G':
      return keys.life;
    case 'p':
    case 'P':
      return keys.arrivalPage;
    case 'y':
    case 'Y':
      return keys.reply;
    case 'x':
    case 'X':
      return keys.excluded;
    case '?':
      return keys.help;
    default:
      return undefined;
  }
}

/** A row that was clicked keeps the focus; it is selected already, so its Enter means the next step. */
function isQueueRow(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('.queue-row--selected') !== null;
}
