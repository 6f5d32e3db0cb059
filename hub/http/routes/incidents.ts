import { z } from 'zod';
import type { Plates } from '../../../shared/domain/district/state.ts';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { callerSchema } from '../../../shared/domain/incident/commands.ts';
import { understand } from '../../../shared/domain/rules/understand.ts';
import { toWgs84 } from '../../../shared/geo/coordinates.ts';
import type { Actor, CommandAnswer, Refusal } from '../../../shared/lib/journal.ts';
import type { Json } from '../../../shared/lib/json.ts';
import { must } from '../../../shared/lib/must.ts';
import { parseIso, second } from '../../../shared/lib/time.ts';
import { isBrokenText, orderBounds, orderSourceSchema } from '../../../shared/wire/orders.ts';
import type { OrderContent } from '../../intakes/corrections.ts';
import { closedProblem } from '../closed.ts';
import { plainIssue } from '../plain.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../server.ts';
import type { RouteDeps, WorkDeps } from './deps.ts';
import { attachAll, filesOf, orderBodyLimit, orderFilesSchema } from './order-files.ts';
import { incidentPage, incidentParams, incidentQuery, shownDocument } from './incident-reads.ts';

/** As whom the door gives its commands. */
const intake: Actor = { user: 'intake', seat: 'http', role: 'integration' };

/** A sender's clock may run ahead by so much, ms; as the desk allows. */
const clockTolerance = 2 * second;
const packMissingRetrySeconds = 60;

/** A time with its offset, as Unix ms. */
const isoInstant = z
  .string()
  .max(40)
  .transform((text, context) => {
    const at = parseIso(text);
    if (at !== undefined) return at;
    context.addIssue({ code: 'custom', message: '要写成带时区的 ISO 8601 时间，如 2026-11-21T22:40:00+08:00' });
    return z.NEVER;
  });

/** Text that is not blank and holds no half of a character: such cannot be kept. */
const wholeText = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((text) => !isBrokenText(text), '含有无法识别的字符');

/** `POST /api/v1/incidents`: an order of work as another system has it. */
export const orderSchema = z.strictObject({
  source: orderSourceSchema,
  /** The source's own number of it. */
  externalId: wholeText(orderBounds.externalId).refine((text) => text.trim() !== '', '不能为空'),
  /** When it reached the bureau; absent: now. */
  receivedAt: isoInstant.optional(),
  /** When it happened, where the source says so. */
  actAt: isoInstant.optional(),
  /** The caller's wording; to the vault. */
  text: wholeText(orderBounds.text).refine((text) => text.trim() !== '', '不能为空'),
  caller: z
    .strictObject({
      name: wholeText(orderBounds.name).optional(),
      phone: wholeText(orderBounds.phone).optional(),
      address: wholeText(orderBounds.address).optional(),
    })
    .optional(),
  position: z
    .strictObject({
      lon: z.number().min(-180).max(180),
      lat: z.number().min(-90).max(90),
      crs: z.enum(['WGS84', 'CGCS2000', 'GCJ02', 'BD09']),
      /** Whose place it is: of the trouble, or of whoever reports it. */
      of: z.enum(['place', 'caller']).default('caller'),
    })
    .optional(),
  /** Absent: yes; of an order on file: as it was. */
  wantsReply: z.enum(['yes', 'no', 'anonymous']).optional(),
  /** The caller asks to be kept secret; absent or false: as the wording says. */
  secret: z.boolean().optional(),
  files: orderFilesSchema.optional(),
});
type Order = z.infer<typeof orderSchema>;

function placeOf({ lon, lat, crs, of }: NonNullable<Order['position']>) {
  return { ...toWgs84({ lon, lat }, crs), of };
}

function orderOf(body: unknown): Order {
  const parsed = orderSchema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const { field, message } = plainIssue(parsed.error);
  throw new Problem(400, 'InvalidInput', message, { field });
}

/** Refusals that the door has words of its own for; every other one is told by its code. */
const words: { readonly [code: string]: string } = {
  TimeInFuture: '时间在将来',
  PlaceFarOutside: '位置离本区太远，请核对坐标和坐标系',
};

function refusedProblem({ code, params }: Refusal): Problem {
  const field = typeof params['field'] === 'string' ? params['field'] : 'body';
  return new Problem(code === 'InvalidCommand' ? 400 : 422, code, `${field}：${words[code] ?? '未能受理'}`, { field });
}

function shortOf({ id, number, source, externalId, receivedAt, matter, headline, stage }: IncidentState) {
  return { id, number, source, externalId, receivedAt, matter, headline, stage };
}

/**
/**
 * `POST /api/v1/incidents`: takes in an order of work. The same source and external id again is the same order: 201 for a
 * new one, 200 for a known one, both with the same members. Where a known one says something else than before, that is
 * kept as a correction (来件更正), and the same again is none. 400 for a body that is not as
 * described, 422 for a time in the future or a place far outside, 503 without a pack or while no commands are taken. Files that the
 * order brings are there when it is answered; sent again with others, these are added. One that cannot be taken refuses the order.
 */
