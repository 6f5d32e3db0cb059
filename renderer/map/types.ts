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

/**
 * The map beneath everything: streets, water, buildings. A PMTiles archive that the page reads in ranges, or one from outside,
 * at an address of `onlineAddress`.
 */
export interface MapBasemap {
  /** Same origin; answers `Range` requests. Another address is another map. */
  readonly url: string;
  readonly kind: 'vector' | 'raster';
  /** Made-up or simplified: the map says 示意. */
  readonly schematic: boolean;
  /** Whose map it is, shown on it; empty where nobody asks for that. */
  readonly attribution: string;
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
  /** Instant the register speaks for. */
  readonly asOf?: number | undefined;
}

export interface MapVideoPoint {
  readonly id: string;
  readonly name: string;
  readonly at: LonLat;
  /** Degrees clockwise from north. */
  readonly heading?: number | undefined;
  /** Angle of view, degrees. */
  readonly fov?: number | undefined;
  /** Instant the register speaks for. */
  readonly asOf?: number | undefined;
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
  /** At the fix, km/h. */
  readonly speed?: number | null | undefined;
  /** Officers with a certificate: an enforcement act needs two. */
  readonly certified: number;
  /** Sent to something: drawn by itself with its name, however many others are in view. */
  readonly engaged?: boolean | undefined;
}

/** Columns by place: degrees, hub time in Unix ms, km/h, degrees from north, metres. NaN: not known. */
export interface FixColumns {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** NaN: nobody knows where it is. */
  readonly at: Float64Array;
  readonly speed: Float32Array;
  readonly heading: Float32Array;
  readonly accuracy: Float32Array;
}

/**
 * The newest fixes of units as they come, beside the list of the units: that list changes with what is known *of* them,
 * these with where they are.
 */
export interface MapFixes {
  place(unit: string): number | undefined;
  /** Written into as units move; others once there are more units. */
  columns(): FixColumns;
  /** Told the places that changed, each once; null: all may have, and which unit a place means too. */
  subscribe(listener: (moved: Uint32Array | null) => void): () => void;
}

export const incidentStages = ['waiting', 'underWay', 'onScene', 'refused', 'answering'] as const;
/** 待派 · 已派 · 在场 · 拒不停工 · 待复核答复. */
export type IncidentStage = (typeof incidentStages)[number];

export type Lateness = 'unit' | 'desk';

export interface MapIncident {
  readonly id: string;
  /** Number and kind, short. */
  readonly label: string;
  /** The whole number, to be found by. */
  readonly number?: string | undefined;
  readonly stage: IncidentStage;
  /** The stage in words, where they say more than `stage`. */
  readonly told?: string;
  /** It came back after it had been dealt with. */
  readonly relapse: boolean;
  /** Somebody of ours calls for help: drawn and named whatever layers are off. */
  readonly sos?: boolean | undefined;
  /** How far from `at` it may be, metres: drawn as a broken circle. */
  readonly within?: number | undefined;
  /** What passed: `unit` is a dispatch or an arrival, `desk` anything else. Null: nothing. */
  readonly late: Lateness | null;
  /** The suspected source or the named place; never where a caller stands. */
  readonly at: LonLat | null;
  /** Code of a grid, drawn as its outline where there is no point. */
  readonly cell?: string | undefined;
  /** How the place is known; what is no better than a road is drawn as a broken ring. */
  readonly precision: 'site' | 'crossing' | 'namedPlace' | 'point' | 'road' | 'area' | 'none';
}

/** What has a place of its own on the screen beside the map. */
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
  /** Of those below: absent is off. */
  readonly squads?: boolean | undefined;
  readonly permits?: boolean | undefined;
  readonly quietAreas?: boolean | undefined;
  readonly sensitivePlaces?: boolean | undefined;
  readonly posts?: boolean | undefined;
  readonly fences?: boolean | undefined;
  readonly stallPlaces?: boolean | undefined;
  readonly cover?: boolean | undefined;
  readonly operations?: boolean | undefined;
  readonly trails?: boolean | undefined;
  readonly heat?: boolean | undefined;
  /** Areas and cells as one zooms in; absent is on. A level that was chosen is drawn all the same. */
  readonly finerGrids?: boolean | undefined;
}
export type MapLayer = Exclude<keyof MapLayers, 'grids'>;

