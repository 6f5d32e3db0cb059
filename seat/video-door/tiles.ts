/** Tiles of basemaps from outside, below `/tiles/<source>/<layer>/<z>/<x>/<y>`: what the hub fetched, for own pages alone. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mapTileRequestSchema } from '../../shared/wire/online-maps.ts';
import type { MapTileRequest } from '../../shared/wire/online-maps.ts';
import type { SeatTiles } from '../runtime/online-maps.ts';

export const tilesPrefix = '/tiles/';

const path = /^\/tiles\/([a-z0-9-]{1,20})\/(\d)\/(\d{1,2})\/(\d{1,8})\/(\d{1,8})$/;

/** Undefined for what is no path of a tile. */
export function tileOfPath(url: string | undefined): MapTileRequest | undefined {
  const [, source, layer, z, x, y] = path.exec(url ?? '') ?? [];
  const asked = { source, layer: Number(layer), z: Number(z), x: Number(x), y: Number(y) };
  return mapTileRequestSchema.safeParse(asked).data;
}

const statusOf = { NotAllowed: 403, Unknown: 404, Busy: 503, Unavailable: 502 } as const;

/** @param tiles Those of the seat that the browser has; undefined where it has none. */
export function serveTile(request: IncomingMessage, response: ServerResponse, tiles: SeatTiles | undefined): void {
  const end = (status: number, type?: string, bytes?: Uint8Array): void => {
    response.writeHead(status, {
      'content-security-policy': "default-src 'none'",
      'content-length': bytes?.byteLength ?? 0,
      ...(type === undefined ? {} : { 'content-type': type }),
    });
    response.end(bytes);
  };
  if (request.method !== 'GET') {
    response.setHeader('allow', 'GET');
    return end(405);
  }
  const asked = tileOfPath(request.url);
  if (asked === undefined || tiles === undefined) return end(404);
  const callOff = tiles.tile(asked, (answer) => {
    if (answer.status === 'tile') end(200, answer.type, answer.bytes);
    else end(answer.status === 'none' ? 204 : statusOf[answer.code]);
  });
  // A view that moved on wants it no more.
  response.on('close', callOff);
}
