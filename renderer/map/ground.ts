/** What lies under the marks: land, borders, roads and names. Two ways to draw it, one way to speak to it. */
import type { ThemeName } from '../theme/tokens.ts';
import type { BasemapFault } from './basemap-archive.ts';
import type { Camera } from './camera.ts';
import type { PlateShapes } from './shapes.ts';
import type { MapBasemap, MapLayers } from './types.ts';

/** What the looks of the ground follow, besides the place and the data. */
export interface GroundLook {
  readonly theme: ThemeName;
  readonly layers: Pick<MapLayers, 'zones' | 'grids' | 'roads'>;
}

export interface GroundState extends GroundLook {
  readonly shapes: PlateShapes;
  readonly basemap: MapBasemap | null;
  /** Another number: the basemap is opened anew. */
  readonly attempt: number;
  /** How many times larger than usual lines and names are. */
  readonly scale: number;
}

/**
 * `none`: there is none. `failed`: it cannot be opened, and the plates are drawn alone. `broken`: some of its tiles cannot
 * be read, and what lies above them stands in.
 */
export type BasemapNews =
  | { readonly state: 'none' | 'opening' | 'ready' }
  | { readonly state: 'failed' | 'broken'; readonly fault: BasemapFault | 'tile' };

/** A stretch of the screen that a mark or its label takes, px. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface GroundParts {
  readonly container: HTMLElement;
  readonly state: GroundState;
  readonly camera: Camera;
  /** No glide: people who ask their system for less motion. */
  readonly still: boolean;
  /** After each frame in which the view moved, and once when it stands. */
  readonly onMove: () => void;
  /** Somebody moves it by hand, from now on. */
  readonly onTaken: () => void;
  /** How the basemap of the state is faring, whenever that changes. */
  readonly onBasemap: (news: BasemapNews) => void;
  /** It cannot draw any more. */
  readonly onLost: (why: string) => void;
}

export interface Ground {
  readonly kind: 'webgl' | 'flat';
  camera(): Camera;
  update(state: GroundState): void;
  /** Names of the ground stay out of these. */
  keepClear(boxes: readonly Box[]): void;
  /** Shows this, in a room of this size; glides there, or is there at once. */
  moveTo(camera: Camera, glide: boolean): void;
  destroy(): void;
}

/** From which zoom on what is drawn; the same on both grounds. */
export const detail = {
  /** Up to here each zone has its name once; from here on each street says its zone. */
  zoneOnStreets: 12.8,
  roadNames: 12.4,
  places: 13.2,
  areaBorders: 13,
  areaNames: 14.2,
  cellBorders: 14.4,
  cellNames: 15.6,
} as const;

/** Margin about what is shown whole, px at scale 1: pins and names at the border need it. */
export const fitMargin = 36;
/** Zoom at which a single place is shown. */
export const closeZoom = 15.2;

/** Width of roads and of their names by zoom, px: interpolated between these stops. */
export const roadWidth: readonly (readonly [zoom: number, px: number])[] = [
  [10, 0.8],
  [13, 2],
  [16, 6],
  [19, 18],
];

/** How much of a zone's hue lies over its land, by zoom. */
export function tintOpacity(theme: ThemeName, overBasemap: boolean): readonly (readonly [number, number])[] {
  const dark = theme === 'dark';
  if (!overBasemap)
    return [
      [11, dark ? 0.17 : 0.2],
      [15, 0.06],
    ];
  return [
    [11, dark ? 0.17 : 0.2],
    [13, dark ? 0.11 : 0.14],
    [16, 0.05],
  ];
}

export function atZoom(stops: readonly (readonly [number, number])[], zoom: number): number {
  let before = stops[0];
  for (const stop of stops) {
    if (before !== undefined && zoom <= stop[0]) {
      const span = stop[0] - before[0];
      return span <= 0 ? stop[1] : before[1] + ((stop[1] - before[1]) * Math.max(0, zoom - before[0])) / span;
    }
    before = stop;
  }
  return before?.[1] ?? 0;
}

/** Fonts as maplibre and the canvas take them: names without quotes, apart. */
export const fonts = [
  'PingFang SC',
  'Microsoft YaHei UI',
  'Microsoft YaHei',
  'Noto Sans CJK SC',
  'Noto Sans SC',
  'Source Han Sans SC',
  'sans-serif',
] as const;
