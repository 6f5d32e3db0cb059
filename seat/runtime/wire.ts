/** The connection to the hub over socket.io. It connects once: when to try again is the link's business. */
import { io } from 'socket.io-client';
import { connectErrorSchema } from '../../shared/wire/hub-protocol.ts';
import { incoming } from './incoming.ts';
import type { OpenWire } from './ports.ts';

const connectTimeoutMs = 5_000;

/** All that the seat can read. */
const names = Object.keys(incoming) as readonly (keyof typeof incoming)[];

/** @param afterTurn Runs work once everything is read that the machine has for this process now. */
export function wireOver(afterTurn: (work: () => void) => void): OpenWire {
  return (url, handshake, events) => openWire(afterTurn, url, handshake, events);
}

function openWire(
  afterTurn: (work: () => void) => void,
  ...[url, handshake, events]: Parameters<OpenWire>
): ReturnType<OpenWire> {
  const socket = io(`${url.replace(/\/+$/, '')}/seat`, {
    auth: handshake,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    timeout: connectTimeoutMs,
  });
  const unanswered = new Set<() => void>();
  let over = false;
  let isTelling = false;

  function tell(name: (typeof names)[number], body: unknown): void {
    events.message(name, body);
    if (isTelling) return;
    isTelling = true;
    afterTurn(() => {
      isTelling = false;
      if (!over) events.rested();
    });
  }
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
  for (const name of names) socket.on(name, (body: unknown) => tell(name, body));

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
}
