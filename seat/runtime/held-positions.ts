/** Positions for a screen that does not keep up: of each unit the newest, however long it takes. */
import type { PositionFrame, SeenAt } from '../../shared/wire/positions.ts';
import { decodeFrame, encodeFrame } from '../../shared/wire/positions.ts';
import type { PositionsPush } from './positions.ts';

export class HeldPositions {
  #index: Extract<PositionsPush, { push: 'unitIndex' }> | undefined;
  /** By place; null: gone. */
  readonly #seen = new Map<number, SeenAt | null>();
  #full = false;
  #last: Pick<PositionFrame, 'dictionary' | 'revision'> | undefined;

  get empty(): boolean {
    return this.#index === undefined && this.#last === undefined;
  }

  /** Lists only grow, or begin anew with a full frame: places of before stay what they were. */
  add(push: PositionsPush): void {
    if (push.push === 'unitIndex') {
      this.#index = push;
      return;
    }
    const frame = decodeFrame(push.frame);
    if (frame === undefined) return;
    const { full, moved, gone, dictionary, revision } = frame;
    if (full) {
      this.#seen.clear();
      this.#full = true;
    }
    for (const [place, seen] of moved) this.#seen.set(place, seen);
    for (const place of gone) this.#seen.set(place, null);
    this.#last = { dictionary, revision };
  }

  clear(): void {
    this.#index = undefined;
    this.#last = undefined;
    this.#seen.clear();
    this.#full = false;
  }

  /** The list before the frame that is of it; undefined: nothing is held. */
  take(): PositionsPush | undefined {
    const index = this.#index;
    if (index !== undefined) {
      this.#index = undefined;
      return index;
    }
    if (this.#last === undefined) return undefined;
    const moved = [...this.#seen].flatMap(([place, seen]) => (seen === null ? [] : [[place, seen] as const]));
    const gone = [...this.#seen].flatMap(([place, seen]) => (seen === null ? [place] : []));
    const hubTime = moved.reduce((newest, [, { at }]) => Math.max(newest, at), 0);
    const frame = encodeFrame({ ...this.#last, full: this.#full, hubTime, moved, gone });
    this.clear();
    return { push: 'positions', frame };
  }
}
