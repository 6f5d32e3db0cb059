/**
 * What a device says of itself since protocol 4: where it is, that it calls for help, what it came upon, words for the hall,
 * files; and what it is told of fences, of its call, and of who looked at where it went. Part of `field-api.ts`.
 */
import { z } from 'zod';
import { alarmKindSchema, supportSaidSchema } from '../domain/alarm/events.ts';
import { matterSchema } from '../domain/district/events.ts';
import { longestMessage } from '../domain/message/commands.ts';
import { placeSchema, positionSchema } from '../domain/kernel.ts';

/** Hub time, Unix ms. */
const instant = z.int();
/** Of what is said: the same again gets the first answer. */
const id = z.uuid();

export const fieldCallLimits = {
  /** Of one `positions`. */
  fixes: 100,
  /** Letters of what was found. */
  findText: 2000,
  /** Files of one find. */
  findFiles: 6,
  /** Files of one unit on their way at once. */
  uploads: 8,
  /** Of one piece of a file, bytes. */
  pieceBytes: 240_000,
  /** Looks told at once, newest first. */
  looks: 100,
} as const;

/** One place of the device. Absent measures are null: a device says what it knows. */
export const fieldFixSchema = z.strictObject({
  /** When it was there, hub time by the offset of `time`. */
  at: instant,
  /** [lon, lat], WGS84 degrees. */
  lngLat: positionSchema,
  /** Radius of uncertainty, metres. */
  accuracyM: z.number().nonnegative().max(1_000_000).nullable(),
  speedKmh: z.number().nonnegative().max(2_000).nullable(),
  /** Clockwise from north. */
  headingDeg: z.number().min(0).max(360).nullable(),
});
export type FieldFix = z.infer<typeof fieldFixSchema>;

/**
 * Where it was, oldest first. Accepted: it was heard. Off duty nothing of it is kept, and what cannot be believed is not shown.
 */
export const fieldPositionsSchema = z.strictObject({
  id,
  fixes: z.array(fieldFixSchema).min(1).max(fieldCallLimits.fixes),
});
export type FieldPositions = z.infer<typeof fieldPositionsSchema>;

/**
 * A call for help, on duty or not. Accepted once it stands in the journal and not before; unavailable: call again at once.
 * Presses within two minutes are one call.
 */
export const fieldSosSchema = z.strictObject({
  id,
  /** When it was pressed. */
  happenedAt: instant,
  /** The last place the device knows, however old; null: none. */
  fix: fieldFixSchema.nullable(),
});
export type FieldSos = z.infer<typeof fieldSosSchema>;

/** 巡查即录入: becomes an incident of source `patrol` with the id of the message. */
export const fieldFindSchema = z
  .strictObject({
    id,
    /** When it was seen; absent: now. */
    happenedAt: instant.optional(),
    /** What it is about; null: as the words say. */
    matter: matterSchema.nullable(),
    /** Goes to the vault: it may speak of strangers. */
    text: z.string().trim().max(fieldCallLimits.findText),
    place: z.strictObject({ lngLat: positionSchema, accuracyM: fieldFixSchema.shape.accuracyM }).nullable(),
    /** Files that are whole at the hub (`POST /field/uploads`); they end as evidence of the incident. */
    uploads: z.array(z.uuid()).max(fieldCallLimits.findFiles),
  })
  .refine(({ matter, text }) => matter !== null || text !== '', { path: ['text'], error: 'neither matter nor words' });
export type FieldFind = z.infer<typeof fieldFindSchema>;

/** Words of the unit to the hall; they go to the vault. */
export const fieldSaySchema = z.strictObject({
  id,
  happenedAt: instant.optional(),
  text: z.string().trim().min(1).max(longestMessage),
  urgent: z.boolean(),
  /** A running assignment of the unit that it belongs to. */
  assignment: z.uuid().nullable(),
});
export type FieldSay = z.infer<typeof fieldSaySchema>;

const refused = z.strictObject({
  status: z.literal('refused'),
  code: z.string(),
  params: z.record(z.string(), z.json()),
});
const unavailable = z.strictObject({
  status: z.literal('unavailable'),
  code: z.enum(['StorageFull', 'Stopping', 'Busy']),
  retryAfterMs: z.int(),
});

/** `UploadUnknown`: a file is not whole, not here any more, or another unit's; `field` says which. */
export const fieldFindAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('accepted'),
    incident: z.uuid(),
    /** Short number, such as `1121-007`. */
    number: z.string(),
  }),
  refused,
  unavailable,
]);
export type FieldFindAnswer = z.infer<typeof fieldFindAnswerSchema>;

