/**
 * What is wrong with a place, line or area that somebody drew or imported, and with hours of duty: refusals that name the
 * field, for the registers of posts and fences.
 */
import type { Point } from '../../geo/point.ts';
import { lengthOf } from '../../geo/point.ts';
import type { Position } from '../../geo/polygon.ts';
import { selfCrossing } from '../../geo/self-crossing.ts';
import type { Decision } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import { day, minute } from '../../lib/time.ts';
import type { District } from '../district/state.ts';
import type { DutyHours } from '../duty-mode/events.ts';

const pointOf = ([lon, lat]: Position): Point => ({ lon, lat });

/** Refuses `RingNotClosed`, and `RingCrossesItself` with the place where it does; touching itself is crossing. */
export function againstRing(ring: readonly Position[], field: string): Decision | undefined {
  const [first, last] = [ring[0], ring.at(-1)];
  if (first === undefined || last === undefined || first[0] !== last[0] || first[1] !== last[1])
    return refuse('RingNotClosed', { field: `${field}.${ring.length - 1}` });
  const crossing = selfCrossing(ring);
  if (crossing === undefined) return undefined;
  return refuse('RingCrossesItself', { field: `${field}.${crossing.edge}`, ...crossing.at });
}

/** Shorter than this is a point, metres. */
const shortestLine = 10;

/** Refuses `LineTooShort`. */
export function againstLine(line: readonly Position[], field: string): Decision | undefined {
  const metres = lengthOf(line.map(pointOf));
  return metres >= shortestLine ? undefined : refuse('LineTooShort', { field, metres, least: shortestLine });
}

/** The corners of a drawing with the field of each. */
export function placesOf(corners: readonly Position[], field: string): readonly (readonly [string, Point])[] {
  return corners.map((corner, i) => [`${field}.${i}`, pointOf(corner)]);
}

/**
 * Refuses `PlaceOutsideDistrict` for the first place further than `margin` metres from every street of the district;
 * nothing while there is no district.
 */
export function againstPlaces(
  places: readonly (readonly [field: string, at: Point])[],
  margin: number,
  district: District | undefined,
): Decision | undefined {
  if (district === undefined) return undefined;
  const { index } = district;
  const outside = places.find(([, at]) => index.isOutside(at) && index.streetsNear(at, margin).length === 0);
  if (outside === undefined) return undefined;
  const [field, { lon, lat }] = outside;
  return refuse('PlaceOutsideDistrict', { field, lon, lat, margin });
}

/** The one or two pieces of a window within the civil day, minutes. */
function piecesOf({ from, to }: DutyHours[number]): readonly (readonly [number, number])[] {
  const whole = day / minute;
  if (from < to) return [[from, to]];
  return to === 0 ? [[from, whole]] : [...([[from, whole]] as const), [0, to] as const];
}

/** Refuses `PeriodReversed` for a window without a minute in it, `HoursOverlap` where one mode has a minute twice. */
export function againstHours(hours: DutyHours, field: string): Decision | undefined {
  for (const [i, window] of hours.entries()) {
    const { from, to, modes } = window;
    if (from === to) return refuse('PeriodReversed', { field: `${field}.${i}.to`, from, to });
    for (const earlier of hours.slice(0, i)) {
      const mode = modes.find((one) => earlier.modes.includes(one));
      if (mode === undefined) continue;
      const meet = piecesOf(window).some(([a, b]) => piecesOf(earlier).some(([c, d]) => a < d && c < b));
      if (meet) return refuse('HoursOverlap', { field: `${field}.${i}`, mode });
    }
  }
  return undefined;
}
