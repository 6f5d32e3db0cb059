/**
 * Seat ↔ renderer. The same messages cross a MessagePort in the desktop app and a WebSocket in the browser shell, and
 * the seat checks each of them by these schemas, in the same code for both.
 */
import { z } from 'zod';
import type { Recommendation } from '../domain/assignment/state.ts';
import { basemapSchema } from '../domain/district/events.ts';
import type { Plates } from '../domain/district/state.ts';
import { sourceSchema, understandingSchema } from '../domain/incident/events.ts';
import type { IncidentState, WeighedSources } from '../domain/incident/state.ts';
import { presenceOfSeatSchema, refusalSchema } from './hub-protocol.ts';
import { intakeBoardSchema } from './intakes.ts';
import { onlineMapsSchema } from './online-maps.ts';
import { officeAnswerSchema, officeAskSchema } from './office-api.ts';
import { frameProblem, mostUnits } from './positions.ts';
import { findFields, foundAnswerSchema, pastAnswerSchema, pastOfSchema } from './search.ts';
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
import { orderSourceSchema } from './orders.ts';
/** Where orders of a list may come from. */
export const orderSources = orderSourceSchema.options;
export type { IntakeBoard, IntakeShown } from './intakes.ts';
export type { CallerOf, Found, FoundAnswer, FoundKind, PastAnswer, PastIncident, PastOf } from './search.ts';
export type { Role, SessionUser } from './session.ts';
export type { VideoCodec, VideoProtocol, VideoQuality, VideoRefusalCode, VideoStreamShown } from './video-api.ts';
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
  personal: z.strictObject({ ref: z.string().max(64), reason: z.string().max(200) }),
  presence: z.strictObject({
    open: stream.nullable(),
    about: z.strictObject({ incident: stream, unit: stream }).nullable(),
  }),
  /**
   * Whether this screen is told where the units are: on, `unitIndex` and a full `positions` frame, then what moves, ten
   * times a second at most.
   */
  watchPositions: z.strictObject({ on: z.boolean() }),
  /** How it would be taken in now, by the rules of the hub on what this seat holds; nothing is kept. */
  draft: draftSchema,
  /** Puts it into the outbox as `ReceiveIncident`; the words go to the vault. */
  takeIn: draftSchema.extend({
    ...{ name: z.string().max(60), phone: z.string().max(40), address: z.string().max(200) },
    /** Where it is entered late, from paper, Unix ms; absent: now. */
    receivedAt: z.int().optional(),
  }),
  /** Which units to send to an incident, by the rules of the hub on what this seat holds. */
  recommend: z.strictObject({ incident: z.string().max(60) }),
  /** Sites it may come from, by all complaints of the night that this seat holds. */
  sources: z.strictObject({ incident: z.string().max(60) }),
  /** The run of a unit (跑单顺序), by the rules of the hub on what this seat holds. */
  unitRun: z.strictObject({ unit: z.string().max(60) }),
  /** The plates of the pack in force, also while the hub is away. */
  plates: z.strictObject({}),
  /** The basemap of the plates in force, and how far it is where it is on its way; also while the hub is away. */
  basemap: z.strictObject({}),
  /** Compares the seat's documents with the hub's, at the next common place. */
  checkDigest: z.strictObject({}),
  ...videoRequestSchemas,
  /**
   * Opens the hall as it was, from one instant to another, hub time, Unix ms. `of: 'hub'`: any time, as the rights say;
   * `of: 'seat'`: the last hours, from what this seat keeps, without the hub. A replay is closed with the screen.
   */
  replayOpen: z.strictObject({
    from: z.int(),
    to: z.int(),
    of: z.enum(['hub', 'seat']),
    /** Whose places are wanted of the hub: `all`, as far as one may, or none. */
    units: z.union([z.literal('all'), z.array(z.string().min(1).max(60)).max(200)]),
    /** Why; for places of the hub. */
    reason: z.string().trim().min(1).max(200).nullable(),
    /** Of the seat: where less far back is kept, from there on; else that is refused. */
    asFarAsKept: z.boolean().optional(),
  }),
  /** Shows an instant, once it is here: watches of the replay are told what is other then, the answer has the places. */
  replayAt: z.strictObject({ replay: z.int().positive(), at: z.int() }),
  /** What happened in the period, to jump to. `after`: the place of the last one that was told; 0 for the first. */
  replayEvents: z.strictObject({
    replay: z.int().positive(),
    after: z.int().nonnegative(),
    limit: z.int().positive().max(2_000),
  }),
  /** The way of a unit in the period, and its figures; of a replay of the hub, which was told why. */
  replayTrack: z.strictObject({ replay: z.int().positive(), unit: z.string().max(100) }),
  replayClose: z.strictObject({ replay: z.int().positive() }),
  /** The way of a unit as the text of a file; needs the hub, which notes who took it. */
  trackFile: z.strictObject({
    unit: z.string().min(1).max(60),
    from: z.int(),
    to: z.int(),
    format: z.enum(['gpx', 'csv']),
    reason: z.string().trim().min(1).max(200),
  }),
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

