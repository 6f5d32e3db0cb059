/**
 * Seat ↔ renderer. The same messages cross a MessagePort in the desktop app and a WebSocket in the browser shell, and
 * the seat checks each of them by these schemas, in the same code for both.
 */
import { z } from 'zod';
import type { Recommendation } from '../domain/assignment/state.ts';
import type { Plates } from '../domain/district/state.ts';
import { sourceSchema, understandingSchema } from '../domain/incident/events.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import { presenceOfSeatSchema, refusalSchema } from './hub-protocol.ts';
import { officeAnswerSchema, officeAskSchema } from './office-api.ts';
import { loginRefusalSchema, roleSchema, sessionUserSchema } from './session.ts';

export type { LoggedAction } from './access-actions.ts';
export { loggedActions } from './access-actions.ts';
export type {
  AccessEntryShown,
  DeputyShown,
  KeyAction,
  KeyKind,
  KeyShown,
  OfficeAsk,
  OfficeAskName,
  OfficeGranted,
  OfficeRefusal,
  SessionShown,
} from './office-api.ts';
export type { Role, SessionUser } from './session.ts';
export { roleSchema };

const stream = z.string().max(120);

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** An incident as somebody types it. */
const draftSchema = z.strictObject({
  /** Of the incident to be. */
  id: z.uuid(),
  source: sourceSchema,
  externalId: z.string().trim().min(1).max(80).nullable(),
  /** The wording, as received. */
  text: z.string().max(4000),
  /** A crossing or place of the pack that was picked for it. */
  place: z.string().max(80).nullable(),
  /** WGS84 degrees. */
  position: z.strictObject({ lon: z.number(), lat: z.number(), of: z.enum(['place', 'caller']) }).nullable(),
  actAt: z.int().nullable(),
  wantsReply: z.enum(['yes', 'no', 'anonymous']),
});

/** What a screen may ask. Each request gets exactly one answer with its number. */
export const requestSchemas = {
  login: z.strictObject({
    login: z.string().max(60),
    password: z.string().max(200),
    code: z.string().max(40).optional(),
    newPassword: z.string().max(200).optional(),
  }),
  /** A wall logs in by the token it was given. */
  loginWall: z.strictObject({ token: z.string().max(200) }),
  logout: z.strictObject({}),
  /** Hides everything but the alarms until `unlock`; nothing else is answered meanwhile. */
  lock: z.strictObject({}),
  /** By the password of who is logged in; without the hub too, by what the seat keeps since the log-in. */
  unlock: z.strictObject({ password: z.string().max(200) }),
  /** Somebody moved, typed or touched: the time to the idle lock runs anew. */
  active: z.strictObject({}),
  /**
   * Keeps what this user typed and did not send, on this seat; null forgets it. A window may not have heard yet that
   * somebody else logged in through another one: of another user than the one at the seat nothing is kept.
   */
  keepDraft: z.strictObject({ user: z.string().max(60), name: z.string().max(60), draft: z.json().nullable() }),
  /** All that this user has typed here and not sent; nothing where somebody else is at the seat. */
  drafts: z.strictObject({ user: z.string().max(60) }),
  /** Asked of the hub at once; see `office-api.ts`. */
  office: officeAskSchema,
  /** Subscribes to the documents of these kinds: an `opened` push with all of them, then `changed` pushes. */
  watch: z.strictObject({ watch: z.int().positive(), kinds: z.array(z.string().max(40)).min(1).max(40) }),
  unwatch: z.strictObject({ watch: z.int().positive() }),
  /** Puts a command into the outbox; answered as soon as it is durable there. */
  submit: z.strictObject({
    type: z.string().max(60),
    data: z.json(),
    basedOn: z.record(stream, z.int().nonnegative()),
    /** Entries of one lane leave in order; by default the first stream of `basedOn`. */
    lane: stream.optional(),
  }),
  /** All entries, those acknowledged or discarded within the last 72 hours included. */
  outbox: z.strictObject({}),
  /**
   * `send`: still wanted. `discard`: no longer, kept in the record as discarded. `redo`: again as a new command, based
   * on what is seen now. Only by whoever made the entry.
   */
  settle: z.strictObject({ entry: z.uuid(), how: z.enum(['send', 'discard', 'redo']) }),
  history: z.strictObject({ stream }),
  personal: z.strictObject({ ref: z.string().max(64), reason: z.string().max(200) }),
  presence: z.strictObject({
    open: stream.nullable(),
    about: z.strictObject({ incident: stream, unit: stream }).nullable(),
  }),
  /**
   * Whether this screen is told where the units are: on, a `positions` push with all of them, then what moves, ten times
   * a second at most. JSON for now, as it never leaves this machine; the map will have it as bytes.
   */
  watchPositions: z.strictObject({ on: z.boolean() }),
  /** How it would be taken in now, by the rules of the hub on what this seat holds; nothing is kept. */
  draft: draftSchema,
  /** Puts it into the outbox as `ReceiveIncident`; the words go to the vault. */
  takeIn: draftSchema.extend({ name: z.string().max(60), phone: z.string().max(40), address: z.string().max(200) }),
  /** Which units to send to an incident, by the rules of the hub on what this seat holds. */
  recommend: z.strictObject({ incident: z.string().max(60) }),
  /** The plates of the pack in force, also while the hub is away. */
  plates: z.strictObject({}),
  /** Compares the seat's documents with the hub's, at the next common place. */
  checkDigest: z.strictObject({}),
} as const;

