/** Addresses of single tiles, by kind of source. Pure. The answers hold the key: they go to the source and nowhere else. */
import type { MapSource } from './config.ts';

export interface TilePlace {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** Half the side of the world in EPSG:3857, metres. */
const half = 20_037_508.342789244;

/** 天地图 answers under `t0` to `t7`. */
const tiandituHosts = 8;

/** How many pictures one tile of a source is made of. */
export function layersOf(source: MapSource): number {
  if (source.kind === 'tianditu') return source.layers.length;
  return source.kind === 'xyz' && source.labelsUrl !== undefined ? 2 : 1;
}

/** West, south, east, north of a tile; metres in EPSG:3857. */
export function mercatorBox({ z, x, y }: TilePlace): readonly [number, number, number, number] {
  const side = (2 * half) / 2 ** z;
  return [x * side - half, half - (y + 1) * side, (x + 1) * side - half, half - y * side];
}

/** West, south, east, north of a tile; degrees. */
export function degreesBox({ z, x, y }: TilePlace): readonly [number, number, number, number] {
  const n = 2 ** z;
  const lat = (row: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / n))) * 180) / Math.PI;
  const lon = (column: number): number => (column / n) * 360 - 180;
  return [lon(x), lat(y + 1), lon(x + 1), lat(y)];
}

/** @param layer From 0, below `layersOf`. @param key Empty where the source needs none. */
export function tileUrl(source: MapSource, key: string, layer: number, place: TilePlace): URL {
  switch (source.kind) {
    case 'tianditu':
      return tianditu(source, key, layer, place);
    case 'xyz':
      return template(layer === 0 ? source.url : (source.labelsUrl ?? source.url), key, source.subdomains, place);
    case 'wms':
      return wms(source, key, place);
  }
}

/** The service's own form; `_w` is Web Mercator. */
function tianditu(
  { url, layers }: Extract<MapSource, { kind: 'tianditu' }>,
  key: string,
  layer: number,
  { z, x, y }: TilePlace,
): URL {
  const name = layers[layer] ?? 'vec';
  const base = url.replace('{s}', String((x + y) % tiandituHosts)).replace(/\/+$/, '');
  const query = {
    ...{ SERVICE: 'WMTS', REQUEST: 'GetTile', VERSION: '1.0.0', LAYER: name, STYLE: 'default' },
    ...{ TILEMATRIXSET: 'w', FORMAT: 'tiles', TILEMATRIX: String(z), TILEROW: String(y), TILECOL: String(x), tk: key },
  };
  return new URL(`${base}/${name}_w/wmts?${new URLSearchParams(query).toString()}`);
}

function template(url: string, key: string, subdomains: readonly string[] | undefined, { z, x, y }: TilePlace): URL {
  const values: Readonly<Record<string, string>> = {
    ...{ z: String(z), x: String(x), y: String(y), '-y': String(2 ** z - 1 - y) },
    ...{ key: encodeURIComponent(key), s: subdomains?.[(x + y) % subdomains.length] ?? '' },
  };
  return new URL(url.replace(/\{(z|x|y|-y|key|s)\}/g, (_all, name: string) => values[name] ?? ''));
}

/**
 * WMS 1.1.1 asks by `SRS`, west and south first, in every system. 1.3.0 asks by `CRS`, in the order of the system's own axes:
 * east and north in EPSG:3857, but north and east in EPSG:4326 and EPSG:4490 (OGC 06-042, 6.7.2).
 */
function wms(source: Extract<MapSource, { kind: 'wms' }>, key: string, place: TilePlace): URL {
  const { version, crs, layers, styles = '', format, transparent } = source;
  const [west, south, east, north] = crs === 'EPSG:3857' ? mercatorBox(place) : degreesBox(place);
  const isNorthFirst = version === '1.3.0' && crs !== 'EPSG:3857';
  const box = isNorthFirst ? [south, west, north, east] : [west, south, east, north];
  const url = new URL(source.url.replaceAll('{key}', encodeURIComponent(key)));
  const asked = {
    ...{ SERVICE: 'WMS', REQUEST: 'GetMap', VERSION: version, LAYERS: layers.join(','), STYLES: styles },
    ...{ [version === '1.3.0' ? 'CRS' : 'SRS']: crs, BBOX: box.join(','), WIDTH: '256', HEIGHT: '256' },
    ...{ FORMAT: format, TRANSPARENT: transparent ? 'TRUE' : 'FALSE', EXCEPTIONS: exceptionsOf(version) },
  };
  // Servers tell such names alike in capitals or not: what the address says already must not stand twice.
  for (const name of [...url.searchParams.keys()]) if (name.toUpperCase() in asked) url.searchParams.delete(name);
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return url;
}

/** As text: a picture of an error message would pass for a map. */
function exceptionsOf(version: '1.1.1' | '1.3.0'): string {
  return version === '1.3.0' ? 'XML' : 'application/vnd.ogc.se_xml';
}
