import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { unreachable } from '../../../shared/lib/must.ts';
import { checkPasswordSchema, loginSchema } from '../../../shared/wire/session.ts';
import type { sessionAnswerSchema } from '../../../shared/wire/session.ts';
import type { Accounts, CheckRefusal, LockedOut, LoginRefusal } from '../../accounts/port.ts';
import { Problem } from '../problem.ts';
import { bearerOf } from '../server.ts';
import type { Route } from '../server.ts';

/**
 * `POST /api/v1/session`: a person logs in at a seat, or a wall by its token. 200 with the token; 401 `WrongLogin`,
 * `Disabled`, `NoRoles`, `DemoAccountsOnly`, `SecondFactorNeeded`, `WrongCode`, `CodeOfAnotherTime` with `minutes`,
 * `PasswordMustChange`, `WrongToken`; 422 for a new password that is not taken; 423 `LockedOut` with `retryAt`; 503 `Busy`.
 *
 * `POST /api/v1/session/check` with the token in `Authorization: Bearer`: whether who sits there knows the password of the
 * session. 204; 401 `WrongPassword`, which counts as a failed log-in; 423 `LockedOut`; 503 `Busy`.
 *
 * `DELETE /api/v1/session` with the token: logs out. 204; 401 where the session is over.
 */
export function sessionRoute({ accounts }: { readonly accounts: Accounts }): Route {
  return (server) => {
    server.post('/api/v1/session', { schema: { body: loginSchema } }, async (request) => {
      const result = await accounts.login({ ...request.body, address: request.ip });
      if (!result.ok) throw problemOf(result.error);
      const { token, account, session } = result.value;
      const { id, login, name, roles } = account;
      const answer: z.input<typeof sessionAnswerSchema> = {
        token,
        expiresAt: session.expiresAt,
        user: { id, login, name, roles: [...roles] },
        ...(accounts.secondFactorMissing(id) ? { secondFactorMissing: true } : {}),
      };
      return answer;
    });
    server.post('/api/v1/session/check', { schema: { body: checkPasswordSchema } }, async (request, reply) => {
      const found = await accounts.authenticate(tokenOf(request));
      if (found === undefined) throw sessionOver();
      const { account, session } = found;
      const result = await accounts.check(
        { account, seat: session.seat, session: session.id, address: request.ip },
        request.body.password,
      );
      if (!result.ok) throw checkProblem(result.error);
      return reply.code(204).send();
    });
    server.delete('/api/v1/session', async (request, reply) => {
      if (!(await accounts.logout(tokenOf(request)))) throw sessionOver();
      return reply.code(204).send();
    });
  };
}

function tokenOf(request: Pick<FastifyRequest, 'headers'>): string {
  const token = bearerOf(request.headers.authorization);
  if (token !== undefined) return token;
  throw new Problem(401, 'TokenMissing', 'send the token in the header Authorization: Bearer TOKEN', {
    field: 'authorization',
  });
}

const sessionOver = (): Problem =>
  new Problem(401, 'SessionEnded', 'this session is over already', { field: 'authorization' });

const lockedOut = ({ code, retryAt, retryAfterMs }: LockedOut): Problem =>
  new Problem(423, code, 'too many failures: wait', { retryAt, retryAfterSeconds: Math.ceil(retryAfterMs / 1_000) });

const busyProblem = (retryAfterMs: number): Problem =>
  new Problem(503, 'Busy', 'too many log-ins at once: try again', {
    retryAfterSeconds: Math.ceil(retryAfterMs / 1_000),
  });

function checkProblem(refusal: CheckRefusal): Problem {
  switch (refusal.code) {
    case 'WrongPassword':
      return new Problem(401, refusal.code, 'the password is wrong', { field: 'password' });
    case 'LockedOut':
      return lockedOut(refusal);
    case 'Busy':
      return busyProblem(refusal.retryAfterMs);
    default:
      return unreachable(refusal);
  }
}

function problemOf(refusal: LoginRefusal): Problem {
  switch (refusal.code) {
    case 'WrongLogin':
      return new Problem(401, refusal.code, 'login or password is wrong');
    case 'Disabled':
      return new Problem(401, refusal.code, 'this account is disabled');
    case 'NoRoles':
      return new Problem(401, refusal.code, 'no role of this account is in force');
    case 'DemoAccountsOnly':
      return new Problem(401, refusal.code, 'demo accounts are for demo hubs only, and this one is at work');
    case 'SecondFactorNeeded':
      return new Problem(401, refusal.code, 'send it again with the code of the second factor', { field: 'code' });
    case 'WrongCode':
      return new Problem(401, refusal.code, 'this code is wrong, or was used before', { field: 'code' });
    case 'CodeOfAnotherTime': {
      const { minutes } = refusal;
      return new Problem(401, refusal.code, 'this code is of another time: a clock is wrong', {
        field: 'code',
        minutes,
      });
    }
    case 'PasswordMustChange':
      return new Problem(401, refusal.code, 'send it again with a new password', { field: 'newPassword' });
    case 'PasswordTooShort':
    case 'PasswordTooLong':
    case 'PasswordTooCommon':
    case 'PasswordIsLogin':
    case 'PasswordUsedBefore':
      return new Problem(422, refusal.code, 'this new password is not taken', { field: 'newPassword' });
    case 'WrongToken':
      return new Problem(401, refusal.code, 'this token opens nothing here', { field: 'wallToken' });
    case 'LockedOut':
      return lockedOut(refusal);
    case 'Busy':
      return busyProblem(refusal.retryAfterMs);
    default:
      return unreachable(refusal);
  }
}
