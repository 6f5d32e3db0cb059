/** The table of the basemap's looks as layers of MapLibre, one for each layer of the archive that is read so. */
import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import type { MapPalette } from '../theme/map-tokens.ts';
import { mapPalettes } from '../theme/map-tokens.ts';
import { nameLayers } from './basemap-names.ts';
import type { LayerReading, SchemaLayer } from './basemap-schema.ts';
import { nameKeys, pointClass } from './basemap-schema.ts';
import type { ByClass, DotLayer, FillLayer, GroundLayer, LineLayer, NameLayer, Stops } from './basemap-style.ts';
import { landLayers, pictureOpacity, townLayers } from './basemap-style.ts';
import type { GroundState } from './ground.ts';
import { fonts } from './ground.ts';

export const basemapSource = 'basemap';

export interface BasemapLook extends Pick<GroundState, 'theme' | 'layers' | 'scale'> {
  readonly kind: 'vector' | 'raster';
  readonly readings: readonly LayerReading[];
  /** What the plates name themselves. */
  readonly named: readonly string[];
}

/** From the bottom: beneath the hues of the zones, above them, and words. */
export interface BasemapLayers {
  readonly land: readonly LayerSpecification[];
  readonly town: readonly LayerSpecification[];
  readonly names: readonly LayerSpecification[];
}

type Expression = ExpressionSpecification;
const expression = (parts: readonly unknown[]): Expression => parts as unknown as Expression;
const filterOf = (...parts: readonly unknown[]): FilterSpecification =>
  ['all', ...parts] as unknown as FilterSpecification;

const ofShape = {
  area: ['in', ['geometry-type'], ['literal', ['Polygon', 'MultiPolygon']]],
  line: ['in', ['geometry-type'], ['literal', ['LineString', 'MultiLineString']]],
  point: ['in', ['geometry-type'], ['literal', ['Point', 'MultiPoint']]],
} as const;

const nameExpression = ['coalesce', ...nameKeys.map((key) => ['get', key]), ''] as const;
const rankExpression = ['min', 9, ['to-number', ['get', 'rank'], 5]] as const;

/** The class in our words, as `classOf` finds it. */
function classExpression({ classKeys, classes, otherwise }: LayerReading): readonly unknown[] {
  const cases = Object.entries(classes).flatMap(([ours, theirs]) => [[...theirs], ours]);
  if (cases.length === 0) return ['literal', otherwise];
  const value = ['to-string', ['coalesce', ...classKeys.map((key) => ['get', key]), '']];
  return ['match', value, ...cases, otherwise];
}

const says = (key: string): readonly unknown[] => [
  'in',
  ['to-string', ['coalesce', ['get', key], '']],
  ['literal', ['true', '1', 'yes']],
];
const isTunnel = ['any', says('tunnel'), ['==', ['get', 'brunnel'], 'tunnel']];
const isBridge = ['any', says('bridge'), says('elevated'), ['==', ['get', 'brunnel'], 'bridge']];

function onDeck({ elevated }: LayerReading, deck: NonNullable<LineLayer['deck']>): readonly unknown[] {
  if (deck === 'tunnel') return isTunnel;
  const above = elevated ? ['!', isTunnel] : ['all', isBridge, ['!', isTunnel]];
  return deck === 'bridge' ? above : ['all', ['!', isTunnel], ['!', above]];
}

/** Everything that one set of layers is made from. */
class Maker {
  readonly #look: BasemapLook;
  readonly #colours: MapPalette;
  readonly #later: number;

  constructor(look: BasemapLook) {
    this.#look = look;
    this.#colours = mapPalettes[look.theme];
    // Larger lettering needs more room: each detail comes as much later as on a screen that much smaller.
    this.#later = Math.log2(look.scale);
  }

