/** Where a device says it is, and that it calls for help: both as fixes of a device of its own, like those of every other way in. */
import { hour } from '../../shared/lib/time.ts';
import type { FieldAnswer, FieldFix, FieldPositions, FieldSos } from '../../shared/wire/field-api.ts';
import type { Clock } from '../ports.ts';
import type { DeviceId, Fix, FixSink } from '../telemetry/fix.ts';
import { pagePrefix } from '../telemetry/fix.ts';
import { telemetryPolicy } from '../telemetry/policy.ts';

/** The device that every page of a unit is to telemetry. */
export const fieldDevice = (unit: string): DeviceId => `${pagePrefix}${unit}` as DeviceId;

export interface Calls {
  positions(unit: string, said: FieldPositions): FieldAnswer;
  /** Accepted once the call stands in the journal. */
  sos(unit: string, said: FieldSos): Promise<FieldAnswer>;
}

const accepted = { status: 'accepted' } as const;
const notKept = { status: 'unavailable', code: 'StorageFull', retryAfterMs: 1_000 } as const;
/** Ids of batches remembered: one that came again after its answer was lost fills no track twice. */
const mostBatches = 5_000;
/** No call is older: what says so has a clock that is wrong. */
const oldestPress = 12 * hour;

export function createCalls({ sink, clock }: { readonly sink: FixSink; readonly clock: Clock }): Calls {
  const batches = new Set<string>();

  function fixOf(unit: string, { at, lngLat, accuracyM, speedKmh, headingDeg }: FieldFix, receivedAt: number): Fix {
    const [lon, lat] = lngLat;
    return {
      ...{ device: fieldDevice(unit), lon, lat, deviceAt: at, receivedAt, positioned: true, sos: false },
      ...(accuracyM === null ? {} : { accuracy: accuracyM }),
      ...(speedKmh === null ? {} : { speed: speedKmh }),
      ...(headingDeg === null ? {} : { heading: headingDeg % 360 }),
      // A device knows its offset from hub time: what is old was kept back.
      replayed: receivedAt - at > telemetryPolicy.lateMs,
    };
  }

  return {
    positions(unit, { id, fixes }) {
      const key = `${unit} ${id}`;
      if (batches.has(key)) return accepted;
      batches.add(key);
      const [oldest] = batches;
      if (batches.size > mostBatches && oldest !== undefined) batches.delete(oldest);
      const now = clock.now();
      for (const fix of fixes.toSorted((a, b) => a.at - b.at)) sink.take(fixOf(unit, fix, now));
      return accepted;
    },
    async sos(unit, { happenedAt, fix }) {
      const receivedAt = clock.now();
      const device = fieldDevice(unit);
      const none = { device, lon: 0, lat: 0, receivedAt, positioned: false, replayed: false };
      const known = fix === null ? none : fixOf(unit, fix, receivedAt);
      const pressedAt = Math.min(receivedAt, Math.max(happenedAt, receivedAt - oldestPress));
      sink.take({ ...known, sos: true, pressedAt });
      return (await sink.callKept?.(device)) === false ? notKept : accepted;
    },
  };
}
