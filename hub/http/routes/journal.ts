import { z } from 'zod';
import { genesisHash } from '../../../shared/lib/journal.ts';
import { must } from '../../../shared/lib/must.ts';
import type { Route } from '../server.ts';
import type { RouteDeps } from './deps.ts';

const largestPage = 1_000;

const querystring = z.strictObject({
  /** Sequence number after which to begin. */
  since: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number().int().min(1).max(largestPage).default(100),
});

/**
 * `GET /api/v1/journal?since=&limit=`: events in order, as they were written, each with `prevHash` and `hash` beside
 * its own members. Who takes those two away and writes the rest as canonical JSON has the bytes that were hashed.
 */
export function journalRoute({ journal }: RouteDeps): Route {
  return (server) =>
    server.get('/api/v1/journal', { schema: { querystring } }, (request, reply) => {
      const { since, limit } = request.query;
      const { journalId, epoch } = journal.identity();
      const { seq, hash } = journal.head();
      const events: string[] = [];
      let prevHash = since === 0 ? genesisHash : journal.hashAt(since);
      for (const event of journal.eventsAfter(since, limit)) {
        const before = must(prevHash, `hash before event ${event.seq}`);
        // The stored bytes go out as they are: read and written again they would be the same at best.
        events.push(`${event.bytes.slice(0, -1)},"prevHash":"${before}","hash":"${event.hash}"}`);
        prevHash = event.hash;
      }
      const head = JSON.stringify({ journalId, epoch, head: { seq, hash } });
      return reply.type('application/json; charset=utf-8').send(`${head.slice(0, -1)},"events":[${events.join(',')}]}`);
    });
}
