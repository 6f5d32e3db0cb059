import { hasNoWork } from '../../shared/domain/unit/state.ts';
import type { UnitReads } from '../../shared/domain/unit/state.ts';
import type { Point } from '../../shared/geo/point.ts';
import { distance } from '../../shared/geo/point.ts';

interface Asked {
  readonly at: number;
  /** Ms: a unit seen longer ago is not proposed. */
  readonly maxAge: number;
  /** The unit itself. */
  readonly but: string;
}

/**
 * The unit nearest to a place that is free now and was seen lately, metres as the crow flies; null where there is none. Who is
 * kept for emergencies is not asked.
 */
export function nearestFree(
  reads: Pick<UnitReads, 'units' | 'position'>,
  to: Point,
  { at, maxAge, but }: Asked,
): { readonly unit: string; readonly metres: number } | null {
  const near = reads.units().flatMap((one) => {
    const { id, status, reserve, shift } = one;
    const place = reads.position(id);
    const isFree = id !== but && status === 'available' && hasNoWork(one) && !reserve && shift.to > at;
    if (!isFree || place === undefined || at - place.at > maxAge) return [];
    return [{ unit: id, metres: Math.round(distance(place, to)) }];
  });
  return near.sort((a, b) => a.metres - b.metres || (a.unit < b.unit ? -1 : 1))[0] ?? null;
}
