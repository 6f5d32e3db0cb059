/** Layers to a PMTiles file of our schema. */
import { writeArchive } from './archive-writer.ts';
import type { Archive } from './archive-writer.ts';
import { BasemapError, boundsOf } from './features.ts';
import type { Bounds, MapLayer } from './features.ts';
import { schemaName } from './schema.ts';
import { cutTiles } from './tiler.ts';
import type { Tiled, TileSpan } from './tiler.ts';

export interface BasemapFacts extends TileSpan {
  readonly name: string;
  readonly attribution: string;
  readonly schematic: boolean;
  /** Where a viewer begins; the middle of all features where not given. */
  readonly bounds?: Bounds;
}

export interface Basemap extends Archive {
  readonly tiled: Tiled;
  readonly bounds: Bounds;
}

/** @throws BasemapError where there is nothing to draw or far too much. */
export function makeArchive(layers: readonly MapLayer[], facts: BasemapFacts): Basemap {
  const bounds = facts.bounds ?? boundsOf(layers.flatMap(({ features }) => features.map(({ geometry }) => geometry)));
  if (bounds === undefined) throw new BasemapError('no layer has a feature: there is nothing to draw');
  const tiled = cutTiles(layers, facts);
  const archive = writeArchive(tiled.tiles, {
    type: 'mvt',
    bounds,
    minZoom: facts.minZoom,
    maxZoom: facts.maxZoom,
    center: [
      (bounds[0] + bounds[2]) / 2,
      (bounds[1] + bounds[3]) / 2,
      Math.min(facts.maxZoom, Math.max(facts.minZoom, 12)),
    ],
    metadata: {
      name: facts.name,
      attribution: facts.attribution,
      schematic: facts.schematic,
      format: schemaName,
      type: 'baselayer',
      vector_layers: [...tiled.layers].map(([id, { minZoom, maxZoom, fields }]) => ({
        id,
        minzoom: minZoom,
        maxzoom: maxZoom,
        fields: Object.fromEntries([...fields].sort(([a], [b]) => (a < b ? -1 : 1))),
      })),
    },
  });
  return { ...archive, tiled, bounds };
}
