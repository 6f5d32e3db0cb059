/**
 * A browser opens six connections to one host over HTTP/1.1. Each picture over HTTP-FLV holds one for as long as it plays;
 * with all of them held nothing else would be answered: no still, no list, no tile of the map.
 */
export class HeldConnections {
  readonly #most: number;
  #held = 0;

  /** @param most How many may be held; the rest is left for everything else. */
  constructor(most: number) {
    this.#most = most;
  }

  get full(): boolean {
    return this.#held >= this.#most;
  }

  /** Undefined where none is free; else call it once it is free again. */
  take(): (() => void) | undefined {
    if (this.full) return undefined;
    this.#held += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#held -= 1;
    };
  }
}

/** Only a page that came over HTTP has that bound; the window of the app asks its own process. */
export const connectionsFor = (protocol: string): HeldConnections =>
  new HeldConnections(protocol.startsWith('http') ? 4 : Number.POSITIVE_INFINITY);
