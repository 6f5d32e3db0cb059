/** What lies under a point of the map: its four grids, who answers for it, what covers it. Pure. */
import { distance } from '../../shared/geo/point.ts';
import { boxOf, contains } from '../../shared/geo/polygon.ts';
import type { Box } from '../../shared/geo/polygon.ts';
import type { AreaShape, PlateShapes } from './shapes.ts';
import type { DistrictMapProps, GridLevel, LonLat, MapSquad, MapZone } from './types.ts';

const levels: readonly GridLevel[] = ['management', 'responsibility', 'area', 'cell'];
/** What is further away says nothing of a place, metres. */
const nearMetres = 600;

export interface GroundAt {
  readonly at: LonLat;
  /** From the largest down to the cell; shorter where the plates have none, empty outside the district. */
  readonly grids: readonly AreaShape[];
  readonly squad: MapSquad | undefined;
  readonly zone: MapZone | undefined;
  /** The nearest crossing or named place. */
  readonly near: { readonly name: string; readonly metres: number } | undefined;
}

const boxes = new WeakMap<AreaShape, Box>();

function isWithin(area: AreaShape, lon: number, lat: number): boolean {
  const known = boxes.get(area);
  const box = known ?? boxOf(area.shape);
  if (known === undefined) boxes.set(area, box);
  return (
    lon >= box.west && lon <= box.east && lat >= box.south && lat <= box.north && contains(area.shape, { lon, lat })
  );
}

export function groundAt(
  at: LonLat,
  shapes: PlateShapes,
  { plates, zones, squads }: Pick<DistrictMapProps, 'plates' | 'zones' | 'squads'>,
): GroundAt {
  const [lon, lat] = at;
  const grids = levels.flatMap(
    (level) => shapes.areas.find((area) => area.level === level && isWithin(area, lon, lat)) ?? [],
  );
  const street = grids.find(({ level }) => level === 'responsibility')?.code ?? '';
  let near: { name: string; metres: number } | undefined;
  for (const { name, at: place } of plates.places) {
    const metres = distance({ lon, lat }, { lon: place[0], lat: place[1] });
    if (metres <= (near?.metres ?? nearMetres)) near = { name, metres };
  }
  return {
    at,
    grids,
    squad: (squads ?? []).find(({ grids: own }) => own.includes(street)),
    zone: zones.find(({ grids: own }) => own.includes(street)),
    near,
  };
}
