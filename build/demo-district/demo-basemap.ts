/**
 * The basemap of the demo district, drawn new on each call and always the same: a schematic city, marked so, of which
 * nothing is anybody's map.
 */
import type { Plates } from '../../shared/domain/district/events.ts';
import { makeArchive } from '../basemap/archive-make.ts';
import type { Basemap } from '../basemap/archive-make.ts';
import { makeCity } from './basemap/city.ts';

/** Raised with each change of what is drawn: kept files of others are made anew. */
export const demoBasemapVersion = '2';

export const demoBasemapFacts = {
  name: '示例区（徐汇示意）底图',
  attribution: '示意图，非测绘成果',
  schematic: true,
  minZoom: 8,
  maxZoom: 14,
} as const;

export interface DemoBasemap extends Basemap {
  readonly header: {
    readonly kind: 'vector';
    readonly minZoom: number;
    readonly maxZoom: number;
    readonly bounds: Basemap['bounds'];
    readonly schematic: true;
    readonly attribution: string;
  };
}

/** @param plates Those of the demo district; drawn new where not given. */
export function makeDemoBasemap(plates?: Plates): DemoBasemap {
  const { layers } = makeCity(plates);
  const archive = makeArchive(layers, demoBasemapFacts);
  const { minZoom, maxZoom, schematic, attribution } = demoBasemapFacts;
  return { ...archive, header: { kind: 'vector', minZoom, maxZoom, bounds: archive.bounds, schematic, attribution } };
}
