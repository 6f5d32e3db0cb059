/**
 * Keeps away from a platform that does not answer: after some failures in a row nothing is asked for a while, so that no
 * desk waits out a time-out for every camera; then one ask tries. Said once when it goes, once when it is back.
 */
import type { Clock, Log } from '../ports.ts';

export interface CircuitDeps {
  readonly clock: Clock;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

export interface CircuitPolicy {
  /** Failures in a row after which it opens. */
  readonly failures: number;
  /** Machine ms until it is tried again: at first, doubled with each try in vain up to the longest. */
  readonly restMs: number;
  readonly longestRestMs: number;
}

export const circuitPolicy: CircuitPolicy = { failures: 3, restMs: 5_000, longestRestMs: 60_000 };

export class Circuit {
  readonly #deps: CircuitDeps;
  readonly #policy: CircuitPolicy;
  #failed = 0;
  #restMs: number;
  #openUntil: number | undefined;
  #trying = false;
  #awaySince: number | undefined;

  constructor(deps: CircuitDeps, policy: CircuitPolicy = circuitPolicy) {
    this.#deps = deps;
    this.#policy = policy;
    this.#restMs = policy.restMs;
  }

  /** Hub time of the first of the failures; undefined while it is not known to be away. */
  get awaySince(): number | undefined {
    return this.#awaySince;
  }

  /** Whether it may be asked now; where so, `worked` or `failed` must follow. */
  admits(): boolean {
    if (this.#openUntil === undefined) return true;
    if (this.#trying || this.#deps.monotonic() < this.#openUntil) return false;
    this.#trying = true;
    return true;
  }

  worked(): void {
    if (this.#openUntil !== undefined)
      this.#deps.log.info({ since: this.#awaySince }, 'the video platform answers again');
    this.#failed = 0;
    this.#restMs = this.#policy.restMs;
    this.#openUntil = undefined;
    this.#awaySince = undefined;
    this.#trying = false;
  }

  /** @param lasting It will not pass by itself soon, such as a refused log-in: opens at once, for the longest rest. */
  failed(reason: string, lasting = false): void {
    this.#failed += 1;
    this.#awaySince ??= this.#deps.clock.now();
    const wasOpen = this.#openUntil !== undefined;
    const isTry = this.#trying;
    this.#trying = false;
    if (!wasOpen && !lasting && this.#failed < this.#policy.failures) return;
    // Asks that were under way when it opened say nothing new.
    if (wasOpen && !isTry) return;
    if (lasting) this.#restMs = this.#policy.longestRestMs;
    this.#openUntil = this.#deps.monotonic() + this.#restMs;
    this.#restMs = Math.min(this.#policy.longestRestMs, 2 * this.#restMs);
    if (!wasOpen) this.#deps.log.warn({ reason }, 'the video platform does not answer: cameras of it give no picture');
  }
}
