/**
 * What is typed on this page and not sent: shown from here, kept by the seat for who typed it. It outlives the form, the
 * page, the lock and another user in between, and is shown to nobody else. In memory only: callers' words never lie on a
 * disk of the seat. Several windows of one seat may be open: what was typed here is told, nothing else, and a window in
 * which nothing was typed shows what the seat keeps.
 */
import type { Json } from '../../shared/lib/json.ts';

/** Both reject where the seat cannot be reached, or is locked. */
export interface DraftSeat {
  /** Resolves with whether it is kept: too large, one too many, or not of who is at the seat, it is not. */
  readonly keep: (user: string, name: string, draft: Json) => Promise<boolean>;
  readonly all: (user: string) => Promise<{ readonly [name: string]: Json }>;
}

export interface KeptDraft {
  /** null: nothing is typed. */
  readonly value: Json;
  /** Typed in another window, or before this page was loaded, and not the same: one of both must be chosen. */
  readonly other: Json | undefined;
  /** The seat did not keep it: behind a lock it would be lost with this page. */
  readonly refused: boolean;
}

interface Entry {
  shown: KeptDraft;
  /** What the seat keeps, as far as this page was told. */
  known: Json;
  /** Typed here since, and not yet kept. */
  typed: boolean;
  sending: boolean;
}

export interface AtSeatNow {
  readonly user: string | undefined;
  /** Whether the seat takes drafts now: connected, and not locked. */
  readonly open: boolean;
  /** Nobody is at the seat since a log-out by hand: what was typed goes with it. */
  readonly byHand: boolean;
}

const nothing: KeptDraft = { value: null, other: undefined, refused: false };

const same = (a: Json, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);

export class KeptDrafts {
  readonly #seat: DraftSeat;
  readonly #listeners = new Set<() => void>();
  #entries = new Map<string, Entry>();
  #user: string | undefined;
  #open = false;
  /** Whether what the seat keeps was told since it took drafts again: before that nothing is told to it. */
  #loaded = false;
  /** Of the last question for all drafts: an older answer says nothing. */
  #turn = 0;

  constructor(seat: DraftSeat) {
    this.#seat = seat;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly get = (name: string): KeptDraft => this.#entries.get(name)?.shown ?? nothing;

  /** How the seat stands; called whenever that may have changed. */
  at({ user, open, byHand }: AtSeatNow): void {
    if (user === undefined ? byHand : user !== this.#user) this.#forget();
    if (user !== undefined) this.#user = user;
    const isOpen = open && user !== undefined;
    const opens = isOpen && (!this.#open || !this.#loaded);
    this.#open = isOpen;
    if (!isOpen) this.#loaded = false;
    else if (opens) this.look();
  }

  /** Shows what another window may have typed meanwhile. */
  look(): void {
    if (!this.#open || this.#user === undefined) return;
    this.#turn += 1;
    const turn = this.#turn;
    this.#seat.all(this.#user).then(
      (drafts) => {
        if (turn === this.#turn && this.#open) this.#told(drafts);
      },
      // It is asked again once the seat takes drafts again.
      () => undefined,
    );
  }

  /** @param value null: nothing any more. */
  type(name: string, value: Json): void {
    const entry = this.#entry(name);
    if (same(value, entry.shown.value)) return;
    entry.shown = { ...entry.shown, value };
    entry.typed = true;
    this.#changed();
    this.#send(name, entry);
  }

  choose(name: string, which: 'own' | 'other'): void {
    const entry = this.#entry(name);
    const { other, value } = entry.shown;
    if (other === undefined) return;
    entry.shown = { ...entry.shown, value: which === 'other' ? other : value, other: undefined };
    entry.typed = which === 'own';
    this.#changed();
    this.#send(name, entry);
  }

  #forget(): void {
    this.#turn += 1;
    this.#loaded = false;
    // What is still under way finds none of them.
    this.#entries = new Map();
    this.#changed();
  }

  #told(drafts: { readonly [name: string]: Json }): void {
    this.#loaded = true;
    for (const name of new Set([...this.#entries.keys(), ...Object.keys(drafts)])) {
      const entry = this.#entry(name);
      const kept = drafts[name] ?? null;
      const { value } = entry.shown;
      if (!entry.typed) entry.shown = same(kept, value) ? entry.shown : { ...nothing, value: kept };
      // Neither what was known before it was typed over, nor gone: somebody typed it elsewhere.
      else if (kept !== null && value !== null && !same(kept, entry.known) && !same(kept, value))
        entry.shown = { ...entry.shown, other: kept };
      entry.known = kept;
      this.#send(name, entry);
    }
    this.#changed();
  }

  #send(name: string, entry: Entry): void {
    const user = this.#user;
    const { value, other } = entry.shown;
    if (!this.#loaded || !this.#open || user === undefined) return;
    if (!entry.typed || entry.sending || other !== undefined) return;
    entry.sending = true;
    this.#seat.keep(user, name, value).then(
      (kept) => {
        entry.sending = false;
        const isLast = same(value, entry.shown.value);
        if (kept) entry.known = value;
        if (kept && isLast) entry.typed = false;
        if (entry.shown.refused === kept) {
          entry.shown = { ...entry.shown, refused: !kept };
          this.#changed();
        }
        // Typed on meanwhile; after another user's log-in there is nothing more to tell of this one.
        if (!isLast && this.#entries.get(name) === entry) this.#send(name, entry);
      },
      () => {
        entry.sending = false;
      },
    );
  }

  #entry(name: string): Entry {
    const known = this.#entries.get(name);
    if (known !== undefined) return known;
    const made: Entry = { shown: nothing, known: null, typed: false, sending: false };
    this.#entries.set(name, made);
    return made;
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
