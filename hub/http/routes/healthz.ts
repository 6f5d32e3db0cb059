import { protocolVersion } from '../protocol.ts';
import type { Route } from '../server.ts';
import type { RouteDeps } from './deps.ts';

/** `GET /healthz`, open: 200 as long as the hub can be read; `status` says whether it also takes commands. */
export function healthz({ journal, clock, clockKind, status }: RouteDeps): Route {
  return (server) =>
    server.get('/healthz', () => ({
      status: status(),
      seq: journal.head().seq,
      protocol: protocolVersion,
      clock: { now: clock.now(), ...clockKind },
    }));
}
