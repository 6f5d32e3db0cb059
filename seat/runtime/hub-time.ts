/**
 * Hub time on a seat: this machine's clock, the offset measured against the hub, and the rate of a demo clock. Between
 * two measurements, and while the hub is away, it runs on by itself.
 */
import type { ClockReading, SeatClock } from './ports.ts';

/** A measurement this much older than the newest gives way to it even where that one took longer, machine ms. */
const bestFor = 60_000;
/** Further off than any delay explains, hub ms: a clock was set. */
const tolerance = 20;

export class HubTime {
  readonly #clock: SeatClock;
  #reading: ClockReading;
  /** Of the measurement in use, machine ms; none before the first. */
  #roundTrip = Number.POSITIVE_INFINITY;

  constructor(clock: SeatClock) {
    this.#clock = clock;
    const machine = clock.machine();
    this.#reading = { hub: machine, machine, rate: 1 };
  }

  /** Hub time, whole Unix ms. */
  now(): number {
    return this.#at(this.#clock.machine());
  }

  /** Hub time minus this machine's clock, ms. */
  offset(): number {
    const machine = this.#clock.machine();
    return this.#at(machine) - Math.round(machine);
  }

  get rate(): number {
    return this.#reading.rate;
  }

  /** For keeping: `restore` goes on from it. */
  reading(): ClockReading {
    return this.#reading;
  }

  /** What an earlier run measured; anything measured since is better. */
  restore(reading: ClockReading): void {
    if (this.#roundTrip === Number.POSITIVE_INFINITY) this.#reading = reading;
  }

  /** The hub says hub time and rate: true at least up to the delay of the message. */
  begin(hub: number, rate: number): void {
    const machine = this.#clock.machine();
    this.#reading = { hub, machine, rate };
    this.#roundTrip = Number.POSITIVE_INFINITY;
  }

  /** A time heard without asking: it cannot be later than now. */
  heard(hub: number): void {
    const machine = this.#clock.machine();
    if (hub > this.#at(machine)) this.#reading = { ...this.#reading, hub, machine };
  }

  /** A measurement: asked and answered at these machine times. */
  measured(asked: number, answered: number, hub: number): void {
    const roundTrip = answered - asked;
    // The machine's clock was set while the answer was on its way.
    if (roundTrip < 0) return;
    const { rate, machine } = this.#reading;
    const middle = (asked + answered) / 2;
    const off = Math.abs(hub - this.#at(middle));
    const explained = ((roundTrip + Math.min(this.#roundTrip, bestFor)) / 2) * rate + tolerance;
    const worse = roundTrip > this.#roundTrip && answered - machine < bestFor && answered >= machine;
    if (worse && off <= explained) return;
    this.#reading = { hub, machine: middle, rate };
    this.#roundTrip = roundTrip;
  }

  #at(machine: number): number {
    const { hub, machine: then, rate } = this.#reading;
    return Math.floor(hub + (machine - then) * rate);
  }
}
