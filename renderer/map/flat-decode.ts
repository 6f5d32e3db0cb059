/** One vector tile made ready for the plain canvas: a path for all that looks the same, and the names with their places. */
import type { VectorTileFeature } from '@mapbox/vector-tile';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import type { Deck, LayerReading, SchemaLayer } from './basemap-schema.ts';
import { classOf, colourOf, deckOf, nameOf, pointClass, rankOf } from './basemap-schema.ts';

/** Units of a tile's side, whatever the archive counts in. */
export const extent = 4_096;

export interface TilePlace {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** What is drawn alike. */
export interface Group {
  readonly of: SchemaLayer;
  readonly name: string;
  readonly deck: Deck;
  readonly colour: string | undefined;
  readonly shape: 'area' | 'line' | 'point';
  readonly path: Path2D;
  /** Of points, in units of the tile: x, y, x, y … */
  readonly points: number[];
}

/** A name at a point, or along a line. */
export interface TileLabel {
  readonly of: SchemaLayer;
  readonly name: string;
  readonly text: string;
  readonly rank: number;
  readonly along: boolean;
  /** Fractions of the world: x, y, x, y … */
  readonly at: Float64Array;
}

export interface VectorTileContent {
  readonly groups: readonly Group[];
  readonly labels: readonly TileLabel[];
  /** About so many are kept for it in memory. */
  readonly bytes: number;
}

type Corner = readonly [x: number, y: number];

/** Lines of one name whose ends meet are one line: what is cut at each crossing has room for its name again. */
export function joined(lines: readonly (readonly Corner[])[]): Corner[][] {
  const open = lines.filter((line) => line.length > 1).map((line) => [...line]);
  const done: Corner[][] = [];
  const key = (corner: Corner | undefined): string => corner?.join() ?? '';
  const starts = new Map<string, Corner[][]>();
  for (const line of open) {
    const at = key(line[0]);
    starts.set(at, [...(starts.get(at) ?? []), line]);
  }
  const used = new Set<Corner[]>();
  for (const line of open) {
    if (used.has(line)) continue;
    used.add(line);
    for (;;) {
      const next = starts.get(key(line.at(-1)))?.find((other) => !used.has(other));
      if (next === undefined) break;
      used.add(next);
      for (const corner of next.slice(1)) line.push(corner);
    }
    done.push(line);
  }
  return done;
}

class Collected {
  readonly #place: TilePlace;
  readonly #groups = new Map<string, Group>();
  readonly #labels: TileLabel[] = [];
  readonly #lines = new Map<string, { readonly label: Omit<TileLabel, 'at'>; readonly lines: Corner[][] }>();
  #corners = 0;

  constructor(place: TilePlace) {
    this.#place = place;
  }

  add(reading: LayerReading, feature: VectorTileFeature): void {
    const { properties, type } = feature;
    if (type === 0) return;
    const scale = extent / feature.extent;
    const rings = feature
      .loadGeometry()
      .map((ring) => ring.map(({ x, y }): Corner => [x * scale, y * scale]))
      .filter((ring) => ring.length > 0);
    for (const ring of rings) this.#corners += ring.length;
    const shape = type === 1 ? 'point' : type === 2 ? 'line' : 'area';
    // A river as a line stands in many archives among the areas of water.
    const of = reading.as === 'water' && shape === 'line' ? 'waterway' : reading.as;
    const name = classOf(reading, properties);
    const text = nameOf(properties);
    const rank = rankOf(properties);
    const group = this.#group({ of, name, deck: deckOf(reading, properties), colour: colourOf(properties), shape });
    for (const ring of rings) trace(group, ring, shape);
    if (text === '') return;
    if (shape === 'point') {
      const held = pointClass[of];
      const label = held === undefined ? { of, name } : { of: 'label' as const, name: held };
      for (const ring of rings) this.#labels.push({ ...label, text, rank, along: false, at: this.#world(ring) });
    } else if (shape === 'line') {
      const key = `${of}/${name}/${text}`;
      const known = this.#lines.get(key) ?? { label: { of, name, text, rank, along: true }, lines: [] };
      this.#lines.set(key, known);
      known.lines.push(...rings);
    }
  }

  content(): VectorTileContent {
    for (const { label, lines } of this.#lines.values())
      for (const line of joined(lines)) this.#labels.push({ ...label, at: this.#world(line) });
    // A corner takes about 24 bytes in a path, a name some hundreds.
    const bytes = this.#corners * 24 + this.#labels.length * 300 + this.#groups.size * 400 + 2_000;
    return { groups: [...this.#groups.values()], labels: this.#labels, bytes };
  }

  #group(wanted: Omit<Group, 'path' | 'points'>): Group {
    const key = Object.values(wanted).join('/');
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const group = { ...wanted, path: new Path2D(), points: [] };
    this.#groups.set(key, group);
    return group;
  }

  #world(line: readonly Corner[]): Float64Array {
    const { z, x, y } = this.#place;
    const at = new Float64Array(line.length * 2);
    for (const [i, corner] of line.entries()) {
      at[2 * i] = (x + corner[0] / extent) / 2 ** z;
      at[2 * i + 1] = (y + corner[1] / extent) / 2 ** z;
    }
    return at;
  }
}

function trace({ path, points }: Group, ring: readonly Corner[], shape: Group['shape']): void {
  for (const [i, [x, y]] of ring.entries()) {
    if (shape === 'point') points.push(x, y);
    else if (i === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  }
  if (shape === 'area') path.closePath();
}

/** Throws what the tile's own form makes its readers throw. */
export function decodeTile(place: TilePlace, bytes: ArrayBuffer, readings: readonly LayerReading[]): VectorTileContent {
  const collected = new Collected(place);
  const { layers } = new VectorTile(new PbfReader(new Uint8Array(bytes)));
  for (const reading of readings) {
    const layer = layers[reading.from];
    for (let i = 0; layer !== undefined && i < layer.length; i += 1) collected.add(reading, layer.feature(i));
  }
  return collected.content();
}
