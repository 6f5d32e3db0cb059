import { z } from 'zod';
import { registerIdSchema } from '../../../shared/domain/kernel.ts';
import type { demoUnitsSchema, unitKeyAnswerSchema } from '../../../shared/wire/field-api.ts';
import { Problem } from '../problem.ts';
import type { AccessLog } from '../../vault/access-log.ts';
import { callerOf } from '../server.ts';
import type { Route } from '../server.ts';
import type { WorkDeps } from './deps.ts';

type Deps = Pick<WorkDeps, 'reads' | 'unitKeys'> & { readonly access: Pick<AccessLog, 'note'> };

const params = z.strictObject({ id: registerIdSchema });

/**
 * `POST /api/v1/units/<id>/key`: makes the key for the devices of a unit and tells it this once; 404 `UnitUnknown`. The one
 * before opens nothing any more, and the links made with it end.
 */
export function unitKeyRoute({ reads, unitKeys, access }: Deps): Route {
  return (server) =>
    server.post('/api/v1/units/:id/key', { schema: { params } }, (request) => {
      const { id } = request.params;
      if (reads.unit(id) === undefined) throw new Problem(404, 'UnitUnknown', '没有这个单元', { field: 'id' });
      access.note({ user: callerOf(request), seat: request.ip, action: 'makeKey', subject: id, detail: 'device' });
      const answer: z.infer<typeof unitKeyAnswerSchema> = { unit: id, key: unitKeys.make(id) };
      return answer;
    });
}

/** `GET /api/v1/demo-units`, open, on demo hubs only (404 on any other): the units and the announced keys of their devices. */
export function demoUnitsRoute({ reads, unitKeys }: Omit<Deps, 'access'>): Route {
  return (server) =>
    server.get('/api/v1/demo-units', () => {
      const units = reads.units().flatMap(({ id, name }) => {
        const key = unitKeys.demoKey(id);
        return key === undefined ? [] : [{ unit: id, name, key }];
      });
      const answer: z.infer<typeof demoUnitsSchema> = { units };
      return answer;
    });
}
