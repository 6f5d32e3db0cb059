/** Attendance of a night and the posts of this moment: asked of the seat with each change, and each few seconds. */
import { useMemo } from 'react';
import type { AnswerOf } from '../../../shared/wire/seat-api.ts';
import { useHall } from '../../hall/hall.tsx';
import { useDocuments } from '../../seat-client/hooks.ts';
import { useAsked } from '../../seat-client/use-asked.ts';

/** Positions bring no documents; ms. */
const againMs = 5_000;

export type AttendanceNight = Extract<AnswerOf<'attendanceNight'>, { status: 'attendance' }>;
export type Duty = AttendanceNight['duties'][number];
export type Post = AttendanceNight['posts'][number];

/** @param night Undefined while nobody knows which: there are no plates yet. */
export function useAttendance(night: string | undefined): AttendanceNight | undefined {
  const { posts, units, dutyMode, plates } = useHall();
  const { documents } = useDocuments('attendance');
  const of = useMemo(
    () => ({ documents, posts, units, dutyMode, plates }),
    [documents, posts, units, dutyMode, plates],
  );
  const body = night === undefined || plates === undefined ? undefined : { night };
  const answer = useAsked('attendanceNight', body, { of, againMs });
  return answer?.status === 'attendance' ? answer : undefined;
}