export function takeIncidents({ clock }: Pick<RouteDeps, 'clock'>, work: WorkDeps): Route {
  const { reads, desk, newId, incidentId, heard, files, corrections } = work;

  function refuseFuture(order: Order): void {
    for (const field of ['receivedAt', 'actAt'] as const) {
      const at = order[field];
      if (at !== undefined && at > clock.now() + clockTolerance)
        throw new Problem(422, 'TimeInFuture', `${field}：时间在将来`, { field });
    }
  }

  function platesOrClosed(): Plates {
    const plates = reads.district()?.plates;
    if (plates !== undefined) return plates;
    throw new Problem(503, 'NoPackInForce', '还没有启用任何区域数据，暂不受理', {
      retryAfterSeconds: packMissingRetrySeconds,
    });
  }

  function dataOf(order: Order, id: string, externalId: string): Json {
    const plates = platesOrClosed();
    const { source, receivedAt, actAt, text, caller, position, wantsReply } = order;
    return {
      ...{ id, source, externalId, receivedAt, actAt: actAt ?? null, wantsReply: wantsReply ?? 'yes' },
      position: position === undefined ? null : placeOf(position),
      // The interface of `Json` is the one for data: an understanding is JSON by its schema.
      understanding: understand(text, plates) as unknown as Json,
      ...(order.secret === true ? { secret: true } : {}),
      personal: callerSchema.parse({ ...caller, text }),
    };
  }

  /** Asked for when the order came again: no correction to look at first, it holds at once. */
  async function keptSecret({ id, confidential }: IncidentState, { secret }: Order): Promise<void> {
    if (secret !== true || confidential) return;
    const command = { id: newId(), type: 'KeepCallerSecret', data: { incident: id }, basedOn: {}, madeAt: clock.now() };
    const answer = await desk.submit(command, intake);
    if (answer.status === 'unavailable') throw closedProblem(answer);
    if (answer.status === 'refused') throw refusedProblem(answer.refusal);
  }

  /** The order on file, with what it says otherwise now kept beside it. */
  async function corrected(incident: IncidentState, order: Order): Promise<IncidentState> {
    const { actAt, position, wantsReply, text, caller } = order;
    const content: OrderContent = {
      ...{ via: 'http', actAt: actAt ?? null, wantsReply, understanding: understand(text, platesOrClosed()) },
      position: position === undefined ? null : placeOf(position),
      personal: callerSchema.parse({ ...caller, text }),
    };
    const answer = await corrections.take(incident, content, intake);
    if (answer?.status === 'unavailable') throw closedProblem(answer);
    // Sent twice at one time it may have been taken as another command: then it is on file.
    if (answer?.status === 'refused' && answer.refusal.code !== 'CommandIdReused') throw refusedProblem(answer.refusal);
    await keptSecret(reads.incident(incident.id) ?? incident, order);
    return reads.incident(incident.id) ?? incident;
  }

  return (server) => {
    server.post('/api/v1/incidents', { bodyLimit: orderBodyLimit }, async (request, reply) => {
      const order = orderOf(request.body);
      heard(order.source);
      const brought = filesOf(order.files);
      refuseFuture(order);
      const externalId = order.externalId.trim();
      const known = reads.incidentByExternalId(order.source, externalId);
      if (known !== undefined) {
        await attachAll(known.id, brought, { files: files(), by: intake });
        return reply.code(200).send(shortOf(await corrected(known, order)));
      }
      const id = incidentId(order.source, externalId);
      const data = dataOf(order, id, externalId);
      const answer = await desk.submit(
        { id: newId(), type: 'ReceiveIncident', data, basedOn: {}, madeAt: clock.now() },
        intake,
      );
      if (answer.status === 'unavailable') throw closedProblem(answer);
      // Somebody may have sent the same meanwhile.
      const there = reads.incident(id) ?? reads.incidentByExternalId(order.source, externalId);
      if (answer.status === 'refused' && !isKnown(answer)) throw refusedProblem(answer.refusal);
      const incident = must(there, `incident ${id}`);
      await attachAll(incident.id, brought, { files: files(), by: intake });
      if (answer.status === 'accepted') return reply.code(201).send(shortOf(incident));
      return reply.code(200).send(shortOf(await corrected(incident, order)));
    });
  };
}

/** `GET /api/v1/incidents?since=&open=&limit=&after=` and `GET /api/v1/incidents/<id>`: without personal data. */
export function readIncidents({ journal }: Pick<RouteDeps, 'journal'>, { reads }: Pick<WorkDeps, 'reads'>): Route {
  return (server) => {
    server.get('/api/v1/incidents', { schema: { querystring: incidentQuery } }, (request) =>
      incidentPage(journal, request.query),
    );
    server.get('/api/v1/incidents/:id', { schema: { params: incidentParams } }, (request) => {
      const incident = reads.incident(request.params.id);
      if (incident === undefined) throw new Problem(404, 'IncidentUnknown', '没有这件投诉', { field: 'id' });
      const assignments = reads.assignmentsOf(incident.id).map(shownDocument);
      return { incident: shownDocument(incident), assignments };
    });
  };
}

function isKnown(answer: CommandAnswer): boolean {
  return (
    answer.status === 'refused' && (answer.refusal.code === 'IncidentExists' || answer.refusal.code === 'IncidentKnown')
  );
}
