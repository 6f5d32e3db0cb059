/** One screen over the MessagePort that main handed to its window. */
import type { ScreenTransport } from '../../seat/compose.ts';

/** What is used of Electron's MessagePortMain. */
export interface SeatPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/**
 * A port does not say how much of what was sent still waits, so the screen does (`renderer/seat-client` counts with us):
 * this many messages beyond what it took, and it counts as behind.
 */
const mostUntaken = 128;

/** How many messages the screen says it took; undefined where the message is something else. */
function takenOf(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('taken' in message)) return undefined;
  return typeof message.taken === 'number' ? message.taken : undefined;
}

export function portTransport(port: SeatPort): ScreenTransport {
  const closeListeners: (() => void)[] = [];
  let sent = 0;
  let taken = 0;
  let closed = false;
  const ended = (): void => {
    if (closed) return;
    closed = true;
    for (const listener of closeListeners) listener();
  };
  port.on('close', ended);
  return {
    send: (message) => {
      if (closed) return;
      sent += 1;
      port.postMessage(message);
    },
    congested: () => sent - taken > mostUntaken,
    onMessage: (listener) => {
      port.on('message', ({ data }) => {
        const count = takenOf(data);
        if (count === undefined) listener(data);
        else taken = Math.min(Math.max(taken, count), sent);
      });
      port.start();
    },
    onClose: (listener) => void closeListeners.push(listener),
    close: () => {
      port.close();
      ended();
    },
  };
}
