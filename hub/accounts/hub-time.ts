/** What is kept in machine time, as people read it: in hub time. On a demo clock the two differ. */
import type { RatedClock } from '../clock/clock.ts';

export interface HubTimes {
  /** Both Unix ms. */
  toHub(machine: number): number;
  toMachine(hub: number): number;
  /** A length of hub time in machine ms. */
  lengthOnMachine(hubMs: number): number;
}

export function hubTimes(clock: RatedClock, machineTime: () => number): HubTimes {
  return {
    toHub: (machine) => Math.round(clock.now() + (machine - machineTime()) * clock.rate),
    toMachine: (hub) => Math.round(machineTime() + (hub - clock.now()) / clock.rate),
    lengthOnMachine: (hubMs) => Math.round(hubMs / clock.rate),
  };
}
