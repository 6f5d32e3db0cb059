/**
 * Hub ↔ seat, socket.io namespace `/seat`. One schema per message; the types are inferred from them. A test hashes the
 * schemas: a change of the wire fails it until `protocolVersion` is raised on purpose.
 */
import { z } from 'zod';
import { intakeBoardSchema } from './intakes.ts';
import type { IntakeBoard } from './intakes.ts';
import { mapTileAnswerSchema, mapTileRequestSchema, onlineMapsSchema } from './online-maps.ts';
import type { MapTileAnswer, MapTileRequest, OnlineMaps } from './online-maps.ts';
import { officeAnswerSchema, officeAskSchema } from './office-api.ts';
import type { OfficeAnswer, OfficeAsk } from './office-api.ts';
import {
  replayCloseSchema,
  replayOpenAnswerSchema,
  replayOpenSchema,
  replayPageAnswerSchema,
  replayPageSchema,
} from './replay-api.ts';
import type { ReplayOpen, ReplayOpenAnswer, ReplayPage, ReplayPageAnswer } from './replay-api.ts';
import { savedViewsSchema } from './saved-views.ts';
import type { SavedView } from './saved-views.ts';
import { sessionUserSchema } from './session.ts';
import type { SessionUser } from './session.ts';
import { videoAnswerSchema, videoAskSchema, videoEndedSchema } from './video-api.ts';
import type { VideoAnswer, VideoAsk, VideoEnded } from './video-api.ts';

/**
 * History:
 * 1 – first protocol: hello, feed, snapshot, commands, presence, vault reads, digest, positions, plates.
 * 2 – the office; a hello refused for want of a second factor leaves the link open; `NoRoles`; the time of a seat's lock;
 *     the person with the roles in force, in the welcome and at each change.
 *     Grants have limits and times that a seat of protocol 1 cannot read, so 1 is served no more.
 * 3 – basemap files; the hall as it was and tracks; intakes; the office: devices; pictures of video points; basemaps from
 *     outside; saved views.
 */
export const protocolVersion = 3;
/** The oldest protocol the hub still serves: the hub is upgraded first. */
export const oldestServedProtocol = 2;

const seqSchema = z.int().nonnegative();
const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
const streamSchema = z.string().regex(/^[A-Za-z]+\/[\x21-\x7e]{1,100}$/);
const instantSchema = z.int();
const idSchema = z.uuid();

export const actorSchema = z.strictObject({ user: z.string(), seat: z.string(), role: z.string() });

export const envelopeSchema = z.strictObject({
  seq: seqSchema,
  id: idSchema,
  stream: streamSchema,
  version: z.int().positive(),
  type: z.string(),
  schema: z.int().positive(),
  data: z.json(),
  at: instantSchema,
  occurredAt: instantSchema,
  by: actorSchema,
  cause: z.string(),
});

/** Handshake (`auth` of socket.io). The token comes from `POST /api/v1/session`. */
export const handshakeSchema = z.strictObject({
  token: z.string().min(20).max(200),
  seat: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  protocol: z.int().positive(),
});
export type Handshake = z.infer<typeof handshakeSchema>;

/** `err.data` of a refused connection: `InvalidMessage` where the handshake is not one, the rest as it says. */
export const connectErrorSchema = z.strictObject({
  code: z.enum(['ProtocolTooOld', 'ProtocolTooNew', 'NotAllowed', 'SeatTaken', 'InvalidMessage']),
  detail: z.string(),
  /** Protocols the hub serves. */
  oldest: z.int().positive(),
  newest: z.int().positive(),
});
export type ConnectError = z.infer<typeof connectErrorSchema>;

export const helloSchema = z.strictObject({
  /** What the cache holds; null for an empty one. */
  cache: z
    .strictObject({
      journalId: idSchema,
      epoch: z.int().positive(),
      lastSeq: seqSchema,
      lastHash: hashSchema,
      /** Hash of the fold numbers it was folded with. */
      foldKey: z.string().max(64),
      /** Labels it was filled under, sorted. */
      labels: z.array(z.string().max(60)).max(200),
      /** Earlier places and their hashes, newest first, for finding the last common event after a restore. */
      checkpoints: z.array(z.tuple([seqSchema, hashSchema])).max(64),
    })
    .nullable(),
  /** Vault references its outbox still holds the content of: it asks which of them were erased meanwhile. */
  personalRefs: z.array(z.string().max(64)).max(10_000),
});
export type Hello = z.infer<typeof helloSchema>;

