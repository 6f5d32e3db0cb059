import type { Recorded } from '../../lib/journal.ts';
import { splitStream } from '../../lib/journal.ts';
import { must, unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { attendanceEvents } from './events.ts';
import type { AttendanceEvent } from './events.ts';
import type { AttendanceState } from './state.ts';

function evolve(state: AttendanceState | undefined, event: Recorded<AttendanceEvent>): AttendanceState {
  const { occurredAt: at, by, stream } = event.meta;
  const held = (): AttendanceState => must(state, 'attendance');
  switch (event.type) {
    case 'AttendanceBegan':
      return { ...event.data, id: splitStream(stream).id, ended: null, turns: [], corrections: [] };
    case 'AttendanceTurned':
      return { ...held(), turns: [...held().turns, event.data] };
    case 'AttendanceEnded':
      return { ...held(), ended: event.data.at };
    case 'AttendanceCorrected':
      return { ...held(), corrections: [...held().corrections, { ...event.data, at, user: by.user }] };
    default:
      return unreachable(event);
  }
}

export const attendanceKind: Kind<AttendanceState, AttendanceEvent> = {
  kind: 'attendance',
  fold: 2,
  events: attendanceEvents,
  evolve,
  scope: ({ squad, zone }) => ['bureau', `squad:${squad}`, ...(zone === null ? [] : [`zone:${zone}`])],
  dues: () => [],
};
