/**
 * Where the trouble is, from what was understood and from a position, if one was given. Never the caller's door: of a
 * caller's own place only the cell is kept, and whoever places by hand picks the noise's.
 */
import { distance } from '../../geo/point.ts';
import type { Point } from '../../geo/point.ts';
import { boxOf, contains, distanceToEdge } from '../../geo/polygon.ts';
import type { Plates } from '../district/events.ts';
import type { District, Grid } from '../district/state.ts';
import type { GridChain, Placing, Understanding } from '../incident/events.ts';
import type { SquadState } from '../squad/state.ts';
import type { ZoneState } from '../zone/state.ts';
import { findCrossing } from './district.ts';
import type { Place } from './district.ts';

export interface PlaceWorld {
  readonly district: District;
  readonly squads: readonly SquadState[];
  readonly zones: readonly ZoneState[];
}

/** A position with whose it is. */
export interface ReportPosition extends Point {
  readonly of: 'place' | 'caller';
}

/** Beside the cells, a caller counts as standing at a knot of a lattice of this step, degrees: some 500 m. */
const latticeStep = 0.005;

/**
 * Where a caller counts as standing for all that is worked out: the middle of the cell. Whatever is drawn from it,
 * distances and scores included, is the same for everybody in that cell, so that nothing leads back to a door.
 */
export function standOf(caller: Point, { index }: District): Point {
  const cell = index.gridAt(caller, 'cell');
  if (cell === undefined) {
    const knot = (degrees: number): number => Math.round(degrees / latticeStep) * latticeStep;
    return { lon: knot(caller.lon), lat: knot(caller.lat) };
  }
  const { west, east, south, north } = boxOf(cell.shape);
  return { lon: (west + east) / 2, lat: (south + north) / 2 };
}

/** Metres that a caller is at least away from a place: from the edge of the cell, where they may stand; 0 within it. */
export function metresFromCaller(caller: Point, to: Point, district: District): number {
  const cell = district.index.gridAt(caller, 'cell');
  if (cell === undefined) return distance(standOf(caller, district), to);
  return contains(cell.shape, to) ? 0 : distanceToEdge(cell.shape, to);
}

/** A place across the border belongs to the neighbour of the nearest place known to be another district's, if so near. */
const neighbourMetres = 1500;
/** So near to a position, a place named in the same words gives it its name. */
const sameSpotMetres = 150;
/** Step in which a road is walked along, metres. */
const walkMetres = 20;

const pointOf = ([lon, lat]: readonly [number, number]): Point => ({ lon, lat });

/** A place of the plates by its name, or the crossing of two of its roads spelt 「A×B」; undefined for all else. */
export function placeNamed(name: string, plates: Plates): Place | undefined {
  const [one, other, ...more] = name.split('×');
  const listed = plates.places.find((place) => place.name === name);
  if (listed !== undefined || one === undefined || other === undefined || more.length > 0) return listed;
  return findCrossing([one, other], plates);
}

const isCrossing = ({ name, roads: [one, other] }: Place): boolean =>
  one !== undefined && other !== undefined && (name === `${one}×${other}` || name === `${other}×${one}`);

const nowhere: Placing = {
  precision: 'none',
  at: null,
  roads: [],
  name: null,
  grids: null,
  street: null,
  squad: null,
  zone: null,
  outside: null,
  direction: null,
  certain: false,
  by: 'hub',
};

function chainOf(chain: readonly Grid[]): GridChain | null {
  const codeOf = (level: Grid['level']): string | undefined => chain.find((grid) => grid.level === level)?.code;
  const [management, responsibility] = [codeOf('management'), codeOf('responsibility')];
  const [area, cell] = [codeOf('area'), codeOf('cell')];
  if (management === undefined || responsibility === undefined || area === undefined || cell === undefined) return null;
  return { management, responsibility, area, cell };
}

type Answers = Pick<Placing, 'street' | 'squad' | 'zone'>;

/** Who answers for a street office's area. */
function answersFor(street: Grid | undefined, { squads, zones }: PlaceWorld): Answers {
  if (street === undefined) return { street: null, squad: null, zone: null };
  const squad = squads.find(
    ({ kind, grids, withdrawn }) => withdrawn === undefined && kind !== 'mobile' && grids.includes(street.code),
  );
  const zone = zones.find(
    (zone) => zone.withdrawn === undefined && squad !== undefined && zone.squads.includes(squad.id),
  );
  return { street: street.name, squad: squad?.id ?? null, zone: zone?.id ?? null };
}

/** Grids and who answers there; all null outside the district. */
function around(at: Point, world: PlaceWorld): Answers & Pick<Placing, 'grids'> {
  const chain = world.district.index.gridChainAt(at);
  const street = chain.find(({ level }) => level === 'responsibility');
  return { grids: chainOf(chain), ...answersFor(street, world) };
}

/** Whose a point outside our grids is: the neighbour's by the plates, else for the city to say. */
function outsideAt(at: Point, { district }: PlaceWorld): string | null {
  if (!district.index.isOutside(at)) return null;
  const near = district.plates.places
    .flatMap(({ outside, at: there }) =>
      outside === undefined ? [] : [{ outside, metres: distance(at, pointOf(there)) }],
    )
    .filter(({ metres }) => metres <= neighbourMetres)
    .sort((a, b) => a.metres - b.metres);
  return near[0]?.outside ?? district.plates.city;
}

/** A certain point, with whatever of it is known. */
function placed(
  at: Point,
  world: PlaceWorld,
  of: Pick<Placing, 'precision' | 'roads' | 'name' | 'direction' | 'by'> & { readonly outside?: string | undefined },
): Placing {
  const outside = of.outside ?? outsideAt(at, world);
  const here = outside === null ? around(at, world) : { grids: null, street: null, squad: null, zone: null };
  return { ...of, ...here, at: { lon: at.lon, lat: at.lat }, outside, certain: true };
}

