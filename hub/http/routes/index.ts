/** Every route of the hub. A new one is a file here and a line below. */
import type { Route } from '../server.ts';
import type { RouteDeps } from './deps.ts';
import { healthz } from './healthz.ts';
import { incidentsRoute } from './incidents.ts';
import { journalRoute } from './journal.ts';
import { journalVerify } from './journal-verify.ts';
import { metricsRoute } from './metrics.ts';
import { packRoute } from './pack.ts';
import { demoAccountsRoute } from './session-demo.ts';
import { sessionRoute } from './session.ts';
import { demoUnitsRoute, unitKeyRoute } from './unit-keys.ts';
import { unitsRoute } from './units.ts';

export function openRoutes(deps: RouteDeps): readonly Route[] {
  const { demo, work } = deps;
  return [
    ...[healthz(deps), sessionRoute(deps), ...(demo ? [demoAccountsRoute()] : [])],
    ...(demo && work !== undefined ? [demoUnitsRoute(work)] : []),
  ];
}

export function keyedRoutes(deps: RouteDeps): readonly Route[] {
  const { work } = deps;
  return [
    ...[metricsRoute(deps), journalRoute(deps), journalVerify(deps)],
    ...(work === undefined
      ? []
      : [packRoute(work), incidentsRoute(deps, work), unitsRoute(deps, work), unitKeyRoute(work)]),
  ];
}
