import { z } from 'zod';
import type { UnionOf } from '../kernel.ts';

const id = z.string().max(60);
const name = z.string().max(60);
const instant = z.int();

export const attendanceSchema = z.enum(['kept', 'notKept', 'unknown', 'exempt']);
export type Attendance = z.infer<typeof attendanceSchema>;

/** A turn of what is known, from its instant to the next one. */
export const attendanceTurnSchema = z.strictObject({
  /** Of the stretch that begins. */
  stretch: z.uuid(),
  is: attendanceSchema,
  from: instant,
  /** Of an exemption, or why somebody is away: `assignment`, `pursuit`, `resting`, `silence`. */
  because: z.string().max(40).nullable(),
  assignment: id.nullable(),
  /** The first fix that showed it, the one by which it was sure, and how many between; null: nothing was heard. */
  proof: z.strictObject({ firstFix: instant, shownAt: instant, fixes: z.int().positive() }).nullable(),
});
export type AttendanceTurn = z.infer<typeof attendanceTurnSchema>;

export const attendanceEvents = {
  /** A unit's duty at a fence began; planned until `to`. */
  AttendanceBegan: z.strictObject({
    ...{ unit: id, unitName: name, squad: id, zone: id.nullable(), fence: id, fenceName: name },
    ...{ from: instant, to: instant },
  }),
  AttendanceTurned: attendanceTurnSchema,
  AttendanceEnded: z.strictObject({ at: instant }),
  /** What a person knows better; what the positions said stays beside it. */
  AttendanceCorrected: z.strictObject({
    id,
    is: z.enum(['kept', 'notKept', 'exempt']),
    ...{ from: instant, to: instant },
    reason: z.string().min(1).max(200),
    name,
  }),
};
export type AttendanceEvent = UnionOf<typeof attendanceEvents>;
