/**
 * What a vector basemap holds, in our words. Archives of others name their layers and classes otherwise: known names are
 * read as ours, unknown ones are drawn by their geometry.
 */

/** The layers of our own archives (`format: lianqin-1`), with what their features may say of themselves. */
export const schemaLayers = {
  water: ['river', 'lake', 'canal'],
  waterway: ['river', 'canal', 'stream'],
  green: ['park', 'grass', 'wood'],
  block: ['urban', 'residential', 'commercial', 'industrial', 'public', 'site'],
  building: [],
  road: ['expressway', 'arterial', 'secondary', 'local', 'lane'],
  rail: ['metro', 'rail'],
  station: ['metro', 'rail'],
  boundary: ['district', 'street'],
  label: ['district', 'street', 'place', 'water', 'park', 'landmark'],
  /** Whatever has a name that we do not know. */
  other: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type SchemaLayer = keyof typeof schemaLayers;

/** Values of a class as others write them, by ours. */
type Classes = Readonly<Record<string, readonly string[]>>;

/** How a layer of an archive is read. */
export interface LayerReading {
  /** The layer's name in the archive. */
  readonly from: string;
  readonly as: SchemaLayer;
  /** Properties that may hold the class; the first that is there counts. */
  readonly classKeys: readonly string[];
  readonly classes: Classes;
  /** Class of what says none, or one that is not known. */
  readonly otherwise: string;
  /** Always `bridge`-like: lines that stand above the others. */
  readonly elevated: boolean;
}

interface Alias {
  readonly names: readonly string[];
  readonly as: SchemaLayer;
  readonly otherwise: string;
  readonly classes?: Classes;
  readonly elevated?: boolean;
}

const roadClasses: Classes = {
  expressway: ['motorway', 'motorway_link', 'trunk', 'trunk_link', 'highway', 'urban'],
  arterial: ['primary', 'primary_link', 'major_road', 'major'],
  secondary: ['secondary_link', 'tertiary', 'tertiary_link', 'medium_road'],
  local: ['residential', 'unclassified', 'minor', 'minor_road', 'living_street', 'street', 'road'],
  lane: ['service', 'path', 'track', 'footway', 'pedestrian', 'cycleway', 'steps', 'alley'],
};
const waterClasses: Classes = {
  river: ['riverbank', 'stream', 'ocean', 'sea', 'bay'],
  lake: ['reservoir', 'pond', 'water', 'basin'],
  canal: ['dock', 'ditch', 'drain'],
};
const railClasses: Classes = { metro: ['subway', 'light_rail', 'tram', 'metro_line', 'monorail', 'transit'] };
const greenClasses: Classes = {
  park: ['garden', 'playground', 'golf_course', 'cemetery', 'recreation_ground', 'nature_reserve', 'zoo'],
  grass: ['meadow', 'farmland', 'village_green', 'grassland', 'scrub', 'pitch', 'farm'],
  wood: ['forest', 'trees', 'orchard'],
};
const blockClasses: Classes = {
  commercial: ['retail', 'office'],
  industrial: ['railway', 'quarry', 'landfill', 'port'],
  public: ['school', 'university', 'hospital', 'college', 'kindergarten', 'library', 'civic', 'military'],
  site: ['construction', 'brownfield'],
};
const labelClasses: Classes = {
  district: ['city', 'town', 'county', 'borough', 'municipality'],
  street: ['suburb', 'township', 'subdistrict'],
  place: ['neighbourhood', 'neighborhood', 'quarter', 'village', 'hamlet', 'locality'],
  water: ['river', 'lake', 'sea', 'ocean'],
};

/** Names that others give their layers: tippecanoe-made files, OpenMapTiles, Protomaps, Mapbox and Shortbread. */
const aliases: readonly Alias[] = [
  {
    names: ['water', 'water_polygons', 'waters', 'ocean', 'lake', 'river', 'rivers', 'lakes'],
    as: 'water',
    otherwise: 'lake',
    classes: waterClasses,
  },
  { names: ['waterway', 'waterways', 'water_lines'], as: 'waterway', otherwise: 'river', classes: waterClasses },
  {
    names: ['green', 'park', 'parks', 'landcover', 'natural', 'wood', 'forest', 'grass', 'greens'],
    as: 'green',
    otherwise: 'park',
    classes: greenClasses,
  },
  {
    names: ['block', 'blocks', 'landuse', 'land', 'sites', 'landuse_overlay'],
    as: 'block',
    otherwise: 'residential',
    classes: blockClasses,
  },
  { names: ['building', 'buildings'], as: 'building', otherwise: '' },
  {
    names: ['road', 'roads', 'street_lines', 'highway', 'highways', 'transportation', 'bridges'],
    as: 'road',
    otherwise: 'local',
    classes: roadClasses,
  },
  {
    names: ['elevated', 'elevated_road', 'elevated_roads', 'expressway', 'expressways', 'viaducts'],
    as: 'road',
    otherwise: 'expressway',
    elevated: true,
  },
  {
    names: ['rail', 'rails', 'railway', 'railways', 'transit'],
    as: 'rail',
    otherwise: 'rail',
    classes: railClasses,
  },
  { names: ['metro', 'metro_line', 'metro_lines', 'subway'], as: 'rail', otherwise: 'metro', classes: railClasses },
  {
    names: ['station', 'stations', 'metro_station', 'metro_stations', 'public_transport', 'transit_stops'],
    as: 'station',
    otherwise: 'metro',
    classes: { metro: ['subway', 'metro_station'], rail: ['train', 'railway'] },
  },
  { names: ['streets', 'subdistricts', 'towns'], as: 'boundary', otherwise: 'street' },
  {
    names: ['boundary', 'boundaries', 'admin', 'districts', 'district'],
    as: 'boundary',
    otherwise: 'district',
    classes: { street: ['subdistrict', 'township'] },
  },
  {
    names: ['label', 'labels', 'place', 'places', 'place_labels'],
    as: 'label',
    otherwise: 'place',
    classes: labelClasses,
  },
  { names: ['street_label', 'street_labels_points', 'subdistrict_label'], as: 'label', otherwise: 'street' },
  { names: ['district_label', 'district_labels', 'boundary_labels'], as: 'label', otherwise: 'district' },
  { names: ['poi', 'pois', 'landmark', 'landmarks'], as: 'label', otherwise: 'landmark' },
  { names: ['water_label', 'water_name', 'water_labels', 'water_polygons_labels'], as: 'label', otherwise: 'water' },
];

const classKeys = ['class', 'level', 'kind', 'type', 'highway', 'pmap:kind', 'subclass'] as const;

/** How each layer of an archive is read. Of our own archives exactly as written; of others by the names above. */
export function readings(layers: readonly string[]): readonly LayerReading[] {
  return layers.map((from): LayerReading => {
    const alias = aliases.find(({ names }) => names.includes(from.toLowerCase()));
    const as = alias?.as ?? 'other';
    const own: readonly string[] = schemaLayers[as];
    // Our own words stand for themselves; theirs after them.
    const theirs = (name: string): readonly string[] =>
      (alias?.classes?.[name] ?? []).filter((value) => !own.includes(value));
    const classes = Object.fromEntries(own.map((name) => [name, [name, ...theirs(name)]]));
    return {
      from,
      as,
      classKeys,
      classes,
      otherwise: alias?.otherwise ?? '',
      elevated: alias?.elevated ?? false,
    };
  });
}

export type Properties = Readonly<Record<string, string | number | boolean>>;

/** The class of a feature in our words. */
export function classOf(reading: LayerReading, properties: Properties): string {
  const key = reading.classKeys.find((one) => typeof properties[one] === 'string');
  const value = key === undefined ? undefined : properties[key];
  if (typeof value !== 'string') return reading.otherwise;
  return Object.entries(reading.classes).find(([, values]) => values.includes(value))?.[0] ?? reading.otherwise;
}

/** Names in Chinese first. */
export const nameKeys = ['name:zh', 'name_zh', 'name:zh-Hans', 'name'] as const;

export function nameOf(properties: Properties): string {
  for (const key of nameKeys) {
    const value = properties[key];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  return '';
}

/** 1 is shown first; 9 last. */
export function rankOf(properties: Properties): number {
  const { rank } = properties;
  return typeof rank === 'number' && rank >= 1 ? Math.min(9, rank) : 5;
}

/** Where a line lies: beneath the ground, upon it, or above the other roads. */
export type Deck = 'tunnel' | 'ground' | 'bridge';

export function deckOf(reading: LayerReading, { tunnel, bridge, elevated, brunnel }: Properties): Deck {
  const says = (value: unknown): boolean => value === true || value === 1 || value === 'yes' || value === 'true';
  if (says(tunnel) || brunnel === 'tunnel') return 'tunnel';
  if (reading.elevated || says(bridge) || says(elevated) || brunnel === 'bridge') return 'bridge';
  return 'ground';
}

/** `#rrggbb` of a line of the metro; undefined where it says none or something else. */
export function colourOf({ colour }: Properties): string | undefined {
  return typeof colour === 'string' && /^#[0-9a-f]{6}$/i.test(colour) ? colour : undefined;
}

/** Points named in a layer of areas or lines name what the layer holds: the class of such a label. */
export const pointClass: Readonly<Partial<Record<SchemaLayer, string>>> = {
  water: 'water',
  waterway: 'water',
  green: 'park',
  building: 'landmark',
  block: 'landmark',
};
