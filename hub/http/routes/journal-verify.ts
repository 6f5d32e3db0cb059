import type { Route } from '../server.ts';
import type { RouteDeps } from './deps.ts';

/** `GET /api/v1/journal/verify`: whether every link of the chain holds. 200 also where it does not: the check ran. */
export function journalVerify({ verify }: RouteDeps): Route {
  return (server) => server.get('/api/v1/journal/verify', () => verify());
}
