/** In a browser: one WebSocket to the browser shell that served this page, opened again whenever it is lost. */
import type { Transport, TransportListener } from './transport.ts';

/** The same code stands in `seat/browser-shell/sockets.ts`. */
const wrongSecret = 4401;
const firstDelayMs = 250;
const longestDelayMs = 5_000;
const secretKey = 'lianqin.secret';

/**
 * The secret of this launch: from the fragment of the address the first time, which is then taken out of sight, and
 * from this tab's own storage after a reload. Empty where there is none.
 */
export function takeSecret(): string {
  const given = /^#secret=([\w-]+)$/.exec(location.hash)?.[1];
  if (given === undefined) return sessionStorage.getItem(secretKey) ?? '';
  sessionStorage.setItem(secretKey, given);
  history.replaceState(null, '', location.pathname);
  return given;
}

export function socketTransport(secret: string): Transport {
  let socket: WebSocket | undefined;
  let delay = firstDelayMs;

  const open = (listener: TransportListener): void => {
    const next = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/seat`);
    next.binaryType = 'arraybuffer';
    next.onopen = () => {
      next.send(JSON.stringify({ secret }));
      socket = next;
      listener.up();
    };
    next.onmessage = ({ data }: MessageEvent<unknown>) => {
      delay = firstDelayMs;
      if (typeof data === 'string') listener.message(JSON.parse(data));
      // Positions are bytes, and the only ones that are.
      else if (data instanceof ArrayBuffer) listener.message({ push: 'positions', frame: new Uint8Array(data) });
    };
    next.onclose = ({ code }) => {
      socket = undefined;
      if (code === wrongSecret) return listener.down('refused');
      listener.down('lost');
      setTimeout(() => open(listener), delay);
      delay = Math.min(delay * 2, longestDelayMs);
    };
  };

  return {
    start: open,
    send: (message) => socket?.send(JSON.stringify(message)),
  };
}
