/**
 * How long it takes until two certified officers are at a place, whichever units they come with. Units are looked at in the
 * order of their straight lines, which no way undercuts: of hundreds only a few ways are worked out.
 */
import { must } from '../../lib/must.ts';
import type { UnitState } from '../unit/state.ts';
import { certificatesNeeded } from './fitness.ts';
import type { Spot, Way, Ways } from './travel.ts';

/** A unit that counts. */
export interface Coverer {
  readonly unit: UnitState;
  readonly spot: Spot;
  /** Certificates that hold now, at least one. */
  readonly certified: number;
  readonly minutesTo: (metres: number) => number;
}

export interface Arrival {
  readonly unit: string;
  readonly minutes: number;
  readonly certified: number;
}

/** Flat distances of a district are right to a few thousandths: a little less than they say is never too much. */
const surely = 0.99;
const metresPerDegree = 111_195;

/** All that count, laid out so that hundreds are looked at for each of hundreds of places. */
export class Coverers {
  readonly all: readonly Coverer[];
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #minutesPerMetre: Float64Array;
  readonly #scale: number;

  constructor(all: readonly Coverer[]) {
    this.all = all;
    // One scale for a district: it is no taller than that a hundredth takes up what it is wrong by.
    this.#scale = Math.cos(((all[0]?.spot.at.lat ?? 0) * Math.PI) / 180);
    this.#x = Float64Array.from(all, ({ spot }) => spot.at.lon * this.#scale * metresPerDegree);
    this.#y = Float64Array.from(all, ({ spot }) => spot.at.lat * metresPerDegree);
    this.#minutesPerMetre = Float64Array.from(all, ({ minutesTo }) => minutesTo(surely));
  }

  /** Minutes that nobody undercuts, in the order of `all`. */
  atLeast({ at }: Spot): Float64Array {
    const [x, y] = [at.lon * this.#scale * metresPerDegree, at.lat * metresPerDegree];
    const least = new Float64Array(this.all.length);
    for (let i = 0; i < least.length; i += 1) {
      const [dx, dy] = [(this.#x[i] ?? 0) - x, (this.#y[i] ?? 0) - y];
      least[i] = Math.sqrt(dx * dx + dy * dy) * (this.#minutesPerMetre[i] ?? 0);
    }
    return least;
  }
}

/** The way to one place, from all of them. */
export class PlaceReach {
  readonly #coverers: readonly Coverer[];
  readonly #lower: Float64Array;
  readonly #wayTo: (end: Spot) => Way;
  /** Worked out, but somebody nearer may still be found. */
  readonly #pending: Arrival[] = [];
  /** In the order in which they come. */
  readonly #arrivals: Arrival[] = [];

  constructor(place: Spot, coverers: Coverers, ways: Ways) {
    this.#coverers = coverers.all;
    this.#wayTo = ways.from(place);
    this.#lower = coverers.atLeast(place);
  }

  /**
   * Minutes; `Infinity` where two do not come together.
   *
   * @param without A unit that is somewhere else.
   * @param plus Somebody who comes besides.
   */
  minutes({ without, plus }: { readonly without?: string; readonly plus?: Arrival } = {}): number {
    let certified = 0;
    let isPlusToCome = plus !== undefined;
    for (let nth = 0; ; nth += 1) {
      const next = this.#nth(nth);
      if (isPlusToCome && plus !== undefined && plus.minutes <= (next?.minutes ?? Infinity)) {
        isPlusToCome = false;
        certified += plus.certified;
        if (certified >= certificatesNeeded) return plus.minutes;
      }
      if (next === undefined) return Infinity;
      if (next.unit === without) continue;
      certified += next.certified;
      if (certified >= certificatesNeeded) return next.minutes;
    }
  }

  /** Those without whom it would be later, with how late; and how late it is now. */
  needs(): { readonly minutes: number; readonly without: readonly (readonly [unit: string, minutes: number])[] } {
    const minutes = this.minutes();
    const needed = this.#arrivals.filter((one) => one.minutes <= minutes);
    return { minutes, without: needed.map(({ unit }) => [unit, this.minutes({ without: unit })]) };
  }

  #nth(nth: number): Arrival | undefined {
    while (this.#arrivals.length <= nth) {
      const [at, bound] = this.#nearest();
      const soonest = this.#pending.reduce<Arrival | undefined>(
        (best, one) => (best === undefined || one.minutes < best.minutes ? one : best),
        undefined,
      );
      if (soonest !== undefined && soonest.minutes <= bound) {
        this.#pending.splice(this.#pending.indexOf(soonest), 1);
        this.#arrivals.push(soonest);
      } else if (at === -1) return undefined;
      else {
        const { unit, spot, certified, minutesTo } = must(this.#coverers[at], 'coverer');
        this.#pending.push({ unit: unit.id, certified, minutes: minutesTo(this.#wayTo(spot).metres) });
        this.#lower[at] = Infinity;
      }
    }
    return this.#arrivals[nth];
  }

  /** Of those whose way is not worked out yet. */
  #nearest(): readonly [at: number, minutes: number] {
    let [at, least] = [-1, Infinity];
    for (let i = 0; i < this.#lower.length; i += 1) {
      const minutes = this.#lower[i] ?? Infinity;
      if (minutes < least) [at, least] = [i, minutes];
    }
    return [at, least];
  }
}
