/**
 * How far a duty was kept: the stretches one after another, what each is known by, and the share of the shift. What is
 * not known stands apart: it is neither kept nor missed.
 */
import type { Attendance, AttendanceState, AttendanceTurn } from '../attendance/state.ts';

export interface AttendanceStretch {
  readonly is: Attendance;
  /** [from, to), Unix ms. */
  readonly from: number;
  readonly to: number;
  /** Positions, with the stretch they showed; a person, with the correction; nobody: before anything was heard. */
  readonly by: 'position' | 'person' | 'nobody';
  /** Id of the stretch or of the correction; null for `nobody`. */
  readonly id: string | null;
  readonly because: string | null;
  readonly proof: AttendanceTurn['proof'];
}

export interface Kept {
  readonly stretches: readonly AttendanceStretch[];
  /** Lengths, ms; together the whole. */
  readonly ms: { readonly [is in Attendance]: number };
  /**
   * Of the time that had to be kept, which is all but the exempt: certainly kept, and kept if all that is not known was.
   * Per cent, to one place; null where nothing had to be kept.
   */
  readonly least: number | null;
  readonly most: number | null;
  /** Share of it that is not known, per cent. */
  readonly unknown: number | null;
}

/** Cuts a stretch out of the way of a correction. */
function around(stretch: AttendanceStretch, from: number, to: number): readonly AttendanceStretch[] {
  if (stretch.to <= from || stretch.from >= to) return [stretch];
  const parts = [
    { ...stretch, to: from },
    { ...stretch, from: to },
  ];
  return parts.filter((part) => part.from < part.to);
}

/** @param until As far as it is known, Unix ms: now, while the duty goes on. */
export function keptOf(state: AttendanceState, until: number): Kept {
  const end = Math.max(state.from, Math.min(until, state.ended ?? state.to));
  const nobody = { is: 'unknown', by: 'nobody', id: null, because: null, proof: null } as const;
  const turns = state.turns.map(({ stretch, is, from, because, proof }) => ({
    ...{ is, by: 'position' as const, id: stretch, because, proof },
    from: Math.max(from, state.from),
  }));
  const starts = [{ ...nobody, from: state.from }, ...turns];
  let stretches: readonly AttendanceStretch[] = starts
    .map((one, i) => ({ ...one, to: Math.min(end, starts[i + 1]?.from ?? end) }))
    .filter(({ from, to }) => from < to);
  for (const { id, is, reason, ...given } of state.corrections) {
    const [from, to] = [Math.max(state.from, given.from), Math.min(end, given.to)];
    if (from >= to) continue;
    const corrected = { is, from, to, by: 'person' as const, id, because: reason, proof: null };
    stretches = [...stretches.flatMap((stretch) => around(stretch, from, to)), corrected].toSorted(
      (a, b) => a.from - b.from,
    );
  }
  const ms = { kept: 0, notKept: 0, unknown: 0, exempt: 0 };
  for (const { is, from, to } of stretches) ms[is] += to - from;
  const asked = ms.kept + ms.notKept + ms.unknown;
  const share = (of: number): number | null => (asked === 0 ? null : Math.round((of / asked) * 1_000) / 10);
  return { stretches, ms, least: share(ms.kept), most: share(ms.kept + ms.unknown), unknown: share(ms.unknown) };
}
