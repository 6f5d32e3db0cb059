/** The one list of alarms in the order in which they want somebody; and whether there are more than people can see to. Pure. */
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import { minute } from '../../shared/lib/time.ts';

const stages = ['raised', 'taken', 'shelved'] as const;

/**
 * Calls for help first, then who does not answer on scene, what nobody has, what somebody has, what is out of the way; the
 * oldest of each first.
 */
export function openInOrder(alarms: readonly AlarmState[]): readonly AlarmState[] {
  const rank = ({ kind, stage }: AlarmState): number => {
    if (kind === 'sos') return -2;
    return kind === 'noAnswer' && stage !== 'shelved' ? -1 : stages.findIndex((one) => one === stage);
  };
  return alarms
    .filter(({ cleared }) => cleared === null)
    .toSorted((a, b) => rank(a) - rank(b) || a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** What wants somebody now: out of the way is what was shelved. */
export const pressing = (alarms: readonly AlarmState[]): number =>
  alarms.filter(({ cleared, stage }) => cleared === null && stage !== 'shelved').length;

/**
 * EEMUA 191 and ISA-18.2 take one alarm in ten minutes for what an operator can see to for long; more is told, with what
 * brings most of it.
 */
export const loadSpan = 10 * minute;

export interface Load {
  /** Raised within the span, cleared ones too. */
  readonly count: number;
  /** What brings most: its kind, and the fence where it is one. */
  readonly most: { readonly kind: AlarmState['kind']; readonly fence: string | null; readonly count: number } | null;
}

/** @param now Hub time, Unix ms. */
export function loadOf(alarms: readonly AlarmState[], now: number): Load {
  const late = alarms.filter(({ at }) => at > now - loadSpan && at <= now);
  const groups = new Map<string, AlarmState[]>();
  for (const alarm of late) {
    const key = `${alarm.kind}/${alarm.fence?.id ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), alarm]);
  }
  const [most] = [...groups.values()].toSorted((a, b) => b.length - a.length);
  const [first] = most ?? [];
  return {
    count: late.length,
    most:
      most === undefined || first === undefined || most.length < 2
        ? null
        : { kind: first.kind, fence: first.fence?.name ?? null, count: most.length },
  };
}
