/** Where a point lies, and which roads and places a caller's words mean: pure questions to the plates. */
import type { GridLevel, Plates } from '../district/events.ts';
import type { DistrictIndex, Grid } from '../district/state.ts';
import { AreaIndex, distanceToEdge } from '../../geo/polygon.ts';
import type { Position } from '../../geo/polygon.ts';
import type { Point } from '../../geo/point.ts';

/** A crack between drawn borders is narrower than this; a hole that is wider is a hole, and the chain ends there. */
const crackMetres = 5;

function nearestWithin(p: Point, grids: readonly Grid[], metres: number): readonly Grid[] {
  return grids
    .map((grid) => ({ grid, far: distanceToEdge(grid.shape, p) }))
    .filter(({ far }) => far <= metres)
    .sort((a, b) => a.far - b.far || (a.grid.code < b.grid.code ? -1 : 1))
    .map(({ grid }) => grid);
}

/** Made once for each set of plates. */
export function indexPlates(plates: Plates): DistrictIndex {
  const byParent = new Map<string | undefined, Grid[]>();
  for (const grid of plates.grids) {
    const siblings = byParent.get(grid.parent);
    if (siblings === undefined) byParent.set(grid.parent, [grid]);
    else siblings.push(grid);
  }
  const indexes = new Map([...byParent].map(([parent, grids]) => [parent, new AreaIndex(grids)]));
  const streets = plates.grids.filter(({ level }) => level === 'responsibility');

  // Only among the children of the grid already found: two levels can then never contradict each other.
  const childAt = (p: Point, parent: string): Grid | undefined =>
    indexes.get(parent)?.at(p) ?? nearestWithin(p, byParent.get(parent) ?? [], crackMetres)[0];

  const gridChainAt = (p: Point): readonly Grid[] => {
    const chain: Grid[] = [];
    let grid = indexes.get(undefined)?.at(p);
    while (grid !== undefined && !chain.includes(grid)) {
      chain.push(grid);
      grid = childAt(p, grid.code);
    }
    return chain;
  };
  const gridAt = (p: Point, level: GridLevel): Grid | undefined => gridChainAt(p).find((grid) => grid.level === level);

  return {
    gridChainAt,
    gridAt,
    streetAt: (p) => gridAt(p, 'responsibility'),
    isOutside: (p) => gridChainAt(p).length === 0,
    streetsNear: (p, metres) => {
      const own = gridAt(p, 'responsibility');
      return nearestWithin(
        p,
        streets.filter((street) => street !== own),
        metres,
      );
    },
  };
}

/** Where in a text a name stands, [from, to). */
export interface Mention<T> {
  readonly what: T;
  readonly from: number;
  readonly to: number;
}

/** Names standing in a text, longest first and none inside another, in the order of the text. */
export function mentions<T>(text: string, names: readonly { readonly name: string; readonly what: T }[]): Mention<T>[] {
  const taken: boolean[] = [];
  const found: Mention<T>[] = [];
  const longestFirst = [...names].filter(({ name }) => name !== '').sort((a, b) => b.name.length - a.name.length);
  for (const { name, what } of longestFirst) {
    for (let from = text.indexOf(name); from !== -1; from = text.indexOf(name, from + 1)) {
      const span = Array.from({ length: name.length }, (_, i) => from + i);
      if (span.some((i) => taken[i] === true)) continue;
      for (const i of span) taken[i] = true;
      found.push({ what, from, to: from + name.length });
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

/**
 * Names of the roads that a text speaks of, each once, in its order. A street office's name is no road's: 斜土路街道 is
 * not on 斜土路, so it is taken out of the text as a name of its own.
 */
export function findRoads(text: string, plates: Plates): readonly string[] {
  const streets = plates.grids
    .filter(({ level }) => level === 'responsibility')
    .map(({ name }) => ({ name, what: undefined }));
  const roads = plates.roads.flatMap(({ name, aliases }) =>
    [name, ...aliases].map((word) => ({ name: word, what: name })),
  );
  const found = mentions<string | undefined>(text, [...streets, ...roads]).flatMap(({ what }) => what ?? []);
  return [...new Set(found)];
}

/** Where two lines first cross, going along the first; undefined if they do not. */
export function lineCrossing(one: readonly Position[], other: readonly Position[]): Point | undefined {
  // Ends that were drawn onto the other line may miss it by rounding; a share of a segment.
  const slack = 1e-4;
  const inside = (share: number): boolean => share >= -slack && share <= 1 + slack;
  for (const [i, [px, py]] of one.entries()) {
    const next = one[i + 1];
    if (next === undefined) return undefined;
    const [rx, ry] = [next[0] - px, next[1] - py];
    for (const [j, [qx, qy]] of other.entries()) {
      const end = other[j + 1];
      if (end === undefined) break;
      const [sx, sy] = [end[0] - qx, end[1] - qy];
      const cross = rx * sy - ry * sx;
      if (cross === 0) continue;
      const t = ((qx - px) * sy - (qy - py) * sx) / cross;
      const u = ((qx - px) * ry - (qy - py) * rx) / cross;
      if (inside(t) && inside(u)) return { lon: px + t * rx, lat: py + t * ry };
    }
  }
  return undefined;
}

export type Place = Plates['places'][number];

/** The crossing of the first two of these roads that meet, among the plates' places, or else of their lines. */
export function findCrossing(roads: readonly string[], plates: Plates): Place | undefined {
  for (const [i, one] of roads.entries()) {
    for (const other of roads.slice(i + 1)) {
      const place = plates.places.find(({ roads: pair }) => pair.includes(one) && pair.includes(other));
      if (place !== undefined) return place;
      const lineOf = (name: string): readonly Position[] => plates.roads.find((road) => road.name === name)?.line ?? [];
      const at = lineCrossing(lineOf(one), lineOf(other));
      if (at !== undefined) return { name: `${one}×${other}`, roads: [one, other], at: [at.lon, at.lat] };
    }
  }
  return undefined;
}

/** The place of the plates whose own name comes first in a text. */
export function findNamedPlace(text: string, plates: Plates): Place | undefined {
  return mentions(
    text,
    plates.places.map((place) => ({ name: place.name, what: place })),
  )[0]?.what;
}

/** The one place that a text means: a named place, else the crossing of roads in it; undefined if it names neither. */
export function placeOf(text: string, plates: Plates): Place | undefined {
  return findNamedPlace(text, plates) ?? findCrossing(findRoads(text, plates), plates);
}
