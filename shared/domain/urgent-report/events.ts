import { z } from 'zod';
import type { UnionOf } from '../kernel.ts';

const name = z.string().max(60);
const instant = z.int();

/** 口头报告, 首报 (书面), 续报, 终报. */
export const urgentStages = ['oral', 'first', 'followUp', 'final'] as const;
export const urgentStageSchema = z.enum(urgentStages);
export type UrgentStage = z.infer<typeof urgentStageSchema>;

/** Those that have a limit. */
export const urgentLimitSchema = urgentStageSchema.exclude(['final']);
export type UrgentLimit = z.infer<typeof urgentLimitSchema>;

/** How it went upwards. */
export const urgentChannels = ['phone', 'system', 'fax', 'message', 'inPerson'] as const;
export const urgentChannelSchema = z.enum(urgentChannels);

/** As long as a report of some pages. */
export const longestUrgentText = 4_000;

export const urgentReportEvents = {
  UrgentReportBegun: z.strictObject({
    /** Code of its kind in the pack, and its name then. */
    code: z.string().max(40),
    kindName: name,
    /** What it is about, in a line. */
    headline: z.string().min(1).max(120),
    incident: z.strictObject({ id: z.string().max(60), number: z.string().max(40) }).nullable(),
    /** When the hall learned of it, Unix ms: from here limits run. */
    knownAt: instant,
    /** By when, Unix ms; null: the pack asks for no word by mouth. */
    oralBy: instant.nullable(),
    firstBy: instant,
    /** After the last in writing; null: followed up when there is news. */
    followUpMinutes: z.number().positive().nullable(),
    name,
  }),
  /** A person gave it, and to whom; the app sends nothing. */
  UrgentReportSent: z.strictObject({
    stage: urgentStageSchema,
    /** The office, and who took it there. */
    to: name,
    receiver: name,
    channel: urgentChannelSchema,
    /** Who signed for it (签发); null for a word by mouth that nobody signed. */
    signedBy: name.nullable(),
    text: z.string().max(longestUrgentText),
    name,
  }),
  UrgentReportOverdue: z.strictObject({ stage: urgentLimitSchema, dueAt: instant }),
  /** It was nothing to report after all. */
  UrgentReportDropped: z.strictObject({ reason: z.string().min(1).max(200), name }),
};
export type UrgentReportEvent = UnionOf<typeof urgentReportEvents>;