export type RequestName = keyof typeof requestSchemas;
export type RequestOf<N extends RequestName> = z.infer<(typeof requestSchemas)[N]>;

export const documentSchema = z.strictObject({
  stream,
  version: z.int().positive(),
  seq: z.int().nonnegative(),
  state: z.json(),
});
export type SeatDocument = z.infer<typeof documentSchema>;

export const outboxEntrySchema = z.strictObject({
  id: z.uuid(),
  user: z.string(),
  type: z.string(),
  /** The command without its personal part. */
  data: z.json(),
  lane: z.string(),
  madeAt: z.int(),
  nature: z.enum(['fact', 'order']),
  state: z.enum(['pending', 'sending', 'asking', 'acknowledged', 'refused', 'heldBack', 'discarded']),
  refusal: refusalSchema.nullable(),
  /** The refused entry that holds this one back. */
  heldBackBy: z.string().nullable(),
});
export type OutboxEntry = z.infer<typeof outboxEntrySchema>;

export const unitPositionSchema = z.strictObject({
  unit: z.string(),
  /** WGS84 degrees. */
  lon: z.number(),
  lat: z.number(),
  /** Hub time of the fix, Unix ms. */
  at: z.int(),
  /** km/h. */
  speed: z.number().nullable(),
  /** Degrees clockwise from north. */
  heading: z.number().nullable(),
  /** Metres. */
  accuracy: z.number().nullable(),
  /** Too uncertain to build on. */
  poor: z.boolean(),
});
export type UnitPositionShown = z.infer<typeof unitPositionSchema>;

/** What even a locked screen shows: that people are needed, and nothing of whom or where. */
export const alarmsSchema = z.strictObject({
  /** Incidents of the queue that refuse to stop or came back. These three are null where the seat has nothing to count. */
  alarm: z.int().nonnegative().nullable(),
  /** Those past a limit. */
  late: z.int().nonnegative().nullable(),
  /** Those that nobody acknowledged. */
  unacknowledged: z.int().nonnegative().nullable(),
  /** Entries that ask or were refused. */
  tray: z.int().nonnegative(),
});

export const linkSchema = z.enum(['signedOut', 'connecting', 'catchingUp', 'live', 'offline', 'refused']);
export type LinkState = z.infer<typeof linkSchema>;

export const statusSchema = z.strictObject({
  link: linkSchema,
  /** Why the link is refused or offline, as a code. */
  linkReason: z.string().nullable(),
  user: sessionUserSchema.nullable(),
  seat: z.string(),
  lastSeq: z.int(),
  /** Hub time up to which the cache is true: the last word heard from the hub, Unix ms; 0 before the first. */
  asOf: z.int(),
  /** Hub time minus this machine's clock, ms. */
  clockOffset: z.int(),
  demoClock: z.boolean(),
  /** Rate of the demo clock: hub seconds per second. */
  clockRate: z.number(),
  pending: z.int(),
  refused: z.int(),
  asking: z.int(),
  /** Entries of other users of this seat that wait for them to log in. */
  waitingForOthers: z.int(),
  locked: z.boolean(),
  /** Machine ms without a touch until the seat locks; null: never (walls). */
  lockAfterMs: z.int().nullable(),
  alarms: alarmsSchema,
  /** Must set up a second factor before anything else. */
  secondFactorMissing: z.boolean(),
  /** Which of the configured hubs is in use; null while none is. */
  hub: z.string().nullable(),
  /** It is not the first of them. */
  spareHub: z.boolean(),
});
export type SeatStatus = z.infer<typeof statusSchema>;

const loginAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('signedIn'), user: sessionUserSchema }),
  z.strictObject({
    status: z.literal('refused'),
    code: z.enum([...loginRefusalSchema.options, 'HubUnreachable', 'InvalidMessage']),
    /** Minutes by which a clock seems wrong (`CodeOfAnotherTime`). */
    minutes: z.int().nullable(),
    retryAt: z.int().nullable(),
  }),
]);

