/**
 * Positions, to every seat that may see them: always the newest, never a queue. A seat has at most one frame on the way.
 * What changes meanwhile waits in the table, and the next frame has all of it, from where the seat said it stands: so a
 * frame may be lost, and a slow seat skips what is past.
 */
import type { PositionsTaken, UnitIndex } from '../../shared/wire/hub-protocol.ts';
import type { Timers } from '../ports.ts';
import type { Labels } from './labels.ts';
import type { PositionSource } from './positions-view.ts';
import { PositionView } from './positions-view.ts';

/** A seat that is shown positions. */
export interface PositionSeat {
  readonly link: {
    /** The list that frames refer to, on the reliable way. */
    unitIndex(index: UnitIndex): void;
    /** Takes a frame only where it can leave at once; else false, and `drained` is called later. */
    positions(frame: Uint8Array): boolean;
    writable(): boolean;
  };
  readonly labels: () => Labels;
}

export interface PositionLimits {
  /** Machine ms between two frames while little moves, and while much does. */
  readonly windowMs: number;
  readonly busyWindowMs: number;
  /** Moves in one window from which it is the longer one. */
  readonly busyMoves: number;
  /** Machine ms after which a frame that nobody confirmed is taken for lost. */
  readonly lostMs: number;
  /** Machine ms in which a seat is given the list once, however often it asks. */
  readonly askEveryMs: number;
}

export const positionLimits: PositionLimits = {
  windowMs: 50,
  busyWindowMs: 100,
  busyMoves: 200,
  lostMs: 3_000,
  askEveryMs: 1_000,
};

export interface PositionDeps {
  readonly source: PositionSource;
  readonly timers: Timers;
  /** Hub time, Unix ms. */
  readonly hubTime: () => number;
  /** Counts a frame that left. */
  readonly sent: () => void;
  readonly limits?: Partial<PositionLimits>;
}

interface Standing {
  view: PositionView | undefined;
  /** Where it said it stands; undefined before it has everything. */
  at: number | undefined;
  /** The newest revision it was sent. */
  sent: number;
  /** Stops the wait for its word on the frame that is on the way. */
  stopWait: (() => void) | undefined;
  asked: boolean;
}

export class PositionBoard {
  readonly #deps: PositionDeps;
  readonly #limits: PositionLimits;
  readonly #seats = new Map<PositionSeat, Standing>();
  /** By key of the labels. */
  readonly #views = new Map<string, PositionView>();
  /** Seats whose link was full. */
  readonly #late = new Set<PositionSeat>();
  readonly #stops: readonly (() => void)[];
  #dictionaries = 0;
  #moves = 0;
  #stopRest: (() => void) | undefined;
  #changed = false;
  #stopped = false;

  constructor(deps: PositionDeps) {
    this.#deps = deps;
    this.#limits = { ...positionLimits, ...deps.limits };
    this.#stops = [
      deps.source.onMoved(() => {
        this.#moves += 1;
        this.#soon();
      }),
      deps.source.units.onChanged(() => this.#unitsChanged()),
    ];
  }

  /** A seat was welcomed: it is told everything. */
  add(seat: PositionSeat): void {
    this.#seats.set(seat, { view: undefined, at: undefined, sent: 0, stopWait: undefined, asked: false });
    this.#tell(seat);
  }

  remove(seat: PositionSeat): void {
    this.#seats.get(seat)?.stopWait?.();
    this.#seats.delete(seat);
    this.#late.delete(seat);
    this.#forgetViews();
  }

