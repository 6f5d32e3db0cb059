/**
 * How the basemap looks, as one table: MapLibre and the plain canvas both draw what stands here, in this order, and
 * nothing else. Zooms are those of a screen at scale 1; lengths are px there.
 */
import type { MapPalette } from '../theme/map-tokens.ts';
import type { Deck, SchemaLayer } from './basemap-schema.ts';

export type Tone = keyof MapPalette;
/** Interpolated between the stops, constant beyond them. */
export type Stops = readonly (readonly [zoom: number, value: number])[];

interface Drawn {
  readonly id: string;
  readonly of: SchemaLayer;
  /** Zoom from which it is drawn, and before which it no longer is. */
  readonly from: number;
  readonly to?: number;
}

/** One value for all, or one for each class: those are drawn in the order in which they stand, the last on top. */
export type ByClass<V> = { readonly all: V } | { readonly each: Readonly<Record<string, V>> };

export interface FillLayer extends Drawn {
  readonly kind: 'fill';
  readonly tone: ByClass<Tone>;
  readonly opacity?: Stops;
  readonly edge?: { readonly tone: Tone; readonly width: Stops };
}

export interface LineLayer extends Drawn {
  readonly kind: 'line';
  readonly tone: ByClass<Tone>;
  /** All classes have their stops at the same zooms. */
  readonly width: ByClass<Stops>;
  readonly deck?: Deck;
  /** So many widths drawn, so many left out. */
  readonly dash?: readonly [number, number];
  /** Draws in the feature's own colour, if it has one, toned down by this much of the layer's. */
  readonly ownColour?: number;
  readonly cap: 'round' | 'butt';
}

export interface DotLayer extends Drawn {
  readonly kind: 'dot';
  readonly tone: Tone;
  readonly edge: Tone;
  readonly radius: Stops;
}

export interface NameLayer extends Drawn {
  readonly kind: 'name';
  /** Along its line, or upright at its point. */
  readonly along: boolean;
  /** Only these classes; absent: all. */
  readonly classes?: readonly string[];
  readonly tone: Tone;
  readonly size: Stops;
  /** What comes later than this rank is not shown yet; stops are steps. Absent: all ranks. */
  readonly ranks?: Stops;
  /** Stands under its dot, not on its point; px. */
  readonly under?: number;
  /** Space between its letters, in letters. */
  readonly spacing: number;
  readonly weight: 400 | 500 | 600;
}

export type GroundLayer = FillLayer | LineLayer | DotLayer;

/** Zooms, each followed by its value. */
export function stops(...flat: readonly number[]): Stops {
  const pairs: (readonly [number, number])[] = [];
  for (let i = 1; i < flat.length; i += 2) pairs.push([flat[i - 1] ?? 0, flat[i] ?? 0]);
  return pairs;
}

const widths = {
  expressway: stops(10, 1.6, 12, 2.8, 14, 6, 16, 12, 19, 36),
  arterial: stops(10, 0.9, 12, 1.9, 14, 4.6, 16, 10, 19, 32),
  secondary: stops(10, 0.4, 12, 1, 14, 3.2, 16, 8, 19, 26),
  local: stops(10, 0.2, 12, 0.5, 14, 1.9, 16, 6, 19, 20),
} as const;

const casing: Stops = stops(10, 0.3, 12, 0.5, 14, 0.9, 16, 1.2, 19, 2);

/** From the least to the greatest, so that the greater lie on top. */
const roadClasses = ['local', 'secondary', 'arterial', 'expressway'] as const;

const each = <V>(value: (name: (typeof roadClasses)[number]) => V): ByClass<V> => ({
  each: Object.fromEntries(roadClasses.map((name) => [name, value(name)])),
});
const cased = (name: (typeof roadClasses)[number]): Stops =>
  widths[name].map(([zoom, px], i) => [zoom, px + 2 * (casing[i]?.[1] ?? 0)]);

/** Beneath the hues of the zones. */
export const landLayers: readonly GroundLayer[] = [
  {
    id: 'base-urban',
    kind: 'fill',
    of: 'block',
    from: 8,
    tone: { each: { urban: 'urban' } },
  },
  {
    id: 'base-block',
    kind: 'fill',
    of: 'block',
    from: 11.5,
    tone: {
      each: {
        residential: 'residential',
        commercial: 'commercial',
        industrial: 'industrial',
        public: 'publicBlock',
        site: 'site',
      },
    },
    opacity: stops(11.5, 0, 12.5, 1),
  },
  {
    id: 'base-green',
    kind: 'fill',
    of: 'green',
    from: 8,
    tone: { each: { grass: 'grass', park: 'park', wood: 'wood' } },
  },
];