export const basemapStateSchema = z.strictObject({
  /**
   * On this machine, to be read at `/basemap/<hash>` in ranges: that of the plates in force, or the one before it while that
   * is on its way.
   */
  here: basemapSchema.omit({ bytes: true }).nullable(),
  /** That of the plates in force is on its way: bytes, and what keeps it from coming. */
  fetching: z
    .strictObject({
      have: z.int().nonnegative(),
      total: z.int().positive(),
      trouble: z.enum(['StorageFull', 'Damaged', 'Unavailable']).nullable(),
    })
    .nullable(),
  /** Basemaps from outside; their tiles are read at `/tiles/<id>/<layer>/<z>/<x>/<y>`. Absent: there are none. */
  online: onlineMapsSchema.optional(),
});
export type { MapTrouble, OnlineMap } from './online-maps.ts';
export type BasemapState = z.infer<typeof basemapStateSchema>;

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

const placeSchema = z.strictObject({ lon: z.number(), lat: z.number() });

/** See `shared/geo/track-figures.ts`. */
const figuresSchema = z.strictObject({
  fixes: z.int(),
  from: z.number().nullable(),
  to: z.number().nullable(),
  metres: z.number(),
  metresOverSilences: z.number(),
  movingMs: z.number(),
  stops: z.array(z.strictObject({ place: placeSchema, from: z.number(), to: z.number() })),
  silences: z.array(z.strictObject({ from: z.number(), to: z.number(), metres: z.number() })),
  topSpeed: z.number().nullable(),
  meanSpeed: z.number().nullable(),
});

/** Codes of the hub (`replay-api.ts`), and of the seat: `Offline`, `NotKept` (further back than is kept), `NoPack`, `Failed`. */
const replayRefused = z.strictObject({
  status: z.literal('refused'),
  code: z.string(),
  field: z.string().nullable(),
});

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
  sources: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('weighed'), sources: z.custom<WeighedSources>(isObject) }),
    /** Not held, no pack, or a matter that comes from no site. */
    z.strictObject({ status: z.literal('unknown') }),
  ]),
  unitRun: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('run'),
      /** In the order in which it goes to them. `at` and all instants: hub time, Unix ms. */
      stops: z.array(
        z.strictObject({
          assignment: z.string(),
          incident: z.string(),
          begun: z.boolean(),
          arrived: z.boolean(),
          since: z.number(),
          expected: z.strictObject({ from: z.number(), to: z.number() }).nullable(),
          /** It has waited so long that nothing new goes in front of it. */
          oldest: z.boolean(),
        }),
      ),
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
  basemap: basemapStateSchema,
  checkDigest: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('equal'), seq: z.int(), count: z.int() }),
    z.strictObject({ status: z.literal('different'), seq: z.int(), seatCount: z.int(), hubCount: z.int() }),
    z.strictObject({ status: z.literal('offline') }),
  ]),
  ...videoAnswerSchemas,
  replayOpen: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('opened'),
      replay: z.int().positive(),
      from: z.int(),
      to: z.int(),
      of: z.enum(['hub', 'seat']),
      /** Whose places may be told. */
      units: z.array(z.string()),
    }),
    replayRefused,
  ]),
  replayAt: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('at'),
      /** The instant that is shown; within the period. */
      at: z.int(),
      /** Of the last event in sight that had happened then; 0 where none had in the period. */
      seq: z.int(),
      /** Everything up to here is on this seat. */
      loadedTo: z.number(),
      /** Whether all places are told; else those that are other than at the instant before. */
      full: z.boolean(),
      /** The newest fix of each unit then: how old it was is `at` less its time. */
      units: z.array(unitPositionSchema),
      /** Units that had no place then. */
      gone: z.array(z.string()),
    }),
    /** Not here, and why. `loadedTo` null: there is no such replay. */
    z.strictObject({ status: z.literal('refused'), code: z.string(), loadedTo: z.number().nullable() }),
  ]),
  replayEvents: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('events'),
      events: z.array(
        z.strictObject({
          /** Rises from event to event; several may share a sequence number. */
          place: z.int().positive(),
          seq: z.int(),
          at: z.int(),
          kind: z.string(),
          stream,
          /** Type of the event. */
          type: z.string(),
          /** Number or name of what it is about, then of its incident and unit. */
          line: z.string(),
          /** Id of the incident it is about; null where it is about none. */
          incident: z.string().nullable(),
          /** By what way that incident came. */
          source: z.string().nullable(),
        }),
      ),
      more: z.boolean(),
      loadedTo: z.number(),
      /** Why nothing more comes, though the period has not ended; null while it comes, and once all is here. */
      ended: z.string().nullable(),
    }),
    z.strictObject({ status: z.literal('refused'), code: z.string() }),
  ]),
  replayTrack: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('track'),
      /** For drawing; of very many only some. The figures are of all. */
      fixes: z.array(placeSchema.extend({ at: z.number(), speed: z.number().nullable() })),
      figures: figuresSchema,
    }),
    z.strictObject({ status: z.literal('refused'), code: z.string() }),
  ]),
  replayClose: z.strictObject({}),
  trackFile: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('file'), file: z.string(), text: z.string(), fixes: z.int() }),
    replayRefused,
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
  /** The basemap stands otherwise now. */
  z.strictObject({ push: z.literal('basemap'), basemap: basemapStateSchema }),
  z.strictObject({ push: z.literal('presence'), seats: z.array(presenceOfSeatSchema) }),
  /** As the hub last said, also while it is away: then it grows old. Null where nothing was said, or may be shown. */
  z.strictObject({ push: z.literal('intakes'), board: intakeBoardSchema.nullable() }),
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
