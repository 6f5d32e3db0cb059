import type { Route } from '../server.ts';
import type { RouteDeps } from './deps.ts';

/** `GET /metrics`: what Prometheus reads. */
export function metricsRoute({ metrics }: RouteDeps): Route {
  return (server) =>
    server.get('/metrics', async (_request, reply) => {
      const text = await metrics.text();
      return reply.type(metrics.contentType).send(text);
    });
}
