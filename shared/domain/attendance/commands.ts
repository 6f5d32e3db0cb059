import { z } from 'zod';
import { registerIdSchema } from '../kernel.ts';
import { attendanceTurnSchema } from './events.ts';

/** Only the hub: what positions show of a unit's duty at a fence. */
export const noteAttendanceSchema = z.strictObject({
  id: z.uuid(),
  unit: registerIdSchema,
  fence: registerIdSchema,
  from: z.int(),
  to: z.int(),
  turn: attendanceTurnSchema.nullable(),
  /** When the duty was over, Unix ms; null while it goes on. */
  ended: z.int().nullable(),
});
export type NoteAttendance = z.infer<typeof noteAttendanceSchema>;

export const correctAttendanceSchema = z.strictObject({
  attendance: z.uuid(),
  /** Of the correction, chosen by the sender. */
  id: z.uuid(),
  is: z.enum(['kept', 'notKept', 'exempt']),
  from: z.int(),
  to: z.int(),
  reason: z.string().trim().min(1).max(200),
});
export type CorrectAttendance = z.infer<typeof correctAttendanceSchema>;
