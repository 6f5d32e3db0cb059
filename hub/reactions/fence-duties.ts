/** What fences ask of units at a time, and what is said of it: between the documents and the watch of fences. */
import type { AlarmKind, AlarmReads } from '../../shared/domain/alarm/state.ts';
import type { AttendanceReads, AttendanceTurn } from '../../shared/domain/attendance/state.ts';
import type { DistrictReads } from '../../shared/domain/district/state.ts';
import type { DutyModeReads } from '../../shared/domain/duty-mode/state.ts';
import type { FenceReads, FenceState } from '../../shared/domain/fence/state.ts';
import { hysteresisOf, isFor } from '../../shared/domain/rules/fence.ts';
import { inForce } from '../../shared/domain/rules/fence-duty.ts';
import type { Exemption, Span, Whereabouts } from '../../shared/domain/rules/fence-duty.ts';
import { sideRule } from '../../shared/domain/rules/fence-side.ts';
import type { SideRule, SideState } from '../../shared/domain/rules/fence-side.ts';
import type { SquadReads } from '../../shared/domain/squad/state.ts';
import type { UnitReads, UnitState } from '../../shared/domain/unit/state.ts';
import { second } from '../../shared/lib/time.ts';
import { nearestFree } from './nearest-free.ts';

export type FenceWatchReads = AlarmReads &
  AttendanceReads &
  Pick<DistrictReads, 'district' | 'pack'> &
  DutyModeReads &
  Pick<FenceReads, 'fences'> &
  Pick<SquadReads, 'squad'> &
  Pick<UnitReads, 'unit' | 'units' | 'position'>;

/** What a fence asks of a unit, from and to, Unix ms. */
export interface Duty extends Span {
  readonly unit: string;
  readonly fence: FenceState;
  readonly rule: SideRule;
  /** Whether somebody has to be there: then it is attendance. */
  readonly attended: boolean;
}

export interface Duties {
  of(unit: string, at: number): readonly Duty[];
  /** Units of which something is asked. */
  units(at: number): readonly string[];
}

export const fenceAlarmKinds: ReadonlySet<AlarmKind> = new Set([
  ...(['leftPost', 'notAtPost', 'leftArea', 'enteredArea', 'tooFast'] as const),
]);

/** As of the documents of the moment: made again when fences, units, squads, the duty mode or the pack change. */
export function duties(reads: FenceWatchReads): Duties {
  const district = reads.district();
  const offset = reads.pack()?.utcOffset;
  const mode = reads.dutyMode();
  const fences =
    district === undefined || offset === undefined
      ? []
      : reads.fences().map((fence) => {
          const rule = sideRule(fence, hysteresisOf(fence, district.plates.policy));
          return { fence, rule, attended: fence.kind === 'mustBeIn' || fence.kind === 'mustNotLeave' };
        });
  const zoneOf = (squad: string): string | undefined => reads.squad(squad)?.zone;
  const onDuty = new Map(
    reads
      .units()
      .filter(({ status }) => status !== 'offDuty')
      .map((unit) => [unit.id, { unit, fences: fences.filter(({ fence }) => isFor(fence, unit, zoneOf)) }]),
  );
  /** Nobody has to be anywhere outside their shift. */
  const within = (span: Span, { shift }: UnitState): Span => ({
    from: Math.max(span.from, shift.from),
    to: Math.min(span.to, shift.to),
  });
  function of(id: string, at: number): readonly Duty[] {
    const held = onDuty.get(id);
    if (held === undefined || offset === undefined) return [];
    return held.fences.flatMap(({ fence, rule, attended }): Duty[] => {
      const span = inForce(fence, mode, at, offset);
      if (span === undefined) return [];
      const asked = attended ? within(span, held.unit) : span;
      return at < asked.from || at >= asked.to ? [] : [{ ...asked, unit: id, fence, rule, attended }];
    });
  }
  return { of, units: (at) => [...onDuty.keys()].filter((id) => of(id, at).length > 0) };
}

/** What a sight means for attendance; undefined while it means nothing yet, and for fences that nobody attends. */
export function attendanceOf(
  { fence, attended }: Duty,
  { side, since, shownAt, fixes, wasIn }: SideState,
  exemption: Exemption | undefined,
  exemptUntil: number | null,
  whereabouts: Whereabouts,
): Omit<AttendanceTurn, 'stretch'> | undefined {
  // Who need not come in attends from when they came.
  if (!attended || since === null || (fence.kind === 'mustNotLeave' && !wasIn)) return undefined;
  const proof = shownAt === null ? null : { firstFix: since, shownAt, fixes: Math.max(1, fixes) };
  const none = { because: null, assignment: null };
  if (side === 'inside') return { is: 'kept', from: since, ...none, proof };
  if (side === 'unknown') return { is: 'unknown', from: since, ...none, because: 'silence', proof: null };
  if (exemption !== undefined) {
    const { code, assignment } = exemption;
    return { is: 'exempt', from: Math.max(since, exemption.since), because: code, assignment, proof };
  }
  const because = whereabouts === 'unknown' ? null : whereabouts;
  return { is: 'notKept', from: Math.max(since, exemptUntil ?? since), because, assignment: null, proof };
}

/** The nearest unit that is free now and seen lately; null where there is none. Who is kept for emergencies is not asked. */
export function proposalFor(
  { unit: gone, rule: { box } }: Duty,
  reads: FenceWatchReads,
  at: number,
): { readonly unit: string; readonly metres: number } | null {
  const maxAge = (reads.district()?.plates.policy.fixMaxAgeSeconds ?? 0) * second;
  const middle = { lon: (box.west + box.east) / 2, lat: (box.south + box.north) / 2 };
  return nearestFree(reads, middle, { at, maxAge, but: gone });
}
