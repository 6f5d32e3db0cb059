/**
 * Cuts layers into vector tiles: simplified for each zoom, clipped to the tile and a margin around it, all layers of a tile
 * in one. By geojson-vt and vt-pbf of the makers of MapLibre.
 */
import { GeoJSONVT } from '@maplibre/geojson-vt';
import type { GeoJSONVTTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import { pack } from './archive-directory.ts';
import type { Tile } from './archive-writer.ts';
import { BasemapError, dimensionOf, pathsOf } from './features.ts';
import type { Degrees, MapFeature, MapLayer, Properties } from './features.ts';

const extent = 4096;
/** Margin around a tile, so that wide strokes and outlines meet at its edge. */
const buffer = 96;
/** More make a file nobody wants to carry; so many are a province at zoom 14. */
const mostTiles = 400_000;

export interface TileSpan {
  readonly minZoom: number;
  readonly maxZoom: number;
}

export interface Tiled {
  readonly tiles: readonly Tile[];
  readonly perZoom: readonly { readonly zoom: number; readonly tiles: number; readonly bytes: number }[];
  readonly largest: { readonly z: number; readonly x: number; readonly y: number; readonly bytes: number } | undefined;
  /** Features that no tile holds, by layer: smaller than the grid of the highest zoom. */
  readonly dropped: ReadonlyMap<string, number>;
  /** Layer name → zooms it occurs at and properties it has. */
  readonly layers: ReadonlyMap<string, LayerFacts>;
}

export interface LayerFacts {
  minZoom: number;
  maxZoom: number;
  readonly fields: Map<string, 'String' | 'Number' | 'Boolean'>;
}

type Column = readonly [x: number, y: number];

function columnOf([lon, lat]: Degrees, tilesAcross: number): Column {
  const sine = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
  const y = 0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI;
  return [(lon / 360 + 0.5) * tilesAcross, y * tilesAcross];
}

/** The tiles of the highest zoom that a feature may touch. */
function touched({ geometry }: MapFeature, zoom: number, add: (x: number, y: number) => void): void {
  const across = 2 ** zoom;
  const margin = buffer / extent;
  const box = (corners: readonly Column[]): void => {
    const xs = corners.map(([x]) => x);
    const ys = corners.map(([, y]) => y);
    const clamp = (value: number): number => Math.max(0, Math.min(across - 1, Math.floor(value)));
    const [west, east] = [clamp(Math.min(...xs) - margin), clamp(Math.max(...xs) + margin)];
    const [north, south] = [clamp(Math.min(...ys) - margin), clamp(Math.max(...ys) + margin)];
    if ((east - west + 1) * (south - north + 1) > mostTiles) throw new BasemapError(tooMany(zoom));
    for (let x = west; x <= east; x += 1) for (let y = north; y <= south; y += 1) add(x, y);
  };
  for (const path of pathsOf(geometry)) {
    const columns = path.map((at) => columnOf(at, across));
    if (dimensionOf(geometry) !== 'line') {
      const [first = [0, 0]] = columns;
      let [west, north] = first;
      let [east, south] = first;
      for (const [x, y] of columns) {
        [west, north] = [Math.min(west, x), Math.min(north, y)];
        [east, south] = [Math.max(east, x), Math.max(south, y)];
      }
      box([
        [west, north],
        [east, south],
      ]);
      continue;
    }
    // A long slanting line touches few of the tiles of the box around it.
    for (const [i, at] of columns.entries()) box([columns[i - 1] ?? at, at]);
  }
}

const tooMany = (zoom: number): string =>
  `the layers lie in more than ${String(mostTiles)} tiles of zoom ${String(zoom)}: ` +
  'cut them to the district and its surroundings, or lower --max-zoom';

/** Tiles that may hold something, by zoom, in order. */
function candidates(layers: readonly MapLayer[], { minZoom, maxZoom }: TileSpan): readonly (readonly Column[])[] {
  let keys = new Set<number>();
  const across = 2 ** maxZoom;
  for (const { features } of layers) {
    for (const feature of features) touched(feature, maxZoom, (x, y) => keys.add(x * across + y));
    if (keys.size > mostTiles) throw new BasemapError(tooMany(maxZoom));
  }
  const byZoom: Column[][] = [];
  for (let zoom = maxZoom; zoom >= minZoom; zoom -= 1) {
    const wide = 2 ** zoom;
    byZoom[zoom] = [...keys].sort((a, b) => a - b).map((key) => [Math.floor(key / wide), key % wide]);
    keys = new Set(byZoom[zoom]?.map(([x, y]) => Math.floor(x / 2) * (wide / 2) + Math.floor(y / 2)));
  }
  return byZoom;
}

interface Index {
  readonly layer: string;
  readonly minZoom: number;
  readonly tiles: GeoJSONVT;
  /** Properties of its features, each an object of its own, by which a tile's features are known again. */
  readonly tags: readonly Properties[];
}

/** One index for each layer and first zoom, so that low zooms do not carry what only high ones show. */
function indexes(layers: readonly MapLayer[], maxZoom: number): readonly Index[] {
  const groups = new Map<string, { layer: string; minZoom: number; features: MapFeature[] }>();
  for (const { name, features } of layers) {
    for (const feature of features) {
      const minZoom = Math.min(feature.minZoom, maxZoom);
      const key = `${name} ${String(minZoom)}`;
      const group = groups.get(key) ?? { layer: name, minZoom, features: [] };
      groups.set(key, group);
      group.features.push(feature);
    }
  }
  return [...groups.values()].map(({ layer, minZoom, features }) => {
    const tags = features.map(({ properties }) => ({ ...properties }));
    const data = {
      type: 'FeatureCollection',
      features: features.map(({ geometry }, i) => ({ type: 'Feature', geometry, properties: tags[i] })),
    };
    const options = { maxZoom, indexMaxZoom: maxZoom, indexMaxPoints: 2000, extent, buffer, tolerance: 4 };
    // Its types stand on a package that is not ours to import; the shape is that of GeoJSON.
    return { layer, minZoom, tags, tiles: new GeoJSONVT(data as never, options) };
  });
}

type Cut = Record<string, GeoJSONVTTile>;

/** A layer occurs at a zoom. */
function note(facts: Map<string, LayerFacts>, layer: string, zoom: number): void {
  const known = facts.get(layer);
  if (known === undefined) facts.set(layer, { minZoom: zoom, maxZoom: zoom, fields: new Map() });
  else known.maxZoom = zoom;
}

function noteFields(facts: Map<string, LayerFacts>, { layer, tags }: Index): void {
  const fields = facts.get(layer)?.fields;
  for (const one of fields === undefined ? [] : tags) {
    for (const field in one) {
      const value = one[field];
      fields?.set(field, typeof value === 'number' ? 'Number' : typeof value === 'boolean' ? 'Boolean' : 'String');
    }
  }
}

type Cell = readonly (readonly [number, number])[];

function hasArea(ring: Cell): boolean {
  let sum = 0;
  for (const [i, [x, y]] of ring.entries()) {
    const [px, py] = ring[i - 1] ?? ring.at(-1) ?? [x, y];
    sum += px * y - x * py;
  }
  return sum !== 0;
}

/** The feature less those parts that the tile's grid shrinks to a point or a line; nothing where none is left. */
function drawable(feature: GeoJSONVTTile['features'][number]): GeoJSONVTTile['features'] {
  if (feature.type === 1) return [feature];
  const whole =
    feature.type === 3
      ? hasArea
      : (line: Cell): boolean => line.some(([x, y]) => x !== line[0]?.[0] || y !== line[0]?.[1]);
  const geometry = feature.geometry.filter(whole);
  return geometry.length === 0 ? [] : [{ ...feature, geometry }];
}

/** @throws BasemapError where the layers spread over too many tiles. */
export function cutTiles(layers: readonly MapLayer[], span: TileSpan): Tiled {
  const columns = candidates(layers, span);
  const cutters = indexes(layers, span.maxZoom);
  const held = new Set<unknown>();
  const facts = new Map<string, LayerFacts>();
  const tiles: Tile[] = [];
  const perZoom: { zoom: number; tiles: number; bytes: number }[] = [];
  let largest: Tiled['largest'];
  for (let z = span.minZoom; z <= span.maxZoom; z += 1) {
    const before = tiles.length;
    let bytes = 0;
    for (const [x, y] of columns[z] ?? []) {
      const cut: Cut = {};
      for (const { layer, minZoom, tiles: index } of cutters) {
        const whole = z < minZoom ? null : index.getTile(z, x, y);
        const tile = whole === null ? null : { ...whole, features: whole.features.flatMap(drawable) };
        if (tile === null || tile.features.length === 0) continue;
        for (const { tags } of tile.features) held.add(tags);
        note(facts, layer, z);
        const same = cut[layer];
        cut[layer] = same === undefined ? tile : { ...same, features: [...same.features, ...tile.features] };
      }
      if (Object.keys(cut).length === 0) continue;
      const data = pack(fromGeojsonVt(cut, { version: 2, extent }));
      tiles.push({ z, x, y, data });
      bytes += data.length;
      if (data.length > (largest?.bytes ?? 0)) largest = { z, x, y, bytes: data.length };
    }
    perZoom.push({ zoom: z, tiles: tiles.length - before, bytes });
  }
  for (const index of cutters) noteFields(facts, index);
  const dropped = new Map<string, number>();
  for (const { layer, tags } of cutters) {
    const lost = tags.filter((one) => !held.has(one)).length;
    if (lost > 0) dropped.set(layer, (dropped.get(layer) ?? 0) + lost);
  }
  return { tiles, perZoom, largest, dropped, layers: facts };
}
