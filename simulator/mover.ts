/** Where something that follows a way is at an instant. */
import { bearing, destination, distance } from '../shared/geo/point.ts';
import type { Point } from '../shared/geo/point.ts';
import { hour } from '../shared/lib/time.ts';

export class Mover {
  #here: Point;
  #at: number;
  #way: readonly Point[] = [];
  #kmh = 0;
  #heading = 0;
  #metres = 0;

  /** @param at Instant of the beginning, Unix ms. */
  constructor(here: Point, at: number) {
    this.#here = here;
    this.#at = at;
  }

  /** Follows the way from where it is now. */
  follow(way: readonly Point[], kmh: number, at: number): void {
    this.advance(at);
    this.#way = way;
    this.#kmh = kmh;
  }

  /** Stands there at once: for what was there before anybody looked. */
  put(here: Point, at: number): void {
    this.halt(at);
    this.#here = here;
  }

  halt(at: number): void {
    this.advance(at);
    this.#way = [];
  }

  get here(): Point {
    return this.#here;
  }

  /** Whether it has come to the end of its way. */
  get there(): boolean {
    return this.#way.length === 0;
  }

  /** km/h, 0 at rest. */
  get kmh(): number {
    return this.there ? 0 : this.#kmh;
  }

  get heading(): number {
    return this.#heading;
  }

  /** km so far. */
  get mileage(): number {
    return this.#metres / 1_000;
  }

  /** Moves on to the instant; never back. */
  advance(at: number): void {
    let left = (Math.max(0, at - this.#at) / hour) * this.#kmh * 1_000;
    this.#at = Math.max(this.#at, at);
    for (;;) {
      const [next, ...rest] = this.#way;
      if (next === undefined) return;
      const metres = distance(this.#here, next);
      if (metres > 0) this.#heading = bearing(this.#here, next);
      if (metres > left) {
        this.#here = destination(this.#here, left, this.#heading);
        this.#metres += left;
        return;
      }
      left -= metres;
      this.#metres += metres;
      this.#here = next;
      this.#way = rest;
    }
  }
}
