/**
 * Where units were, in little room: 23 bytes a fix. A night of ten hours of 500 units that say every 10 s where they are is
 * 1.8 million fixes, 41 MB.
 */
import type { SeenAt } from '../../../shared/wire/positions.ts';

const degree = 10_000_000;
const notKnown = 0xffff;
const firstRoom = 16;

/** km/h by tenths, degrees, metres: 65535 for what is not known. */
const packed = (value: number | undefined, scale: number): number =>
  value === undefined ? notKnown : Math.min(Math.max(Math.round(value * scale), 0), notKnown - 1);

interface Columns {
  readonly at: Float64Array<ArrayBuffer>;
  readonly lon: Int32Array<ArrayBuffer>;
  readonly lat: Int32Array<ArrayBuffer>;
  readonly speed: Uint16Array<ArrayBuffer>;
  readonly heading: Uint16Array<ArrayBuffer>;
  readonly accuracy: Uint16Array<ArrayBuffer>;
  readonly poor: Uint8Array<ArrayBuffer>;
}

const names = ['at', 'lon', 'lat', 'speed', 'heading', 'accuracy', 'poor'] as const;

function columns(room: number): Columns {
  return {
    at: new Float64Array(room),
    lon: new Int32Array(room),
    lat: new Int32Array(room),
    speed: new Uint16Array(room),
    heading: new Uint16Array(room),
    accuracy: new Uint16Array(room),
    poor: new Uint8Array(room),
  };
}

/** The fixes of one unit in order of time. */
export class FixSeries {
  #columns = columns(firstRoom);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Bytes it takes. */
  get bytes(): number {
    return names.reduce((sum, name) => sum + this.#columns[name].byteLength, 0);
  }

  /** Of the newest fix, Unix ms; undefined for none. */
  get last(): number | undefined {
    return this.#length === 0 ? undefined : this.#columns.at[this.#length - 1];
  }

  /** A fix that is not newer than the last one is left out. */
  push({ at, lon, lat, speed, heading, accuracy, poor }: SeenAt): void {
    if (this.last !== undefined && at <= this.last) return;
    if (this.#length === this.#columns.at.length) this.#resize(Math.ceil(this.#length * 1.5));
    const [held, place] = [this.#columns, this.#length];
    held.at[place] = at;
    held.lon[place] = Math.round(lon * degree);
    held.lat[place] = Math.round(lat * degree);
    held.speed[place] = packed(speed, 10);
    held.heading[place] = packed(heading, 1);
    held.accuracy[place] = packed(accuracy, 1);
    held.poor[place] = poor ? 1 : 0;
    this.#length += 1;
  }

  /** Place of the newest fix at or before the instant; -1 where there is none. */
  placeAt(instant: number): number {
    let [before, beyond] = [-1, this.#length];
    while (beyond - before > 1) {
      const middle = (before + beyond) >> 1;
      if ((this.#columns.at[middle] ?? 0) <= instant) before = middle;
      else beyond = middle;
    }
    return before;
  }

  /** undefined for a place without a fix. */
  fix(place: number): SeenAt | undefined {
    if (place < 0 || place >= this.#length) return undefined;
    const held = this.#columns;
    const [speed = notKnown, heading = notKnown] = [held.speed[place], held.heading[place]];
    const accuracy = held.accuracy[place] ?? notKnown;
    return {
      ...{ at: held.at[place] ?? 0, lon: (held.lon[place] ?? 0) / degree, lat: (held.lat[place] ?? 0) / degree },
      ...(speed === notKnown ? {} : { speed: speed / 10 }),
      ...(heading === notKnown ? {} : { heading }),
      ...(accuracy === notKnown ? {} : { accuracy }),
      poor: held.poor[place] === 1,
    };
  }

  *[Symbol.iterator](): Generator<SeenAt> {
    for (let place = 0; place < this.#length; place += 1) {
      const fix = this.fix(place);
      if (fix !== undefined) yield fix;
    }
  }

  /** Lets go of what is older, but for the last fix before: it says where the unit was then. */
  dropBefore(instant: number): void {
    const first = this.placeAt(instant);
    if (first <= 0) return;
    for (const name of names) this.#columns[name].copyWithin(0, first, this.#length);
    this.#length -= first;
    if (this.#length * 3 < this.#columns.at.length) this.trim();
  }

  /** A copy of what it has of a period, and of the last fix before it. */
  between(from: number, to: number): FixSeries {
    const [first, beyond] = [Math.max(0, this.placeAt(from)), this.placeAt(to) + 1];
    const part = new FixSeries();
    part.#length = Math.max(0, beyond - first);
    part.#columns = columns(Math.max(part.#length, firstRoom));
    for (const name of names) part.#columns[name].set(this.#columns[name].subarray(first, first + part.#length));
    return part;
  }

  /** No more are expected: gives back the room for them. */
  trim(): void {
    this.#resize(Math.max(this.#length, firstRoom));
  }

  #resize(room: number): void {
    const next = columns(room);
    for (const name of names) next[name].set(this.#columns[name].subarray(0, this.#length));
    this.#columns = next;
  }
}

export type FixesOf = ReadonlyMap<string, FixSeries>;

export interface MemoryLimits {
  /** How far back, ms. */
  readonly keepMs: number;
  /** A unit's fixes closer together than this, ms, are not all kept. */
  readonly everyMs: number;
  /** Fixes of all units; with more units each is kept less often. */
  readonly most: number;
}

/** After so many fixes for each unit what is too old is let go. */
const sweepEach = 64;

/** 1.5 million fixes are 35 MB; 500 units every 8 s are 450,000. */
export const memoryLimits: MemoryLimits = { keepMs: 2 * 3_600_000, everyMs: 8_000, most: 1_500_000 };

/** What this seat was told of positions lately: for looking back without the hub. In memory only. */
export class PositionMemory {
  readonly #limits: MemoryLimits;
  readonly #fixes = new Map<string, FixSeries>();
  /** Fixes since what is too old was let go. */
  #taken = 0;

  constructor(limits: Partial<MemoryLimits> = {}) {
    this.#limits = { ...memoryLimits, ...limits };
  }

  get fixes(): FixesOf {
    return this.#fixes;
  }

  take(unit: string, seen: SeenAt): void {
    const { keepMs, everyMs, most } = this.#limits;
    const known = this.#fixes.get(unit);
    const series = known ?? new FixSeries();
    if (known === undefined) this.#fixes.set(unit, series);
    const spacing = Math.max(everyMs, (this.#fixes.size * keepMs) / most);
    if (series.last !== undefined && seen.at - series.last < spacing) return;
    series.push(seen);
    this.#taken += 1;
    // Not with each fix: what is moved to the front is all the rest. Of all units: one that fell silent has no fix of its own.
    if (this.#taken < sweepEach * this.#fixes.size) return;
    this.#taken = 0;
    for (const each of this.#fixes.values()) each.dropBefore(seen.at - keepMs);
  }

  /** Somebody else is at the seat, or nobody. */
  clear(): void {
    this.#fixes.clear();
    this.#taken = 0;
  }
}
