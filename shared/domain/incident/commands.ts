/** Wishes about an incident. Words of callers travel in `personal` only and never reach a decision. */
import { z } from 'zod';
import { personalHandleSchema, placeSchema } from '../kernel.ts';
import { assessmentKindSchema, contactWaySchema, sourceSchema, understandingSchema } from './events.ts';
import { limitSchema, proofSchema } from './events-life.ts';

export * from './commands-life.ts';
export * from './commands-papers.ts';
export * from './commands-secrecy.ts';
export * from './commands-posting.ts';
export * from './commands-source-steps.ts';

const id = z.uuid();
/** When it happened, Unix ms, where it is said late (补录); absent: now. */
const happenedAt = z.int().optional();

/** What a caller gave, as it goes to the vault. */
export const callerSchema = z.strictObject({
  name: z.string().max(60).optional(),
  phone: z.string().max(40).optional(),
  address: z.string().max(200).optional(),
  /** The wording as received. */
  text: z.string().max(4000).optional(),
});
export type Caller = z.infer<typeof callerSchema>;

/** The point of a caller, as it is told from that of the trouble: it is as personal as an address. */
export const callerPointSchema = z.object({ of: z.literal('caller') });

export const receiveIncidentSchema = z.strictObject({
  /** Of the incident, chosen by whoever takes it in. */
  id,
  source: sourceSchema,
  externalId: z.string().trim().min(1).max(80).nullable(),
  /** When it reached the bureau, Unix ms; absent: now. */
  receivedAt: z.int().optional(),
  /** When it happened, if the order says so, Unix ms; null: by the wording, else the time of receipt. */
  actAt: z.int().nullable(),
  /** WGS84, converted at the door; `of` says whose place it is: the caller's is used for matching and not kept. */
  position: z.strictObject({ lon: z.number(), lat: z.number(), of: z.enum(['place', 'caller']) }).nullable(),
  understanding: understandingSchema,
  wantsReply: z.enum(['yes', 'no', 'anonymous']),
  /** Whoever took it in says that the caller asks to be kept secret; absent: as the wording says. */
  secret: z.literal(true).optional(),
  personal: personalHandleSchema.optional(),
});
export type ReceiveIncident = z.infer<typeof receiveIncidentSchema>;

/** An order that is on file came again with other content. */
export const correctIncidentSchema = z.strictObject({
  incident: id,
  via: z.enum(['http', 'list']),
  /** What it says otherwise; the door compares, as only it may read what was said before. */
  changed: z
    .array(z.enum(['text', 'name', 'phone', 'address', 'actAt', 'position', 'wantsReply']))
    .min(1)
    .max(7),
  ...receiveIncidentSchema.pick({ actAt: true, position: true, understanding: true, wantsReply: true }).shape,
  personal: personalHandleSchema.optional(),
});
export type CorrectIncident = z.infer<typeof correctIncidentSchema>;

/** Takes what the correction of that instant (Unix ms) offers: time, matter, wish for an answer, place; and judges anew. */
export const takeCorrectionSchema = z.strictObject({ incident: id, correctedAt: z.int() });
export type TakeCorrection = z.infer<typeof takeCorrectionSchema>;

export const acknowledgeIncidentSchema = z.strictObject({ incident: id });
export type AcknowledgeIncident = z.infer<typeof acknowledgeIncidentSchema>;

/** Where it is, by a person: a place of the pack by name, or a point on the map. */
export const placeIncidentSchema = z.strictObject({
  incident: id,
  at: placeSchema.nullable(),
  place: z.string().max(80).nullable(),
});
export type PlaceIncident = z.infer<typeof placeIncidentSchema>;

/** Which site it is; null: none of the register's, nobody knows. */
export const chooseSourceSchema = z.strictObject({ incident: id, site: z.string().max(60).nullable() });
export type ChooseSource = z.infer<typeof chooseSourceSchema>;

export const assessAgainSchema = z.strictObject({ incident: id });
export type AssessAgain = z.infer<typeof assessAgainSchema>;

/** Found on the spot: what the permit does not cover, is not posted, or nobody watches. */
export const noteFindingSchema = z.strictObject({
  incident: id,
  kind: assessmentKindSchema.extract(['terms-not-met', 'not-posted', 'no-watchman']),
  happenedAt,
});
export type NoteFinding = z.infer<typeof noteFindingSchema>;

