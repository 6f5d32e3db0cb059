/**
 * Where the units are, as the hub last said. What the link brings goes into one table; screens that want it are told a
 * few times a second. While the link is lost the table stays: every entry knows how old it is.
 */
import type { UnitPosition } from '../../shared/domain/unit/state.ts';
import type { PositionsTaken, UnitIndex } from '../../shared/wire/hub-protocol.ts';
import type { PositionFrame, SeenAt } from '../../shared/wire/positions.ts';
import type { SeatPush } from '../../shared/wire/seat-api.ts';
import type { SeatTimers } from './ports.ts';

export type PositionsPush = Extract<SeatPush, { push: 'positions' }>;
type Shown = PositionsPush['units'][number];

/** At most ten times a second, ms. */
const pushEveryMs = 100;
/** Units in one push: a message stays small however many there are. */
const pushUnits = 500;

export class Positions {
  readonly #timers: SeatTimers;
  readonly #push: (push: PositionsPush) => void;
  readonly #table = new Map<string, SeenAt>();
  #index: UnitIndex | undefined;
  #watched = false;
  /** What screens have not been told yet. */
  #changed = new Set<string>();
  /** Units went: only the whole table says so. */
  #wholeChanged = false;
  #stopRest: (() => void) | undefined;

  constructor(timers: SeatTimers, push: (push: PositionsPush) => void) {
    this.#timers = timers;
    this.#push = push;
  }

  /** For rules that run here; undefined where nobody knows. */
  position(unit: string): UnitPosition | undefined {
    const seen = this.#table.get(unit);
    if (seen === undefined) return undefined;
    const { lon, lat, at, accuracy } = seen;
    return { lon, lat, at, ...(accuracy === undefined ? {} : { accuracy }) };
  }

  /** Everything the table holds. */
  all(): ReadonlyMap<string, SeenAt> {
    return this.#table;
  }

  /** From now on frames name these units. */
  index(index: UnitIndex): void {
    this.#index = index;
  }

  /** What to tell the hub; undefined where the frame is of units that are not known: then the index is to be asked for. */
  frame({ dictionary, revision, full, moved, gone }: PositionFrame): PositionsTaken | undefined {
    const index = this.#index;
    if (index?.dictionary !== dictionary) return undefined;
    const isKnown = (place: number): boolean => place < index.units.length;
    if (!moved.every(([place]) => isKnown(place)) || !gone.every(isKnown)) return undefined;
    if (full) {
      const still = new Set(moved.map(([place]) => index.units[place]));
      for (const unit of this.#table.keys()) if (!still.has(unit)) this.#remove(unit);
    }
    for (const place of gone) this.#remove(index.units[place] ?? '');
    for (const [place, seen] of moved) {
      const unit = index.units[place] ?? '';
      this.#table.set(unit, seen);
      if (this.#watched) this.#changed.add(unit);
    }
    this.#soon();
    return { dictionary, revision };
  }

  /** The link is gone: the next one begins with an index of its own. */
  lost(): void {
    this.#index = undefined;
  }

  /** Nobody is signed in any more, or somebody else. */
  clear(): void {
    this.#index = undefined;
    if (this.#table.size === 0) return;
    this.#table.clear();
    this.#tellAll();
  }

  /** Whether screens are told. Each time it is wanted they are told everything, even where it was wanted before. */
  watch(on: boolean): void {
    this.#watched = on;
    this.#tellAll();
  }

  /** Screens could not be told for a while. */
  tellAgain(): void {
    this.#tellAll();
  }

  stop(): void {
    this.#stopRest?.();
    this.#watched = false;
  }

  #remove(unit: string): void {
    if (this.#table.delete(unit) && this.#watched) this.#wholeChanged = true;
  }

  #soon(): void {
    if (this.#stopRest !== undefined || (this.#changed.size === 0 && !this.#wholeChanged)) return;
    if (this.#wholeChanged) this.#tellAll();
    else this.#tell([...this.#changed], false);
    this.#stopRest = this.#timers.after(pushEveryMs, () => {
      this.#stopRest = undefined;
      this.#soon();
    });
  }

  #tellAll(): void {
    if (this.#watched) this.#tell([...this.#table.keys()], true);
    this.#changed.clear();
    this.#wholeChanged = false;
  }

  #tell(units: readonly string[], full: boolean): void {
    this.#changed = new Set();
    for (let from = 0; from === 0 || from < units.length; from += pushUnits) {
      const shown = units.slice(from, from + pushUnits).flatMap((unit) => this.#shown(unit));
      this.#push({ push: 'positions', full: full && from === 0, units: shown });
    }
  }

  #shown(unit: string): Shown[] {
    const seen = this.#table.get(unit);
    if (seen === undefined) return [];
    const { lon, lat, at, poor, speed = null, heading = null, accuracy = null } = seen;
    return [{ unit, lon, lat, at, speed, heading, accuracy, poor }];
  }
}
