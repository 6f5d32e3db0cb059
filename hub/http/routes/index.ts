/** Every route of the hub. A new one is a file here and a line below. */
import type { Route } from '../server.ts';
import type { RouteDeps } from './deps.ts';
import { healthz } from './healthz.ts';
import { journalRoute } from './journal.ts';
import { journalVerify } from './journal-verify.ts';
import { metricsRoute } from './metrics.ts';
import { demoAccountsRoute } from './session-demo.ts';
import { sessionRoute } from './session.ts';

export function openRoutes(deps: RouteDeps): readonly Route[] {
  return [healthz(deps), sessionRoute(deps), ...(deps.demo ? [demoAccountsRoute()] : [])];
}

export function keyedRoutes(deps: RouteDeps): readonly Route[] {
  return [metricsRoute(deps), journalRoute(deps), journalVerify(deps)];
}