export const phoneSiteSchema = z.strictObject({
  incident: id,
  result: z.enum(['agreedToStop', 'noAnswer', 'denies', 'claimsPermit', 'noContactOnFile']),
  happenedAt,
});
export type PhoneSite = z.infer<typeof phoneSiteSchema>;

export const joinIncidentSchema = z.strictObject({ incident: id, into: id });
export type JoinIncident = z.infer<typeof joinIncidentSchema>;

export const separateIncidentSchema = z.strictObject({ incident: id });
export type SeparateIncident = z.infer<typeof separateIncidentSchema>;

export const recordCheckSchema = z.strictObject({
  incident: id,
  which: z.enum(['afterCall', 'sameNight', 'sameHour', 'finish']),
  way: z.enum(['camera', 'phone', 'passingUnit', 'secondCaller', 'unit']),
  quiet: z.boolean(),
  happenedAt,
});
export type RecordCheck = z.infer<typeof recordCheckSchema>;

/** First contact with the caller, or an attempt at it; each attempt is recorded for itself. */
export const recordFirstContactSchema = z.strictObject({
  incident: id,
  way: contactWaySchema,
  reached: z.boolean(),
  happenedAt,
  personal: personalHandleSchema.optional(),
});
export type RecordFirstContact = z.infer<typeof recordFirstContactSchema>;
/** What was asked and agreed. */
export const contactWordsSchema = z.strictObject({ text: z.string().max(2000) });

/** `notReached`: three times without success. */
export const recordReplySchema = z.strictObject({
  incident: id,
  way: z.enum(['spoken', 'message', 'hotline', 'notWanted', 'anonymous', 'notReached']),
  happenedAt,
  personal: personalHandleSchema.optional(),
});
export type RecordReply = z.infer<typeof recordReplySchema>;
/** What was said to the caller. */
export const replyWordsSchema = z.strictObject({ text: z.string().max(2000) });

export const tellLocalSquadSchema = z.strictObject({ incident: id });
export type TellLocalSquad = z.infer<typeof tellLocalSquadSchema>;

export const handToLocalSquadSchema = z.strictObject({
  incident: id,
  owes: z.array(z.enum(['file', 'talk', 'recheck', 'reply'])).max(4),
});
export type HandToLocalSquad = z.infer<typeof handToLocalSquadSchema>;

export const escalateOutcomeSchema = z.strictObject({ incident: id, to: z.enum(['shiftLead', 'dutyLeader']) });
export type EscalateOutcome = z.infer<typeof escalateOutcomeSchema>;

export const returnIncidentSchema = z.strictObject({
  incident: id,
  why: z.enum(['outside', 'notOurs', 'duplicate', 'unclear']),
  /** What goes with it as proof. */
  evidence: z.array(proofSchema).max(5).optional(),
  personal: personalHandleSchema.optional(),
});
export type ReturnIncident = z.infer<typeof returnIncidentSchema>;

/** On to whose matter it is: one of the incident's own matters, to the authority the pack names for it. */
export const referIncidentSchema = z.strictObject({ incident: id, matter: z.string().max(40) });
export type ReferIncident = z.infer<typeof referIncidentSchema>;

export const closeIncidentSchema = z.strictObject({ incident: id });
export type CloseIncident = z.infer<typeof closeIncidentSchema>;
export const reopenIncidentSchema = z.strictObject({ incident: id });
export type ReopenIncident = z.infer<typeof reopenIncidentSchema>;

/** Takes back a command of one's own: all its events, on all its streams. */
export const undoStepSchema = z.strictObject({ incident: id, command: z.uuid() });
export type UndoStep = z.infer<typeof undoStepSchema>;

export const eraseCallerSchema = z.strictObject({
  incident: id,
  ref: z.string().regex(/^[0-9a-f]{32}$/),
  ground: z.enum(['callerAsked', 'retentionOver', 'enteredByMistake']),
});
export type EraseCaller = z.infer<typeof eraseCallerSchema>;

/** Only the hub: a limit passed. */
export const noteOverdueSchema = z.strictObject({
  incident: id,
  limit: limitSchema,
  dueAt: z.int(),
});
export type NoteOverdue = z.infer<typeof noteOverdueSchema>;
