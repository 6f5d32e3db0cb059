import type { Route } from '../server.ts';
import type { RouteDeps, WorkDeps } from './deps.ts';

/**
 * `GET /api/v1/units`: every unit with its latest position, that with its age in seconds; null where none is known. Not
 * who is in it: outside programs are told of units, not of people.
 */
export function unitsRoute({ clock }: Pick<RouteDeps, 'clock'>, { reads }: Pick<WorkDeps, 'reads'>): Route {
  return (server) =>
    server.get('/api/v1/units', () => {
      const now = clock.now();
      const units = reads.units().map(({ crew: _, ...unit }) => {
        const seen = reads.position(unit.id);
        const position =
          seen === undefined ? null : { ...seen, ageSeconds: Math.max(0, Math.round((now - seen.at) / 1_000)) };
        return { ...unit, position };
      });
      return { now, units };
    });
}
