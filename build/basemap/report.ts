/** What is said at the end: plain lines of text. */
import { tileIdToZxy } from 'pmtiles';
import type { Basemap } from './archive-make.ts';
import { countLayers } from './archive-reader.ts';
import type { OpenArchive } from './archive-reader.ts';
import { tileTypes } from './archive-writer.ts';
import type { MapLayer } from './features.ts';
import type { FromMbtiles } from './mbtiles.ts';
import { layerNames, schemaName } from './schema.ts';

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
const typeName = (type: number): string =>
  Object.entries(tileTypes).find(([, number]) => number === type)?.[0] ?? 'unknown';

export function madeLines(
  file: string,
  layers: readonly MapLayer[],
  { bytes, contents, tiled, tiles, bounds }: Basemap,
): string[] {
  const dropped = [...tiled.dropped].map(([layer, count]) => `${layer} ${String(count)}`);
  const { largest } = tiled;
  return [
    `${file}: ${kilobytes(bytes.length)}, ${String(tiles)} tiles, ${String(contents)} of them different`,
    `layers: ${layers.map(({ name, features }) => `${name} ${String(features.length)}`).join(', ')}`,
    `bounds: ${bounds.join(', ')}`,
    ...tiled.perZoom.map(
      ({ zoom, tiles: count, bytes: size }) => `zoom ${String(zoom)}: ${String(count)} tiles, ${kilobytes(size)}`,
    ),
    ...(largest === undefined
      ? []
      : [`largest tile: ${[largest.z, largest.x, largest.y].join('/')}, ${kilobytes(largest.bytes)}`]),
    `features in no tile (smaller than its grid): ${dropped.length === 0 ? 'none' : dropped.join(', ')}`,
  ];
}

export function convertedLines(file: string, made: FromMbtiles): string[] {
  return [
    `${file}: ${kilobytes(made.bytes.length)}, ${String(made.tiles)} tiles (${made.type}), ${String(made.contents)} of them different`,
    `zooms: ${String(made.minZoom)} to ${String(made.maxZoom)}`,
    `bounds: ${made.bounds.join(', ')}`,
  ];
}

/** Looks at every tile. @throws BasemapError for one that does not decode. */
export function checkedLines(file: string, archive: OpenArchive): string[] {
  const { header, metadata, entries } = archive;
  const perZoom = new Map<number, number>();
  for (const { tileId, runLength } of entries) {
    const [first] = tileIdToZxy(tileId);
    const [last] = tileIdToZxy(tileId + runLength - 1);
    for (let zoom = first; zoom <= last; zoom += 1) {
      const from = Math.max(tileId, (4 ** zoom - 1) / 3);
      const to = Math.min(tileId + runLength, (4 ** (zoom + 1) - 1) / 3);
      perZoom.set(zoom, (perZoom.get(zoom) ?? 0) + to - from);
    }
  }
  const vector = header.tileType === tileTypes.mvt;
  const layers = vector ? countLayers(archive, file) : new Map();
  if (!vector) for (const entry of entries) archive.unpacked(entry);
  const ours = metadata['format'] === schemaName;
  const list = (values: Iterable<unknown>): string => [...values].join(' ');
  return [
    `${file}: PMTiles 3, ${typeName(header.tileType)}, zooms ${String(header.minZoom)} to ${String(header.maxZoom)}`,
    `name: ${String(metadata['name'] ?? '')}; attribution: ${String(metadata['attribution'] ?? '')}`,
    `schematic: ${metadata['schematic'] === true ? 'yes' : 'no'}; format: ${String(metadata['format'] ?? 'not ours')}`,
    `bounds: ${[header.minLon, header.minLat, header.maxLon, header.maxLat].join(', ')}`,
    ...[...perZoom].sort(([a], [b]) => a - b).map(([zoom, count]) => `zoom ${String(zoom)}: ${String(count)} tiles`),
    ...[...layers].map(([name, { zooms, features, fields }]) => {
      const known =
        ours || layerNames.includes(name) ? '' : ' (drawn by its kind of geometry, if not known by another name)';
      return `layer ${String(name)}: ${String(features)} in tiles, zooms ${list(zooms)}, fields ${list(fields)}${known}`;
    }),
    'every tile decodes',
  ];
}
