/**
 * The hall as it was, seat → hub: a replay is opened, its parts are fetched page by page, each page asked for once the one
 * before was taken, and it is closed. Messages of `hub-protocol.ts`.
 */
import { z } from 'zod';

const seqSchema = z.int().nonnegative();
const streamSchema = z.string().regex(/^[A-Za-z]+\/[\x21-\x7e]{1,100}$/);
const instantSchema = z.int();
const replaySchema = z.int().positive();
const reasonSchema = z.string().trim().min(1).max(200);

export const replayOpenSchema = z.strictObject({
  /** Hub time, Unix ms; both included. */
  from: instantSchema,
  to: instantSchema,
  /** Whether documents and their changes are wanted. */
  documents: z.boolean(),
  /** Where units were: whose, why, and whether to see it or to keep it as a file; null: not wanted. */
  tracks: z
    .strictObject({
      /** `all`: as far as the person may. */
      units: z.union([z.literal('all'), z.array(z.string().min(1).max(60)).min(1).max(200)]),
      reason: reasonSchema,
      purpose: z.enum(['replay', 'file']),
    })
    .nullable(),
});
export type ReplayOpen = z.infer<typeof replayOpenSchema>;

export const replayRefusalSchema = z.enum([
  /** By the table of rights, or not of these units. */
  'NotAllowed',
  /** `field` says what is wrong. */
  'InvalidMessage',
  'TooLong',
  /** More fixes than a replay may have: fewer units, or a shorter time. */
  'TooLarge',
  /** The hub has not yet put the past in order; soon it will have. */
  'Preparing',
  'Busy',
  /** The look cannot be noted in the access log. */
  'StorageFull',
  /** There is no such replay on this link, or no such unit. */
  'Unknown',
  /** What the person may see is other than when it was opened: the replay is closed. */
  'RightsChanged',
]);
export type ReplayRefusal = z.infer<typeof replayRefusalSchema>;

const refusedSchema = z.strictObject({
  status: z.literal('refused'),
  code: replayRefusalSchema,
  field: z.string().nullable(),
});

export const replayOpenAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('opened'),
    replay: replaySchema,
    from: instantSchema,
    to: instantSchema,
    /** Of the last event at or before `from`, and at or before `to`. */
    fromSeq: seqSchema,
    toSeq: seqSchema,
    hubTime: instantSchema,
    /** Units that the pages of tracks name by their place in this list. */
    units: z.array(z.string().max(100)).max(65_535),
  }),
  refusedSchema,
]);
export type ReplayOpenAnswer = z.infer<typeof replayOpenAnswerSchema>;

/** One of the three, each from its beginning to its end; they may be fetched side by side. */
export const replayPageSchema = z.strictObject({
  replay: replaySchema,
  part: z.enum(['documents', 'changes', 'tracks']),
});
export type ReplayPage = z.infer<typeof replayPageSchema>;

/** As it stood at `from`. */
const documentSchema = z.strictObject({
  stream: streamSchema,
  version: z.int().positive(),
  seq: seqSchema,
  /** JSON of the state. */
  body: z.string(),
});

/** A change of the period, for who sees it. By these and what stood at `from` the seat has the document after each. */
export const replayChangeSchema = z.discriminatedUnion('kind', [
  /** JSON of an `envelopeSchema`, as in the feed: type, time, and what to fold. */
  z.strictObject({ kind: z.literal('event'), bytes: z.string() }),
  /** With this event the stream came into sight: the document after it. */
  z.strictObject({
    kind: z.literal('enter'),
    at: instantSchema,
    type: z.string(),
    document: documentSchema,
  }),
  /** With this event the stream went out of sight. */
  z.strictObject({
    kind: z.literal('leave'),
    at: instantSchema,
    seq: seqSchema,
    stream: streamSchema,
    type: z.string(),
  }),
]);
export type ReplayChange = z.infer<typeof replayChangeSchema>;

export const replayPageAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('documents'), documents: z.array(documentSchema), done: z.boolean() }),
  z.strictObject({
    status: z.literal('changes'),
    changes: z.array(replayChangeSchema),
    /** Everything up to this event was told. */
    through: seqSchema,
    done: z.boolean(),
  }),
  z.strictObject({
    status: z.literal('tracks'),
    /** A page of `tracks.ts`, as bytes. */
    page: z.unknown(),
    done: z.boolean(),
  }),
  refusedSchema,
]);
export type ReplayPageAnswer = z.infer<typeof replayPageAnswerSchema>;
export type ReplayDocument = z.infer<typeof documentSchema>;

export const replayCloseSchema = z.strictObject({ replay: replaySchema });
