/** A district of as many grid cells as wanted: crooked borders that neighbours share point by point, as surveyed ones do. */
import type { Plates } from '../../shared/domain/district/events.ts';
import type { MultiPolygon, Position } from '../../shared/geo/polygon.ts';
import { must } from '../../shared/lib/must.ts';

type Grid = Plates['grids'][number];

/** About Xuhui: west, south, and its width and height, degrees. */
const frame = { west: 121.4, south: 31.09, wide: 0.08, high: 0.13 } as const;
/** Points of a border between two corners. */
const between = 3;
/** How far a corner and a point of a border lie from where they would in a chequered pattern; shares of a cell. */
const cornerShift = 0.2;
const borderShift = 0.05;

/** Mulberry32: the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** As many points within the frame, and a little beyond it. */
export function pointsAround(count: number, seed: number): readonly { readonly lon: number; readonly lat: number }[] {
  const random = seeded(seed);
  const beyond = 0.05;
  const spread = (from: number, size: number): number => from + size * (random() * (1 + 2 * beyond) - beyond);
  return Array.from({ length: count }, () => ({
    lon: spread(frame.west, frame.wide),
    lat: spread(frame.south, frame.high),
  }));
}

const rounded = (value: number): number => Math.round(value * 1e7) / 1e7;

/** Borders by where they begin; each runs to the east or to the north, without its last corner. */
class Lattice {
  readonly #columns: number;
  readonly #rows: number;
  readonly #corners: Position[][];
  readonly #east: Position[][][];
  readonly #north: Position[][][];

  constructor(columns: number, rows: number, seed: number) {
    this.#columns = columns;
    this.#rows = rows;
    const random = seeded(seed);
    const [stepX, stepY] = [frame.wide / columns, frame.high / rows];
    const shifted = (x: number, y: number, by: number): Position => [
      rounded(frame.west + (x + (random() * 2 - 1) * by) * stepX),
      rounded(frame.south + (y + (random() * 2 - 1) * by) * stepY),
    ];
    const all = <T>(make: (x: number, y: number) => T): T[][] =>
      Array.from({ length: columns + 1 }, (_, x) => Array.from({ length: rows + 1 }, (__, y) => make(x, y)));
    this.#corners = all((x, y) => shifted(x, y, cornerShift));
    const border = (from: Position, to: Position): Position[] => {
      const [x, y] = [(from[0] - frame.west) / stepX, (from[1] - frame.south) / stepY];
      const [dx, dy] = [(to[0] - from[0]) / stepX, (to[1] - from[1]) / stepY];
      const shares = Array.from({ length: between }, (_, at) => (at + 1) / (between + 1));
      return [from, ...shares.map((share) => shifted(x + dx * share, y + dy * share, borderShift))];
    };
    this.#east = all((x, y) => (x < columns ? border(this.#corner(x, y), this.#corner(x + 1, y)) : []));
    this.#north = all((x, y) => (y < rows ? border(this.#corner(x, y), this.#corner(x, y + 1)) : []));
  }

  #corner(x: number, y: number): Position {
    return must(this.#corners[x]?.[y], 'a corner');
  }

  /** The outline of a block of cells. */
  shape(x0: number, y0: number, wide: number, high: number): MultiPolygon {
    const [x1, y1] = [Math.min(x0 + wide, this.#columns), Math.min(y0 + high, this.#rows)];
    const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);
    const back = (line: readonly Position[], end: Position): Position[] => [end, ...line.slice(1).toReversed()];
    const east = (x: number, y: number): Position[] => must(this.#east[x]?.[y], 'a border');
    const north = (x: number, y: number): Position[] => must(this.#north[x]?.[y], 'a border');
    const ring = [
      ...range(x0, x1).flatMap((x) => east(x, y0)),
      ...range(y0, y1).flatMap((y) => north(x1, y)),
      ...range(x0, x1)
        .toReversed()
        .flatMap((x) => back(east(x, y1), this.#corner(x + 1, y1))),
      ...range(y0, y1)
        .toReversed()
        .flatMap((y) => back(north(x0, y), this.#corner(x0, y + 1))),
    ];
    return [[[...ring, must(ring[0], 'a first point')]]];
  }
}

export const columns = 70;
export const rows = 72;
export const cellCount = columns * rows;
/** Cells in a block of each level, in either direction. */
const blocks = [
  { level: 'management', mark: 'M', wide: columns, high: rows },
  { level: 'responsibility', mark: 'R', wide: 35, high: 24 },
  { level: 'area', mark: 'A', wide: 7, high: 8 },
  { level: 'cell', mark: 'C', wide: 1, high: 1 },
] as const;

/** Four levels of grids, 5,040 cells on the lowest. @param seed Another district, with the same codes. */
export function manyGrids(seed: number): Grid[] {
  const lattice = new Lattice(columns, rows, seed);
  return blocks.flatMap(({ level, mark, wide, high }, place) => {
    const above = blocks[place - 1];
    const grids: Grid[] = [];
    for (let x = 0; x < columns; x += wide)
      for (let y = 0; y < rows; y += high) {
        const up = above && `${above.mark}${Math.floor(x / above.wide)}-${Math.floor(y / above.high)}`;
        grids.push({
          ...{ code: `${mark}${x / wide}-${y / high}`, level, name: `第${x / wide}列${y / high}行格` },
          ...(up === undefined ? {} : { parent: up, squad: '枫林中队' }),
          shape: lattice.shape(x, y, wide, high).map((rings) => rings.map((ring) => ring.map(([a, b]) => [a, b]))),
        });
      }
    return grids;
  });
}
