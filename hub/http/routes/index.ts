/** Every route of the hub. A new one is a file here and a line below. */
import type { KeyedRoute, Route } from '../server.ts';
import type { RouteDeps, WorkDeps } from './deps.ts';
import { basemapsRoute } from './basemaps.ts';
import { fieldPageRoute } from './field-page.ts';
import { fieldUploadsRoute } from './field-uploads.ts';
import { healthz } from './healthz.ts';
import { readIncidents, takeIncidents } from './incidents.ts';
import { journalRoute } from './journal.ts';
import { journalVerify } from './journal-verify.ts';
import { metricsRoute } from './metrics.ts';
import { packRoute } from './pack.ts';
import { pushRoute } from './positions.ts';
import { demoAccountsRoute } from './session-demo.ts';
import { sessionRoute } from './session.ts';
import { tracksRoute } from './tracks.ts';
import { demoUnitsRoute, unitKeyRoute } from './unit-keys.ts';
import { unitsRoute } from './units.ts';

export function openRoutes(deps: RouteDeps): readonly Route[] {
  const { demo, work, fieldPage } = deps;
  return [
    ...[healthz(deps), sessionRoute(deps), ...(demo ? [demoAccountsRoute()] : [])],
    ...(work === undefined ? [] : [fieldUploadsRoute(work.field)]),
    ...(demo && work !== undefined ? [demoUnitsRoute(work)] : []),
    ...(fieldPage === undefined ? [] : [fieldPageRoute(fieldPage)]),
  ];
}

/** Each with the row of the table of rights that a program's key must have. */
export function keyedRoutes(deps: RouteDeps): readonly KeyedRoute[] {
  const { work, push, tracks } = deps;
  return [
    ...(push === undefined ? [] : [{ action: 'POST /api/v1/positions' as const, route: pushRoute(push) }]),
    ...(tracks === undefined ? [] : [{ action: 'POST /api/v1/tracks' as const, route: tracksRoute(tracks) }]),
    { action: 'GET /metrics', route: metricsRoute(deps) },
    { action: 'GET /api/v1/journal', route: journalRoute(deps) },
    { action: 'verifyJournal', route: journalVerify(deps) },
    ...(work === undefined ? [] : workRoutes(deps, work)),
  ];
}

function workRoutes(deps: RouteDeps, work: WorkDeps): readonly KeyedRoute[] {
  return [
    // Who brings packs may look at the plates they are drawn with.
    { action: 'POST /api/v1/pack', route: packRoute(work) },
    ...(work.basemaps === undefined
      ? []
      : [{ action: 'POST /api/v1/pack', route: basemapsRoute({ basemaps: work.basemaps }) } as const]),
    { action: 'POST /api/v1/incidents', route: takeIncidents(deps, work) },
    { action: 'GET /api/v1/incidents', route: readIncidents(deps, work) },
    { action: 'GET /api/v1/units', route: unitsRoute(deps, work) },
    { action: 'POST /api/v1/units/key', route: unitKeyRoute({ ...work, access: deps.access }) },
  ];
}
