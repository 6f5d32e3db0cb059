/**
 * The saved views of whoever sits here, as the hub last told them: shown also while the hub is away, with how old they are.
 * They are changed at the hub alone. Those of one person are kept at a time; a log-out leaves nothing of them.
 */
import type { SavedView, ViewBoard } from '../../shared/wire/saved-views.ts';
import type { KeptViews, SeatLog, ViewsStore } from './ports.ts';

export interface SeatViewsParts {
  readonly store: ViewsStore;
  readonly log: SeatLog;
  /** Who sits here. */
  readonly user: () => string | undefined;
  /** Hub time, Unix ms. */
  readonly now: () => number;
  readonly changed: () => void;
}

export class SeatViews {
  readonly #parts: SeatViewsParts;
  #kept: KeptViews | undefined;
  /** Told over the link that is open. */
  #current = false;

  constructor(parts: SeatViewsParts) {
    this.#parts = parts;
    this.#kept = parts.store.load();
  }

  /** Null where nothing was told for whoever sits here. */
  board(): ViewBoard | null {
    const kept = this.#kept;
    if (kept === undefined || kept.user !== this.#parts.user()) return null;
    return { views: [...kept.views], asOf: this.#current ? this.#parts.now() : kept.asOf, current: this.#current };
  }

  told(views: readonly SavedView[]): void {
    const user = this.#parts.user();
    if (user === undefined) return;
    this.#current = true;
    this.#keep({ user, asOf: this.#parts.now(), views });
  }

  /** The link is gone. @param heard When the hub was last heard, hub time, Unix ms: until then they were true. */
  lost(heard: number): void {
    if (!this.#current) return;
    this.#current = false;
    if (this.#kept !== undefined) this.#keep({ ...this.#kept, asOf: Math.max(this.#kept.asOf, heard) });
  }

  /** Somebody sits here now: what was another one's goes. */
  only(user: string): void {
    if (this.#kept !== undefined && this.#kept.user !== user) this.forget();
  }

  /** Whoever sat here has logged out. */
  forget(): void {
    this.#current = false;
    if (this.#kept !== undefined) this.#keep(undefined);
  }

  #keep(kept: KeptViews | undefined): void {
    this.#kept = kept;
    try {
      this.#parts.store.save(kept);
    } catch (error) {
      this.#parts.log.error({ err: error }, 'saved views could not be kept: after a restart the hub has to tell them');
    }
    this.#parts.changed();
  }
}