/** What a request is answered with. */
export const answerSchemas = {
  login: loginAnswerSchema,
  loginWall: loginAnswerSchema,
  logout: z.strictObject({}),
  lock: z.strictObject({}),
  unlock: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('unlocked') }),
    z.strictObject({
      status: z.literal('refused'),
      /** `SessionEnded`: log in anew. */
      code: z.enum(['WrongPassword', 'LockedOut', 'SessionEnded', 'Busy', 'HubUnreachable']),
      retryAt: z.int().nullable(),
    }),
  ]),
  active: z.strictObject({}),
  keepDraft: z.strictObject({ kept: z.boolean() }),
  drafts: z.strictObject({ drafts: z.record(z.string(), z.json()) }),
  office: z.discriminatedUnion('status', [
    ...officeAnswerSchema.options,
    z.strictObject({ status: z.literal('offline') }),
  ]),
  watch: z.strictObject({}),
  unwatch: z.strictObject({}),
  submit: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('queued'), entry: z.uuid() }),
    z.strictObject({ status: z.literal('invalid'), field: z.string(), problem: z.string() }),
    z.strictObject({ status: z.literal('signedOut') }),
    /** It could not be made durable: it is not in the outbox. */
    z.strictObject({ status: z.literal('failed'), code: z.enum(['StorageFull']) }),
  ]),
  outbox: z.strictObject({ entries: z.array(outboxEntrySchema) }),
  settle: z.strictObject({ settled: z.boolean(), entry: z.string().nullable() }),
  history: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('events'), events: z.array(z.json()), complete: z.boolean() }),
    z.strictObject({ status: z.literal('refused'), code: z.string() }),
  ]),
  personal: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('content'), content: z.json() }),
    z.strictObject({
      status: z.literal('refused'),
      code: z.enum(['NotAllowed', 'Erased', 'Unknown', 'Busy', 'Offline']),
    }),
  ]),
  presence: z.strictObject({}),
  watchPositions: z.strictObject({}),
  draft: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('worked'),
      understanding: understandingSchema,
      incident: z.custom<IncidentState>(isObject),
      recommendation: z.custom<Recommendation>(isObject),
    }),
    z.strictObject({ status: z.literal('refused'), code: z.string(), field: z.string().nullable() }),
    /** This seat has no plates yet. */
    z.strictObject({ status: z.literal('noPack') }),
  ]),
  takeIn: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('queued'), entry: z.uuid() }),
    z.strictObject({ status: z.literal('invalid'), field: z.string(), problem: z.string() }),
    z.strictObject({ status: z.literal('signedOut') }),
    z.strictObject({ status: z.literal('failed'), code: z.enum(['StorageFull']) }),
    z.strictObject({ status: z.literal('noPack') }),
  ]),
  recommend: z.discriminatedUnion('status', [
    /** `at`: hub time it was worked out, Unix ms. */
    z.strictObject({
      status: z.literal('recommended'),
      recommendation: z.custom<Recommendation>(isObject),
      at: z.int(),
    }),
    z.strictObject({ status: z.literal('unknown') }),
  ]),
  plates: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('plates'),
      hash: z.string(),
      /** Checked by their whole schema where they came in. */
      plates: z.custom<Plates>(isObject),
    }),
    /** No pack is in force, or its plates are not here yet: a push follows once they are. */
    z.strictObject({ status: z.literal('none') }),
  ]),
  checkDigest: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('equal'), seq: z.int(), count: z.int() }),
    z.strictObject({ status: z.literal('different'), seq: z.int(), seatCount: z.int(), hubCount: z.int() }),
    z.strictObject({ status: z.literal('offline') }),
  ]),
} as const satisfies Record<RequestName, z.ZodType>;
export type AnswerOf<N extends RequestName> = z.infer<(typeof answerSchemas)[N]>;

/** What the seat tells without being asked. */
export const pushSchema = z.discriminatedUnion('push', [
  z.strictObject({ push: z.literal('status'), status: statusSchema }),
  z.strictObject({ push: z.literal('opened'), watch: z.int(), documents: z.array(documentSchema) }),
  z.strictObject({
    push: z.literal('changed'),
    watch: z.int(),
    documents: z.array(documentSchema),
    gone: z.array(stream),
  }),
  /** Everything that still needs the hub or a person, and what was settled within the last minute. */
  z.strictObject({ push: z.literal('outbox'), entries: z.array(outboxEntrySchema) }),
  /** Other plates are here now: ask for them. */
  z.strictObject({ push: z.literal('plates'), hash: z.string() }),
  z.strictObject({ push: z.literal('presence'), seats: z.array(presenceOfSeatSchema) }),
  /** `full`: units not in it, nor in those without `full` that follow, have no position. Up to 500 units in each. */
  z.strictObject({ push: z.literal('positions'), full: z.boolean(), units: z.array(unitPositionSchema).max(500) }),
]);
export type SeatPush = z.infer<typeof pushSchema>;

export const requestSchema = z.strictObject({ request: z.int().positive(), name: z.string().max(40), body: z.json() });
export type SeatRequest = z.infer<typeof requestSchema>;

export const answerSchema = z.union([
  z.strictObject({ answer: z.int().positive(), body: z.json() }),
  z.strictObject({ answer: z.int().positive(), error: z.strictObject({ code: z.string(), message: z.string() }) }),
]);
export type SeatAnswer = z.infer<typeof answerSchema>;
