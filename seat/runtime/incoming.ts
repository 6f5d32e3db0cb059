/**
 * What the seat checks of the hub's messages. These are the schemas of the wire, but for what is any JSON at all: that
 * came out of a JSON parser already, and to walk through it again costs more than to fold it.
 */
import { z } from 'zod';
import type { EventEnvelope, StreamId } from '../../shared/lib/journal.ts';
import { eventOf, isStream } from './event-text.ts';
import {
  batchSchema,
  envelopeSchema,
  historyAnswerSchema,
  intakeBoardSchema,
  onlineMapsSchema,
  presenceOfSeatSchema,
  sessionEndedSchema,
  snapshotPageSchema,
  unitIndexSchema,
  videoEndedSchema,
} from '../../shared/wire/hub-protocol.ts';
import type { HubToSeat } from '../../shared/wire/hub-protocol.ts';
import { savedViewsSchema } from '../../shared/wire/saved-views.ts';
import { sessionUserSchema } from '../../shared/wire/session.ts';
import type { Json } from '../../shared/lib/json.ts';
import { decodeFrame } from '../../shared/wire/positions.ts';
import type { PositionFrame } from '../../shared/wire/positions.ts';

const json = z.custom<Json>((value) => value !== undefined);
const stream = z.custom<StreamId>(isStream);

/** An event of the feed: its text, kept as it came, and what that says. */
const eventItem = z
  .strictObject({ kind: z.literal('event'), bytes: z.string() })
  .transform(({ kind, bytes }, context) => {
    const event = eventOf(bytes);
    if (event !== undefined) return { kind, event, bytes };
    context.addIssue({ code: 'custom', path: ['bytes'], message: 'not an event' });
    return z.NEVER;
  });

/** Of a history: these come as objects. */
const event = envelopeSchema.extend({ data: json, stream }) satisfies z.ZodType<EventEnvelope>;
const documentMembers = {
  stream,
  version: z.int().positive(),
  seq: z.int().nonnegative(),
  state: json,
};

const frame = z.instanceof(Uint8Array).transform((bytes, context): PositionFrame => {
  const decoded = decodeFrame(bytes);
  if (decoded !== undefined) return decoded;
  context.addIssue({ code: 'custom', message: 'not a frame of positions' });
  return z.NEVER;
});

export const incoming = {
  feed: batchSchema.extend({
    items: z.array(
      z.discriminatedUnion('kind', [
        eventItem,
        z.strictObject({ kind: z.literal('enter'), ...documentMembers }),
        z.strictObject({ kind: z.literal('leave'), stream }),
      ]),
    ),
  }),
  snapshot: snapshotPageSchema.extend({ documents: z.array(z.strictObject(documentMembers)) }),
  presence: z.array(presenceOfSeatSchema),
  intakes: intakeBoardSchema,
  savedViews: savedViewsSchema,
  onlineMaps: onlineMapsSchema,
  erased: z.array(z.string()),
  person: sessionUserSchema,
  unitIndex: unitIndexSchema,
  positions: frame,
  videoEnded: videoEndedSchema,
  sessionEnded: sessionEndedSchema,
} as const satisfies { readonly [N in keyof HubToSeat]: z.ZodType };

export type IncomingBatch = z.infer<typeof incoming.feed>;
export type IncomingPage = z.infer<typeof incoming.snapshot>;
export type IncomingPresence = z.infer<typeof incoming.presence>;

/** As `historyAnswerSchema`. */
export const incomingHistory = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('events'), events: z.array(event) }),
  historyAnswerSchema.options[1],
]);

/** The path of what is wrong first, and how; never what was sent. */
export function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return `${issue?.path.map(String).join('.') ?? ''}: ${issue?.code ?? 'custom'}`;
}
