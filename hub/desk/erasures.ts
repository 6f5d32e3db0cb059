/** Emptying the vault of what the journal calls erased, and of what no event speaks of; tried until it is done. */
import { vaultBusyName } from '../journal/store.ts';
import type { JournalReads, VaultStore } from '../journal/store.ts';
import type { Log, Timers } from '../ports.ts';
import { described } from './described.ts';

/** Machine ms between two tries. The hub stands still for a part of a second while the vault waits for its readers. */
const retryMs = 30_000;

export interface ErasureDeps {
  readonly journal: Pick<JournalReads, 'vaultReference'>;
  readonly vault: Pick<VaultStore, 'erase'>;
  readonly timers: Timers;
  readonly log: Log;
}

const isBusy = (error: unknown): boolean => error instanceof Error && error.name === vaultBusyName;

export class Erasures {
  readonly #deps: ErasureDeps;
  /** What the journal calls erased, or a start found without an event. */
  readonly #open = new Set<string>();
  /** Records of a batch that failed; to be erased unless the journal knows them after all. */
  readonly #strays = new Set<string>();
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(deps: ErasureDeps) {
    this.#deps = deps;
  }

  /** At the start. A vault that somebody reads is waited for; throws everything else. */
  begin(refs: readonly string[]): void {
    for (const ref of refs) this.#open.add(ref);
    try {
      this.#work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      this.#later(error);
    }
  }

  /** Now if it can be done, else later. */
  erase(refs: readonly string[]): void {
    for (const ref of refs) this.#open.add(ref);
    if (refs.length > 0) this.#attempt();
  }

  /** As `erase`, for records whose batch failed. */
  discard(refs: readonly string[]): void {
    for (const ref of refs) this.#strays.add(ref);
    if (refs.length > 0) this.#attempt();
  }

  /**
   * To be called before records are put: throws while others of a failed batch can still be read. So an end of the
   * process never leaves more of them than one batch has.
   */
  assertClear(): void {
    if (this.#strays.size === 0) return;
    this.#attempt();
    if (this.#strays.size > 0) throw new Error('records of a failed batch are still in the vault');
  }

  /** Tries once more what is open, and then no more: the next start finishes it. */
  stop(): void {
    this.#stopped = true;
    if (this.#cancel !== undefined) this.#attempt();
  }

  #work(): void {
    const lost = [...this.#strays].filter((ref) => this.#deps.journal.vaultReference(ref) === undefined);
    try {
      this.#deps.vault.erase([...this.#open, ...lost]);
    } catch (error) {
      // Only their bytes are left.
      if (isBusy(error)) this.#strays.clear();
      throw error;
    }
    this.#open.clear();
    this.#strays.clear();
  }

  #attempt(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    try {
      this.#work();
    } catch (error) {
      this.#later(error);
    }
  }

  #later(error: unknown): void {
    const records = this.#open.size + this.#strays.size;
    this.#deps.log.error({ records, ...described(error) }, 'could not erase in the vault; tried again later');
    if (!this.#stopped) this.#cancel ??= this.#deps.timers.after(retryMs, () => this.#attempt());
  }
}
