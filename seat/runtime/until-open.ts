/**
 * Answers of the office that come while the seat is locked. The hub has done what was asked, and what it made it tells
 * once: a key, a password, recovery codes. They wait for whoever asked.
 */
export class UntilOpen {
  readonly #at: () => { readonly user: string | undefined; readonly locked: boolean };
  #waiting: (() => void)[] = [];

  constructor(at: () => { readonly user: string | undefined; readonly locked: boolean }) {
    this.#at = at;
  }

  /** Resolves once the seat is open, or somebody else's: with whether it is still that of `user`. */
  async of(user: string | undefined): Promise<boolean> {
    while (this.#at().locked && this.#at().user === user)
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    return this.#at().user === user;
  }

  /** The lock, or who is at the seat, may be another. */
  changed(): void {
    for (const look of this.#waiting.splice(0)) look();
  }
}
