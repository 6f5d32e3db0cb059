import { z } from 'zod';
import { longestRemark, remarkAboutSchema } from './events.ts';

const text = z.string().trim().min(1).max(longestRemark);

export const noteRemarkSchema = z.strictObject({
  /** Of the remark, chosen by the sender. */
  id: z.uuid(),
  /** Report night of the log: of now, or one that is over. */
  night: z.iso.date(),
  text,
  about: remarkAboutSchema.nullable(),
  /** When it was written, hub time as the seat knows it, Unix ms; absent: now. */
  happenedAt: z.int().optional(),
});
export type NoteRemark = z.infer<typeof noteRemarkSchema>;

export const correctRemarkSchema = z.strictObject({
  remark: z.uuid(),
  text,
  reason: z.string().trim().min(1).max(200),
});
export type CorrectRemark = z.infer<typeof correctRemarkSchema>;
