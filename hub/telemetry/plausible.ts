/**
 * What is believed of one device. A single fix far away is a reflection; three that agree are a place. So what nobody
 * would believe is refused, remembered, and believed once the next ones agree with it. The same for a clock that goes back.
 */
import { distance } from '../../shared/geo/point.ts';
import type { Fix } from './fix.ts';
import { madeAt } from './fix.ts';
import type { Rejection, TelemetryPolicy } from './policy.ts';

export interface Box {
  /** Degrees. */
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** What is wrong with a fix by itself; undefined where nothing is. */
export function flawOf(fix: Fix, box: Box | undefined, policy: TelemetryPolicy): Rejection | undefined {
  const { lon, lat, receivedAt } = fix;
  const deviceAt = madeAt(fix);
  if (!fix.positioned) return 'notPositioned';
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90) || !Number.isFinite(deviceAt) || !Number.isFinite(receivedAt))
    return 'invalid';
  if (lon === 0 && lat === 0) return 'zero';
  if (box !== undefined && isOutside(fix, box, policy.boxMargin)) return 'outsideDistrict';
  // A live one is filed under the time it came, and its device's clock called wrong; a unit must not vanish for a clock.
  if (fix.replayed && deviceAt > receivedAt + policy.clockTrustMs) return 'clockAhead';
  return undefined;
}

/** @param margin Degrees around the box that still count as within. */
export function isOutside(
  { lon, lat }: Pick<Fix, 'lon' | 'lat'>,
  { west, south, east, north }: Box,
  margin: number,
): boolean {
  return lon < west - margin || lon > east + margin || lat < south - margin || lat > north + margin;
}

/** Whether the device's clock can be taken at its word. */
export function isTimed(fix: Fix, { clockTrustMs }: TelemetryPolicy): boolean {
  return Math.abs(fix.receivedAt - madeAt(fix)) <= clockTrustMs;
}

/** Hub time of a live fix: when it was made where the device knows, else when it came. Whole ms. */
export function hubTimeOf(fix: Fix, policy: TelemetryPolicy): number {
  return Math.round(isTimed(fix, policy) ? Math.min(madeAt(fix), fix.receivedAt) : fix.receivedAt);
}

/** No accuracy that a device claims excuses more than this, metres. */
const largestExcuse = 1_000;

function isTooFast(from: Fix, to: Fix, policy: TelemetryPolicy): boolean {
  const byDevice = madeAt(to) - madeAt(from);
  const isDeviceGood = byDevice > 0 && isTimed(from, policy) && isTimed(to, policy);
  // Below a second the gap says nothing: devices round their times.
  const seconds = Math.max(1, (isDeviceGood ? byDevice : to.receivedAt - from.receivedAt) / 1_000);
  const excuse = Math.min(largestExcuse, (from.accuracy ?? 0) + (to.accuracy ?? 0)) + policy.wander;
  return distance(from, to) - excuse > (policy.topSpeed / 3.6) * seconds;
}

/** The live fixes of one device, in the order they came. */
export class DeviceWatch {
  readonly #policy: TelemetryPolicy;
  #last: Fix | undefined;
  #doubt: { readonly last: Fix; readonly agreed: number } | undefined;

  constructor(policy: TelemetryPolicy) {
    this.#policy = policy;
  }

  /** Undefined where it is believed; `flawOf` has found nothing. */
  judge(fix: Fix): 'older' | 'jump' | undefined {
    const refusal = this.#last === undefined ? undefined : this.#against(this.#last, fix);
    if (refusal !== undefined && !this.#agrees(fix, refusal)) return refusal;
    this.#last = fix;
    this.#doubt = undefined;
    return undefined;
  }

  #against(last: Fix, fix: Fix): 'older' | 'jump' | undefined {
    if (madeAt(fix) <= madeAt(last)) return 'older';
    return isTooFast(last, fix, this.#policy) ? 'jump' : undefined;
  }

  /** Whether enough others said the same: takes this one to them. */
  #agrees(fix: Fix, refusal: 'older' | 'jump'): boolean {
    const last = this.#last;
    // A little older is one that came late, not another clock.
    if (refusal === 'older' && last !== undefined && madeAt(last) - madeAt(fix) <= this.#policy.clockTrustMs)
      return false;
    const doubt = this.#doubt;
    const agreed = doubt !== undefined && this.#against(doubt.last, fix) === undefined ? doubt.agreed + 1 : 0;
    this.#doubt = { last: fix, agreed };
    return agreed >= this.#policy.agreeing;
  }
}
