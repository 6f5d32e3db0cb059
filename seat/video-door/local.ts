/**
 * The door to pictures for the desktop app: main answers its pages itself, and fetches pictures here, on this machine and
 * with a secret that only it was told.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SeatLog } from '../runtime/ports.ts';
import type { SeatTiles } from '../runtime/online-maps.ts';
import type { SeatPictures } from '../runtime/video.ts';
import { pictureDoor } from './door.ts';

export interface LocalPictures {
  readonly port: number;
  /** Of this launch; goes into the header `x-lianqin-pictures`. */
  readonly secret: string;
  close(): void;
}

const host = '127.0.0.1';

export async function openLocalPictures(pictures: SeatPictures & SeatTiles, log: SeatLog): Promise<LocalPictures> {
  const secret = randomBytes(32).toString('base64url');
  const door = pictureDoor(log);
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const server = createServer({ maxHeaderSize: 16_384 }, (request, response) => {
    const given = request.headers['x-lianqin-pictures'];
    if (typeof given === 'string' && timingSafeEqual(digest(given), digest(secret)))
      return door.serve(request, response, pictures);
    response.writeHead(403, { 'content-length': 0 }).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port: 0, exclusive: true }, resolve);
  });
  return {
    ...{ port: (server.address() as AddressInfo).port, secret },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