  #readAs(of: SchemaLayer): readonly LayerReading[] {
    return this.#look.readings.filter(({ as }) => as === of || (of === 'waterway' && as === 'water'));
  }

  #byZoom(values: Stops, factor: number): Expression {
    return expression([
      'interpolate',
      ['linear'],
      ['zoom'],
      ...values.flatMap(([zoom, value]) => [zoom + this.#later, value * factor]),
    ]);
  }

  #matched<V, W>(reading: LayerReading, values: Readonly<Record<string, V>>, to: (value: V) => W, none: W): unknown {
    return [
      'match',
      classExpression(reading),
      ...Object.entries(values).flatMap(([name, value]) => [name, to(value)]),
      none,
    ];
  }

  #colour(reading: LayerReading, tone: ByClass<keyof MapPalette>): unknown {
    if ('all' in tone) return this.#colours[tone.all];
    return this.#matched(reading, tone.each, (one) => this.#colours[one], this.#colours.unknown);
  }

  #hasClass(reading: LayerReading, values: ByClass<unknown>): readonly unknown[] {
    if ('all' in values) return ['literal', true];
    return ['in', classExpression(reading), ['literal', Object.keys(values.each)]];
  }

  #common({ id, from, to }: GroundLayer | NameLayer, reading: LayerReading, filter: readonly unknown[]) {
    return {
      id: `${id}/${reading.from}`,
      source: basemapSource,
      'source-layer': reading.from,
      minzoom: from + this.#later,
      ...(to === undefined ? {} : { maxzoom: to + this.#later }),
      filter: filterOf(...filter),
    };
  }

  #fill(layer: FillLayer, reading: LayerReading): LayerSpecification[] {
    const filter = [ofShape.area, this.#hasClass(reading, layer.tone)];
    const opacity = layer.opacity === undefined ? 1 : this.#byZoom(layer.opacity, 1);
    const common = this.#common(layer, reading, filter);
    const area: LayerSpecification = {
      ...common,
      type: 'fill',
      paint: {
        'fill-color': this.#colour(reading, layer.tone) as string,
        'fill-opacity': opacity,
        'fill-antialias': layer.edge === undefined,
      },
    };
    if (layer.edge === undefined) return [area];
    const edge: LayerSpecification = {
      ...common,
      id: `${layer.id}-edge/${reading.from}`,
      type: 'line',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': this.#colours[layer.edge.tone],
        'line-width': this.#byZoom(layer.edge.width, this.#look.scale),
        'line-opacity': opacity,
      },
    };
    return [area, edge];
  }

  #line(layer: LineLayer, reading: LayerReading): LayerSpecification {
    const { width, ownColour, dash } = layer;
    const shapes = layer.of === 'boundary' || layer.of === 'other' ? ['!', ofShape.point] : ofShape.line;
    const filter = [
      shapes,
      this.#hasClass(reading, layer.tone),
      this.#hasClass(reading, width),
      ...(layer.deck === undefined ? [] : [onDeck(reading, layer.deck)]),
    ];
    const { scale } = this.#look;
    const first = 'all' in width ? width.all : (Object.values(width.each)[0] ?? []);
    const wide =
      'all' in width
        ? this.#byZoom(width.all, scale)
        : expression([
            'interpolate',
            ['linear'],
            ['zoom'],
            ...first.flatMap(([zoom], i) => [
              zoom + this.#later,
              this.#matched(reading, width.each, (one) => (one[i]?.[1] ?? 0) * scale, 0),
            ]),
          ]);
    const tone = this.#colour(reading, layer.tone);
    const own = ['interpolate', ['linear'], ownColour ?? 0, 0, ['to-color', ['get', 'colour'], tone], 1, tone];
    const order = 'each' in width ? Object.keys(width.each) : [];
    return {
      ...this.#common(layer, reading, filter),
      type: 'line',
      layout: {
        'line-join': 'round',
        'line-cap': layer.cap,
        visibility: layer.of === 'road' && !this.#look.layers.roads ? 'none' : 'visible',
        ...(order.length < 2
          ? {}
          : {
              'line-sort-key': expression([
                'match',
                classExpression(reading),
                ...order.flatMap((name, i) => [name, i + 1]),
                0,
              ]),
            }),
      },
      paint: {
        'line-color': (ownColour === undefined ? tone : ['case', ['has', 'colour'], own, tone]) as string,
        'line-width': wide,
        ...(dash === undefined ? {} : { 'line-dasharray': [...dash] }),
      },
    };
  }

  #dot(layer: DotLayer, reading: LayerReading): LayerSpecification {
    return {
      ...this.#common(layer, reading, [ofShape.point]),
      type: 'circle',
      paint: {
        'circle-color': this.#colours[layer.tone],
        'circle-radius': this.#byZoom(layer.radius, this.#look.scale),
        'circle-stroke-color': this.#colours[layer.edge],
        'circle-stroke-width': 1.2 * this.#look.scale,
      },
    };
  }

  ground(layers: readonly GroundLayer[]): LayerSpecification[] {
    return layers.flatMap((layer) =>
      this.#readAs(layer.of).flatMap((reading) => {
        if (layer.kind === 'fill') return this.#fill(layer, reading);
        return layer.kind === 'line' ? [this.#line(layer, reading)] : [this.#dot(layer, reading)];
      }),
    );
  }

  /** The weightiest last: MapLibre gives the last layer its choice of room first. */
  names(): LayerSpecification[] {
    const made = nameLayers.flatMap((layer) => {
      const named = this.#readAs(layer.of).map((reading) => this.#name(layer, reading, true));
      if (layer.of !== 'label') return named;
      // Points named in a layer of areas or lines.
      const others = this.#look.readings.filter(({ as }) => {
        const held = pointClass[as];
        return held !== undefined && layer.classes?.includes(held) === true;
      });
      return [...named, ...others.map((reading) => this.#name(layer, reading, false))];
    });
    return made.reverse();
  }

  #name(layer: NameLayer, reading: LayerReading, byClass: boolean): LayerSpecification {
    const { scale, layers, named } = this.#look;
    const filter = [
      layer.along ? ofShape.line : ofShape.point,
      ['!=', nameExpression, ''],
      ...(byClass && layer.classes !== undefined
        ? [['in', classExpression(reading), ['literal', [...layer.classes]]]]
        : []),
      ...(layer.along ? [] : [['!', ['in', nameExpression, ['literal', [...named]]]]]),
      ...(layer.ranks === undefined
        ? []
        : [
            [
              '<=',
              rankExpression,
              [
                'step',
                ['zoom'],
                layer.ranks[0]?.[1] ?? 9,
                ...layer.ranks.flatMap(([zoom, rank]) => [zoom + this.#later, rank]),
              ],
            ],
          ]),
    ];
    const text = { 'text-field': expression(nameExpression), 'text-font': [...fonts] };
    const size = { 'text-size': this.#byZoom(layer.size, scale), 'text-letter-spacing': layer.spacing };
    return {
      ...this.#common(layer, reading, filter),
      type: 'symbol',
      layout: layer.along
        ? {
            ...text,
            ...size,
            'symbol-placement': 'line',
            'symbol-spacing': 380 * scale,
            'text-max-angle': 35,
            'text-padding': 4 * scale,
            visibility: layer.of === 'road' && !layers.roads ? 'none' : 'visible',
          }
        : {
            ...text,
            ...size,
            'symbol-sort-key': expression(rankExpression),
            'text-padding': 4 * scale,
            'text-max-width': 20,
            ...(layer.under === undefined
              ? { 'text-variable-anchor': ['center', 'top', 'bottom'], 'text-radial-offset': 0.6 }
              : { 'text-variable-anchor': ['top', 'bottom', 'left', 'right'], 'text-radial-offset': 0.5 }),
          },
      paint: {
        'text-color': this.#colours[layer.tone],
        'text-halo-color': this.#colours.halo,
        'text-halo-width': 1.5 * scale,
      },
    };
  }
}

export function basemapLayers(look: BasemapLook): BasemapLayers {
  if (look.kind === 'raster') {
    const paint = { 'raster-opacity': pictureOpacity[look.theme], 'raster-fade-duration': 0 };
    return { land: [{ id: 'base-picture', type: 'raster', source: basemapSource, paint }], town: [], names: [] };
  }
  const maker = new Maker(look);
  return { land: maker.ground(landLayers), town: maker.ground(townLayers), names: maker.names() };
}