/** West, south, east, north. */
export type Bounds = readonly [number, number, number, number];

export type MapFocus =
  | { readonly bounds: Bounds; readonly change: number }
  /** Comes close, unless `keepZoom`. */
  | { readonly center: LonLat; readonly keepZoom?: boolean | undefined; readonly change: number };

export interface DistrictMapProps extends MapMore {
  readonly plates: MapPlates;
  /** Drawn beneath the plates; null or absent: the plates alone. */
  readonly basemap?: MapBasemap | null | undefined;
  /** Given: a basemap is on its way to this seat, so many bytes of it are here. */
  readonly basemapFetching?: { readonly have: number; readonly total: number } | null | undefined;
  /** Given: another basemap was wanted, and this one stands in for it; in words, and which and why. */
  readonly basemapAway?: { readonly told: string; readonly more: string } | null | undefined;
  readonly zones: readonly MapZone[];
  readonly sites: readonly MapSite[];
  readonly videoPoints: readonly MapVideoPoint[];
  readonly units: readonly MapUnit[];
  /** Given: units are where these say, and are drawn there with no new list of them. */
  readonly fixes?: MapFixes | undefined;
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

/** Polygons, each an outer ring and its holes; every ring closed. */
export type MapShape = MapGrid['shape'];

/** A squad and the grids it answers for by day. */
export interface MapSquad {
  readonly id: string;
  readonly name: string;
  readonly grids: readonly string[];
  /** Its share of tonight's work in a few words, such as 3 件 · 可派 1/2; empty: nothing. */
  readonly share: string;
}

/** A paper that may permit work at night: it is no finding. */
export interface MapPermit {
  readonly id: string;
  /** What is selected where it is clicked. */
  readonly site: string;
  readonly at: LonLat;
  /** Such as 22:00–02:00. */
  readonly window: string;
  /** In force now, later tonight, or over. */
  readonly when: 'now' | 'later' | 'over';
  readonly asOf?: number | undefined;
}

/** Days and hours in which no permit allows noise. */
export interface MapQuietArea {
  readonly id: string;
  readonly name: string;
  /** Grid codes it holds in; empty, and no shape: the whole district. */
  readonly grids: readonly string[];
  /** Beside the grids: around places. */
  readonly shape?: MapShape | undefined;
  /** In words: hours and basis. */
  readonly told: string;
  readonly asOf?: number | undefined;
}

export const sensitiveKinds = ['home', 'school', 'hospital', 'eldercare', 'office', 'research'] as const;
export type SensitiveKind = (typeof sensitiveKinds)[number];

/** Where noise weighs more: schools, hospitals, homes for the old. */
export interface MapSensitivePlace {
  readonly id: string;
  readonly name: string;
  readonly kind: SensitiveKind;
  readonly at: LonLat;
  /** In words; empty: nothing more is known. */
  readonly told: string;
  readonly asOf?: number | undefined;
}

/** So much ground on both sides of a line. */
export interface MapBand {
  readonly line: readonly LonLat[];
  /** Across, metres. */
  readonly width: number;
}

/** Where somebody has to stand, to drive along or to be about. */
export interface MapPost {
  readonly id: string;
  readonly name: string;
  /** Where its flag stands. */
  readonly at: LonLat;
  /** The way or the area that is kept, beside the flag. */
  readonly band?: MapBand | undefined;
  readonly shape?: MapShape | undefined;
  /** Whether it is kept at this hour. */
  readonly state: 'due' | 'off';
  /** In words: hours, strength, who keeps it. */
  readonly told: string;
  readonly asOf?: number | undefined;
}

/** Where somebody has to stay within, or out of. */
export interface MapFence {
  readonly id: string;
  readonly name: string;
  /** Empty where it is a band. */
  readonly shape: MapShape;
  readonly band?: MapBand | undefined;
  readonly state: 'due' | 'off';
  readonly told: string;
  readonly asOf?: number | undefined;
}

/** Squads that work together. */
export interface MapOperation {
  readonly id: string;
  readonly name: string;
  readonly state: 'planned' | 'running';
  /** Grids of the squads that take part. */
  readonly grids: readonly string[];
  readonly told: string;
}

/** A complaint for the heat, open or closed: at its suspected source or its cell, never where a caller stands. */
export interface MapComplaint {
  readonly at: LonLat | null;
  /** Code of a grid where there is no point. */
  readonly cell?: string | undefined;
  readonly receivedAt: number;
}

/** Where stalls are permitted at hours. */
export interface MapStallPlace {
  readonly id: string;
  readonly name: string;
  readonly shape: MapShape;
  /** `due`: stalls are permitted now. */
  readonly state: 'due' | 'off';
  /** Kind, hours, who answers for it: in words. */
  readonly told: string;
  /** Instant the register speaks for. */
  readonly asOf?: number | undefined;
}

export interface MapHeat {
  readonly complaints: readonly MapComplaint[];
  /** When the duty night began, or the last twelve hours where none runs. */
  readonly nightFrom: number;
}

/** Registers whose entries a card of the map speaks of. */
export type MapEntryKind = 'post' | 'fence' | 'stallPlace' | 'quietPeriod';

export interface MapBasemapChoices {
  /** `away`: why it gives no tiles now, in words; else empty. */
  readonly all: readonly { readonly id: string | null; readonly name: string; readonly away: string }[];
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
}

/** What of the layers somebody may choose; without it there is no panel, no search and no tool. */
export interface MapDesk {
  /** Tells what was chosen. */
  readonly onLayers: (layers: MapLayers) => void;
  /** Of the duty mode, in words; null where none is known. */
  readonly mode: string | null;
  /** Somebody chose by hand: the layers no longer follow the duty mode. */
  readonly own: boolean;
  readonly onPreset: () => void;
  /** Basemaps to choose from, the one kept here first, with the id null; absent: there is but that. */
  readonly basemaps?: MapBasemapChoices | undefined;
  /** Name of the district, for the print. */
  readonly title: string;
  /** Minutes east of UTC, for clock times. */
  readonly utcOffset: number;
  /** Keys of the whole page: `L` and `F`. */
  readonly keys: boolean;
  /** A register older than this is told to be too old, hours; absent: none is. */
  readonly maxAgeHours?: number | undefined;
  /** Whom to ask then, with the telephone number; absent: nobody is known. */
  readonly askInstead?: string | undefined;
  /** Opens an entry of the registers; absent: this user has no such page. */
  readonly onEntry?: ((kind: MapEntryKind, id: string) => void) | undefined;
}

/** Layers beyond the first ones; absent: nothing of the kind is known here. */
/** Cells of a zone that wait alike for two certified officers. */
export interface MapCover {
  readonly id: string;
  readonly grids: readonly string[];
  /** `open`: nothing is promised for the zone. */
  readonly state: 'kept' | 'thin' | 'nobody' | 'open';
}

export interface MapMore {
  readonly cover?: readonly MapCover[] | undefined;
  readonly squads?: readonly MapSquad[] | undefined;
  readonly permits?: readonly MapPermit[] | undefined;
  readonly quietAreas?: readonly MapQuietArea[] | undefined;
  readonly sensitivePlaces?: readonly MapSensitivePlace[] | undefined;
  readonly posts?: readonly MapPost[] | undefined;
  readonly fences?: readonly MapFence[] | undefined;
  readonly stallPlaces?: readonly MapStallPlace[] | undefined;
  readonly operations?: readonly MapOperation[] | undefined;
  readonly heat?: MapHeat | undefined;
  readonly desk?: MapDesk | undefined;
}
