/**
 * Which fixes of a device were kept back, where its protocol does not say: what phones and other platforms send after a
 * time without network. A fix older than `lateMs` on arrival was kept back, unless the device is always that late: a
 * queue that empties gets younger with each fix, a clock that is wrong stays wrong by the same.
 */
import type { TelemetryPolicy } from './policy.ts';
import { telemetryPolicy } from './policy.ts';

/** Ages that differ by no more than this, ms, are the same. */
const sameAgeMs = 15_000;
/** Late fixes of the same age after which it is the clock. */
const agreeing = 2;
/** Devices remembered; beyond, the one longest unheard of is forgotten. */
const mostDevices = 10_000;

interface Seen {
  readonly age: number;
  readonly agreed: number;
}

export class LateRule {
  readonly #lateMs: number;
  readonly #seen = new Map<string, Seen>();

  constructor({ lateMs }: Pick<TelemetryPolicy, 'lateMs'> = telemetryPolicy) {
    this.#lateMs = lateMs;
  }

  /** Whether this fix was kept back; takes it into account for the next ones. */
  keptBack(device: string, deviceAt: number, receivedAt: number): boolean {
    const age = receivedAt - deviceAt;
    const before = this.#seen.get(device);
    this.#seen.delete(device);
    if (age <= this.#lateMs) return false;
    const agreed = before !== undefined && Math.abs(before.age - age) <= sameAgeMs ? before.agreed + 1 : 0;
    this.#seen.set(device, { age, agreed });
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > mostDevices && oldest !== undefined) this.#seen.delete(oldest);
    return agreed < agreeing;
  }
}
