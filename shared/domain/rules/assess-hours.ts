/** The hours that a span with daily hours has within a night: permits and quiet periods say 「每日 22 时至次日 6 时」. */
import type { DailyWindow, UtcOffset } from '../../lib/time.ts';
import { day, minute, startOfDay } from '../../lib/time.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Stretches of the span, cut to its daily hours where it has any, that lie within `night`, in order of time; undefined
 * where there is none. Unix ms; ends are not in. Daily hours whose end is not after their beginning run past midnight.
 */
export function hoursWithin(
  { from, to, hours }: Span & { readonly hours?: DailyWindow | undefined },
  night: Span,
  offset: UtcOffset,
): readonly Span[] | undefined {
  const cut = (a: Span, b: Span): Span => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) });
  const within = cut({ from, to }, night);
  if (within.from >= within.to) return undefined;
  if (hours === undefined) return [within];
  const found: Span[] = [];
  // From the day before: its hours may run past midnight into this night.
  for (let midnight = startOfDay(within.from, offset) - day; midnight < within.to; midnight += day) {
    const ends = hours.to + (hours.to <= hours.from ? 24 * 60 : 0);
    const part = cut(within, { from: midnight + hours.from * minute, to: midnight + ends * minute });
    if (part.from >= part.to) continue;
    const before = found.at(-1);
    // Whole days follow each other without a gap.
    if (before?.to === part.from) found[found.length - 1] = { from: before.from, to: part.to };
    else found.push(part);
  }
  return found.length === 0 ? undefined : found;
}
