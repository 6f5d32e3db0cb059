/** Tracks of a replay, page by page in order of time: what of each unit may be told, thinned where the policy says so. */
import type { ThinPolicy } from '../../shared/geo/thin.ts';
import { Thinner } from '../../shared/geo/thin.ts';
import { minute } from '../../shared/lib/time.ts';
import type { TrackFix } from '../../shared/wire/tracks.ts';
import { encodeTracks } from '../../shared/wire/tracks.ts';
import type { Span } from '../office/unit-times.ts';
import { common } from '../office/unit-times.ts';
import type { TrackPoint, TrackStore } from '../telemetry/tracks.ts';

/** A unit and the times it may be told of. */
export interface TrackOf {
  readonly unit: string;
  readonly spans: readonly Span[];
}

export interface TrackPagesOptions {
  readonly store: Pick<TrackStore, 'track'>;
  readonly units: readonly TrackOf[];
  /** Hub time, Unix ms; both included. */
  readonly from: number;
  readonly to: number;
  /** undefined: every fix. */
  readonly thin: (Partial<ThinPolicy> & Pick<ThinPolicy, 'everyMs'>) | undefined;
  /** Fixes of all pages together, where they are thinned; there is no limit without it. */
  readonly most?: number;
}

/** All units of one window are told before the next one: a replay can begin while the rest is on its way. */
const windowMs = 15 * minute;
/** Fixes read at once: what one step of the work may take. */
const readPage = 400;
/** Fixes in a page, about 220 kB. */
const pageFixes = 8_000;

export class TrackPages {
  readonly #options: TrackPagesOptions;
  readonly #thinners: readonly (Thinner<TrackFix> | undefined)[];
  #waiting: TrackFix[] = [];
  /** Fixes that may still be told between two that time alone would keep: turns and stops. */
  #beside: number;
  /** When the newest fix told of each unit was made. */
  readonly #told: number[] = [];
  #window: number;
  #unit = 0;
  #last = false;

  constructor(options: TrackPagesOptions) {
    this.#options = options;
    this.#window = options.from;
    const { units, from, to, thin, most = Number.POSITIVE_INFINITY } = options;
    // Of each unit one each `everyMs`, and the first and the last.
    const byTime = thin === undefined ? 0 : units.length * ((to - from) / thin.everyMs + 2);
    this.#beside = Math.max(0, most - byTime);
    this.#thinners = options.units.map(() => (options.thin === undefined ? undefined : new Thinner(options.thin)));
  }

  /** The next page, to be worked out in steps. */
  *next(): Generator<void, { readonly page: Uint8Array; readonly done: boolean }> {
    const { from, to } = this.#options;
    while (this.#waiting.length < pageFixes && this.#window <= to) {
      yield* this.#read(this.#unit);
      this.#unit += 1;
      if (this.#unit < this.#options.units.length) continue;
      this.#unit = 0;
      this.#window += windowMs;
    }
    if (this.#window > to && !this.#last) {
      this.#last = true;
      for (const thinner of this.#thinners) this.#waiting.push(...(thinner?.end() ?? []));
    }
    const fixes = this.#waiting.slice(0, pageFixes);
    this.#waiting = this.#waiting.slice(pageFixes);
    const done = this.#last && this.#waiting.length === 0;
    // What a thinner still holds is of the window read last: what is older was told when that one was read.
    const until = done ? to + 1 : Math.max(from, this.#window - (this.#waiting.length > 0 ? 2 : 1) * windowMs);
    return { page: encodeTracks({ base: from, until, fixes }), done };
  }

  /** One unit's fixes of the window. */
  *#read(index: number): Generator<void, void> {
    const { store, units, to } = this.#options;
    const track = units[index];
    if (track === undefined) return;
    const window = { from: this.#window, to: Math.min(this.#window + windowMs, to + 1) };
    const thinner = this.#thinners[index];
    const tell = (fixes: readonly TrackFix[]): void => {
      for (const fix of fixes) this.#tell(index, fix);
    };
    for (const each of track.spans) {
      const span = common(each, window);
      if (span === undefined) continue;
      for (let { from } = span; ;) {
        const points = store.track(track.unit, from, span.to, readPage);
        for (const point of points) {
          const fix = fixOf(point, index);
          if (thinner === undefined) this.#waiting.push(fix);
          else tell(thinner.take(fix, this.#beside <= 0));
        }
        yield;
        const last = points.at(-1);
        if (last === undefined || points.length < readPage) break;
        from = last.at + 1;
      }
    }
    // Where a unit was last seen before a silence must be there once `until` has passed it.
    tell(thinner?.end(this.#window) ?? []);
  }

  #tell(index: number, fix: TrackFix): void {
    const before = this.#told[index];
    const everyMs = this.#options.thin?.everyMs ?? 0;
    if (before !== undefined && fix.at - before < everyMs) this.#beside -= 1;
    this.#told[index] = fix.at;
    this.#waiting.push(fix);
  }
}

function fixOf(
  { at, lon, lat, speed, heading, accuracy, device, deviceAt, poor, replayed }: TrackPoint,
  unit: number,
): TrackFix {
  // Member by member: a night has millions of them.
  const fix: { -readonly [member in keyof TrackFix]: TrackFix[member] } = { unit, at, lon, lat, poor, replayed };
  if (speed !== undefined) fix.speed = speed;
  if (heading !== undefined) fix.heading = heading;
  if (accuracy !== undefined) fix.accuracy = accuracy;
  if (device !== undefined) fix.device = device;
  if (deviceAt !== undefined) fix.deviceAt = deviceAt;
  return fix;
}
