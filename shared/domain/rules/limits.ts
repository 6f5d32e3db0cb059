/**
 * Limits of five kinds on the district's calendar: when one that began then passes, how much of one is left, and when it
 * passes after it had stopped. Instants Unix ms, spans ms.
 */
import { civilDate, day, hour, minute, startOfDay } from '../../lib/time.ts';
import type { DailyWindow } from '../../lib/time.ts';
import type { LimitKind, LimitSpan, Matter, Plates, StageLimit } from '../district/events.ts';
import type { Term } from '../incident/state.ts';
import { addWorkdays, isLegalNight, isRestDay } from './calendar.ts';
import { lifeCycleOf } from './life-cycle.ts';

/** Where the pack says nothing (domain.md §2.4: 08:00–12:00, 14:00–18:00). */
export const workHours: readonly DailyWindow[] = [
  { from: 8 * 60, to: 12 * 60 },
  { from: 14 * 60, to: 18 * 60 },
];
const wholeDay: readonly DailyWindow[] = [{ from: 0, to: 24 * 60 }];

/** More than the longest limit of a pack, with all its holidays: a calendar without a working day ends the search. */
const longestSearch = 4_000;

/** When of a civil day the limit runs; it runs all the time where this is undefined. */
function windowsOf(kind: LimitKind, { calendars }: Plates): readonly DailyWindow[] | undefined {
  if (kind === 'workingHours') return calendars.workHours ?? workHours;
  return kind === 'workingDays' ? wholeDay : undefined;
}

/** The pieces of time from `from` on in which it runs, one after another. */
function* pieces(from: number, windows: readonly DailyWindow[], plates: Plates): Generator<readonly [number, number]> {
  let midnight = startOfDay(from, plates.utcOffset);
  for (let i = 0; i < longestSearch; i += 1, midnight += day) {
    if (isRestDay(midnight, plates)) continue;
    for (const window of windows) {
      const [begin, end] = [midnight + window.from * minute, midnight + window.to * minute];
      if (end > from) yield [Math.max(begin, from), end];
    }
  }
}

/** How much of the limit's own time lies between two instants; 0 where the second is not later. */
export function timeLeft(kind: LimitKind, from: number, to: number, plates: Plates): number {
  const windows = windowsOf(kind, plates);
  if (windows === undefined || to <= from) return Math.max(0, to - from);
  let sum = 0;
  for (const [begin, end] of pieces(from, windows, plates)) {
    if (begin >= to) break;
    sum += Math.min(end, to) - begin;
  }
  return sum;
}

/** The instant at which so much of the limit's own time has passed. */
export function addTime(kind: LimitKind, from: number, span: number, plates: Plates): number {
  const windows = windowsOf(kind, plates);
  if (windows === undefined) return from + span;
  let left = span;
  for (const [begin, end] of pieces(from, windows, plates)) {
    if (end - begin >= left) return begin + left;
    left -= end - begin;
  }
  // No working day in ten years: a calendar that is wrong must not make a limit vanish.
  return from + span;
}

const endOfDay = (at: number, { utcOffset }: Plates): number => startOfDay(at, utcOffset) + day;

/** When a limit that begins then passes. */
export function limitAt({ kind, amount }: LimitSpan, from: number, plates: Plates): number {
  switch (kind) {
    case 'urgentHours':
    case 'workingHours':
      return addTime(kind, from, amount * hour, plates);
    case 'workingDays':
      return addWorkdays(from, amount, plates);
    case 'calendarDays':
      return from + amount * day;
    case 'sameDay':
      return Math.max(endOfDay(from, plates), from + amount * hour);
  }
}

/** A limit that begins then, with the instant from which it is warned. */
export function termOf(
  limit: StageLimit,
  { kind, amount, warnShare }: LimitSpan & { readonly warnShare?: number | undefined },
  from: number,
  plates: Plates,
): Term {
  const at = limitAt({ kind, amount }, from, plates);
  const warnAt =
    warnShare === undefined
      ? null
      : addTime(kind, from, Math.round(timeLeft(kind, from, at, plates) * warnShare), plates);
  return { limit, kind, amount, from, warnAt, at };
}

