/**
 * Moves all sessions, turn by turn: each wakes when something may be done for it, and each turn of the event loop does
 * only so much, so that commands never wait long for a seat that catches up. Live is no mode of its own: a commit wakes
 * everybody.
 */
import type { FeedRow } from '../journal/store.ts';
import type { Log } from '../ports.ts';
import type { Batches } from './batches.ts';
import type { SeatSession } from './session.ts';

export interface PumpDeps {
  readonly batches: Batches;
  readonly rowsPerTurn: number;
  readonly log: Log;
  /** A session whose step threw: it can only start over. */
  readonly failed: (session: SeatSession) => void;
}

export class Pump {
  readonly #deps: PumpDeps;
  readonly #ready = new Set<SeatSession>();
  #turn: NodeJS.Immediate | undefined;

  constructor(deps: PumpDeps) {
    this.#deps = deps;
  }

  /** Nothing is left that could be done now. */
  get idle(): boolean {
    return this.#ready.size === 0;
  }

  wake(session: SeatSession): void {
    this.#ready.add(session);
    this.#schedule();
  }

  /** @param relabel Run between hearing of the rows and sending them: changes of rights come with them. */
  committed(rows: readonly FeedRow[], sessions: Iterable<SeatSession>, relabel: () => void): void {
    this.#deps.batches.committed(rows);
    relabel();
    for (const session of sessions) this.#ready.add(session);
    // At once: a turn later would be a turn of age on every screen.
    this.#run();
  }

  forget(session: SeatSession): void {
    this.#ready.delete(session);
  }

  stop(): void {
    clearImmediate(this.#turn);
    this.#ready.clear();
  }

  #schedule(): void {
    if (this.#ready.size > 0) this.#turn ??= setImmediate(() => this.#run());
  }

  #run(): void {
    clearImmediate(this.#turn);
    this.#turn = undefined;
    let done = 0;
    // A session that did something goes to the end of the line, which this loop also walks.
    for (const session of this.#ready) {
      this.#ready.delete(session);
      const rows = this.#step(session);
      if (rows > 0) this.#ready.add(session);
      done += rows;
      if (done >= this.#deps.rowsPerTurn) break;
    }
    this.#schedule();
  }

  #step(session: SeatSession): number {
    try {
      return session.step();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#deps.log.error({ reason }, 'the feed of a seat failed; the seat starts over');
      this.#deps.failed(session);
      return 0;
    }
  }
}
