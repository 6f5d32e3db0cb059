import { protocolVersion } from '../protocol.ts';
import type { Route } from '../server.ts';
import type { RouteDeps } from './deps.ts';

/**
 * `GET /healthz`, open: 200 as long as the hub can be read; `status` says whether it also takes commands, `demo` stands
 * there for a demo hub only. `journalId` and `epoch` tell a seat with two addresses which hub is the one it works with.
 */
export function healthz({ journal, clock, clockKind, status, demo }: RouteDeps): Route {
  return (server) =>
    server.get('/healthz', () => ({
      status: status(),
      seq: journal.head().seq,
      ...journal.identity(),
      protocol: protocolVersion,
      clock: { now: clock.now(), ...clockKind },
      ...(demo ? { demo } : {}),
    }));
}
