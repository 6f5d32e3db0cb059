/** The ground as a MapLibre style, from our tokens. No glyph files: MapLibre draws every character with system fonts. */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Palette } from '../theme/tokens.ts';
import { palettes } from '../theme/tokens.ts';
import { mixed } from './colour.ts';
import type { GroundState } from './ground.ts';
import { detail, fonts, roadWidth, tintOpacity } from './ground.ts';
import type { PlateShapes } from './shapes.ts';
import type { GridLevel, LonLat } from './types.ts';

/** Layers that parts of a basemap lie directly beneath: see `basemap-webgl.ts`. */
export const beneathZones = 'zoneTint';
export const beneathTown = 'cells';
export const beneathNames = 'cellNames';

/** What a basemap draws in the place of the plates; null where there is none. */
export interface OverBasemap {
  readonly roads: boolean;
  readonly places: boolean;
}

export const clearSource = 'keepClear';
export const blankImage = 'blank';

interface Feature {
  readonly type: 'Feature';
  readonly properties: Readonly<Record<string, string | number | readonly number[]>>;
  readonly geometry:
    | { readonly type: 'Point'; readonly coordinates: number[] }
    | { readonly type: 'LineString'; readonly coordinates: number[][] }
    | { readonly type: 'MultiLineString' | 'Polygon'; readonly coordinates: number[][][] }
    | { readonly type: 'MultiPolygon'; readonly coordinates: number[][][][] };
}

export interface Collection {
  type: 'FeatureCollection';
  features: Feature[];
}

export const collection = (features: Feature[]): Collection => ({ type: 'FeatureCollection', features });
const mutable = ([lon, lat]: LonLat): number[] => [lon, lat];

export function pointFeature(at: LonLat, properties: Feature['properties']): Feature {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: mutable(at) } };
}

function edges(lines: PlateShapes['outline']): Collection {
  const coordinates = lines.map((line) => line.map(mutable));
  return collection([{ type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates } }]);
}

/** Data of every source but that of the marks, by name. */
export function groundData(shapes: PlateShapes): Readonly<Record<string, Collection>> {
  return {
    areas: collection(
      shapes.areas.map(({ level, hue, shape }) => ({
        type: 'Feature',
        properties: { level, hue },
        geometry: { type: 'MultiPolygon', coordinates: shape.map((rings) => rings.map((ring) => ring.map(mutable))) },
      })),
    ),
    names: collection(
      shapes.areas.map(({ level, hue, name, zoneName, label }) => pointFeature(label, { level, hue, name, zoneName })),
    ),
    roads: collection(
      shapes.roads.map(({ name, line }) => ({
        type: 'Feature',
        properties: { name },
        geometry: { type: 'LineString', coordinates: line.map(mutable) },
      })),
    ),
    zoneNames: collection(shapes.zoneNames.map(({ name, at }) => pointFeature(at, { name }))),
    places: collection(shapes.places.map(({ name, at }) => pointFeature(at, { name }))),
    zoneEdges: edges(shapes.zoneEdges),
    outline: edges(shapes.outline),
  };
}

const sources = ['areas', 'names', 'zoneNames', 'roads', 'places', 'zoneEdges', 'outline'] as const;

const interpolated = (stops: readonly (readonly [number, number])[]): ExpressionSpecification =>
  ['interpolate', ['linear'], ['zoom'], ...stops.flat()] as unknown as ExpressionSpecification;

/** The land with so much of each zone's hue in it. */
function tinted(palette: Palette, part: number): ExpressionSpecification {
  const { mapLand, zone1, zone2, zone3, zone4 } = palette;
  const mix = (hue: string): string => mixed(mapLand, hue, part);
  return ['match', ['get', 'hue'], 1, mix(zone1), 2, mix(zone2), 3, mix(zone3), 4, mix(zone4), mapLand];
}

const ofLevel = (level: GridLevel): ExpressionSpecification => ['==', ['get', 'level'], level];

