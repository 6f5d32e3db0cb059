/** What seats with the same labels may see of the positions: their list of units, and each frame built once for all. */
import type { SeenAt } from '../../shared/wire/positions.ts';
import { encodeFrame, mostUnits } from '../../shared/wire/positions.ts';
import type { Labels } from './labels.ts';
import { sees } from './labels.ts';

/** What the feed needs of telemetry. */
export interface PositionSource {
  /** Rises with every change. */
  readonly revision: number;
  /** What changed after a revision; after 0 everything. */
  since(revision: number): {
    readonly moved: readonly (readonly [unit: string, seen: SeenAt])[];
    readonly gone: readonly string[];
  };
  /** Told after each change. Returns how to stop. */
  onMoved(listener: () => void): () => void;
  readonly units: {
    /** Every unit with the scope labels of its document, by id. */
    all(): readonly { readonly id: string; readonly scope: readonly string[] }[];
    /** Told where units or their scopes may be others. Returns how to stop. */
    onChanged(listener: () => void): () => void;
  };
}

export class PositionView {
  readonly labels: Labels;
  /** Number of the list: no two lists of a process share one. */
  readonly dictionary: number;
  readonly units: readonly string[];
  readonly #source: PositionSource;
  readonly #hubTime: () => number;
  readonly #places: ReadonlyMap<string, number>;
  /** Frames up to the newest revision, by where they begin. */
  readonly #frames = new Map<number, Uint8Array | undefined>();
  #revision = 0;

  constructor(source: PositionSource, labels: Labels, dictionary: number, hubTime: () => number) {
    this.labels = labels;
    this.dictionary = dictionary;
    this.units = visible(source, labels);
    this.#source = source;
    this.#hubTime = hubTime;
    this.#places = new Map(this.units.map((unit, place) => [unit, place]));
  }

  /** Whether the list is still what these labels see. */
  isCurrent(): boolean {
    const units = visible(this.#source, this.labels);
    return units.length === this.units.length && units.every((unit, place) => unit === this.units[place]);
  }

  /**
   * What changed after a revision, up to now; undefined where nothing that may be seen did.
   * @param after undefined: everything there is.
   */
  frame(after: number | undefined): Uint8Array | undefined {
    const { revision } = this.#source;
    if (revision !== this.#revision) {
      this.#frames.clear();
      this.#revision = revision;
    }
    // A full frame is another one than the changes after 0: it says what is not there any more.
    const key = after ?? -1;
    if (!this.#frames.has(key)) this.#frames.set(key, this.#build(after));
    return this.#frames.get(key);
  }

  #build(after: number | undefined): Uint8Array | undefined {
    const changes = this.#source.since(after ?? 0);
    const full = after === undefined;
    const moved = changes.moved.flatMap(([unit, seen]): (readonly [number, SeenAt])[] => {
      const place = this.#places.get(unit);
      return place === undefined ? [] : [[place, seen]];
    });
    const gone = full ? [] : changes.gone.flatMap((unit) => this.#places.get(unit) ?? []);
    if (!full && moved.length + gone.length === 0) return undefined;
    // The hub's clock may be set back; ages never are.
    const hubTime = moved.reduce((latest, [, { at }]) => Math.max(latest, at), this.#hubTime());
    return encodeFrame({ dictionary: this.dictionary, revision: this.#revision, full, hubTime, moved, gone });
  }
}

function visible(source: PositionSource, labels: Labels): readonly string[] {
  const units = source.units.all().filter(({ scope }) => sees(labels, scope));
  return units.slice(0, mostUnits).map(({ id }) => id);
}
