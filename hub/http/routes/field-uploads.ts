/** Files of units on their way in, each request with the unit's key: `docs/protocol.md`. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { FieldHandshake, FieldUploadState } from '../../../shared/wire/field-api.ts';
import { fieldCallLimits, fieldUploadOpenSchema } from '../../../shared/wire/field-api.ts';
import { registerIdSchema } from '../../../shared/domain/kernel.ts';
import type { Admission } from '../../field/admission.ts';
import { Refused } from '../../field/handshake.ts';
import type { FieldUploads, UploadAnswer, UploadFault } from '../../field/uploads.ts';
import { plainIssue } from '../plain.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../server.ts';
import { bearerOf } from '../server.ts';

export interface FieldUploadsRouteDeps {
  readonly admission: Admission;
  readonly uploads: FieldUploads;
}

const faults: { readonly [fault in UploadFault]: readonly [status: number, message: string, field: string] } = {
  OutOfOrder: [409, '从 have 处接着传', 'at'],
  TooMany: [429, '同时在传的文件太多', 'id'],
  NoRoom: [503, '中枢暂时放不下，请稍后再传', 'bytes'],
  HashWrong: [422, '内容与 sha256 不符，请重传', 'sha256'],
  Unknown: [404, '没有这个文件', 'id'],
  IdReused: [409, '这个 id 是另一个文件', 'id'],
};

const idOnly = z.strictObject({ id: z.uuid() });
const atOnly = z.strictObject({ at: z.coerce.number().int().nonnegative() });

function checked<S extends z.ZodType>(schema: S, said: unknown): z.infer<S> {
  const parsed = schema.safeParse(said ?? {});
  if (parsed.success) return parsed.data;
  const { field, message } = plainIssue(parsed.error);
  throw new Problem(400, 'InvalidInput', message, { field });
}

function told(answer: UploadAnswer): FieldUploadState {
  if (!('fault' in answer)) return answer;
  const [status, message, field] = faults[answer.fault];
  const retry = status === 503 || status === 429 ? { retryAfterSeconds: 10 } : {};
  throw new Problem(status, answer.fault, `${field}：${message}`, { field, ...retry });
}

/** What a relay says of itself and of the phone; undefined for a phone that came straight. */
function viaOf(headers: FastifyRequest['headers']): FieldHandshake['via'] {
  const [key, address] = [headers['x-field-relay'], headers['x-field-from']];
  return typeof key === 'string' && typeof address === 'string' ? { key, address } : undefined;
}

export function fieldUploadsRoute({ admission, uploads }: FieldUploadsRouteDeps): Route {
  function unitOf({ headers, ip }: FastifyRequest): string {
    const unit = registerIdSchema.safeParse(headers['x-field-unit']).data;
    const key = bearerOf(headers.authorization);
    if (unit === undefined) throw new Problem(400, 'InvalidInput', 'X-Field-Unit：写明单元', { field: 'X-Field-Unit' });
    if (key === undefined) throw new Problem(401, 'KeyMissing', '请带上单元密钥', { field: 'Authorization' });
    try {
      admission.admit({ unit, key }, admission.addressOf(ip, viaOf(headers)));
      return unit;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.data.code === 'TooManyAttempts')
        throw new Problem(429, 'TooManyAttempts', '密钥错得太多，请一分钟后再试', { retryAfterSeconds: 60 });
      throw new Problem(401, 'NotAllowed', '密钥不对', { field: 'Authorization' });
    }
  }

  return (server) => {
    server.addContentTypeParser(
      'application/octet-stream',
      { parseAs: 'buffer', bodyLimit: fieldCallLimits.pieceBytes },
      (_request, body, done) => done(null, body),
    );
    server.post('/field/uploads', (request) => {
      const unit = unitOf(request);
      return told(uploads.open(unit, checked(fieldUploadOpenSchema, request.body)));
    });
    server.get('/field/uploads/:id', (request) =>
      told(uploads.state(unitOf(request), checked(idOnly, request.params).id)),
    );
    server.put('/field/uploads/:id', { bodyLimit: fieldCallLimits.pieceBytes }, (request) => {
      const unit = unitOf(request);
      const { id } = checked(idOnly, request.params);
      const { at } = checked(atOnly, request.query);
      if (!Buffer.isBuffer(request.body))
        throw new Problem(400, 'InvalidInput', 'body：没有收到文件', { field: 'body' });
      return told(uploads.piece(unit, id, at, request.body));
    });
  };
}