export function groundLayers({
  theme,
  layers,
  scale,
  over = null,
}: Pick<GroundState, 'theme' | 'layers' | 'scale'> & { readonly over?: OverBasemap | null }): LayerSpecification[] {
  // Larger lettering needs more room: each detail comes as much later as on a screen that much smaller.
  const later = Math.log2(scale);
  const byZoom = (stops: readonly (readonly [zoom: number, px: number])[]): ExpressionSpecification =>
    interpolated(stops.map(([zoom, px]) => [zoom + later, px * scale]));
  const palette = palettes[theme];
  const tint = tintOpacity(theme, over !== null);
  // Over a basemap the hues lie above its land, and borders are finer.
  const plainTint = layers.zones && over === null;
  const faint = over === null ? 1 : 0.7;
  const shown = (on: boolean): 'visible' | 'none' => (on ? 'visible' : 'none');
  const from = (level: GridLevel, zoom: number): number => (layers.grids === level ? 0 : zoom + later);
  const halo = { 'text-halo-color': palette.mapLand, 'text-halo-width': 1.4 * scale };
  const font = { 'text-font': [...fonts] };
  const names = { 'symbol-placement': 'point', ...font, 'text-padding': 4 * scale } as const;
  /** Steps aside for a mark rather than vanish; at most by half of itself sideways, never into the street beside it. */
  const movable = {
    'text-variable-anchor-offset': [
      ...['center', [0, 0], 'top', [0, 0.6], 'bottom', [0, -0.6]],
      ...['center', [0, 2.6], 'center', [0, -2.6], 'center', [2.4, 0], 'center', [-2.4, 0]],
    ] as (string | [number, number])[] as never,
    'text-justify': 'center',
  } as const;
  const line = { 'line-join': 'round', 'line-cap': 'round' } as const;
  const border = (
    id: string,
    level: GridLevel,
    minzoom: number,
    width: number,
    opacity: number,
  ): LayerSpecification => ({
    id,
    type: 'line',
    source: 'areas',
    filter: ofLevel(level),
    minzoom: from(level, minzoom),
    layout: line,
    paint: { 'line-color': palette.mapBorder, 'line-width': width * scale, 'line-opacity': opacity },
  });
  return [
    { id: 'outside', type: 'background', paint: { 'background-color': palette.ground } },
    {
      // One opaque fill: blending a second one over it is what costs most on a weak machine.
      id: 'land',
      type: 'fill',
      source: 'areas',
      filter: ofLevel('responsibility'),
      paint: {
        'fill-color': [
          'interpolate',
          ['linear'],
          ['zoom'],
          ...tint.flatMap(([zoom, part]) => [zoom + later, tinted(palette, plainTint ? part : 0)]),
        ] as unknown as ExpressionSpecification,
        'fill-antialias': false,
      },
    },
    {
      id: 'zoneTint',
      type: 'fill',
      source: 'areas',
      filter: ['all', ofLevel('responsibility'), ['>', ['get', 'hue'], 0]],
      layout: { visibility: shown(layers.zones && over !== null) },
      paint: {
        'fill-color': tinted(palette, 1),
        'fill-opacity': interpolated(tint.map(([zoom, part]) => [zoom + later, part])),
        'fill-antialias': false,
      },
    },
    border('cells', 'cell', detail.cellBorders, 0.6, 0.55 * faint),
    border('areas', 'area', detail.areaBorders, 0.8, 0.85 * faint),
    {
      id: 'roads',
      type: 'line',
      source: 'roads',
      layout: { ...line, visibility: shown(layers.roads && over?.roads !== true) },
      paint: { 'line-color': palette.mapRoad, 'line-width': byZoom(roadWidth) },
    },
    border('streets', 'responsibility', 0, 1, 0.9),
    {
      id: 'zoneEdges',
      type: 'line',
      source: 'zoneEdges',
      layout: { ...line, visibility: shown(layers.zones) },
      paint: { 'line-color': palette.edge, 'line-width': (over === null ? 1.8 : 1.5) * scale },
    },
    {
      id: 'outline',
      type: 'line',
      source: 'outline',
      layout: line,
      paint: { 'line-color': palette.edge, 'line-width': 1.8 * scale },
    },
    {
      id: 'cellNames',
      type: 'symbol',
      source: 'names',
      filter: ofLevel('cell'),
      minzoom: detail.cellNames + later,
      layout: { ...names, 'text-field': ['get', 'name'], 'text-size': 11 * scale },
      paint: { ...halo, 'text-color': palette.muted, 'text-opacity': 0.8 },
    },
    {
      id: 'areaNames',
      type: 'symbol',
      source: 'names',
      filter: ofLevel('area'),
      minzoom: detail.areaNames + later,
      layout: { ...names, 'text-field': ['get', 'name'], 'text-size': 12 * scale },
      paint: { ...halo, 'text-color': palette.muted },
    },
    {
      id: 'places',
      type: 'symbol',
      source: 'places',
      minzoom: detail.places + later,
      layout: {
        ...names,
        visibility: shown(over?.places !== true),
        'text-field': ['get', 'name'],
        'text-size': 12 * scale,
      },
      paint: { ...halo, 'text-color': palette.muted },
    },
    {
      id: 'roadNames',
      type: 'symbol',
      source: 'roads',
      minzoom: detail.roadNames + later,
      layout: {
        ...font,
        visibility: shown(layers.roads && over?.roads !== true),
        'symbol-placement': 'line',
        'symbol-spacing': 320 * scale,
        'text-field': ['get', 'name'],
        'text-size': 12 * scale,
        'text-max-angle': 30,
        'text-padding': 6 * scale,
        'text-letter-spacing': 0.08,
      },
      paint: { ...halo, 'text-color': palette.muted },
    },
    {
      id: 'zoneNames',
      type: 'symbol',
      source: 'zoneNames',
      maxzoom: detail.zoneOnStreets + later,
      layout: {
        ...names,
        ...movable,
        visibility: shown(layers.zones),
        'text-field': ['get', 'name'],
        'text-size': 12 * scale,
        'text-letter-spacing': 0.06,
      },
      paint: { ...halo, 'text-color': palette.muted },
    },
    {
      id: 'streetNames',
      type: 'symbol',
      source: 'names',
      filter: ofLevel('responsibility'),
      layout: {
        ...names,
        'text-field': layers.zones
          ? [
              'step',
              ['zoom'],
              ['get', 'name'],
              detail.zoneOnStreets + later,
              ['format', ['get', 'name'], {}, '\n', {}, ['get', 'zoneName'], { 'font-scale': 0.82 }],
            ]
          : ['get', 'name'],
        ...movable,
        'text-size': byZoom([
          [11, 12],
          [14, 15],
        ]),
        'text-line-height': 1.25,
        'text-letter-spacing': 0.06,
        'text-max-width': 20,
      },
      paint: { ...halo, 'text-color': palette.text },
    },
    {
      // Nothing to see: it takes the room that marks and their labels need, so that names of the ground stay out.
      id: 'keepClear',
      type: 'symbol',
      source: clearSource,
      layout: {
        'icon-image': blankImage,
        'icon-overlap': 'always',
        'icon-padding': ['get', 'room'],
      },
    },
  ];
}

export function groundStyle(state: GroundState): StyleSpecification {
  const data = groundData(state.shapes);
  return {
    version: 8,
    sources: Object.fromEntries(
      [...sources, clearSource].map((name) => [
        name,
        { type: 'geojson', data: (data[name] ?? collection([])) as never, tolerance: 0.2 },
      ]),
    ),
    layers: groundLayers(state),
  };
}