export const helloAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('welcome'),
    /** `resume`: events after `lastSeq` follow. `snapshot`: drop the cache, pages follow. */
    mode: z.enum(['resume', 'snapshot']),
    /** Why a snapshot: for the log and the screen. */
    reason: z.enum(['empty', 'fold', 'scope', 'diverged', 'far-behind', 'none']),
    journalId: idSchema,
    epoch: z.int().positive(),
    headSeq: seqSchema,
    hubTime: instantSchema,
    /** Account of the log-in. */
    user: z.string(),
    /** Who that is, with the roles in force. */
    person: sessionUserSchema,
    labels: z.array(z.string()),
    foldKey: z.string(),
    /** Set after a restore or replacement: offer again, with their old ids, the commands acknowledged after this. */
    reofferAfter: seqSchema.nullable(),
    erasedRefs: z.array(z.string()),
    /** Set where the hub runs on a demo clock. */
    demoClock: z.boolean(),
    /** Hub milliseconds per machine millisecond: 1 but on a demo clock. */
    clockRate: z.number().positive(),
    /** Machine ms without a touch until the seat locks, by the hub's policy; null: as the seat has it. */
    lockAfterMs: z.int().positive().nullable(),
  }),
  z.strictObject({
    status: z.literal('refused'),
    code: z.enum(['ProtocolTooOld', 'ProtocolTooNew', 'NotAllowed', 'NoRoles', 'InvalidMessage']),
    detail: z.string(),
  }),
]);
export type HelloAnswer = z.infer<typeof helloAnswerSchema>;

export const throughSchema = z.strictObject({ seq: seqSchema, hash: hashSchema });

export const feedItemSchema = z.discriminatedUnion('kind', [
  /**
   * JSON of an `envelopeSchema`: the bytes as the journal holds them, or of the event brought up to the present schema. As
   * text, neither side writes anew what is written already.
   */
  z.strictObject({ kind: z.literal('event'), bytes: z.string() }),
  /** A stream came into scope: its document at this version, folded by the hub. */
  z.strictObject({
    kind: z.literal('enter'),
    stream: streamSchema,
    version: z.int().positive(),
    seq: seqSchema,
    state: z.json(),
  }),
  z.strictObject({ kind: z.literal('leave'), stream: streamSchema }),
]);
export type FeedItem = z.infer<typeof feedItemSchema>;

export const digestSchema = z.strictObject({ count: z.int().nonnegative(), sha256: hashSchema });
export type Digest = z.infer<typeof digestSchema>;

/** A part of the feed. After its items the seat stands exactly at `through`. */
export const batchSchema = z.strictObject({
  items: z.array(feedItemSchema),
  through: throughSchema,
  hubTime: instantSchema,
  /** Labels in force from here on, where a change of rights or duty mode changed them. */
  labels: z.array(z.string()).optional(),
  /** The hub's digest of the scope at `through`, where the seat asked for one. */
  digest: digestSchema.optional(),
});
export type Batch = z.infer<typeof batchSchema>;

export const snapshotPageSchema = z.strictObject({
  /** Page number from 0; page 0 opens a snapshot and discards a half-received one. */
  page: z.int().nonnegative(),
  documents: z.array(
    z.strictObject({ stream: streamSchema, version: z.int().positive(), seq: seqSchema, state: z.json() }),
  ),
  /** On the last page only: the place the snapshot stands at and how many documents it had. */
  done: z
    .strictObject({ through: throughSchema, count: z.int().nonnegative(), labels: z.array(z.string()) })
    .optional(),
});
export type SnapshotPage = z.infer<typeof snapshotPageSchema>;

/**
 * The seat has durably applied everything through this sequence number, or this snapshot page (the last one too): opens
 * the window.
 */
