/** Who has what open: the last value of each seat, told to the others a few times a second at most, never stored. */
import type { z } from 'zod';
import type { PresenceOfSeat, presenceSchema } from '../../shared/wire/hub-protocol.ts';
import type { Timers } from '../ports.ts';
import type { Labels } from './labels.ts';
import { sees } from './labels.ts';
import type { SeatLink, SeatPerson } from './ports.ts';

export type Presence = z.infer<typeof presenceSchema>;

/** A seat that takes part: it shows what it has open and hears of the others. */
export interface Present {
  readonly person: SeatPerson;
  readonly link: Pick<SeatLink, 'presence' | 'writable'>;
  readonly labels: () => Labels;
}

export interface PresenceDeps {
  /** Scope of the document of a stream as of now; empty where there is none. */
  readonly scopeOf: (stream: string) => readonly string[];
  readonly timers: Timers;
  readonly everyMs: number;
}

const nothing: Presence = { open: null, about: null };

export class PresenceBoard {
  readonly #deps: PresenceDeps;
  readonly #seats = new Map<Present, Presence>();
  /** Seats whose link was full: they get the list as it is when there is room. */
  readonly #late = new Set<Present>();
  #stopRest: (() => void) | undefined;
  #changed = false;

  constructor(deps: PresenceDeps) {
    this.#deps = deps;
  }

  /** A seat comes, or has something else open. */
  set(seat: Present, value: Presence = nothing): void {
    this.#seats.set(seat, value);
    this.#tellSoon();
  }

  remove(seat: Present): void {
    this.#late.delete(seat);
    if (this.#seats.delete(seat)) this.#tellSoon();
  }

  /** Takes part no longer, though its link stays: what it saw of the others goes too. */
  leave(seat: Present): void {
    this.remove(seat);
    seat.link.presence([]);
  }

  drained(seat: Present): void {
    if (this.#late.delete(seat)) this.#tell(seat, new Map());
  }

  stop(): void {
    this.#stopRest?.();
    this.#seats.clear();
    this.#late.clear();
  }

  #tellSoon(): void {
    if (this.#stopRest !== undefined) {
      this.#changed = true;
      return;
    }
    const scopes = new Map<string, readonly string[]>();
    for (const seat of this.#seats.keys()) this.#tell(seat, scopes);
    this.#stopRest = this.#deps.timers.after(this.#deps.everyMs, () => {
      this.#stopRest = undefined;
      if (!this.#changed) return;
      this.#changed = false;
      this.#tellSoon();
    });
  }

  /** @param scopes Scopes looked up already, by stream. */
  #tell(to: Present, scopes: Map<string, readonly string[]>): void {
    if (!to.link.writable()) {
      this.#late.add(to);
      return;
    }
    const labels = to.labels();
    const visible = (stream: string): boolean => {
      const scope = scopes.get(stream) ?? this.#deps.scopeOf(stream);
      scopes.set(stream, scope);
      return sees(labels, scope);
    };
    const list = [...this.#seats].map(([{ person }, { open, about }]): PresenceOfSeat => ({
      seat: person.seat,
      user: person.user,
      name: person.name,
      open: open !== null && visible(open) ? open : null,
      about: about !== null && visible(about.incident) && visible(about.unit) ? about : null,
    }));
    to.link.presence(list);
  }
}