/** Who looked at where this unit went (谁看过我的轨迹), newest first. */
export const fieldLooksAskSchema = z.strictObject({ limit: z.int().min(1).max(fieldCallLimits.looks) });
export type FieldLooksAsk = z.infer<typeof fieldLooksAskSchema>;

export const fieldLooksAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('looks'),
    looks: z.array(
      z.strictObject({
        at: instant,
        /** Name of who looked; their id where they have no account any more. */
        name: z.string(),
        /** The reason they gave; null: none was asked of them. */
        reason: z.string().nullable(),
        /** Of which time they looked. */
        from: instant,
        to: instant,
        /** False: they tried and were refused. */
        seen: z.boolean(),
      }),
    ),
  }),
  refused,
  unavailable,
]);
export type FieldLooksAnswer = z.infer<typeof fieldLooksAnswerSchema>;

/** Fences of this unit that stand open with an alarm, newest first: after the welcome, and after every change. */
export const fieldNoticesSchema = z.array(
  z.strictObject({
    alarm: z.string(),
    kind: alarmKindSchema.exclude(['sos', 'noAnswer', 'other']),
    /** Name of the fence. */
    fence: z.string(),
    since: instant,
    /** Who at a seat took it; null: nobody yet. */
    takenBy: z.string().nullable(),
  }),
);
export type FieldNotices = z.infer<typeof fieldNoticesSchema>;

/** The unit's open call for help, after the welcome and after every change. */
export const fieldSosStateSchema = z.strictObject({
  /** Null: none is open. */
  call: z
    .strictObject({
      alarm: z.string(),
      since: instant,
      /** Null: nobody has taken it yet. */
      taken: z.strictObject({ by: z.string(), at: instant }).nullable(),
      /** Who was sent to help, and what was last said of their coming; since protocol 5. */
      help: z
        .array(z.strictObject({ name: z.string(), is: z.enum(['sent', ...supportSaidSchema.options]), since: instant }))
        .optional(),
    })
    .nullable(),
});
export type FieldSosState = z.infer<typeof fieldSosStateSchema>;

/** Calls for help that this unit was sent to, newest first: since protocol 5, after the welcome and after every change. */
export const fieldSupportsSchema = z.array(
  z.strictObject({
    alarm: z.string(),
    /** Name of the unit that calls. */
    who: z.string(),
    /** When it called. */
    since: instant,
    /** Null: nobody knows where. */
    place: placeSchema.nullable(),
    /** When it was seen there, and how sure that is, metres; null: not known. */
    seenAt: instant.nullable(),
    accuracy: z.number().nonnegative().nullable(),
    sentAt: instant,
    /** Who at a seat sent this unit. */
    sentBy: z.string(),
    /** What was last said of its going; `sent`: nothing yet. */
    is: z.enum(['sent', ...supportSaidSchema.options]),
  }),
);
export type FieldSupports = z.infer<typeof fieldSupportsSchema>;

/** What this unit says of a call for help that it was sent to; `NotYours` where it was not. */
export const fieldSupportSchema = z.strictObject({ id, alarm: z.uuid(), is: supportSaidSchema });
export type FieldSupport = z.infer<typeof fieldSupportSchema>;

/**
 * Files go over HTTP, in pieces, each with `Authorization: Bearer <key of the unit>` and `X-Field-Unit: <unit>`:
 * `POST /field/uploads` opens one (the same again tells how much is there), `GET /field/uploads/<id>` tells it,
 * `PUT /field/uploads/<id>?at=<bytes before>` brings a piece as raw bytes, at most `pieceBytes`. With the last piece the hash is
 * checked; one that is wrong (422 `HashWrong`) drops the file. What lies there is in memory for half an hour: it is safe only
 * once `find` or the step `evidence` that names it was accepted.
 */
export const fieldUploadOpenSchema = z.strictObject({
  id,
  name: z.string().trim().min(1).max(200),
  bytes: z.int().positive().max(8_000_000),
  /** Of the whole, hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type FieldUploadOpen = z.infer<typeof fieldUploadOpenSchema>;

/** What each of the three answers; an error is `{ code, message, field? }` as everywhere. */
export const fieldUploadStateSchema = z.strictObject({
  id,
  bytes: z.int(),
  /** The next piece begins here. */
  have: z.int(),
  /** All is there and the hash is right. */
  whole: z.boolean(),
});
export type FieldUploadState = z.infer<typeof fieldUploadStateSchema>;
