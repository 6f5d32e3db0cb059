/** What a unit is told of alarms: those of its own fences, and its own call for help; of no other unit. */
import type { AlarmReads } from '../../shared/domain/alarm/state.ts';
import type { FieldNotices, FieldSosState } from '../../shared/wire/field-api.ts';

type Reads = Pick<AlarmReads, 'openAlarms'>;

const mostTold = 30;

export function noticesOf(unit: string, reads: Reads): FieldNotices {
  return reads
    .openAlarms()
    .flatMap(({ id, kind, unit: of, fence, since, owner }) =>
      of?.id !== unit || fence === null || kind === 'sos' || kind === 'noAnswer' || kind === 'other'
        ? []
        : [{ alarm: id, kind, fence: fence.name, since, takenBy: owner?.name ?? null }],
    )
    .toSorted((a, b) => b.since - a.since || (a.alarm < b.alarm ? -1 : 1))
    .slice(0, mostTold);
}

/** The newest, where there are several. */
export function sosStateOf(unit: string, reads: Reads): FieldSosState {
  const [open] = reads
    .openAlarms()
    .filter(({ kind, unit: of }) => kind === 'sos' && of?.id === unit)
    .toSorted((a, b) => b.since - a.since || (a.id < b.id ? -1 : 1));
  if (open === undefined) return { call: null };
  const { id: alarm, since, owner } = open;
  return { call: { alarm, since, taken: owner === null ? null : { by: owner.name, at: owner.since } } };
}