export interface LimitQuestion {
  readonly matter: Matter;
  readonly source: string;
  /** Of the act, Unix ms. */
  readonly actAt: number;
}

/** Stages of the night's own work; an answer to a person waits for the hours in which people may be rung. */
const nightStages: readonly StageLimit[] = ['acknowledge', 'verify', 'dispatch', 'handle', 'check', 'total'];

/**
 * A night matter runs through the night, whatever the pack says: in working time its clock would stand still until 08:00
 * (domain.md §2.4). A day becomes 24 hours.
 */
function throughTheNight<S extends LimitSpan>(span: S): S {
  if (span.kind === 'urgentHours') return span;
  const amount = span.kind === 'workingHours' ? span.amount : span.kind === 'sameDay' ? 24 : span.amount * 24;
  return { ...span, kind: 'urgentHours', amount };
}

/** What holds where no row of the pack fits; undefined: no limit. */
function plainSpan(stage: StageLimit, { policy }: Plates): LimitSpan | undefined {
  const { acknowledgeMinutes, dispatchMinutes, firstContactHours, replyWorkdays } = policy.limits;
  switch (stage) {
    case 'acknowledge':
      return { kind: 'urgentHours', amount: acknowledgeMinutes / 60 };
    case 'dispatch':
      return { kind: 'urgentHours', amount: dispatchMinutes / 60 };
    case 'firstContact':
      return { kind: 'urgentHours', amount: firstContactHours };
    case 'reply':
      return { kind: 'workingDays', amount: replyWorkdays };
    default:
      return undefined;
  }
}

/** Whether somebody has to look whether it is so before anybody is sent to deal with it. */
function asksVerification({ matter, source }: LimitQuestion, plates: Plates): boolean {
  const { matters, sources } = lifeCycleOf(plates).verification;
  return matters.includes(matter) && sources.includes(source);
}

/** The limits of these stages that begin then; a stage without one is not among them. */
export function termsAt(
  stages: readonly StageLimit[],
  about: LimitQuestion,
  from: number,
  plates: Plates,
): readonly Term[] {
  const { limits } = lifeCycleOf(plates);
  const isNight = about.matter === 'constructionNoise' && isLegalNight(about.actAt, plates);
  return stages.flatMap((stage) => {
    if (stage === 'verify' && !asksVerification(about, plates)) return [];
    const row =
      limits.find(
        (one) =>
          one.stage === stage &&
          one.matters?.includes(about.matter) !== false &&
          one.sources?.includes(about.source) !== false,
      ) ?? plainSpan(stage, plates);
    if (row === undefined) return [];
    return [termOf(stage, isNight && nightStages.includes(stage) ? throughTheNight(row) : row, from, plates)];
  });
}

/** Stages whose limits run from the receipt; the others from the step before them. */
export const fromReceipt: readonly StageLimit[] = [
  'acknowledge',
  'firstContact',
  'verify',
  'dispatch',
  'reply',
  'total',
];

/** A limit that stood still from one instant to the other: what was left of it runs on. */
export function resumed(term: Term, stoppedAt: number, at: number, plates: Plates): Term {
  if (term.at <= stoppedAt) return term;
  const moved = (then: number): number =>
    then <= stoppedAt ? then : addTime(term.kind, at, timeLeft(term.kind, stoppedAt, then, plates), plates);
  if (term.kind === 'sameDay')
    return civilDate(stoppedAt, plates.utcOffset) === civilDate(at, plates.utcOffset)
      ? term
      : { ...term, warnAt: term.warnAt === null ? null : at, at: Math.max(term.at, endOfDay(at, plates)) };
  return { ...term, warnAt: term.warnAt === null ? null : moved(term.warnAt), at: moved(term.at) };
}
