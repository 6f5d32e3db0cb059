/** What is known of each device of a unit since the hub started: when it was heard, what was refused, how its clock stands. */
import type { Log } from '../ports.ts';
import type { ClockWord } from './clocks.ts';
import { clockWord, ClockWatch, offsetMinutes } from './clocks.ts';
import type { Fix } from './fix.ts';
import type { Rejection, TelemetryPolicy } from './policy.ts';

export interface RefusedFixes {
  readonly reason: Rejection;
  readonly count: number;
  /** Hub time of the last one, Unix ms. */
  readonly lastAt: number;
}

export interface DeviceHeard {
  readonly device: string;
  /** Hub time of the last fix, believed or not, Unix ms. */
  readonly lastAt: number;
  /** Hub time of the last one that was believed; undefined where none was. */
  readonly believedAt: number | undefined;
  readonly believed: number;
  readonly refused: readonly RefusedFixes[];
  /** Device time minus hub time, ms; undefined until enough was heard. */
  readonly clockOffset: number | undefined;
  readonly clock: ClockWord | undefined;
}

interface Held {
  lastAt: number;
  believedAt: number | undefined;
  believed: number;
  readonly refused: Map<Rejection, { count: number; lastAt: number }>;
  readonly clock: ClockWatch;
  /** What was last said of its clock. */
  said: ClockWord;
}

export class DeviceBook {
  readonly #policy: TelemetryPolicy;
  readonly #log: Log;
  readonly #held = new Map<string, Held>();

  constructor(policy: TelemetryPolicy, log: Log) {
    this.#policy = policy;
    this.#log = log;
  }

  /** Only of devices that a unit lists: what strangers send is counted and nothing more. */
  heard(unit: string, fix: Fix, rejection: Rejection | undefined): void {
    const { device, receivedAt } = fix;
    const held = this.#of(device);
    held.lastAt = Math.max(held.lastAt, receivedAt);
    if (rejection === undefined) {
      held.believed += 1;
      held.believedAt = receivedAt;
    } else {
      const counted = held.refused.get(rejection) ?? { count: 0, lastAt: receivedAt };
      held.refused.set(rejection, { count: counted.count + 1, lastAt: receivedAt });
    }
    // What was kept back, or has no position, says nothing of how late its clock is; and what it does not say, nothing.
    if (fix.replayed || !fix.positioned || fix.deviceAt === undefined) return;
    held.clock.take(fix.deviceAt, receivedAt);
    this.#judgeClock(unit, device, held);
  }

  all(): readonly DeviceHeard[] {
    return [...this.#held].map(([device, { lastAt, believedAt, believed, refused, clock }]) => ({
      ...{ device, lastAt, believedAt, believed },
      refused: [...refused].map(([reason, counted]) => ({ reason, ...counted })),
      clockOffset: clock.offset,
      clock: clock.offset === undefined ? undefined : clockWord(clock.offset, this.#policy.clockTrustMs),
    }));
  }

  /** Devices whose clock is wrong. */
  wrongClocks(): number {
    return [...this.#held.values()].filter(({ said }) => said !== 'right').length;
  }

  /** Devices that no unit lists any more. */
  keep(isListed: (device: string) => boolean): void {
    for (const device of this.#held.keys()) if (!isListed(device)) this.#held.delete(device);
  }

  #of(device: string): Held {
    const known = this.#held.get(device);
    if (known !== undefined) return known;
    const made: Held = {
      ...{ lastAt: 0, believedAt: undefined, believed: 0, refused: new Map() },
      ...{ clock: new ClockWatch(this.#policy.clockSamples), said: 'right' },
    };
    this.#held.set(device, made);
    return made;
  }

  #judgeClock(unit: string, device: string, held: Held): void {
    const { offset } = held.clock;
    if (offset === undefined) return;
    const word = clockWord(offset, this.#policy.clockTrustMs);
    if (word === held.said) return;
    held.said = word;
    // Once for each change: a device says it with every fix.
    if (word === 'right') this.#log.info({ unit, device }, 'the clock of a device is right again');
    else
      this.#log.warn({ unit, device, clock: word, minutes: offsetMinutes(offset) }, 'the clock of a device is wrong');
  }
}
