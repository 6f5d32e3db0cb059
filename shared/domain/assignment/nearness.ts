/** Whether a unit is where it was sent: at the site's fence, or at the place of the complaint. */
import type { Point } from '../../geo/point.ts';
import { distance } from '../../geo/point.ts';
import type { IncidentState } from '../incident/state.ts';
import type { SiteState } from '../site/state.ts';

/** Where a unit is to come to. */
export interface Goal {
  readonly site: { readonly at: Point; /** Metres from `at` to the fence. */ readonly radius: number } | undefined;
  readonly place: Point | undefined;
}

export interface Near {
  /** Whole metres from the fence, or from the place; 0 within the fence. */
  readonly metres: number;
  readonly nearTo: 'site' | 'place';
}

/** Only a site acted upon, and only a place that is a point: the middle of a road is nowhere to arrive at. */
export function goalOf(
  incident: Pick<IncidentState, 'site' | 'placing'>,
  siteOf: (id: string) => Pick<SiteState, 'at' | 'radius'> | undefined,
): Goal {
  const { at, precision } = incident.placing;
  const isPoint = precision === 'crossing' || precision === 'namedPlace' || precision === 'point';
  return {
    site: incident.site === null ? undefined : siteOf(incident.site),
    place: isPoint && at !== null ? at : undefined,
  };
}

/** The nearer of the two; undefined where there is nowhere to come to. */
export function nearest(from: Point, { site, place }: Goal): Near | undefined {
  const toSite = site && Math.max(0, Math.round(distance(from, site.at) - site.radius));
  const toPlace = place && Math.round(distance(from, place));
  if (toSite !== undefined && (toPlace === undefined || toSite <= toPlace)) return { metres: toSite, nearTo: 'site' };
  return toPlace === undefined ? undefined : { metres: toPlace, nearTo: 'place' };
}
