/**
 * What a switch of the duty mode brings, told before it is confirmed: which posts and fences begin and end with it, until
 * when it stands, and how many units can be sent minute by minute. Pure; instants Unix ms.
 */
import type { DutyMode } from '../duty-mode/events.ts';
import type { DutyModeState } from '../duty-mode/state.ts';
import type { Plates } from '../district/events.ts';
import { hasNoWork } from '../unit/state.ts';
import type { UnitState } from '../unit/state.ts';
import type { ZoneState } from '../zone/state.ts';
import type { KeepsHours } from '../../lib/duty-hours.ts';
import { inDutyHours } from '../../lib/duty-hours.ts';
import { minute } from '../../lib/time.ts';
import { dutyByCalendar } from './duty-calendar.ts';

export interface ReadyAt {
  readonly at: number;
  /** Can be sent now, and the shift is not over by then. */
  readonly ready: number;
  /** Whose shift begins until then; whether they come nobody knows yet. */
  readonly coming: number;
}

/** Where the force is lowest within the time looked at. */
export interface ReadyLow {
  /** Zone, or null for units of none (机动). */
  readonly zone: string | null;
  readonly name: string | null;
  readonly now: number;
  readonly lowest: number;
  /** The first minute at which it is that low. */
  readonly at: number;
}

type Unit = Pick<UnitState, 'status' | 'shift' | 'jobs' | 'supports' | 'zone'>;

const isReady = (unit: Unit, now: number): boolean =>
  unit.status === 'available' && hasNoWork(unit) && unit.shift.from <= now && now < unit.shift.to;

/** Whole minutes from now on, the first being now. */
export function readyAhead(units: readonly Unit[], now: number, minutes: number): readonly ReadyAt[] {
  const here = units.filter((unit) => isReady(unit, now));
  // Who should have come already and did not is not counted as coming.
  const later = units.filter(({ shift }) => shift.from > now);
  return Array.from({ length: minutes + 1 }, (_, index) => {
    const at = now + index * minute;
    return {
      at,
      ready: here.filter(({ shift }) => at < shift.to).length,
      coming: later.filter(({ shift }) => shift.from <= at && at < shift.to).length,
    };
  });
}

/** By zone in their order, units of none last; zones without any unit are told too: nobody is there. */
export function readyLows(
  units: readonly Unit[],
  zones: readonly Pick<ZoneState, 'id' | 'name'>[],
  now: number,
  minutes: number,
): readonly ReadyLow[] {
  const known = new Set(zones.map(({ id }) => id));
  const groups = [
    ...zones.map(({ id, name }) => ({ zone: id, name, units: units.filter(({ zone }) => zone === id) })),
    { zone: null, name: null, units: units.filter(({ zone }) => zone === undefined || !known.has(zone)) },
  ];
  return groups.flatMap(({ zone, name, units: own }): ReadyLow[] => {
    if (zone === null && own.length === 0) return [];
    const ahead = readyAhead(own, now, minutes);
    const countOf = ({ ready, coming }: ReadyAt): number => ready + coming;
    const first = { at: now, count: own.filter((unit) => isReady(unit, now)).length };
    const low = ahead.reduce(
      (lowest, point) => (countOf(point) < lowest.count ? { at: point.at, count: countOf(point) } : lowest),
      first,
    );
    return [{ zone, name, now: first.count, lowest: low.count, at: low.at }];
  });
}

export interface Turned {
  readonly begins: readonly string[];
  readonly ends: readonly string[];
}

/** Names of those that a switch puts in force, and of those that it ends. */
export function turnedBy(
  entries: readonly (KeepsHours & { readonly name: string })[],
  from: DutyMode | undefined,
  to: DutyMode,
  at: number,
  { utcOffset }: Pick<Plates, 'utcOffset'>,
): Turned {
  const was = (entry: KeepsHours): boolean => inDutyHours(entry, from, at, utcOffset);
  const will = (entry: KeepsHours): boolean => inDutyHours(entry, to, at, utcOffset);
  return {
    begins: entries.flatMap((entry) => (!was(entry) && will(entry) ? [entry.name] : [])),
    ends: entries.flatMap((entry) => (was(entry) && !will(entry) ? [entry.name] : [])),
  };
}

export interface CalendarAhead {
  /** What the calendar has in force now, whoever switched since. */
  readonly mode: DutyMode;
  readonly reportNight: string | null;
  /** Its next turn. */
  readonly to: number;
  readonly next: DutyMode;
}

/** Null where the pack leaves the mode to people. */
export function calendarAhead(plates: Plates, now: number): CalendarAhead | null {
  const part = dutyByCalendar(now, plates);
  const next = part && dutyByCalendar(part.to, plates);
  if (part === undefined || next === undefined) return null;
  return { mode: part.mode, reportNight: part.reportNight ?? null, to: part.to, next: next.mode };
}

/**
 * When the calendar ends what is in force, or would be, if somebody switched now; null: only a person ends it.
 * @param mode `emergency` is ended by people alone.
 */
export const standsUntil = (mode: DutyModeState['mode'], ahead: CalendarAhead | null): number | null =>
  mode === 'emergency' || ahead === null ? null : ahead.to;
