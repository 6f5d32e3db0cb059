/** Wishes about an assignment. Each step of a unit can be recorded by the desk for it (代报), never refused for lack of a device. */
import { z } from 'zod';
import { channelSchema, meansSchema, outcomeKindSchema } from '../incident/events.ts';
import { personalHandleSchema, placeSchema, registerIdSchema } from '../kernel.ts';

const id = z.uuid();
const step = {
  assignment: id,
  /** Present: the desk says it for the unit. */
  channel: channelSchema.optional(),
  /** When it happened, Unix ms, where it is said late; absent: now. */
  happenedAt: z.int().optional(),
};

export const assignUnitSchema = z.strictObject({
  /** Of the new assignment, chosen by the sender. */
  id,
  incident: id,
  unit: z.string().max(60),
  /** The unit has other jobs: this one goes behind them. */
  queue: z.boolean(),
  /** The waiting job of the unit that it goes in front of; absent, or waiting no more: behind all. */
  before: id.optional(),
  /** Code of the reason for sending another than the one recommended. */
  override: z.string().min(1).max(40).optional(),
  /** When it was sent, Unix ms, where it is said late (补录); absent: now. */
  happenedAt: z.int().optional(),
});
export type AssignUnit = z.infer<typeof assignUnitSchema>;

export const stepSchema = z.strictObject(step);
export type Step = z.infer<typeof stepSchema>;

/** By position where the hub sees it there; else by photo (with its place), else by word. */
export const arriveSchema = z.strictObject({ ...step, photoAt: placeSchema.optional() });
export type Arrive = z.infer<typeof arriveSchema>;

export const noteEvidenceSchema = z.strictObject({
  ...step,
  kind: z.enum(['note', 'photo', 'video', 'permitShown', 'noticePosted', 'person', 'measurement', 'deviceRange']),
  personal: personalHandleSchema.optional(),
});
export type NoteEvidence = z.infer<typeof noteEvidenceSchema>;
export const evidenceWordsSchema = z.strictObject({ text: z.string().max(2000) });

export const eraseEvidenceSchema = z.strictObject({
  assignment: id,
  ref: z.string().regex(/^[0-9a-f]{32}$/),
  ground: z.enum(['callerAsked', 'retentionOver', 'enteredByMistake']),
});
export type EraseEvidence = z.infer<typeof eraseEvidenceSchema>;

export const reportOutcomeSchema = z.strictObject({
  ...step,
  kind: outcomeKindSchema,
  /** For `finishingBy`: until when, Unix ms. */
  finishBy: z.int().optional(),
  /** Absent: not said. */
  means: meansSchema.optional(),
});
export type ReportOutcome = z.infer<typeof reportOutcomeSchema>;

export const handBackSchema = z.strictObject({
  ...step,
  why: z.enum(['otherUnitCloser', 'emergency', 'cannotReach', 'shiftEnds', 'notOurTask']),
});
export type HandBack = z.infer<typeof handBackSchema>;

export const withdrawAssignmentSchema = z.strictObject({
  assignment: id,
  why: z.enum(['wrongUnit', 'otherUnitCloser', 'joined', 'solved', 'emergency', 'callerWithdrew']),
});
export type WithdrawAssignment = z.infer<typeof withdrawAssignmentSchema>;

/** Only the hub: which of a unit's jobs it can set out for, after one ended or was taken up again. */
export const settleTurnsSchema = z.strictObject({ unit: z.string().max(60) });
export type SettleTurns = z.infer<typeof settleTurnsSchema>;

/** Only the hub. */
export const noteAssignmentOverdueSchema = z.strictObject({
  assignment: id,
  limit: z.enum(['accept', 'arrive', 'safe', 'silent']),
  dueAt: z.int(),
});
export type NoteAssignmentOverdue = z.infer<typeof noteAssignmentOverdueSchema>;

/** The whole run as it is to be: what the unit has begun stays in front. */
export const orderJobsSchema = z.strictObject({
  id: registerIdSchema,
  /** Its assignments, all of them and each once. */
  order: z.array(z.uuid()).min(2).max(40),
});
export type OrderJobs = z.infer<typeof orderJobsSchema>;
