/** Where every unit is: the newest believed fix of each, in memory. */
import type { SeenAt } from '../../shared/wire/positions.ts';
import type { DeviceId } from './fix.ts';

export interface Latest extends SeenAt {
  /** Whose fix it is. */
  readonly device: DeviceId;
  /** Whether `at` is the device's word; else it is when the fix came. */
  readonly timed: boolean;
}

export interface Changes {
  readonly moved: readonly (readonly [unit: string, latest: Latest])[];
  /** Units whose position was taken away. */
  readonly gone: readonly string[];
}

interface Row {
  readonly revision: number;
  /** Undefined where it was taken away: so that who asks later hears of it. */
  readonly latest: Latest | undefined;
}

export class LatestTable {
  readonly #rows = new Map<string, Row>();
  #revision = 0;

  /** Rises with every change; 0 where there was none. */
  get revision(): number {
    return this.#revision;
  }

  get(unit: string): Latest | undefined {
    return this.#rows.get(unit)?.latest;
  }

  set(unit: string, latest: Latest): void {
    this.#revision += 1;
    this.#rows.set(unit, { revision: this.#revision, latest });
  }

  /** Whether there was one. */
  remove(unit: string): boolean {
    if (this.get(unit) === undefined) return false;
    this.#revision += 1;
    this.#rows.set(unit, { revision: this.#revision, latest: undefined });
    return true;
  }

  /** What changed after a revision; after 0 everything. */
  since(revision: number): Changes {
    const moved: [string, Latest][] = [];
    const gone: string[] = [];
    for (const [unit, row] of this.#rows) {
      if (row.revision <= revision) continue;
      if (row.latest === undefined) gone.push(unit);
      else moved.push([unit, row.latest]);
    }
    return { moved, gone };
  }
}