  /** Its labels may be others. What it may not see any more goes with the next frame, which is sent now. */
  relabelled(seat: PositionSeat): void {
    if (!this.#seats.has(seat)) return;
    this.#tell(seat);
    this.#forgetViews();
  }

  /** The seat has taken a frame in. */
  taken(seat: PositionSeat, { dictionary, revision }: PositionsTaken): void {
    const standing = this.#seats.get(seat);
    // Of an earlier list: it says nothing of what the seat has of this one.
    if (standing?.view?.dictionary !== dictionary || revision > standing.sent) return;
    standing.at = Math.max(standing.at ?? 0, revision);
    if (revision < standing.sent) return;
    standing.stopWait?.();
    standing.stopWait = undefined;
    if (revision < this.#deps.source.revision) this.#soon();
  }

  /** The seat does not know the list that a frame refers to. */
  asked(seat: PositionSeat): void {
    const standing = this.#seats.get(seat);
    // What it asks meanwhile is answered all the same: the next frame, unconfirmed, makes it ask again.
    if (standing === undefined || standing.asked) return;
    standing.asked = true;
    this.#deps.timers.after(this.#limits.askEveryMs, () => {
      standing.asked = false;
    });
    standing.view = undefined;
    this.#tell(seat);
  }

  /** The link has room again. */
  drained(seat: PositionSeat): void {
    if (this.#late.delete(seat)) this.#tell(seat);
  }

  stop(): void {
    this.#stopped = true;
    for (const stop of this.#stops) stop();
    this.#stopRest?.();
    for (const { stopWait } of this.#seats.values()) stopWait?.();
    this.#seats.clear();
    this.#late.clear();
    this.#views.clear();
  }

  #soon(): void {
    if (this.#stopRest !== undefined) {
      this.#changed = true;
      return;
    }
    const { windowMs, busyWindowMs, busyMoves } = this.#limits;
    const rest = this.#moves >= busyMoves ? busyWindowMs : windowMs;
    this.#moves = 0;
    for (const seat of this.#seats.keys()) this.#tell(seat);
    this.#stopRest = this.#deps.timers.after(rest, () => {
      this.#stopRest = undefined;
      if (!this.#changed) return;
      this.#changed = false;
      this.#soon();
    });
  }

  #unitsChanged(): void {
    for (const [key, view] of this.#views) if (!view.isCurrent()) this.#views.delete(key);
    this.#soon();
  }

  #tell(seat: PositionSeat): void {
    const standing = this.#seats.get(seat);
    if (standing === undefined || this.#stopped) return;
    const view = this.#viewOf(seat.labels());
    if (standing.view !== view && !this.#introduce(seat, standing, view)) return;
    if (standing.stopWait !== undefined) return;
    const { revision } = this.#deps.source;
    if (standing.at === revision) return;
    const frame = view.frame(standing.at);
    if (frame === undefined) {
      standing.at = revision;
    } else if (seat.link.positions(frame)) {
      standing.sent = revision;
      this.#deps.sent();
      this.#wait(seat, standing);
    } else {
      this.#late.add(seat);
    }
  }

  /** Gives a seat its list, after which it has to be told everything. False where its link is full. */
  #introduce(seat: PositionSeat, standing: Standing, view: PositionView): boolean {
    if (!seat.link.writable()) {
      this.#late.add(seat);
      return false;
    }
    seat.link.unitIndex({ dictionary: view.dictionary, units: [...view.units] });
    standing.stopWait?.();
    standing.stopWait = undefined;
    standing.view = view;
    standing.at = undefined;
    standing.sent = 0;
    return true;
  }

  #wait(seat: PositionSeat, standing: Standing): void {
    standing.stopWait = this.#deps.timers.after(this.#limits.lostMs, () => {
      standing.stopWait = undefined;
      this.#tell(seat);
    });
  }

  #viewOf(labels: Labels): PositionView {
    const known = this.#views.get(labels.key);
    if (known !== undefined) return known;
    this.#dictionaries += 1;
    const made = new PositionView(this.#deps.source, labels, this.#dictionaries, this.#deps.hubTime);
    this.#views.set(labels.key, made);
    return made;
  }

  /** Lists that no seat's labels lead to any more. */
  #forgetViews(): void {
    const used = new Set([...this.#seats.keys()].map((seat) => seat.labels().key));
    for (const key of this.#views.keys()) if (!used.has(key)) this.#views.delete(key);
  }
}
