/** The plates made ready for drawing: areas with their zone and a place for the name, and the lines between zones. */
import type { Bounds, GridLevel, LonLat, MapPlates, MapZone } from './types.ts';

export interface AreaShape {
  readonly code: string;
  readonly name: string;
  readonly level: GridLevel;
  /** Hue 1 to 4 of the zone it belongs to; 0: none. */
  readonly hue: number;
  readonly zoneName: string;
  readonly shape: readonly (readonly (readonly LonLat[])[])[];
  readonly label: LonLat;
}

export interface PlateShapes {
  readonly areas: readonly AreaShape[];
  readonly byCode: ReadonlyMap<string, AreaShape>;
  readonly roads: MapPlates['roads'];
  /** Named places; crossings are left to the names of their roads. */
  readonly places: readonly { readonly name: string; readonly at: LonLat }[];
  readonly zoneNames: readonly { readonly name: string; readonly at: LonLat }[];
  /** Edges between two zones. */
  readonly zoneEdges: readonly (readonly [LonLat, LonLat])[];
  /** Edges with nothing of ours on the other side. */
  readonly outline: readonly (readonly [LonLat, LonLat])[];
  readonly bounds: Bounds;
}

export const hueOf = (order: number): number => ((((order - 1) % 4) + 4) % 4) + 1;

function ringArea(ring: readonly LonLat[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i += 1) {
    const [a, b] = [ring[i - 1], ring[i]];
    if (a !== undefined && b !== undefined) sum += a[0] * b[1] - b[0] * a[1];
  }
  return sum / 2;
}

function centroidOf(ring: readonly LonLat[]): LonLat {
  const [ox, oy] = ring[0] ?? [0, 0];
  let [x, y, sum] = [0, 0, 0];
  for (let i = 1; i < ring.length; i += 1) {
    const [a, b] = [ring[i - 1], ring[i]];
    if (a === undefined || b === undefined) continue;
    const cross = (a[0] - ox) * (b[1] - oy) - (b[0] - ox) * (a[1] - oy);
    x += (a[0] + b[0] - 2 * ox) * cross;
    y += (a[1] + b[1] - 2 * oy) * cross;
    sum += cross;
  }
  return sum === 0 ? [ox, oy] : [ox + x / (3 * sum), oy + y / (3 * sum)];
}

/** Longitudes at which the ring crosses a latitude, from west to east. */
function crossingsAt(ring: readonly LonLat[], lat: number): number[] {
  const found: number[] = [];
  for (let i = 1; i < ring.length; i += 1) {
    const [a, b] = [ring[i - 1], ring[i]];
    if (a === undefined || b === undefined || a[1] > lat === b[1] > lat) continue;
    found.push(a[0] + ((b[0] - a[0]) * (lat - a[1])) / (b[1] - a[1]));
  }
  return found.sort((one, other) => one - other);
}

/** Where an area's name stands: the middle of its largest part, or, if that lies outside, of the widest stretch there. */
export function labelPoint(shape: AreaShape['shape']): LonLat {
  const rings = shape.flatMap(([outer]) => (outer === undefined ? [] : [outer]));
  const largest = rings.reduce<readonly LonLat[]>(
    (best, ring) => (Math.abs(ringArea(ring)) > Math.abs(ringArea(best)) ? ring : best),
    [],
  );
  const [lon, lat] = centroidOf(largest);
  const crossings = crossingsAt(largest, lat);
  let widest: readonly [number, number] | undefined;
  for (let i = 1; i < crossings.length; i += 2) {
    const [west, east] = [crossings[i - 1], crossings[i]];
    if (west === undefined || east === undefined) continue;
    if (lon > west && lon < east) return [lon, lat];
    if (widest === undefined || east - west > widest[1] - widest[0]) widest = [west, east];
  }
  return widest === undefined ? [lon, lat] : [(widest[0] + widest[1]) / 2, lat];
}

function middle(points: readonly LonLat[]): LonLat | undefined {
  if (points.length === 0) return undefined;
  const sum = (axis: 0 | 1): number => points.reduce((total, point) => total + point[axis], 0) / points.length;
  return [sum(0), sum(1)];
}

function boundsOf(points: Iterable<LonLat>): Bounds | undefined {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of points) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return west <= east ? [west, south, east, north] : undefined;
}

function* cornersOf(areas: readonly AreaShape[]): Iterable<LonLat> {
  for (const { shape } of areas) for (const rings of shape) for (const ring of rings) yield* ring;
}

interface Edge<S> {
  readonly line: readonly [LonLat, LonLat];
  readonly sides: Set<S>;
  count: number;
}

/** Every edge once, whichever way its rings run, with what is on its sides. */
function edgesOf<S>(areas: readonly AreaShape[], sideOf: (area: AreaShape) => S): Edge<S>[] {
  const edges = new Map<string, Edge<S>>();
  for (const area of areas) {
    const side = sideOf(area);
    for (const ring of area.shape.flat()) {
      for (let i = 1; i < ring.length; i += 1) {
        const [a, b] = [ring[i - 1], ring[i]];
        if (a === undefined || b === undefined) continue;
        const [one, other] = [a.join(), b.join()];
        const key = one < other ? `${one};${other}` : `${other};${one}`;
        const edge = edges.get(key);
        if (edge === undefined) edges.set(key, { line: [a, b], sides: new Set([side]), count: 1 });
        else {
          edge.sides.add(side);
          edge.count += 1;
        }
      }
    }
  }
  return [...edges.values()];
}

/** Edges with another owner on their other side, or nobody. */
export function bordersOf(
  areas: readonly AreaShape[],
  ownerOf: (code: string) => string | undefined,
): readonly (readonly [LonLat, LonLat])[] {
  const owned = areas.filter(({ code }) => ownerOf(code) !== undefined);
  return edgesOf(owned, ({ code }) => ownerOf(code))
    .filter(({ sides, count }) => sides.size > 1 || count === 1)
    .map(({ line }) => line);
}

export function makeShapes(plates: MapPlates, zones: readonly MapZone[]): PlateShapes {
  const zoneOf = new Map(zones.flatMap((zone) => zone.grids.map((code) => [code, zone] as const)));
  const areas = plates.grids.map(({ code, name, level, shape }): AreaShape => {
    const zone = level === 'responsibility' ? zoneOf.get(code) : undefined;
    return {
      code,
      name,
      level,
      shape,
      hue: zone === undefined ? 0 : hueOf(zone.order),
      zoneName: zone?.name ?? '',
      label: labelPoint(shape),
    };
  });
  const streets = areas.filter(({ level }) => level === 'responsibility');
  const edges = edgesOf(streets, ({ hue }) => hue);
  return {
    areas,
    byCode: new Map(areas.map((area) => [area.code, area])),
    roads: plates.roads,
    places: plates.places.filter(({ roads }) => (roads ?? []).length < 2).map(({ name, at }) => ({ name, at })),
    zoneNames: zones.flatMap(({ id, name }) => {
      const at = middle(streets.filter(({ code }) => zoneOf.get(code)?.id === id).map(({ label }) => label));
      return at === undefined ? [] : [{ name, at }];
    }),
    zoneEdges: edges.filter(({ sides }) => sides.size > 1).map(({ line }) => line),
    outline: edges.filter(({ count }) => count === 1).map(({ line }) => line),
    bounds: boundsOf(cornersOf(streets)) ?? boundsOf(plates.roads.flatMap(({ line }) => line)) ?? [73, 18, 135, 54],
  };
}
