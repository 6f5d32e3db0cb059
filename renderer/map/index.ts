/** The live map: the one door of this folder. */
export { DistrictMap } from './district-map.tsx';
export type {
  Bounds,
  DistrictMapProps,
  GridLevel,
  IncidentStage,
  LonLat,
  MapFocus,
  MapIncident,
  MapLayers,
  MapPlates,
  MapSelection,
  MapSite,
  MapThing,
  MapUnit,
  MapVideoPoint,
  MapZone,
  SiteState,
  UnitKind,
  UnitStatus,
} from './types.ts';
