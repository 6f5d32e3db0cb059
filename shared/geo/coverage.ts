/**
 * Where areas that ought to fill a district between them do not: overlaps, and gaps. For what is imported and drawn; a
 * survey's slivers are below the least area asked for. Flat on a local scale: for districts, not for continents.
 */
import type { MultiPolygon, Position } from './polygon.ts';

export interface Overlap {
  /** Codes of all areas that claim it, in order. */
  readonly codes: readonly string[];
  readonly squareMetres: number;
  /** In upright strips, for drawing; they touch each other. */
  readonly shape: MultiPolygon;
}

export interface Gap {
  readonly squareMetres: number;
  readonly shape: MultiPolygon;
}

export interface Coverage {
  /** Largest first. */
  readonly overlaps: readonly Overlap[];
  /** Nobody's places inside: of `whole` where it is given, else those that areas enclose. Largest first. */
  readonly gaps: readonly Gap[];
  /** What areas claim outside of `whole`. Largest first. */
  readonly beyond: readonly Overlap[];
}

interface Edge {
  /** Place of its area; -1 for the whole. */
  readonly of: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

const wholeOf = -1;
const metresPerDegree = 111_195;

/** Upright edges have no inside of their own: the strips beside them end at them. */
function edgesOf(shape: MultiPolygon, of: number): Edge[] {
  return shape.flatMap((rings) =>
    rings.flatMap((ring) =>
      ring.slice(1).flatMap(([x2, y2], i): Edge[] => {
        const [x1, y1] = ring[i] ?? [x2, y2];
        if (x1 === x2) return [];
        return [x1 < x2 ? { of, x1, y1, x2, y2 } : { of, x1: x2, y1: y2, x2: x1, y2: y1 }];
      }),
    ),
  );
}

/** From its own western end, whoever asks: two areas then see the same height of the edge they share. */
function heightAt({ x1, y1, x2, y2 }: Edge, x: number): number {
  return x === x2 ? y2 : y1 + ((y2 - y1) * (x - x1)) / (x2 - x1);
}

/** Where two edges cross between their ends, west to east; undefined where they do not. */
function crossingX(a: Edge, b: Edge): number | undefined {
  const [from, to] = [Math.max(a.x1, b.x1), Math.min(a.x2, b.x2)];
  if (from >= to) return undefined;
  const [before, after] = [heightAt(a, from) - heightAt(b, from), heightAt(a, to) - heightAt(b, to)];
  if (before === 0 || after === 0 || before > 0 === after > 0) return undefined;
  const x = from + ((to - from) * before) / (before - after);
  return x > from && x < to ? x : undefined;
}

/** All places where something begins, ends or crosses, from west to east, each once. */
function breaksOf(edges: readonly Edge[]): number[] {
  const xs = new Set<number>();
  for (const { x1, x2 } of edges) {
    xs.add(x1);
    xs.add(x2);
  }
  let open: Edge[] = [];
  for (const edge of [...edges].sort((a, b) => a.x1 - b.x1)) {
    open = open.filter(({ x2 }) => x2 > edge.x1);
    const [low, high] = [Math.min(edge.y1, edge.y2), Math.max(edge.y1, edge.y2)];
    for (const other of open) {
      if (Math.max(other.y1, other.y2) < low || Math.min(other.y1, other.y2) > high) continue;
      const x = crossingX(edge, other);
      if (x !== undefined) xs.add(x);
    }
    open.push(edge);
  }
  return [...xs].sort((a, b) => a - b);
}

type Ends = readonly [west: number, east: number];

/** A part of a strip, from south to north between two edges, that is held as it ought not to be. */
interface Piece {
  /** Codes of areas, joined; empty for nobody's. */
  readonly held: string;
  readonly inWhole: boolean;
  readonly west: number;
  readonly east: number;
  readonly low: Ends;
  readonly high: Ends;
}

/** Between two breaks: no edge begins, ends or crosses in there. */
interface Strip {
  /** Its lowest and its highest edge: beyond them is the open country. */
  readonly bottom: Ends;
  readonly top: Ends;
  readonly pieces: readonly Piece[];
}

/** A code holds no such sign. */
const joint = '\u0000';

function stripOf(west: number, east: number, open: readonly Edge[], codes: readonly string[], bounded: boolean): Strip {
  const middle = (west + east) / 2;
  const endsOf = (edge: Edge | undefined): Ends =>
    edge === undefined ? [0, 0] : [heightAt(edge, west), heightAt(edge, east)];
  const across = open
    .filter(({ x1, x2 }) => x1 <= west && x2 >= east)
    .map((edge) => ({ edge, at: heightAt(edge, middle) }))
    .sort((a, b) => a.at - b.at);
  const holders = new Set<number>();
  const pieces: Piece[] = [];
  for (const [i, { edge, at }] of across.entries()) {
    if (!holders.delete(edge.of)) holders.add(edge.of);
    const above = across[i + 1];
    if (above === undefined || above.at <= at) continue;
    const inWhole = !bounded || holders.has(wholeOf);
    const claims = holders.size - (holders.has(wholeOf) ? 1 : 0);
    if (inWhole ? claims === 1 : claims === 0) continue;
    const held = [...holders].flatMap((of) => codes[of] ?? []).sort();
    pieces.push({ held: held.join(joint), inWhole, west, east, low: endsOf(edge), high: endsOf(above.edge) });
  }
  return { bottom: endsOf(across[0]?.edge), top: endsOf(across.at(-1)?.edge), pieces };
}

function ringOf({ west, east, low, high }: Piece): Position[] {
  const start: Position = [west, low[0]];
  return [start, [east, low[1]], [east, high[1]], [west, high[0]], start];
}

/** Pieces that hang together by way of the strip beside them. */
function groupsOf(strips: readonly Strip[]): readonly (readonly Piece[])[] {
  const parent = new Map<Piece, Piece>();
  const root = (piece: Piece): Piece => {
    const up = parent.get(piece) ?? piece;
    if (up === piece) return piece;
    const top = root(up);
    parent.set(piece, top);
    return top;
  };
  for (const [i, { pieces }] of strips.entries())
    for (const one of pieces)
      for (const other of strips[i + 1]?.pieces ?? []) {
        if (one.held !== other.held || one.inWhole !== other.inWhole) continue;
        if (Math.min(one.high[1], other.high[0]) > Math.max(one.low[1], other.low[0]))
          parent.set(root(other), root(one));
      }
  const groups = new Map<Piece, Piece[]>();
  for (const piece of strips.flatMap(({ pieces }) => pieces)) {
    const group = groups.get(root(piece));
    if (group === undefined) groups.set(root(piece), [piece]);
    else group.push(piece);
  }
  return [...groups.values()];
}

/** Pieces beside which, to the west or the east, the open country begins. */
function openPieces(strips: readonly Strip[]): ReadonlySet<Piece> {
  const isOpen = (low: number, high: number, bottom: number | undefined, top: number | undefined): boolean =>
    low < high && (bottom === undefined || top === undefined || low < bottom || high > top);
  const open = new Set<Piece>();
  for (const [i, { pieces }] of strips.entries()) {
    const [before, after] = [strips[i - 1], strips[i + 1]];
    for (const piece of pieces) {
      const { low, high } = piece;
      if (isOpen(low[0], high[0], before?.bottom[1], before?.top[1])) open.add(piece);
      if (isOpen(low[1], high[1], after?.bottom[0], after?.top[0])) open.add(piece);
    }
  }
  return open;
}

/**
 * Compares areas with each other, and with the whole that they ought to fill. `least`: square metres below which a
 * difference is a sliver of the survey and is not told. A crack that is open to the outside is a gap of `whole` only.
 */
export function coverageOf(
  areas: readonly { readonly code: string; readonly shape: MultiPolygon }[],
  { whole, least = 1 }: { readonly whole?: MultiPolygon | undefined; readonly least?: number | undefined } = {},
): Coverage {
  const edges = areas.flatMap(({ shape }, of) => edgesOf(shape, of));
  if (whole !== undefined) edges.push(...edgesOf(whole, wholeOf));
  const codes = areas.map(({ code }) => code);
  const breaks = breaksOf(edges);
  const waiting = [...edges].sort((a, b) => a.x1 - b.x1);
  const strips: Strip[] = [];
  let open: Edge[] = [];
  let taken = 0;
  for (const [i, west] of breaks.entries()) {
    const east = breaks[i + 1];
    if (east === undefined) break;
    open = open.filter(({ x2 }) => x2 > west);
    for (let edge = waiting[taken]; edge !== undefined && edge.x1 <= west; edge = waiting[taken]) {
      open.push(edge);
      taken += 1;
    }
    strips.push(stripOf(west, east, open, codes, whole !== undefined));
  }
  return told(strips, whole !== undefined, least);
}

function told(strips: readonly Strip[], bounded: boolean, least: number): Coverage {
  const open = bounded ? new Set<Piece>() : openPieces(strips);
  const [overlaps, gaps, beyond]: [Overlap[], Gap[], Overlap[]] = [[], [], []];
  for (const pieces of groupsOf(strips)) {
    const { held, inWhole } = pieces[0] ?? { held: '', inWhole: true };
    const squareMetres = pieces.reduce((sum, piece) => sum + areaOf(piece), 0);
    if (squareMetres < least) continue;
    const codes = held === '' ? [] : held.split(joint);
    const place = { squareMetres, shape: pieces.map((piece) => [ringOf(piece)]) };
    if (!inWhole) beyond.push({ codes, ...place });
    else if (codes.length > 1) overlaps.push({ codes, ...place });
    else if (!pieces.some((piece) => open.has(piece))) gaps.push(place);
  }
  const largest = <T extends Gap>(list: readonly T[]): T[] => [...list].sort((a, b) => b.squareMetres - a.squareMetres);
  return { overlaps: largest(overlaps), gaps: largest(gaps), beyond: largest(beyond) };
}

function areaOf({ west, east, low, high }: Piece): number {
  const lat = (low[0] + low[1] + high[0] + high[1]) / 4;
  const wide = (east - west) * metresPerDegree * Math.cos((lat * Math.PI) / 180);
  return (wide * (high[0] - low[0] + high[1] - low[1]) * metresPerDegree) / 2;
}
