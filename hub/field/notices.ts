/** What a unit is told of alarms: those of its own fences, its own call for help, and calls of others that it was sent to. */
import type { AlarmReads } from '../../shared/domain/alarm/state.ts';
import type { FieldNotices, FieldSosState, FieldSupports } from '../../shared/wire/field-api.ts';

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

/** The newest, where there are several. @param withHelp For devices that know of it. */
export function sosStateOf(unit: string, reads: Reads, withHelp: boolean): FieldSosState {
  const [open] = reads
    .openAlarms()
    .filter(({ kind, unit: of }) => kind === 'sos' && of?.id === unit)
    .toSorted((a, b) => b.since - a.since || (a.id < b.id ? -1 : 1));
  if (open === undefined) return { call: null };
  const { id: alarm, since, owner, support } = open;
  const help = support.map(({ name, is, since: saidAt }) => ({ name, is, since: saidAt }));
  const taken = owner === null ? null : { by: owner.name, at: owner.since };
  return { call: { alarm, since, taken, ...(withHelp ? { help } : {}) } };
}

/** Whoever was sent is told where, also after it said that it cannot: it may be asked again. */
export function supportsOf(unit: string, reads: Reads): FieldSupports {
  return reads
    .openAlarms()
    .flatMap(({ id: alarm, unit: caller, since, place, seenAt, accuracy, support }) => {
      const own = support.find((one) => one.unit === unit);
      if (own === undefined || caller === null) return [];
      const { is, sentAt, sentBy } = own;
      return [{ alarm, who: caller.name, since, place, seenAt, accuracy, sentAt, sentBy, is }];
    })
    .toSorted((a, b) => b.since - a.since || (a.alarm < b.alarm ? -1 : 1));
}