export const appliedSchema = z.union([
  z.strictObject({ seq: seqSchema }),
  z.strictObject({ page: z.int().nonnegative() }),
]);
export type Applied = z.infer<typeof appliedSchema>;

export const commandSchema = z.strictObject({
  id: idSchema,
  type: z.string().max(60),
  data: z.json(),
  basedOn: z.record(streamSchema, seqSchema),
  madeAt: instantSchema,
});

export const refusalSchema = z.strictObject({ code: z.string(), params: z.record(z.string(), z.json()) });

export const commandAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('accepted'),
    seq: seqSchema,
    versions: z.record(z.string(), z.int()),
    refs: z.array(z.string()),
  }),
  z.strictObject({ status: z.literal('refused'), refusal: refusalSchema }),
  z.strictObject({
    status: z.literal('unavailable'),
    code: z.enum(['StorageFull', 'Stopping', 'Busy']),
    retryAfterMs: z.int(),
  }),
]);

export const vaultReadSchema = z.strictObject({
  ref: z.string().max(64),
  reason: z.string().max(200),
  inFull: z.boolean().optional(),
});
export const vaultAnswerSchema = z.discriminatedUnion('status', [
  /** `masked`: who called is kept secret, and what names them is not told. */
  z.strictObject({ status: z.literal('content'), content: z.json(), masked: z.literal(true).optional() }),
  z.strictObject({ status: z.literal('refused'), code: z.enum(['NotAllowed', 'Erased', 'Unknown', 'Busy']) }),
]);

/** Events of one stream the seat may see, for its timeline. */
export const historyRequestSchema = z.strictObject({ stream: streamSchema, afterVersion: seqSchema });
export const historyAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('events'), events: z.array(envelopeSchema) }),
  z.strictObject({ status: z.literal('refused'), code: z.enum(['NotAllowed', 'Unknown', 'Busy']) }),
]);

/** Plates by content hash, in pieces: the text from this place on. */
export const platesRequestSchema = z.strictObject({ hash: hashSchema, from: z.int().nonnegative() });
export const platesAnswerSchema = z.discriminatedUnion('status', [
  /** `total`: length of the whole canonical JSON; lengths and places count UTF-16 units. */
  z.strictObject({ status: z.literal('plates'), json: z.string(), total: z.int().positive() }),
  z.strictObject({ status: z.literal('refused'), code: z.enum(['NotAllowed', 'Unknown', 'Busy']) }),
]);

/** A basemap file by content hash, in pieces: the bytes from this place on. One piece is asked for at a time. */
export const basemapRequestSchema = z.strictObject({ hash: hashSchema, from: z.int().nonnegative() });
export const basemapAnswerSchema = z.discriminatedUnion('status', [
  /** `bytes`: binary. `total`: of the whole file. */
  z.strictObject({
    status: z.literal('piece'),
    bytes: z.unknown().refine((bytes) => bytes instanceof Uint8Array),
    total: z.int().positive(),
  }),
  /** `Busy`: other things go first; again a little later. */
  z.strictObject({ status: z.literal('refused'), code: z.enum(['NotAllowed', 'Unknown', 'Busy']) }),
]);
export type BasemapAnswer =
  | { readonly status: 'piece'; readonly bytes: Uint8Array; readonly total: number }
  | { readonly status: 'refused'; readonly code: 'NotAllowed' | 'Unknown' | 'Busy' };

/** What a seat has open and is about to do: last value per seat, gone with the link, never stored. */
export const presenceSchema = z.strictObject({
  /** Stream whose detail is open. */
  open: streamSchema.nullable(),
  /** The unit this seat is about to send, and to which incident. */
  about: z.strictObject({ incident: streamSchema, unit: streamSchema }).nullable(),
});
export const presenceOfSeatSchema = presenceSchema.extend({ seat: z.string(), user: z.string(), name: z.string() });
export type PresenceOfSeat = z.infer<typeof presenceOfSeatSchema>;

