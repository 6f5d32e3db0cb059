/** Whether a ring is the border of one area: closed lines that cross or touch themselves have no plain inside. */
import type { Point } from './point.ts';
import type { Position } from './polygon.ts';

interface Edge {
  /** Its place in the ring: of its first corner. */
  readonly index: number;
  readonly a: Position;
  readonly b: Position;
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

const same = (a: Position, b: Position): boolean => a[0] === b[0] && a[1] === b[1];

/** Edges that have a length. */
function edgesOf(ring: readonly Position[]): Edge[] {
  const edges: Edge[] = [];
  for (let i = 1; i < ring.length; i += 1) {
    const [a, b] = [ring[i - 1], ring[i]];
    if (a === undefined || b === undefined || same(a, b)) continue;
    edges.push({
      ...{ index: i - 1, a, b },
      ...{ west: Math.min(a[0], b[0]), east: Math.max(a[0], b[0]) },
      ...{ south: Math.min(a[1], b[1]), north: Math.max(a[1], b[1]) },
    });
  }
  return edges;
}

/** Above 0 where c lies left of the line from a to b, 0 on it. */
function side(a: Position, b: Position, c: Position): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

const within = ({ west, east, south, north }: Edge, [x, y]: Position): boolean =>
  west <= x && x <= east && south <= y && y <= north;

/** A place that both edges have; undefined if they have none. */
function meeting(one: Edge, other: Edge): Position | undefined {
  const [a, b, c, d] = [one.a, one.b, other.a, other.b];
  const [c1, d1, a1, b1] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (c1 === 0 && within(one, c)) return c;
  if (d1 === 0 && within(one, d)) return d;
  if (a1 === 0 && within(other, a)) return a;
  if (b1 === 0 && within(other, b)) return b;
  if (c1 > 0 === d1 > 0 || a1 > 0 === b1 > 0 || c1 === 0 || d1 === 0 || a1 === 0 || b1 === 0) return undefined;
  const t = a1 / (a1 - b1);
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
}

/** The further end, where the ring goes back the way it came. */
function foldedBack(before: Edge, after: Edge): Position | undefined {
  if (side(before.a, before.b, after.b) !== 0) return undefined;
  const [dx, dy] = [before.b[0] - before.a[0], before.b[1] - before.a[1]];
  const [ex, ey] = [after.b[0] - after.a[0], after.b[1] - after.a[1]];
  return dx * ex + dy * ey < 0 ? before.b : undefined;
}

export interface SelfCrossing {
  /** The later of the two edges that meet, by the place of its first corner in the ring. */
  readonly edge: number;
  readonly at: Point;
}

/**
 * Where a closed ring crosses or touches itself or folds back on itself; undefined for one that borders a plain area.
 * Corners given twice in a row are no fault. Of several crossings it tells one, always the same.
 */
export function selfCrossing(ring: readonly Position[]): SelfCrossing | undefined {
  const edges = edgesOf(ring);
  const count = edges.length;
  const places = new Map(edges.map((edge, i) => [edge, i]));
  if (count < 3) return { edge: 0, at: { lon: ring[0]?.[0] ?? 0, lat: ring[0]?.[1] ?? 0 } };
  let found: { readonly edge: number; readonly at: Position } | undefined;
  const tell = (one: Edge, other: Edge): void => {
    const [i, j] = [places.get(one) ?? 0, places.get(other) ?? 0];
    const [before, after] = (i + 1) % count === j ? [one, other] : (j + 1) % count === i ? [other, one] : [];
    const at = before === undefined || after === undefined ? meeting(one, other) : foldedBack(before, after);
    const edge = Math.max(one.index, other.index);
    if (at !== undefined && (found === undefined || edge < found.edge)) found = { edge, at };
  };
  // From west to east: an edge can only meet those that have not ended where it begins.
  let open: Edge[] = [];
  for (const edge of [...edges].sort((a, b) => a.west - b.west || a.index - b.index)) {
    open = open.filter(({ east }) => east >= edge.west);
    for (const other of open) if (other.south <= edge.north && edge.south <= other.north) tell(edge, other);
    open.push(edge);
  }
  return found === undefined ? undefined : { edge: found.edge, at: { lon: found.at[0], lat: found.at[1] } };
}
