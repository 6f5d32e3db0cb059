import type { AttendanceEvent, AttendanceTurn } from './events.ts';

export type { Attendance, AttendanceTurn } from './events.ts';

type DataOf<T extends AttendanceEvent['type']> = Extract<AttendanceEvent, { type: T }>['data'];

/** One unit's duty at one fence (在岗考勤): what positions showed, and what people corrected. */
export interface AttendanceState extends DataOf<'AttendanceBegan'> {
  readonly id: string;
  /** When it was over, Unix ms; null while it goes on. */
  readonly ended: number | null;
  /** By time; before the first nothing is known. */
  readonly turns: readonly AttendanceTurn[];
  /** As they were made: a later one lies over an earlier one. */
  readonly corrections: readonly (DataOf<'AttendanceCorrected'> & { readonly at: number; readonly user: string })[];
}

export interface AttendanceReads {
  attendance(id: string): AttendanceState | undefined;
  /** Of duties that began at the instant or later, by id. */
  attendancesSince(at: number): readonly AttendanceState[];
}
