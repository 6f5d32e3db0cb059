/** Attendance (在岗考勤) of a night: each unit's duty at each fence, how far it was kept, and what people corrected. Pure. */
import { day, hour, startOfDate } from '../../lib/time.ts';
import type { Attendance, AttendanceReads, AttendanceState } from '../attendance/state.ts';
import type { DistrictReads } from '../district/state.ts';
import type { Kept } from './attendance.ts';
import { keptOf } from './attendance.ts';

export interface AttendanceDuty extends Pick<
  AttendanceState,
  'id' | 'unit' | 'unitName' | 'squad' | 'zone' | 'fence' | 'fenceName' | 'from' | 'to' | 'ended' | 'corrections'
> {
  /** As far as it is known now. */
  readonly until: number;
  readonly kept: Kept;
  /** Of this moment; null once it is over. */
  readonly now: Attendance | null;
}

/** A night of the hall runs from noon to noon: duties are told with the night on whose evening they stand. */
const noon = 12 * hour;

/**
 * Duties that began in a night, those that are missed first, then by how little is surely kept.
 * @param night Civil date on which it begins.
 */
export function attendanceOfNight(
  night: string,
  reads: Pick<AttendanceReads, 'attendancesSince'> & Pick<DistrictReads, 'district'>,
  at: number,
): readonly AttendanceDuty[] | undefined {
  const offset = reads.district()?.plates.utcOffset;
  if (offset === undefined) return undefined;
  const begin = startOfDate(night, offset) + noon;
  return reads
    .attendancesSince(begin)
    .filter(({ from }) => from < begin + day && from <= at)
    .map((state): AttendanceDuty => {
      const { id, unit, unitName, squad, zone, fence, fenceName, from, to, ended, corrections } = state;
      const until = Math.min(at, ended ?? to);
      const kept = keptOf(state, until);
      const isOver = ended !== null || at >= to;
      const now = isOver ? null : (kept.stretches.at(-1)?.is ?? 'unknown');
      return {
        ...{ id, unit, unitName, squad, zone, fence, fenceName, from, to, ended, corrections },
        ...{ until, kept, now },
      };
    })
    .toSorted(
      (a, b) =>
        Number(b.now === 'notKept') - Number(a.now === 'notKept') ||
        (a.kept.least ?? 101) - (b.kept.least ?? 101) ||
        (a.id < b.id ? -1 : 1),
    );
}
