/** The names that the plain ground would like to show: those of the plates, and those of the basemap where there is one. */
import type { Palette } from '../theme/tokens.ts';
import { palettes } from '../theme/tokens.ts';
import { mapPalettes } from '../theme/map-tokens.ts';
import { nameLayers } from './basemap-names.ts';
import type { SchemaLayer } from './basemap-schema.ts';
import { stepAt } from './basemap-style.ts';
import { toWorld } from './camera.ts';
import type { TileLabel } from './flat-decode.ts';
import type { GroundState } from './ground.ts';
import { atZoom, detail } from './ground.ts';
import type { AreaShape } from './shapes.ts';
import type { LonLat } from './types.ts';

export interface Lettering {
  readonly size: number;
  readonly weight: number;
  readonly colour: string;
  readonly halo: string;
  /** Between letters, in letters. */
  readonly spacing: number;
}

interface Wish {
  /** The same for the same name at the same place. */
  readonly key: string;
  readonly text: string;
  readonly look: Lettering;
  /** The least is placed first. */
  readonly order: number;
}

export interface PointWish extends Wish {
  readonly kind: 'point';
  /** Fractions of the world. */
  readonly at: readonly [number, number];
  /** Second line, smaller. */
  readonly under: string;
  /** Its own area, which the name must not leave; null: it may stand anywhere. */
  readonly area: AreaShape['shape'] | null;
  /** Hangs so far below its point; null: stands upon it. */
  readonly below: number | null;
}

export interface LineWish extends Wish {
  readonly kind: 'line';
  readonly line: Float64Array;
}

/** What of the basemap counts for names: nothing where there is none. */
export interface BasemapWords {
  readonly holds: readonly SchemaLayer[];
  /** Pictures have their names in them. */
  readonly isPicture: boolean;
  readonly labels: Iterable<TileLabel>;
}

/** Orders of the plates' names among those of the basemap, whose first is 10, and each next 10 more. */
const orders = { streets: 0, zones: 1, areas: 82, roads: 83, places: 84, cells: 86 } as const;

function* ofPlates(
  { shapes, layers }: GroundState,
  zoom: number,
  palette: Palette,
  halo: string,
  basemap: BasemapWords | null,
): Iterable<PointWish | LineWish> {
  const look = (size: number, colour: string, weight = 400): Lettering => ({ size, weight, colour, halo, spacing: 0 });
  const upright = (
    order: number,
    text: string,
    at: LonLat,
    lettering: Lettering,
    area: PointWish['area'] = null,
    under = '',
  ): PointWish => ({
    kind: 'point',
    key: `${String(order)}/${text}/${at.join()}`,
    text,
    look: lettering,
    order,
    at: toWorld(at),
    under,
    area,
    below: null,
  });
  const streetSize = atZoom(
    [
      [11, 12],
      [14, 15],
    ],
    zoom,
  );
  const zoneOnStreets = layers.zones && zoom >= detail.zoneOnStreets;
  for (const { level, name, label, zoneName, shape } of shapes.areas) {
    if (level !== 'responsibility') continue;
    yield upright(orders.streets, name, label, look(streetSize, palette.text), shape, zoneOnStreets ? zoneName : '');
  }
  if (layers.zones && !zoneOnStreets) {
    for (const { name, at } of shapes.zoneNames) yield upright(orders.zones, name, at, look(12, palette.muted));
  }
  const ownRoads = basemap === null || !(basemap.isPicture || basemap.holds.includes('road'));
  if (layers.roads && ownRoads && zoom >= detail.roadNames) {
    for (const { name, line } of shapes.roads) {
      const at = new Float64Array(line.flatMap((corner) => toWorld(corner)));
      const key = `${String(orders.roads)}/${name}`;
      yield { kind: 'line', key, text: name, look: look(12, palette.muted), order: orders.roads, line: at };
    }
  }
  const ownPlaces = basemap === null || !(basemap.isPicture || basemap.holds.includes('label'));
  if (ownPlaces && zoom >= detail.places) {
    for (const { name, at } of shapes.places) yield upright(orders.places, name, at, look(12, palette.muted));
  }
  for (const { level, name, label, shape } of shapes.areas) {
    const from = level === 'area' ? detail.areaNames : level === 'cell' ? detail.cellNames : Infinity;
    if (zoom < from && !(level === 'area' && layers.grids === 'area' && zoom >= detail.areaBorders)) continue;
    const [order, size] = level === 'area' ? [orders.areas, 12] : [orders.cells, 11];
    yield upright(order, name, label, look(size, palette.muted), shape);
  }
}

function* ofBasemap(
  { theme, shapes, layers }: GroundState,
  zoom: number,
  labels: Iterable<TileLabel>,
): Iterable<PointWish | LineWish> {
  const colours = mapPalettes[theme];
  const open = nameLayers
    .map((layer, i) => ({ layer, order: 10 * (i + 1) }))
    .filter(({ layer: { from, to = Infinity, of } }) => zoom >= from && zoom < to && (layers.roads || of !== 'road'));
  // The plates name their own areas, with more to say of them.
  const named = new Set(shapes.areas.filter(({ level }) => level === 'responsibility').map(({ name }) => name));
  const seen = new Set<string>();
  for (const { of, name, text, rank, along, at } of labels) {
    const found = open.find(
      ({ layer }) =>
        layer.of === of && layer.along === along && (layer.classes === undefined || layer.classes.includes(name)),
    );
    if (found === undefined || (!along && named.has(text))) continue;
    const { layer, order } = found;
    if (layer.ranks !== undefined && rank > stepAt(layer.ranks, zoom)) continue;
    const [x = 0, y = 0] = at;
    const key = `${layer.id}/${text}/${x.toFixed(7)}/${y.toFixed(7)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const look: Lettering = {
      size: Math.round(2 * atZoom(layer.size, zoom)) / 2,
      weight: layer.weight,
      colour: colours[layer.tone],
      halo: colours.halo,
      spacing: layer.spacing,
    };
    const wish = { key, text, look, order: order + rank / 10 };
    if (along) yield { ...wish, kind: 'line', line: at };
    else yield { ...wish, kind: 'point', at: [x, y], under: '', area: null, below: layer.under ?? null };
  }
}

/** In the order in which they are placed. */
export function wishesFor(state: GroundState, zoom: number, basemap: BasemapWords | null): (PointWish | LineWish)[] {
  const palette = palettes[state.theme];
  const halo = basemap === null ? palette.mapLand : mapPalettes[state.theme].halo;
  const all = [...ofPlates(state, zoom, palette, halo, basemap)];
  if (basemap !== null) all.push(...ofBasemap(state, zoom, basemap.labels));
  return all.sort((a, b) => a.order - b.order);
}
