/**
 * Where the units were last seen, in columns: a frame of the seat is read into them with no object for each unit, and
 * whoever draws is told which places changed. Nothing here walks the units that did not move.
 */
import type { UnitPositionShown } from '../../shared/wire/seat-api.ts';
import { frameHead, frameProblem, mostUnits, readFrame } from '../../shared/wire/positions.ts';

/** By place; WGS84 degrees, hub time in Unix ms, km/h, degrees from north, metres. NaN: not known. */
export interface PositionColumns {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** NaN: nobody knows where it is. */
  readonly at: Float64Array;
  readonly speed: Float32Array;
  readonly heading: Float32Array;
  readonly accuracy: Float32Array;
  /** 1: too uncertain to build on. */
  readonly poor: Uint8Array;
}

/** Places that changed, each once; null: the list of units too, or all of them. */
export type PositionsChange = Uint32Array | null;

const empty = (size: number): PositionColumns => ({
  lon: new Float64Array(size),
  lat: new Float64Array(size),
  at: new Float64Array(size).fill(Number.NaN),
  speed: new Float32Array(size),
  heading: new Float32Array(size),
  accuracy: new Float32Array(size),
  poor: new Uint8Array(size),
});

const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);

export class PositionTable {
  readonly #listeners = new Set<(change: PositionsChange) => void>();
  #places = new Map<string, number>();
  #units: readonly string[] = [];
  #columns = empty(0);
  #dictionary: number | undefined;
  #version = 0;
  /** Of the frame in which a place changed last: a place is told once, however often a frame names it. */
  #touched = new Uint32Array(0);

  /** Another one with each change. */
  get version(): number {
    return this.#version;
  }

  /** They are written into as units move, and replaced as the list grows. */
  columns(): PositionColumns {
    return this.#columns;
  }

  place(unit: string): number | undefined {
    return this.#places.get(unit);
  }

  /** As an object, for a single one. */
  get(unit: string): UnitPositionShown | undefined {
    const place = this.#places.get(unit);
    if (place === undefined) return undefined;
    const { lon, lat, at, speed, heading, accuracy, poor } = this.#columns;
    const [seenAt, x, y] = [at[place], lon[place], lat[place]];
    if (seenAt === undefined || Number.isNaN(seenAt) || x === undefined || y === undefined) return undefined;
    const figures = { speed: known(speed[place]), heading: known(heading[place]), accuracy: known(accuracy[place]) };
    return { unit, lon: x, lat: y, at: seenAt, ...figures, poor: poor[place] === 1 };
  }

  subscribe(listener: (change: PositionsChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The list of units that the frames from now on are of. Where it only grew, what is known stays. */
  index(dictionary: number, units: readonly string[]): void {
    const grew = this.#units.every((unit, place) => units[place] === unit);
    const before = this.#columns;
    this.#columns = empty(units.length);
    if (grew) {
      for (const [name, column] of Object.entries(before) as [keyof PositionColumns, Float64Array][])
        this.#columns[name].set(column);
    }
    this.#units = units;
    this.#places = new Map(units.map((unit, place) => [unit, place]));
    this.#touched = new Uint32Array(units.length);
    this.#dictionary = dictionary;
    this.#tell(null);
  }

  /**
   * `unknown`: of another list, which is to be asked for; `broken`: no frame at all, with what is wrong. Neither changes
   * anything.
   */
  frame(bytes: unknown): 'taken' | 'unknown' | { readonly broken: string } {
    if (!(bytes instanceof Uint8Array)) return { broken: 'frame: no bytes' };
    const problem = frameProblem(bytes);
    if (problem !== undefined) return { broken: problem };
    const head = frameHead(bytes);
    if (head.dictionary !== this.#dictionary) return 'unknown';
    const { lon, lat, at, speed, heading, accuracy, poor } = this.#columns;
    if (head.full) at.fill(Number.NaN);
    this.#version += 1;
    // A frame has no more records than a list has places; one that names a place twice is told once.
    const moved = new Uint32Array(Math.min(head.count, mostUnits));
    let count = 0;
    const touch = (place: number): void => {
      if (this.#touched[place] === this.#version) return;
      this.#touched[place] = this.#version;
      moved[count] = place;
      count += 1;
    };
    const size = at.length;
    readFrame(bytes, {
      moved: (place, x, y, seenAt, fast, turn, metres, isPoor) => {
        if (place >= size) return;
        lon[place] = x;
        lat[place] = y;
        at[place] = seenAt;
        speed[place] = fast;
        heading[place] = turn;
        accuracy[place] = metres;
        poor[place] = isPoor ? 1 : 0;
        touch(place);
      },
      gone: (place) => {
        if (place >= size) return;
        at[place] = Number.NaN;
        touch(place);
      },
    });
    this.#tell(head.full ? null : moved.subarray(0, count));
    return 'taken';
  }

  #tell(change: PositionsChange): void {
    if (change === null) this.#version += 1;
    for (const listener of [...this.#listeners]) listener(change);
  }
}
