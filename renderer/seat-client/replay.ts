/** A replay as a page holds it: which instant it shows, the places of that instant, and what happened in its period. */
import { createContext } from 'react';
import type { AnswerOf, RequestOf } from '../../shared/wire/seat-api.ts';
import type { PositionsView, Readable, SeatClient } from './seat-client.ts';
import { Store } from './seat-client.ts';

export type ReplayOpened = Extract<AnswerOf<'replayOpen'>, { status: 'opened' }>;
export type ReplayEvent = Extract<AnswerOf<'replayEvents'>, { status: 'events' }>['events'][number];
export type ReplayTrack = Extract<AnswerOf<'replayTrack'>, { status: 'track' }>;

export interface ReplayView {
  /** The instant that is shown, hub time, Unix ms; before the first the beginning. */
  readonly at: number;
  /** Everything up to here is on the seat. */
  readonly loadedTo: number;
  /** Where each unit was last seen then. */
  readonly positions: PositionsView;
  /** Why the instant that was wanted last cannot be shown; null where it is. */
  readonly refused: string | null;
  /** What happened in the period, as far as `load` has fetched it. */
  readonly events: readonly ReplayEvent[];
  /** Why nothing more comes, though the period has not ended. `Unknown`: the seat has it no more. */
  readonly ended: string | null;
}

const eventsAtOnce = 2_000;

export class ReplayClient {
  readonly opened: ReplayOpened;
  readonly #seat: SeatClient;
  readonly #view: Store<ReplayView>;
  #wanted: number | undefined;
  #working: Promise<void> | undefined;

  constructor(seat: SeatClient, opened: ReplayOpened) {
    this.#seat = seat;
    this.opened = opened;
    const nothing = { loadedTo: opened.from - 1, positions: new Map(), refused: null, events: [], ended: null };
    this.#view = new Store<ReplayView>({ at: opened.from, ...nothing });
  }

  get view(): Readable<ReplayView> {
    return this.#view;
  }

  /**
   * Shows an instant: documents through the watches of the replay, places in the view. While one is on its way only the
   * newest wish is kept. Resolves once nothing is wished for any more; rejects with `SeatLost` where the seat is gone.
   */
  show(at: number): Promise<void> {
    this.#wanted = at;
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  /** Fetches what has come since: events, and how far everything is here. Rejects with `SeatLost`. */
  async load(): Promise<void> {
    for (;;) {
      const after = this.#view.get().events.at(-1)?.place ?? 0;
      const page = await this.#seat.request('replayEvents', {
        ...{ replay: this.opened.replay, after, limit: eventsAtOnce },
      });
      const before = this.#view.get();
      if (page.status === 'refused') return this.#view.set({ ...before, ended: page.code });
      const { loadedTo, ended } = page;
      const events = page.events.length === 0 ? before.events : [...before.events, ...page.events];
      if (events !== before.events || loadedTo !== before.loadedTo || ended !== before.ended)
        this.#view.set({ ...before, events, loadedTo, ended });
      if (!page.more) return;
    }
  }

  track(unit: string): Promise<AnswerOf<'replayTrack'>> {
    return this.#seat.request('replayTrack', { replay: this.opened.replay, unit });
  }

  async close(): Promise<void> {
    await this.#seat.request('replayClose', { replay: this.opened.replay });
  }

  async #work(): Promise<void> {
    while (this.#wanted !== undefined) {
      const at = this.#wanted;
      this.#wanted = undefined;
      const answer = await this.#seat.request('replayAt', { replay: this.opened.replay, at });
      const before = this.#view.get();
      if (answer.status === 'refused') {
        const ended = answer.loadedTo === null ? answer.code : before.ended;
        this.#view.set({ ...before, loadedTo: answer.loadedTo ?? before.loadedTo, refused: answer.code, ended });
        continue;
      }
      const positions = new Map(answer.full ? [] : before.positions);
      for (const unit of answer.gone) positions.delete(unit);
      for (const position of answer.units) positions.set(position.unit, position);
      const same = !answer.full && answer.gone.length === 0 && answer.units.length === 0;
      const { at: shown, loadedTo } = answer;
      this.#view.set({
        ...before,
        ...{ at: shown, loadedTo, refused: null },
        positions: same ? before.positions : positions,
      });
    }
  }
}

/** The replay that what is below shows; undefined: the present. */
export const ReplayContext = createContext<ReplayClient | undefined>(undefined);

export type ReplayWish = RequestOf<'replayOpen'>;
