import { z } from 'zod';
import { longestUrgentText, urgentChannelSchema, urgentLimitSchema, urgentStageSchema } from './events.ts';

const name = z.string().trim().min(1).max(60);

export const beginUrgentReportSchema = z.strictObject({
  /** Of the report, chosen by the sender. */
  id: z.uuid(),
  /** Of the pack's kinds. */
  code: z.string().min(1).max(40),
  headline: z.string().trim().min(1).max(120),
  incident: z.uuid().nullable(),
  /** When the hall learned of it, hub time, Unix ms. */
  knownAt: z.int(),
});
export type BeginUrgentReport = z.infer<typeof beginUrgentReportSchema>;

export const sendUrgentReportSchema = z.strictObject({
  report: z.uuid(),
  stage: urgentStageSchema,
  to: name,
  receiver: name,
  channel: urgentChannelSchema,
  signedBy: name.nullable(),
  text: z.string().trim().max(longestUrgentText),
  /** When it was given, hub time, Unix ms; absent: now. */
  happenedAt: z.int().optional(),
});
export type SendUrgentReport = z.infer<typeof sendUrgentReportSchema>;

export const dropUrgentReportSchema = z.strictObject({
  report: z.uuid(),
  reason: z.string().trim().min(1).max(200),
});
export type DropUrgentReport = z.infer<typeof dropUrgentReportSchema>;

/** Only the hub. `dueAt`: of the limit that passed, Unix ms. */
export const noteUrgentOverdueSchema = z.strictObject({
  report: z.uuid(),
  stage: urgentLimitSchema,
  dueAt: z.int(),
});
export type NoteUrgentOverdue = z.infer<typeof noteUrgentOverdueSchema>;
