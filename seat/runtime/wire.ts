/** The connection to the hub over socket.io. It connects once: when to try again is the link's business. */
import { io } from 'socket.io-client';
import { connectErrorSchema } from '../../shared/wire/hub-protocol.ts';
import type { HubToSeat } from '../../shared/wire/hub-protocol.ts';
import type { OpenWire } from './ports.ts';

const connectTimeoutMs = 5_000;

const names = [
  'feed',
  'snapshot',
  'presence',
  'erased',
  'unitIndex',
  'positions',
  'sessionEnded',
] as const satisfies readonly (keyof HubToSeat)[];

export const openWire: OpenWire = (url, handshake, events) => {
  const socket = io(`${url.replace(/\/+$/, '')}/seat`, {
    auth: handshake,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    timeout: connectTimeoutMs,
  });
  const unanswered = new Set<() => void>();
  let over = false;

  function end(): void {
    over = true;
    socket.off();
    for (const giveUp of [...unanswered]) giveUp();
  }
  function closed(code: string | null): void {
    if (over) return;
    end();
    socket.disconnect();
    events.closed(code);
  }

  socket.on('connect', () => events.opened());
  socket.on('connect_error', (error: Error & { readonly data?: unknown }) => {
    const known = connectErrorSchema.safeParse(error.data);
    closed(known.success ? known.data.code : null);
  });
  socket.on('disconnect', () => closed(null));
  for (const name of names) socket.on(name, (body: unknown) => events.message(name, body));

  return {
    send(name, body) {
      if (over) return;
      if (body === undefined) socket.emit(name);
      else socket.emit(name, body);
    },
    ask(name, body, timeoutMs, answered) {
      if (over) return answered(undefined);
      const giveUp = (): void => {
        if (unanswered.delete(giveUp)) answered(undefined);
      };
      unanswered.add(giveUp);
      const reply = (error: Error | null, answer: unknown): void => {
        if (error !== null) giveUp();
        else if (unanswered.delete(giveUp)) answered(answer);
      };
      const waiting = socket.timeout(timeoutMs);
      if (body === undefined) waiting.emit(name, reply);
      else waiting.emit(name, body, reply);
    },
    close() {
      if (over) return;
      end();
      socket.disconnect();
    },
  };
};
