/** Night permits on file for a night. A register is not the truth: each comes with where it is from and how old. */
import type { NightPermitState } from '../../../shared/domain/permit/state.ts';
import { minute } from '../../../shared/lib/time.ts';
import type { UtcOffset } from '../../../shared/lib/time.ts';
import { day, startOfDay } from '../../../shared/lib/time.ts';
import type { Span } from '../../hall/nights.ts';

export interface PermittedHours {
  readonly permit: NightPermitState;
  readonly hours: Span;
}

const overlap = (a: Span, b: Span): Span => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) });

/** Hours of the night that a permit covers; undefined where it covers none of them. */
function hoursOf(permit: NightPermitState, night: Span, offset: UtcOffset): Span | undefined {
  const whole = overlap(permit, night);
  if (permit.hours === undefined) return whole.from < whole.to ? whole : undefined;
  const { from, to } = permit.hours;
  // The daily hours of the evening, of the morning, and those begun the evening before.
  const midnight = startOfDay(night.from, offset);
  const parts = [-1, 0, 1]
    .map((shift) => midnight + shift * day)
    .map((start) => ({ from: start + from * minute, to: start + (to <= from ? day : 0) + to * minute }))
    .map((daily) => overlap(daily, whole))
    .filter((part) => part.from < part.to);
  const [first] = parts;
  return first === undefined ? undefined : { from: first.from, to: Math.max(...parts.map((part) => part.to)) };
}

/** Permits for night work that cover any of the night, by their beginning and number. */
export function permitsOf(
  permits: readonly NightPermitState[],
  night: Span,
  offset: UtcOffset,
): readonly PermittedHours[] {
  return permits
    .filter(({ withdrawn, permits: what }) => withdrawn === undefined && what === 'nightWork')
    .flatMap((permit) => {
      const hours = hoursOf(permit, night, offset);
      return hours === undefined ? [] : [{ permit, hours }];
    })
    .sort((a, b) => a.hours.from - b.hours.from || (a.permit.number < b.permit.number ? -1 : 1));
}
