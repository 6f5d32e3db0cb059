/**
 * Where the units are, as the hub last said. What the link brings goes into one table; screens that want it are told a
 * few times a second. While the link is lost the table stays: every entry knows how old it is.
 */
import type { UnitPosition } from '../../shared/domain/unit/state.ts';
import type { PositionsTaken, UnitIndex } from '../../shared/wire/hub-protocol.ts';
import type { PositionFrame, SeenAt } from '../../shared/wire/positions.ts';
import { encodeFrame, mostUnits } from '../../shared/wire/positions.ts';
import type { SeatPush } from '../../shared/wire/seat-api.ts';
import type { SeatTimers } from './ports.ts';

export type PositionsPush = Extract<SeatPush, { push: 'positions' | 'unitIndex' }>;

/** At most ten times a second, ms. */
const pushEveryMs = 100;

/**
 * Which place of a frame means which unit, for the screens. The hub's list begins anew with each link, and the table
 * outlives it: this one only grows, until somebody else signs in.
 */
class ScreenIndex {
  #places = new Map<string, number>();
  #ids: string[] = [];
  #dictionary = 0;
  #grown = true;

  /** Undefined where the list is full: then it has to begin anew. */
  place(unit: string): number | undefined {
    const known = this.#places.get(unit);
    if (known !== undefined) return known;
    const next = this.#ids.length;
    if (next >= mostUnits) return undefined;
    this.#places.set(unit, next);
    this.#ids.push(unit);
    this.#grown = true;
    return next;
  }

  beginAnew(): void {
    this.#places = new Map();
    this.#ids = [];
    this.#grown = true;
  }

  /** The list where it has to be told: it has grown, or somebody may not have it. */
  told(again: boolean): { readonly dictionary: number; readonly push: PositionsPush | undefined } {
    if (this.#grown) this.#dictionary += 1;
    const isDue = this.#grown || again;
    this.#grown = false;
    const dictionary = this.#dictionary;
    return { dictionary, push: isDue ? { push: 'unitIndex', dictionary, units: [...this.#ids] } : undefined };
  }
}

export class Positions {
  readonly #timers: SeatTimers;
  readonly #push: (push: PositionsPush) => void;
  readonly #remember: (unit: string, seen: SeenAt) => void;
  readonly #table = new Map<string, SeenAt>();
  #index: UnitIndex | undefined;
  #watched = false;
  readonly #screens = new ScreenIndex();
  /** What screens have not been told yet: units that moved or went. */
  #changed = new Set<string>();
  #revision = 0;
  #stopRest: (() => void) | undefined;

  /** @param remember Told each fix that came. */
  constructor(
    timers: SeatTimers,
    push: (push: PositionsPush) => void,
    remember: (unit: string, seen: SeenAt) => void = () => undefined,
  ) {
    this.#remember = remember;
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
      this.#remember(unit, seen);
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
    // The list itself tells which units there are.
    this.#screens.beginAnew();
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
    if (this.#table.delete(unit) && this.#watched) this.#changed.add(unit);
  }

  #soon(): void {
    if (this.#stopRest !== undefined || this.#changed.size === 0) return;
    this.#tell(this.#changed, false);
    this.#stopRest = this.#timers.after(pushEveryMs, () => {
      this.#stopRest = undefined;
      this.#soon();
    });
  }

  #tellAll(): void {
    if (this.#watched) this.#tell(this.#table.keys(), true);
    this.#changed.clear();
  }

  #tell(units: Iterable<string>, full: boolean): void {
    const moved: [number, SeenAt][] = [];
    const gone: number[] = [];
    // Ages count from the newest fix, so that none is ahead of its frame.
    let hubTime = 0;
    for (const unit of units) {
      const place = this.#screens.place(unit);
      if (place === undefined) {
        this.#screens.beginAnew();
        return this.#tellAll();
      }
      const seen = this.#table.get(unit);
      if (seen === undefined) gone.push(place);
      else {
        moved.push([place, seen]);
        hubTime = Math.max(hubTime, seen.at);
      }
    }
    this.#changed = new Set();
    const { dictionary, push } = this.#screens.told(full);
    if (push !== undefined) this.#push(push);
    this.#revision += 1;
    const frame = encodeFrame({ dictionary, revision: this.#revision, full, hubTime, moved, gone });
    this.#push({ push: 'positions', frame });
  }
}
