/** Finds the seat: through the desktop app's bridge where there is one, else the browser shell that served the page. */
import { portTransport } from './port-transport.ts';
import { SeatClient } from './seat-client.ts';
import { socketTransport, takeSecret } from './socket-transport.ts';

export function connectSeat(): SeatClient {
  const bridge = window.lianqin;
  const client = new SeatClient(bridge === undefined ? socketTransport(takeSecret()) : portTransport(bridge));
  client.start();
  return client;
}
