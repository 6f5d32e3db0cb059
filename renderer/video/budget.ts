/**
 * How many pictures this machine plays at a time. Who may not play shows a still. The number goes down, and says so, when
 * frames are dropped: a wall that stutters everywhere shows nothing.
 */

export interface BudgetState {
  /** How many may play. */
  readonly limit: number;
  /** The number was lowered because this machine could not keep up. */
  readonly lowered: boolean;
  /** Who plays, in the order of their wishes. */
  readonly playing: readonly string[];
  /** Who has to wait. */
  readonly waiting: readonly string[];
}

const fewest = 1;
/** More panes than these there are not. */
const most = 16;
/** This share of frames dropped while several play is too much. */
const tooMuch = 0.25;
/** Below so many frames a share says nothing. */
const enoughFrames = 40;
/** Looks in a row with too much before the number goes down. */
const patience = 2;
/** Looks in a row with nothing too much before one more may be tried. */
const goodFor = 36;

/** A decoder in software takes about half a core for a sub-stream. */
export function limitFor(cores: number): number {
  return Math.min(most, Math.max(2, cores * 2));
}

interface Wish {
  readonly id: string;
  /** Higher goes first; of equal ones who asked first. */
  readonly weight: number;
}

export class Budget {
  readonly #listeners = new Set<() => void>();
  #wishes: Wish[] = [];
  #limit: number;
  /** What it was before this machine could not keep up. */
  #full: number;
  #lowered = false;
  #bad = 0;
  #good = 0;
  #state: BudgetState;

  constructor(limit: number) {
    this.#limit = limit;
    this.#full = limit;
    this.#state = this.#made();
  }

  get state(): BudgetState {
    return this.#state;
  }

  mayPlay(id: string): boolean {
    return this.#state.playing.includes(id);
  }

  /** Asks again with another weight, where it has asked. */
  wish(id: string, weight: number): void {
    const before = this.#wishes.find((wish) => wish.id === id);
    if (before?.weight === weight) return;
    this.#wishes = before
      ? this.#wishes.map((wish) => (wish.id === id ? { id, weight } : wish))
      : [...this.#wishes, { id, weight }];
    this.#tell();
  }

  release(id: string): void {
    const left = this.#wishes.filter((wish) => wish.id !== id);
    if (left.length === this.#wishes.length) return;
    this.#wishes = left;
    this.#tell();
  }

  /** What all that play have shown and dropped since the last look. */
  look(shown: number, dropped: number): void {
    const { playing } = this.#state;
    const isBad = playing.length > fewest && shown + dropped >= enoughFrames && dropped / (shown + dropped) > tooMuch;
    this.#bad = isBad ? this.#bad + 1 : 0;
    this.#good = isBad ? 0 : this.#good + 1;
    if (this.#lowered && this.#good >= goodFor) this.#tryOneMore();
    if (this.#bad < patience) return;
    this.#bad = 0;
    this.#limit = Math.max(fewest, playing.length - 1);
    this.#lowered = true;
    this.#tell();
  }

  /** What slowed the machine may have ended; where it has not, the next looks take it back. */
  #tryOneMore(): void {
    this.#good = 0;
    this.#limit += 1;
    this.#lowered = this.#limit < this.#full;
    this.#tell();
  }

  /** Somebody wants to try with more again. */
  reset(limit: number): void {
    this.#limit = limit;
    this.#full = limit;
    this.#good = 0;
    this.#lowered = false;
    this.#bad = 0;
    this.#tell();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #made(): BudgetState {
    const ordered = [...this.#wishes].sort((a, b) => b.weight - a.weight).map(({ id }) => id);
    return {
      limit: this.#limit,
      lowered: this.#lowered,
      playing: ordered.slice(0, this.#limit),
      waiting: ordered.slice(this.#limit),
    };
  }

  #tell(): void {
    this.#state = this.#made();
    for (const listener of [...this.#listeners]) listener();
  }
}
