/** A place as text, in the three systems that maps of this country use: for reading out, pasting and entering. */
import { gcj02ToBd09, wgs84ToGcj02 } from '../../shared/geo/coordinates.ts';
import type { LonLat } from './types.ts';

export const systems = ['WGS84', 'GCJ-02', 'BD-09'] as const;
export type System = (typeof systems)[number];

/** `121.437000, 31.190000`: longitude first, about a decimetre. */
export function coordinatesOf([lon, lat]: LonLat): Readonly<Record<System, string>> {
  const gcj = wgs84ToGcj02({ lon, lat });
  const bd = gcj02ToBd09(gcj);
  const text = (point: { readonly lon: number; readonly lat: number }): string =>
    `${point.lon.toFixed(6)}, ${point.lat.toFixed(6)}`;
  return { WGS84: text({ lon, lat }), 'GCJ-02': text(gcj), 'BD-09': text(bd) };
}

/** Lines to paste: name of the place, code of the grid, and the three coordinates; what is not known is left out. */
export function placeLines(at: LonLat, name: string, code: string): string {
  const all = coordinatesOf(at);
  return [name, code, ...systems.map((system) => `${system} ${all[system]}`)].filter((line) => line !== '').join('\n');
}
