/** Wishes to note what was done about a source that keeps coming back. Words travel in `personal` and go to the vault. */
import { z } from 'zod';
import { personalHandleSchema } from '../kernel.ts';
import { noticeWaySchema, sourcePromiseSchema, stepErrorSchema, talkWithSchema } from './events-source-steps.ts';

const id = z.uuid();
const happenedAt = z.int().optional();
const personal = personalHandleSchema.optional();

/** `incident`: one that came from the source, which gave rise to it. */
export const recordSourceTalkSchema = z.strictObject({
  incident: id,
  with: talkWithSchema,
  promised: z.array(sourcePromiseSchema).max(6),
  happenedAt,
  personal,
});
export type RecordSourceTalk = z.infer<typeof recordSourceTalkSchema>;

export const recordSourceNoticeSchema = z.strictObject({
  incident: id,
  authority: z.string().trim().min(1).max(60),
  way: noticeWaySchema,
  happenedAt,
  personal,
});
export type RecordSourceNotice = z.infer<typeof recordSourceNoticeSchema>;

export const correctSourceStepSchema = z.strictObject({ incident: id, step: z.uuid(), why: stepErrorSchema });
export type CorrectSourceStep = z.infer<typeof correctSourceStepSchema>;
