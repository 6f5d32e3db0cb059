import { z } from 'zod';
import { contentHashSchema } from '../../../shared/domain/district/commands.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../server.ts';
import { closedProblem } from '../closed.ts';
import type { WorkDeps } from './deps.ts';

/** A whole district with its registers; no other body may be so large. */
const packLimit = 30 * 1024 * 1024;

/**
 * `POST /api/v1/pack`: takes in a district pack, whole or not at all. 200 `{plates, changed}`; 400 for what is no pack,
 * 422 for one that does not hold together, 503 while the hub takes no commands.
 *
 * `GET /api/v1/plates/<hash>`: plates at hand as canonical JSON, 404 for others.
 */
export function packRoute({ packs, plates }: Pick<WorkDeps, 'packs' | 'plates'>): Route {
  return (server) => {
    server.post('/api/v1/pack', { bodyLimit: packLimit }, async (request) => {
      const result = await packs.import(request.body);
      switch (result.status) {
        case 'imported':
          return { plates: result.plates, changed: result.changed };
        case 'refused': {
          const { code, field, message } = result;
          throw new Problem(code === 'InvalidInput' ? 400 : 422, code, message, { field });
        }
        case 'unavailable':
          throw closedProblem(result);
      }
    });
    const params = z.strictObject({ hash: contentHashSchema });
    server.get('/api/v1/plates/:hash', { schema: { params } }, (request, reply) => {
      const json = plates.json(request.params.hash);
      if (json === undefined) throw new Problem(404, 'PlatesUnknown', '没有这份底图数据', { field: 'hash' });
      return reply.type('application/json; charset=utf-8').send(json);
    });
  };
}
