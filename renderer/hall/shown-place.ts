/**
 * Where an incident may be drawn: at its suspected source, else where the noise was said to be, else in its cell. Never
 * where its caller stands or lives, for nobody: neither desk nor wall nor field. Pure.
 */
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { SiteState } from '../../shared/domain/site/state.ts';

export interface ShownPlace {
  /** WGS84; null: the cell alone. */
  readonly at: readonly [lon: number, lat: number] | null;
  /** Code of a grid. */
  readonly cell: string | undefined;
}

type Placed = Pick<IncidentState, 'site' | 'placing' | 'marks'>;

/** Whether what it was placed by is the caller's own place; a person who places it says where the noise is. */
export function isOfCaller({ placing, marks }: Pick<Placed, 'placing' | 'marks'>): boolean {
  return placing.by === 'hub' && (placing.precision === 'callerCell' || marks.includes('placeOfCaller'));
}

export function shownPlace(
  incident: Placed,
  sites: ReadonlyMap<string, { readonly state: Pick<SiteState, 'at'> }>,
): ShownPlace {
  const { site, placing } = incident;
  const source = sites.get(site ?? '')?.state.at;
  const at = source ?? (isOfCaller(incident) ? null : placing.at);
  return { at: at === null ? null : [at.lon, at.lat], cell: placing.grids?.cell };
}