/** The units that position frames (`positions.ts`) name by their place in this list. Frames of the list before end with it. */
export const unitIndexSchema = z.strictObject({
  dictionary: z.int().positive(),
  units: z.array(z.string().max(100)).max(65_535),
});
export type UnitIndex = z.infer<typeof unitIndexSchema>;

/** The seat has taken a frame in: only then it is sent the next one. */
export const positionsTakenSchema = z.strictObject({ dictionary: z.int().positive(), revision: seqSchema });
export type PositionsTaken = z.infer<typeof positionsTakenSchema>;

/** The link closes after it. `NoRoles`: the person's last role is over, or opens nothing. */
export const sessionEndedSchema = z.strictObject({
  code: z.enum(['LoggedOut', 'Disabled', 'Expired', 'Replaced', 'NoRoles']),
});

type Ack<T> = (answer: T) => void;

/** See `intakes.ts`. */
export { intakeBoardSchema };

/** See `saved-views.ts`. */
export { savedViewsSchema };
/** See `online-maps.ts`. */
export { mapTileAnswerSchema, mapTileRequestSchema, onlineMapsSchema };
/** See `office-api.ts`. */
export { officeAnswerSchema, officeAskSchema };
/** See `video-api.ts`. */
export { videoAnswerSchema, videoAskSchema, videoEndedSchema };
/** See `replay-api.ts`. */
export { replayCloseSchema, replayOpenAnswerSchema, replayOpenSchema, replayPageAnswerSchema, replayPageSchema };

export interface SeatToHub {
  hello: (message: Hello, ack: Ack<HelloAnswer>) => void;
  applied: (message: Applied) => void;
  command: (message: z.infer<typeof commandSchema>, ack: Ack<z.infer<typeof commandAnswerSchema>>) => void;
  vaultRead: (message: z.infer<typeof vaultReadSchema>, ack: Ack<z.infer<typeof vaultAnswerSchema>>) => void;
  history: (message: z.infer<typeof historyRequestSchema>, ack: Ack<z.infer<typeof historyAnswerSchema>>) => void;
  plates: (message: z.infer<typeof platesRequestSchema>, ack: Ack<z.infer<typeof platesAnswerSchema>>) => void;
  basemap: (message: z.infer<typeof basemapRequestSchema>, ack: Ack<BasemapAnswer>) => void;
  mapTile: (message: MapTileRequest, ack: Ack<MapTileAnswer>) => void;
  office: (message: OfficeAsk, ack: Ack<OfficeAnswer>) => void;
  video: (message: VideoAsk, ack: Ack<VideoAnswer>) => void;
  replayOpen: (message: ReplayOpen, ack: Ack<ReplayOpenAnswer>) => void;
  replayPage: (message: ReplayPage, ack: Ack<ReplayPageAnswer>) => void;
  replayClose: (message: z.infer<typeof replayCloseSchema>) => void;
  presence: (message: z.infer<typeof presenceSchema>) => void;
  /** Asks for a digest with the next batch. */
  digest: () => void;
  positionsTaken: (message: PositionsTaken) => void;
  /** Asks for the list of units, where a frame named one that is not known. */
  unitIndex: () => void;
  /** Hub time, for the clock offset. */
  time: (ack: Ack<number>) => void;
}

export interface HubToSeat {
  feed: (batch: Batch) => void;
  snapshot: (page: SnapshotPage) => void;
  presence: (seats: readonly PresenceOfSeat[]) => void;
  /** Whether the ways in are alive: the last value. */
  intakes: (board: IntakeBoard) => void;
  /** The person's own saved views: all of them, the last value. */
  savedViews: (views: readonly SavedView[]) => void;
  /** Which basemaps from outside there are, and how they stand: the last value. Not said where there are none. */
  onlineMaps: (maps: OnlineMaps) => void;
  erased: (refs: readonly string[]) => void;
  /** Name or roles in force of who is logged in are others now. */
  person: (person: SessionUser) => void;
  unitIndex: (index: UnitIndex) => void;
  /** A frame of `positions.ts`. It may be lost on the way. */
  positions: (frame: Uint8Array) => void;
  videoEnded: (message: VideoEnded) => void;
  sessionEnded: (message: z.infer<typeof sessionEndedSchema>) => void;
}