/** Points along a road, every few metres. */
function walk(road: string, plates: Plates): readonly Point[] {
  const line = plates.roads.find(({ name }) => name === road)?.line.map(pointOf) ?? [];
  return line.flatMap((from, i) => {
    const to = line[i + 1];
    if (to === undefined) return [from];
    const steps = Math.max(1, Math.ceil(distance(from, to) / walkMetres));
    return Array.from({ length: steps }, (_, step) => ({
      lon: from.lon + ((to.lon - from.lon) * step) / steps,
      lat: from.lat + ((to.lat - from.lat) * step) / steps,
    }));
  });
}

/**
 * The middle of a road's part in the street named; with no street named, of the whole road if all of it lies in one.
 * Undefined where that says nothing.
 */
function middleOfRoad(road: string, street: string | null, { district }: PlaceWorld): Point | undefined {
  const points = walk(road, district.plates).map((at) => ({ at, name: district.index.streetAt(at)?.name }));
  const only = street ?? points[0]?.name;
  const inside = points.filter(({ name }) => name !== undefined && name === only);
  if (street === null && inside.length < points.length) return undefined;
  return inside[Math.floor(inside.length / 2)]?.at;
}

/** Whose roads are that run in no street of ours, however long; null: one of them does, or none was drawn. */
function outsideOf(roads: readonly string[], world: PlaceWorld): string | null {
  const points = roads.map((road) => walk(road, world.district.plates));
  if (points.length === 0 || points.some((along) => along.length === 0)) return null;
  if (points.flat().some((at) => !world.district.index.isOutside(at))) return null;
  const [middle] = points.map((along) => along[Math.floor(along.length / 2)]);
  return middle === undefined ? null : outsideAt(middle, world);
}

function byRoad(said: Understanding, world: PlaceWorld, direction: number | null): Placing {
  const [road] = said.roads;
  const at = road === undefined ? undefined : middleOfRoad(road, said.street, world);
  const street = world.district.plates.grids.find(
    ({ level, name }) => level === 'responsibility' && name === said.street,
  );
  const here = at === undefined ? { grids: null, ...answersFor(street, world) } : around(at, world);
  const outside = street === undefined ? outsideOf(said.roads, world) : null;
  return { ...nowhere, ...here, outside, precision: 'road', at: at ?? null, roads: said.roads, direction };
}

function ofCaller(said: Understanding, position: ReportPosition | null, world: PlaceWorld): Placing {
  const direction = said.direction?.degrees ?? null;
  const named = said.place === null ? undefined : placeNamed(said.place, world.district.plates);
  const at = position ?? (named === undefined ? undefined : pointOf(named.at));
  if (at !== undefined) return { ...nowhere, ...around(at, world), precision: 'callerCell', direction };
  // A road is no door, but neither is it where the noise is: no point of it is drawn, and it may lie on this side of a border.
  return { ...byRoad(said, world, direction), at: null, outside: null };
}

/**
 * `said` as the pack has it; `position` WGS84. A position of the place comes first, then a place or crossing that was
 * named, then what a caller's own place tells, then roads and streets.
 */
export function placeReport(said: Understanding, position: ReportPosition | null, world: PlaceWorld): Placing {
  const own = said.marks.includes('placeOfCaller');
  const direction = said.direction?.from === 'place' ? said.direction.degrees : null;
  const place = said.place === null || own ? undefined : placeNamed(said.place, world.district.plates);
  const roads = own ? [] : said.roads;
  if (position?.of === 'place') {
    const same = place !== undefined && distance(position, pointOf(place.at)) <= sameSpotMetres;
    const name = same ? place.name : null;
    return placed(position, world, { precision: 'point', roads, name, direction, by: 'hub' });
  }
  if (place !== undefined) {
    const precision = isCrossing(place) ? 'crossing' : 'namedPlace';
    const { name, outside } = place;
    return placed(pointOf(place.at), world, { precision, roads, name, direction, outside, by: 'hub' });
  }
  if (own) return ofCaller(said, position, world);
  if (said.roads.length > 0) return byRoad(said, world, direction);
  if (position !== null) return ofCaller(said, position, world);
  const street = world.district.plates.grids.find(
    ({ level, name }) => level === 'responsibility' && name === said.street,
  );
  if (street === undefined) return { ...nowhere, direction: said.direction?.degrees ?? null };
  return { ...nowhere, ...answersFor(street, world), precision: 'street', direction };
}

/**
 * The place that a person picked: a place of the pack, a point on the map, or a point under a place's name. Undefined: the
 * pack has no such place, or neither was given.
 */
export function placeByPerson(
  choice: { readonly at: Point | null; readonly place: string | null },
  before: Placing,
  world: PlaceWorld,
): Placing | undefined {
  const place = choice.place === null ? undefined : placeNamed(choice.place, world.district.plates);
  if (choice.place !== null && place === undefined) return undefined;
  const at = choice.at ?? (place === undefined ? undefined : pointOf(place.at));
  if (at === undefined) return undefined;
  // A direction seen from where the caller was says nothing of another point.
  const direction = before.at === null ? null : before.direction;
  const picked = choice.at === null && place !== undefined;
  const precision = !picked ? 'point' : isCrossing(place) ? 'crossing' : 'namedPlace';
  return placed(at, world, {
    ...{ precision, direction, by: 'person' },
    roads: place?.roads ?? (before.precision === 'callerCell' ? [] : before.roads),
    name: place?.name ?? null,
    outside: picked ? place.outside : undefined,
  });
}
