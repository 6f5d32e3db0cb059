/** Wishes about the life of an incident besides its path. Words travel in `personal` only and go to the vault. */
import { z } from 'zod';
import { mostSupervisionLevels, stageLimitSchema, supervisionGroundSchema } from '../district/events.ts';
import { personalHandleSchema } from '../kernel.ts';
import {
  extensionReasonSchema,
  lateActSchema,
  limitSchema,
  meansSchema,
  verificationWaySchema,
} from './events-life.ts';

const id = z.uuid();
const happenedAt = z.int().optional();
const personal = personalHandleSchema.optional();
const code = z.string().min(1).max(40);

/** Reasons, reports, what somebody answered. */
export const lifeWordsSchema = z.strictObject({ text: z.string().trim().min(1).max(2000) });

export const recordReturnAnswerSchema = z.strictObject({
  incident: id,
  answer: z.enum(['takenBack', 'sentBack']),
  happenedAt,
  personal,
});
export type RecordReturnAnswer = z.infer<typeof recordReturnAnswerSchema>;

/** Only the hub: the source let its time pass. */
export const noteReturnSilenceSchema = z.strictObject({ incident: id });
export type NoteReturnSilence = z.infer<typeof noteReturnSilenceSchema>;

export const recordVerificationSchema = z.strictObject({
  incident: id,
  result: z.enum(['exists', 'not', 'unable']),
  way: verificationWaySchema,
  happenedAt,
});
export type RecordVerification = z.infer<typeof recordVerificationSchema>;

export const recordInspectionSchema = z.strictObject({
  incident: id,
  result: z.enum(['pass', 'notPass', 'unable']),
  way: verificationWaySchema,
  happenedAt,
});
export type RecordInspection = z.infer<typeof recordInspectionSchema>;

export const askExtensionSchema = z.strictObject({
  incident: id,
  limit: stageLimitSchema,
  why: extensionReasonSchema,
  /** Unix ms. */
  to: z.int(),
  personal,
});
export type AskExtension = z.infer<typeof askExtensionSchema>;

export const answerExtensionSchema = z.strictObject({
  incident: id,
  granted: z.boolean(),
  from: z.enum(['lead', 'source']),
});
export type AnswerExtension = z.infer<typeof answerExtensionSchema>;

export const suspendIncidentSchema = z.strictObject({ incident: id, reason: code, personal });
export type SuspendIncident = z.infer<typeof suspendIncidentSchema>;

export const resumeIncidentSchema = z.strictObject({ incident: id });
export type ResumeIncident = z.infer<typeof resumeIncidentSchema>;

export const superviseIncidentSchema = z.strictObject({
  incident: id,
  ground: supervisionGroundSchema,
  /** 1 is the lowest. */
  level: z.int().min(1).max(mostSupervisionLevels),
  /** The limit that passed; the hub says it. */
  limit: limitSchema.nullable().optional(),
  personal,
});
export type SuperviseIncident = z.infer<typeof superviseIncidentSchema>;

export const reportSupervisionSchema = z.strictObject({ incident: id, personal });
export type ReportSupervision = z.infer<typeof reportSupervisionSchema>;

export const recordSurveySchema = z.strictObject({
  incident: id,
  reached: z.boolean(),
  /** null: not said. */
  satisfied: z.boolean().nullable(),
  solved: z.boolean().nullable(),
  /** When the hotline asked, Unix ms: the same survey brought twice is one. */
  surveyedAt: z.int(),
  personal,
});
export type RecordSurvey = z.infer<typeof recordSurveySchema>;

export const recordContactMissSchema = z.strictObject({
  incident: id,
  /** What day or hour the list speaks for, Unix ms: the same word brought twice is one. */
  statedAt: z.int(),
  personal,
});
export type RecordContactMiss = z.infer<typeof recordContactMissSchema>;

/** A row of a table of what paper tells; what happened is told by the command of that. */
export const noteLateEntrySchema = z.strictObject({ incident: id, act: lateActSchema, happenedAt, personal });
export type NoteLateEntry = z.infer<typeof noteLateEntrySchema>;

export const fileAppealSchema = z.strictObject({
  incident: id,
  against: z.enum(['survey', 'limit', 'contact']),
  /** Of `limit`: which one passed. */
  limit: stageLimitSchema.nullable(),
  personal,
});
export type FileAppeal = z.infer<typeof fileAppealSchema>;

export const decideAppealSchema = z.strictObject({ incident: id, upheld: z.boolean(), happenedAt, personal });
export type DecideAppeal = z.infer<typeof decideAppealSchema>;

export const askForcedCloseSchema = z.strictObject({ incident: id, reason: code, personal });
export type AskForcedClose = z.infer<typeof askForcedCloseSchema>;

export const answerForcedCloseSchema = z.strictObject({ incident: id, granted: z.boolean() });
export type AnswerForcedClose = z.infer<typeof answerForcedCloseSchema>;

export const closeSimplySchema = z.strictObject({ incident: id, means: meansSchema, happenedAt });
export type CloseSimply = z.infer<typeof closeSimplySchema>;

export const reportSimpleSchema = z.strictObject({ incident: id, personal });
export type ReportSimple = z.infer<typeof reportSimpleSchema>;
