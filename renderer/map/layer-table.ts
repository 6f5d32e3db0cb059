/** All layers in the order of the panel, each with the sign that stands for it. */
import type { MarkSymbol } from './marks.ts';
import type { DistrictMapProps, MapLayer } from './types.ts';

export const layerGroups = [
  { group: 'tonight', layers: ['incidents', 'units', 'trails', 'heat', 'operations'] },
  { group: 'registers', layers: ['sites', 'permits', 'quietAreas', 'stallPlaces', 'sensitivePlaces'] },
  { group: 'stands', layers: ['cover', 'posts', 'fences', 'videoPoints'] },
  { group: 'ground', layers: ['zones', 'squads', 'finerGrids'] },
  { group: 'base', layers: ['roads'] },
] as const satisfies readonly { readonly group: string; readonly layers: readonly MapLayer[] }[];

const signs: Readonly<Record<Exclude<MapLayer, 'sensitivePlaces'>, MarkSymbol | string>> = {
  incidents: { type: 'incident', tone: 'warn', stage: 'waiting', late: null },
  units: { type: 'unit', kind: 'vehicle', status: 'free', age: 'fresh' },
  trails: 'trail',
  heat: 'heat',
  operations: 'operation',
  sites: { type: 'site', state: 'none', small: false },
  permits: 'permit',
  quietAreas: 'quiet',
  stallPlaces: 'stall',
  cover: 'cover',
  posts: { type: 'post', state: 'due' },
  fences: 'fence',
  videoPoints: { type: 'videoPoint', small: false },
  zones: 'zones',
  squads: 'squad',
  finerGrids: 'grids',
  roads: 'road',
};

/**
 * Its sign; a name of a style class where it is a line or an area.
 *
 * @param school The letter for one kind of sensitive place, which stands for all.
 */
export const layerSign = (layer: MapLayer, school: string): MarkSymbol | string =>
  layer === 'sensitivePlaces' ? { type: 'sensitivePlace', letter: school, small: false } : signs[layer];

export interface LayerFacts {
  /** null: nothing that is counted. */
  readonly count: number | null;
  /** Instant the register speaks for, the oldest entry counts. */
  readonly asOf?: number | undefined;
  /** Newest fix. */
  readonly newest?: number | undefined;
}

type Things = Omit<DistrictMapProps, 'onSelect'>;

const oldest = (list: readonly { readonly asOf?: number | undefined }[]): number | undefined => {
  const all = list.flatMap(({ asOf }) => asOf ?? []);
  return all.length === 0 ? undefined : all.reduce((a, b) => Math.min(a, b));
};

const register = (list: readonly { readonly asOf?: number | undefined }[] | undefined): LayerFacts => ({
  count: list?.length ?? 0,
  asOf: oldest(list ?? []),
});

export function layerFacts(layer: MapLayer, things: Things): LayerFacts {
  switch (layer) {
    case 'incidents':
      return { count: things.incidents.length };
    case 'units': {
      const fixes = things.units.flatMap(({ fixAt }) => fixAt ?? []);
      const newest = fixes.length === 0 ? undefined : fixes.reduce((a, b) => Math.max(a, b));
      return { count: things.units.filter(({ at }) => at !== null).length, newest };
    }
    case 'heat':
      return { count: things.heat?.complaints.length ?? 0 };
    case 'operations':
      return { count: things.operations?.length ?? 0 };
    case 'sites':
      return register(things.sites);
    case 'permits':
      return register(things.permits);
    case 'quietAreas':
      return register(things.quietAreas);
    case 'stallPlaces':
      return register(things.stallPlaces);
    case 'sensitivePlaces':
      return register(things.sensitivePlaces);
    case 'posts':
      return register(things.posts);
    case 'fences':
      return register(things.fences);
    case 'videoPoints':
      return register(things.videoPoints);
    case 'zones':
      return { count: things.zones.length };
    case 'squads':
      return { count: things.squads?.length ?? 0 };
    case 'finerGrids':
      return { count: things.plates.grids.filter(({ level }) => level === 'area' || level === 'cell').length };
    case 'trails':
    case 'cover':
    case 'roads':
      return { count: null };
  }
}

/** Absent is off, but for the finer grids. */
export function isOn(layers: DistrictMapProps['layers'], layer: MapLayer): boolean {
  return layers[layer] ?? layer === 'finerGrids';
}
