import type { z } from 'zod';
import { unreachable } from '../../../shared/lib/must.ts';
import { loginSchema } from '../../../shared/wire/session.ts';
import type { sessionAnswerSchema } from '../../../shared/wire/session.ts';
import type { LoginRefusal } from '../../accounts/port.ts';
import { Problem } from '../problem.ts';
import { bearerOf } from '../server.ts';
import type { Route } from '../server.ts';
import type { RouteDeps } from './deps.ts';

/**
 * `POST /api/v1/session`: a person logs in at a seat. 200 with the token; 401 `WrongLogin`, `Disabled`,
 * `DemoAccountsOnly`; 423 `LockedOut` with `retryAt`; 503 `Busy`.
 *
 * `DELETE /api/v1/session` with the token in `Authorization: Bearer`: logs out. 204; 401 where the session is over.
 */
export function sessionRoute({ accounts }: Pick<RouteDeps, 'accounts'>): Route {
  return (server) => {
    server.post('/api/v1/session', { schema: { body: loginSchema } }, async (request) => {
      const result = await accounts.login({ ...request.body, address: request.ip });
      if (!result.ok) throw problemOf(result.error);
      const { token, account, session } = result.value;
      const { id, login, name, roles } = account;
      const answer: z.infer<typeof sessionAnswerSchema> = {
        token,
        expiresAt: session.expiresAt,
        user: { id, login, name, roles: [...roles] },
      };
      return answer;
    });
    server.delete('/api/v1/session', async (request, reply) => {
      const token = bearerOf(request.headers.authorization);
      if (token === undefined)
        throw new Problem(401, 'TokenMissing', 'send the token in the header Authorization: Bearer TOKEN', {
          field: 'authorization',
        });
      if (!(await accounts.logout(token)))
        throw new Problem(401, 'SessionEnded', 'this session is over already', { field: 'authorization' });
      return reply.code(204).send();
    });
  };
}

function problemOf(refusal: LoginRefusal): Problem {
  switch (refusal.code) {
    case 'WrongLogin':
      return new Problem(401, refusal.code, 'login or password is wrong');
    case 'Disabled':
      return new Problem(401, refusal.code, 'this account is disabled');
    case 'DemoAccountsOnly':
      return new Problem(401, refusal.code, 'demo accounts are for demo hubs only, and this one is at work');
    case 'LockedOut':
      return new Problem(423, refusal.code, 'too many failures: wait', {
        retryAt: refusal.retryAt,
        retryAfterSeconds: Math.ceil(refusal.retryAfterMs / 1_000),
      });
    case 'Busy':
      return new Problem(503, refusal.code, 'too many log-ins at once: try again', {
        retryAfterSeconds: Math.ceil(refusal.retryAfterMs / 1_000),
      });
    default:
      return unreachable(refusal);
  }
}
