/**
 * The tile schema: what a basemap of ours holds, and from which zoom. The map draws these; `docs/basemap.md` is their
 * description for those who make one.
 */
import type { Dimension } from './features.ts';

export const schemaName = 'lianqin-1';

export interface LayerRule {
  readonly dimension: Dimension;
  /** First zoom by class; the key `''` is of features without a class. */
  readonly classes: Readonly<Record<string, number>>;
  /** The property that holds the class; none where features have no class. */
  readonly key: 'class' | 'level' | undefined;
  /** Class of a feature whose source says none; undefined where it has to say one. */
  readonly otherwise: string | undefined;
  readonly properties: readonly PropertyName[];
}

export const propertyNames = ['name', 'height', 'bridge', 'tunnel', 'elevated', 'colour', 'rank'] as const;
export type PropertyName = (typeof propertyNames)[number];

const rule = (
  dimension: Dimension,
  classes: LayerRule['classes'],
  otherwise: string | undefined,
  properties: readonly PropertyName[] = [],
  key: 'class' | 'level' | 'none' = 'class',
): LayerRule => ({ dimension, classes, key: key === 'none' ? undefined : key, otherwise, properties });

export const layerRules = {
  water: rule('polygon', { river: 8, lake: 9, canal: 12 }, 'lake', ['name']),
  waterway: rule('line', { river: 8, canal: 12, stream: 13 }, 'canal', ['name']),
  green: rule('polygon', { park: 10, grass: 13, wood: 11 }, 'park', ['name']),
  block: rule(
    'polygon',
    { urban: 8, residential: 10, commercial: 10, industrial: 10, public: 10, site: 13 },
    'residential',
  ),
  building: rule('polygon', { '': 14 }, '', ['height'], 'none'),
  road: rule('line', { expressway: 8, arterial: 9, secondary: 12, local: 13, lane: 14 }, 'local', [
    'name',
    'bridge',
    'tunnel',
    'elevated',
  ]),
  rail: rule('line', { metro: 10, rail: 10 }, 'rail', ['name', 'colour']),
  station: rule('point', { metro: 12, rail: 11 }, 'metro', ['name']),
  boundary: rule('line', { district: 8, street: 11 }, 'street', [], 'level'),
  label: rule('point', { district: 8, street: 11, place: 12, water: 10, park: 13, landmark: 13 }, 'place', [
    'name',
    'rank',
  ]),
} as const satisfies Readonly<Record<string, LayerRule>>;

export type LayerName = keyof typeof layerRules;
export const layerNames = Object.keys(layerRules) as readonly LayerName[];

/** Where a label has no rank of its own. */
export const labelRanks: Readonly<Record<string, number>> = {
  district: 1,
  water: 2,
  street: 3,
  place: 4,
  park: 6,
  landmark: 7,
};

/** First zoom of a class; lanes come with the highest zoom that a file has. */
export function firstZoom(layer: LayerName, klass: string): number {
  const classes: LayerRule['classes'] = layerRules[layer].classes;
  return classes[klass] ?? 14;
}
