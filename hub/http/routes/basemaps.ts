import { Readable } from 'node:stream';
import { z } from 'zod';
import { contentHashSchema } from '../../../shared/domain/district/commands.ts';
import { byteRange } from '../../../shared/lib/static-files.ts';
import type { Basemaps, BasemapRefusal } from '../../packs/basemaps.ts';
import { closedProblem } from '../closed.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../server.ts';

/** A large file over a slow line, machine ms. */
const bodyTimeMs = 30 * 60_000;
const pieceBytes = 256 * 1024;

/**
 * `PUT /api/v1/basemaps/<hash>`: takes in a PMTiles file, whole or not at all. 201 for a new one, 200 for one that is here,
 * both with what the plates of a pack write of it as `basemap`; 400 for what is no such file, 413 for one that is too
 * large, 503 where there is no room.
 *
 * `GET /api/v1/basemaps/<hash>`: the file, in ranges too; 404 for others.
 */
export function basemapsRoute({ basemaps }: { readonly basemaps: Basemaps }): Route {
  const params = z.strictObject({ hash: contentHashSchema });
  return (server) => {
    // As it comes, whatever it is called: the file is never whole in memory.
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', (_request, body, done) => done(null, body));
    server.put('/api/v1/basemaps/:hash', { schema: { params }, config: { bodyTimeMs } }, async (request, reply) => {
      const { body, raw } = request;
      if (!(body instanceof Readable)) throw new Problem(400, 'InvalidInput', '没有收到文件', { field: 'body' });
      if (Number(raw.headers['content-length'] ?? 0) > basemaps.limit) throw tooLarge(basemaps.limit);
      try {
        // A stream that is left early would take the connection, and the answer, with it.
        const pieces = body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
        const taken = await basemaps.take(request.params.hash, pieces);
        if (taken.status === 'taken') return await reply.code(taken.isNew ? 201 : 200).send({ basemap: taken.basemap });
        if (taken.status === 'unavailable') throw closedProblem(taken);
        throw problemOf(taken.refusal);
      } finally {
        raw.resume();
      }
    });
    server.get('/api/v1/basemaps/:hash', { schema: { params } }, (request, reply) => {
      const { hash } = request.params;
      const size = basemaps.size(hash);
      if (size === undefined) throw new Problem(404, 'BasemapUnknown', '没有这个底图文件', { field: 'hash' });
      const range = byteRange(request.headers.range, size);
      void reply.header('accept-ranges', 'bytes').header('etag', `"${hash}"`).type('application/octet-stream');
      if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${size}`).send();
      const { from, to } = range ?? { from: 0, to: size - 1 };
      if (range !== undefined) void reply.code(206).header('content-range', `bytes ${from}-${to}/${size}`);
      return reply.header('content-length', to - from + 1).send(Readable.from(piecesOf(basemaps, hash, from, to)));
    });
  };
}

async function* piecesOf(basemaps: Basemaps, hash: string, from: number, to: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at <= to;) {
    const piece = await basemaps.read(hash, at, Math.min(pieceBytes, to - at + 1));
    if (piece === undefined || piece.byteLength === 0) throw new Error(`the basemap ${hash} ended early`);
    yield piece;
    at += piece.byteLength;
  }
}

const tooLarge = (limit: number): Problem =>
  new Problem(413, 'BasemapTooLarge', `底图文件超过上限 ${Math.floor(limit / 1_048_576)} MB`, { field: 'body' });

function problemOf({ code, field, message }: BasemapRefusal): Problem {
  return new Problem(code === 'BasemapTooLarge' ? 413 : 400, code, message, { field: field === '' ? 'body' : field });
}
