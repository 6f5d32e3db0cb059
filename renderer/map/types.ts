/**
 * What the map is told and what it tells back. Plain data: the map knows no seat, no hub and no rule of the district.
 * Places are WGS84 `[lon, lat]`, degrees; instants are Unix ms on the hub's clock; lengths are metres.
 */
import type { ThemeName } from '../theme/tokens.ts';

export type LonLat = readonly [lon: number, lat: number];
export type GridLevel = 'management' | 'responsibility' | 'area' | 'cell';

export interface MapGrid {
  readonly code: string;
  readonly level: GridLevel;
  readonly name: string;
  /** Polygons, each an outer ring and its holes; every ring closed. */
  readonly shape: readonly (readonly (readonly LonLat[])[])[];
}

/** The part of the district pack's plates that is drawn; a value of the domain's `Plates` fits as it is. */
export interface MapPlates {
  /** Made-up or simplified: the map says 示意. */
  readonly schematic: boolean;
  readonly grids: readonly MapGrid[];
  readonly roads: readonly { readonly name: string; readonly line: readonly LonLat[] }[];
  readonly places: readonly { readonly name: string; readonly at: LonLat; readonly roads?: readonly string[] }[];
}

export interface MapZone {
  readonly id: string;
  readonly name: string;
  /** 1 to 4 choose the hue; more begin again. */
  readonly order: number;
  /** Codes of its `responsibility` grids. */
  readonly grids: readonly string[];
}

/** First view of a site tonight (研判), in short. */
export const siteStates = ['valid', 'none', 'expired', 'outOfHours', 'quiet', 'emergency', 'unknown'] as const;
export type SiteState = (typeof siteStates)[number];

export interface MapSite {
  readonly id: string;
  readonly name: string;
  readonly at: LonLat;
  readonly radius: number;
  readonly state: SiteState;
  /** The assessment in the register's words. */
  readonly label: string;
}

export interface MapVideoPoint {
  readonly id: string;
  readonly name: string;
  readonly at: LonLat;
  /** Degrees clockwise from north. */
  readonly heading?: number | undefined;
  /** Angle of view, degrees. */
  readonly fov?: number | undefined;
}

export const unitKinds = ['group', 'vehicle', 'foot', 'post', 'drone'] as const;
export type UnitKind = (typeof unitKinds)[number];
export const unitStatuses = ['free', 'busy', 'resting', 'fixedPost', 'offDuty'] as const;
export type UnitStatus = (typeof unitStatuses)[number];

export interface MapUnit {
  readonly id: string;
  readonly name: string;
  readonly kind: UnitKind;
  readonly status: UnitStatus;
  /** Place of the newest fix; null draws nothing. */
  readonly at: LonLat | null;
  readonly fixAt: number | null;
  readonly heading: number | null;
  /** Of the fix, metres. */
  readonly accuracy: number | null;
  /** Officers with a certificate: an enforcement act needs two. */
  readonly certified: number;
}

export const incidentStages = ['waiting', 'underWay', 'onScene', 'refused', 'answering'] as const;
/** 待派 · 已派 · 在场 · 拒不停工 · 待复核答复. */
export type IncidentStage = (typeof incidentStages)[number];

export type Lateness = 'unit' | 'desk';

export interface MapIncident {
  readonly id: string;
  /** Number and kind, short. */
  readonly label: string;
  readonly stage: IncidentStage;
  /** The stage in words, where they say more than `stage`. */
  readonly told?: string;
  /** It came back after it had been dealt with. */
  readonly relapse: boolean;
  /** What passed: `unit` is a dispatch or an arrival, `desk` anything else. Null: nothing. */
  readonly late: Lateness | null;
  /** The suspected source or the named place; never where a caller stands. */
  readonly at: LonLat | null;
  /** Code of a grid, drawn as its outline where there is no point. */
  readonly cell?: string | undefined;
  /** How the place is known; what is no better than a road is drawn as a broken ring. */
  readonly precision: 'site' | 'crossing' | 'namedPlace' | 'point' | 'road' | 'area' | 'none';
}

export type MapThing = 'unit' | 'incident' | 'site' | 'videoPoint';
export interface MapSelection {
  readonly kind: MapThing;
  readonly id: string;
}

export interface MapLayers {
  readonly zones: boolean;
  /** A level drawn at every zoom, or null: the finer levels appear as one zooms in. */
  readonly grids: GridLevel | null;
  readonly sites: boolean;
  readonly videoPoints: boolean;
  readonly units: boolean;
  readonly incidents: boolean;
  readonly roads: boolean;
}

/** West, south, east, north. */
export type Bounds = readonly [number, number, number, number];

export type MapFocus =
  { readonly bounds: Bounds; readonly change: number } | { readonly center: LonLat; readonly change: number };

export interface DistrictMapProps {
  readonly plates: MapPlates;
  readonly zones: readonly MapZone[];
  readonly sites: readonly MapSite[];
  readonly videoPoints: readonly MapVideoPoint[];
  readonly units: readonly MapUnit[];
  readonly incidents: readonly MapIncident[];
  readonly selected: MapSelection | null;
  /** Called with null when the ground is clicked. */
  readonly onSelect: (selection: MapSelection | null) => void;
  /** Who would go where, before it is confirmed: a broken line. */
  readonly preview: { readonly from: string; readonly to: LonLat } | null;
  /** Where a unit went, oldest first, a line for each stretch without a gap: beneath the marks. */
  readonly trail?: readonly (readonly LonLat[])[] | undefined;
  /** Hub time, Unix ms. */
  readonly now: () => number;
  readonly theme: ThemeName;
  /** Moves the view when `change` changes. */
  readonly focus: MapFocus | null;
  readonly layers: MapLayers;
  /** Given: a click gives a coordinate instead of selecting. */
  readonly onPick?: ((at: LonLat) => void) | undefined;
  /**
   * How many times larger than at a desk names, marks, lines, buttons and legend are, for screens that are read from
   * far. Default 1.
   */
  readonly scale?: number | undefined;
  /** `auto`: WebGL2 where a graphics card draws it, else the plain map. The others are for tests and diagnosis. */
  readonly renderer?: 'auto' | 'webgl' | 'flat' | undefined;
}
