/** In the desktop app: the preload posts a MessagePort to this window, and another whenever the seat began anew. */
import type { DesktopBridge } from './bridge.ts';
import type { Transport, TransportListener } from './transport.ts';

// The same name stands in the preload.
const portMessage = 'lianqin:port';
/** After so many messages the seat is told how many were taken; `electron/seat-process` counts with us. */
const tellEvery = 32;

export function portTransport(bridge: DesktopBridge): Transport {
  let port: MessagePort | undefined;
  let listener: TransportListener | undefined;

  const use = (next: MessagePort): void => {
    let taken = 0;
    port?.close();
    port = next;
    next.onmessage = ({ data }: MessageEvent<unknown>) => {
      taken += 1;
      if (taken % tellEvery === 0) next.postMessage({ taken });
      listener?.message(data);
    };
    // The other end is gone, as when the seat process died.
    next.addEventListener('close', () => {
      if (port !== next) return;
      port = undefined;
      listener?.down('lost');
    });
    next.start();
    listener?.up();
  };

  return {
    start: (to) => {
      listener = to;
      window.addEventListener('message', (event) => {
        const [first] = event.ports;
        if (event.source === window && event.data === portMessage && first !== undefined) use(first);
      });
      bridge.connect();
    },
    send: (message) => port?.postMessage(message),
  };
}
