/**
 * Seat ↔ renderer. The same messages cross a MessagePort in the desktop app and a WebSocket in the browser shell, and
 * the seat checks each of them by these schemas, in the same code for both.
 */
import { z } from 'zod';
import { presenceOfSeatSchema, refusalSchema } from './hub-protocol.ts';
import { intakeBoardSchema } from './intakes.ts';
import { officeAnswerSchema, officeAskSchema } from './office-api.ts';
import { orderSourceSchema } from './orders.ts';
import { frameProblem, mostUnits } from './positions.ts';
import { viewBoardSchema } from './saved-views.ts';
import { findFields, foundAnswerSchema, pastAnswerSchema, pastOfSchema } from './search.ts';
import { deskAnswerSchemas, deskRequestSchemas } from './seat-desk.ts';
import { replayAnswerSchemas, replayRequestSchemas } from './seat-replay.ts';
import { basemapStateSchema, statusSchema } from './seat-status.ts';
import { loginRefusalSchema, roleSchema, sessionUserSchema } from './session.ts';
import { videoAnswerSchemas, videoRequestSchemas } from './video-api.ts';

export type { LoggedAction } from './access-actions.ts';
export { loggedActions } from './access-actions.ts';
export type {
  AccessEntryShown,
  DeputyShown,
  DeviceShown,
  KeyAction,
  KeyKind,
  KeyShown,
  OfficeAsk,
  OfficeAskName,
  OfficeGranted,
  OfficeRefusal,
  SessionShown,
} from './office-api.ts';
export type {
  ImportChange,
  ImportDrawing,
  ImportFault,
  ImportLookAnswer,
  ImportLookAsk,
  ImportPreview,
} from './imports.ts';
export { importLimits } from './imports.ts';
export type { FileAttachAsk, FileReadAnswer } from './files.ts';
export { filePieceBytes } from './files.ts';
export type { FileOf, FileWhose } from '../domain/incident/events-papers.ts';
export { measurementSchema } from '../domain/incident/measurement.ts';
export { fileLimits, fileOfs } from '../domain/incident/events-papers.ts';
export type { ImportedThing } from '../domain/import/events.ts';
export { importedThings, isListOfAnswers, isListOfOrders, plateParts } from '../domain/import/events.ts';
/** Where orders of a list may come from. */
export const orderSources = orderSourceSchema.options;
export type { IntakeBoard, IntakeShown } from './intakes.ts';
export type { CallerOf, Found, FoundAnswer, FoundKind, PastAnswer, PastIncident, PastOf } from './search.ts';
export type { FilterMember, QueueFilter, SavedView, ViewBoard, ViewChanged, ViewProblem } from './saved-views.ts';
export {
  filterClaims,
  filterSorts,
  filterStages,
  longestViewName,
  mostViews,
  noFilter,
  viewName,
  viewNameKey,
  viewNameProblem,
} from './saved-views.ts';
export type { MapTrouble, OnlineMap } from './online-maps.ts';
export type { Role, SessionUser } from './session.ts';
export type { UnitPositionShown } from './seat-replay.ts';
export { basemapStateSchema } from './seat-status.ts';
export type { BasemapState, LinkState, SeatStatus } from './seat-status.ts';
export type { VideoCodec, VideoProtocol, VideoQuality, VideoRefusalCode, VideoStreamShown } from './video-api.ts';
export { roleSchema };

const stream = z.string().max(120);

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
  /** Of what this seat holds, also while the hub is away: see `search.ts`. */
  search: z.strictObject(findFields),
  past: z.strictObject({ of: pastOfSchema }),
  /** Subscribes to the documents of these kinds: an `opened` push with all of them, then `changed` pushes. */
  watch: z.strictObject({
    watch: z.int().positive(),
    kinds: z.array(z.string().max(40)).min(1).max(40),
    /** Of a replay: as of the instant it shows. Without it, as of now. */
    replay: z.int().positive().optional(),
  }),
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
  /** `inFull`: also what names a caller who is kept secret. */
  personal: z.strictObject({ ref: z.string().max(64), reason: z.string().max(200), inFull: z.boolean().optional() }),
  presence: z.strictObject({
    open: stream.nullable(),
    about: z.strictObject({ incident: stream, unit: stream }).nullable(),
  }),
  /**
   * Whether this screen is told where the units are: on, `unitIndex` and a full `positions` frame, then what moves, ten
   * times a second at most.
   */
  watchPositions: z.strictObject({ on: z.boolean() }),
  ...deskRequestSchemas,
  /** The basemap of the plates in force, and how far it is where it is on its way; also while the hub is away. */
  basemap: z.strictObject({}),
  /** Compares the seat's documents with the hub's, at the next common place. */
  checkDigest: z.strictObject({}),
  ...videoRequestSchemas,
  ...replayRequestSchemas,
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

/** The bytes as they are: a message of their own where messages are text. */
const frameSchema = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && frameProblem(value) === undefined,
  'not a frame of positions',
);

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
  search: z.strictObject({
    ...foundAnswerSchema.shape,
    /** When the oldest incident held here was received, Unix ms; null: none is. */
    from: z.int().nullable(),
  }),
  past: z.strictObject({ ...pastAnswerSchema.shape, from: z.int().nullable() }),
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
    /** `masked`: who called is kept secret, and what names them is not told. */
    z.strictObject({ status: z.literal('content'), content: z.json(), masked: z.literal(true).optional() }),
    z.strictObject({
      status: z.literal('refused'),
      code: z.enum(['NotAllowed', 'Erased', 'Unknown', 'Busy', 'Offline']),
    }),
  ]),
  presence: z.strictObject({}),
  watchPositions: z.strictObject({}),
  ...deskAnswerSchemas,
  basemap: basemapStateSchema,
  checkDigest: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('equal'), seq: z.int(), count: z.int() }),
    z.strictObject({ status: z.literal('different'), seq: z.int(), seatCount: z.int(), hubCount: z.int() }),
    z.strictObject({ status: z.literal('offline') }),
  ]),
  ...videoAnswerSchemas,
  ...replayAnswerSchemas,
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
  /** The basemap stands otherwise now. */
  z.strictObject({ push: z.literal('basemap'), basemap: basemapStateSchema }),
  z.strictObject({ push: z.literal('presence'), seats: z.array(presenceOfSeatSchema) }),
  /** As the hub last said, also while it is away: then it grows old. Null where nothing was said, or may be shown. */
  z.strictObject({ push: z.literal('intakes'), board: intakeBoardSchema.nullable() }),
  /** Null where the hub has not told them to this seat, for whoever sits here. */
  z.strictObject({ push: z.literal('savedViews'), board: viewBoardSchema.nullable() }),
  /** Which unit a place in the frames that follow means; a unit keeps its place until the list begins anew. */
  z.strictObject({ push: z.literal('unitIndex'), dictionary: z.int(), units: z.array(z.string()).max(mostUnits) }),
  /** A frame of `positions.ts`, of the list last told. Full: units not in it have no position. */
  z.strictObject({ push: z.literal('positions'), frame: frameSchema }),
]);
export type SeatPush = z.infer<typeof pushSchema>;

export const requestSchema = z.strictObject({ request: z.int().positive(), name: z.string().max(40), body: z.json() });
export type SeatRequest = z.infer<typeof requestSchema>;

export const answerSchema = z.union([
  z.strictObject({ answer: z.int().positive(), body: z.json() }),
  z.strictObject({ answer: z.int().positive(), error: z.strictObject({ code: z.string(), message: z.string() }) }),
]);
export type SeatAnswer = z.infer<typeof answerSchema>;