/** Above them, from the ground up. */
export const townLayers: readonly GroundLayer[] = [
  {
    id: 'base-waterway',
    kind: 'line',
    of: 'waterway',
    from: 10,
    tone: { all: 'water' },
    width: {
      each: {
        stream: stops(10, 0.4, 13, 0.9, 16, 3, 19, 10),
        canal: stops(10, 0.6, 13, 1.4, 16, 5, 19, 16),
        river: stops(10, 1, 13, 2.2, 16, 8, 19, 24),
      },
    },
    cap: 'round',
  },
  {
    id: 'base-water',
    kind: 'fill',
    of: 'water',
    from: 8,
    tone: { all: 'water' },
    edge: {
      tone: 'waterEdge',
      width: stops(10, 0.4, 14, 1),
    },
  },
  {
    id: 'base-building',
    kind: 'fill',
    of: 'building',
    from: 14.5,
    tone: { all: 'building' },
    opacity: stops(14.5, 0, 15, 1),
    edge: {
      tone: 'buildingEdge',
      width: stops(14.5, 0.3, 17, 1),
    },
  },
  {
    id: 'base-tunnel',
    kind: 'line',
    of: 'road',
    deck: 'tunnel',
    from: 11,
    tone: { all: 'tunnel' },
    width: each((name) => widths[name].map(([zoom, px]) => [zoom, px * 0.7])),
    dash: [1.6, 1.2],
    cap: 'butt',
  },
  {
    id: 'base-lane',
    kind: 'line',
    of: 'road',
    deck: 'ground',
    from: 14.8,
    tone: { each: { lane: 'lane' } },
    width: {
      each: {
        lane: stops(14.8, 0.8, 16, 2.4, 19, 10),
      },
    },
    cap: 'round',
  },
  {
    id: 'base-road-casing',
    kind: 'line',
    of: 'road',
    deck: 'ground',
    from: 11,
    tone: { all: 'roadCasing' },
    width: each(cased),
    cap: 'round',
  },
  {
    id: 'base-road',
    kind: 'line',
    of: 'road',
    deck: 'ground',
    from: 8,
    tone: each((name) => name),
    width: each((name) => widths[name]),
    cap: 'round',
  },
  {
    id: 'base-rail',
    kind: 'line',
    of: 'rail',
    from: 11,
    tone: { each: { rail: 'rail' } },
    width: {
      each: {
        rail: stops(11, 0.8, 14, 2, 17, 3.4),
      },
    },
    cap: 'butt',
  },
  {
    id: 'base-rail-gap',
    kind: 'line',
    of: 'rail',
    from: 12.5,
    tone: { each: { rail: 'railGap' } },
    width: {
      each: {
        rail: stops(12.5, 0.6, 14, 1.1, 17, 2),
      },
    },
    dash: [5, 5],
    cap: 'butt',
  },
  {
    id: 'base-metro',
    kind: 'line',
    of: 'rail',
    from: 10,
    tone: { each: { metro: 'metro' } },
    width: {
      each: {
        metro: stops(10, 0.8, 13, 1.6, 16, 2.6),
      },
    },
    ownColour: 0.68,
    dash: [5, 1.6],
    cap: 'butt',
  },
  {
    id: 'base-bridge-casing',
    kind: 'line',
    of: 'road',
    deck: 'bridge',
    from: 11,
    tone: { all: 'bridgeCasing' },
    width: each((name) => cased(name).map(([zoom, px]) => [zoom, px + (zoom < 14 ? 0.2 : 0.6)])),
    cap: 'butt',
  },
  {
    id: 'base-bridge',
    kind: 'line',
    of: 'road',
    deck: 'bridge',
    from: 8,
    tone: each((name) => name),
    width: each((name) => widths[name]),
    cap: 'round',
  },
  {
    id: 'base-other',
    kind: 'line',
    of: 'other',
    from: 8,
    tone: { all: 'unknown' },
    width: {
      all: stops(10, 0.5, 16, 1),
    },
    cap: 'round',
  },
  {
    id: 'base-street-border',
    kind: 'line',
    of: 'boundary',
    from: 11.5,
    tone: { each: { street: 'streetBorder' } },
    width: {
      each: {
        street: stops(11, 0.7, 16, 1.2),
      },
    },
    dash: [4, 3],
    cap: 'butt',
  },
  {
    id: 'base-district-border',
    kind: 'line',
    of: 'boundary',
    from: 8,
    tone: { each: { district: 'districtBorder' } },
    width: {
      each: {
        district: stops(9, 0.8, 14, 1.4),
      },
    },
    dash: [6, 3],
    cap: 'butt',
  },
  {
    id: 'base-station',
    kind: 'dot',
    of: 'station',
    from: 13,
    tone: 'station',
    edge: 'stationEdge',
    radius: stops(13, 2, 14, 2.6, 17, 4),
  },
];

/** The value of a class; undefined where the layer does not draw it. */
export function valueOf<V>(values: ByClass<V>, name: string): V | undefined {
  return 'all' in values ? values.all : values.each[name];
}

/** The last stop that has been reached. */
export function stepAt(steps: Stops, zoom: number): number {
  return steps.reduce((value, [from, next]) => (zoom >= from ? next : value), steps[0]?.[1] ?? 0);
}

/** Ground that pictures of another hand (raster archives) are shown through, by theme: 1 is the picture alone. */
export const pictureOpacity = { dark: 0.42, light: 0.85 } as const;
