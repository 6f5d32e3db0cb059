/**
 * Drawing follows the newest fix within half a second and never runs ahead of it: what is drawn lies between the place
 * drawn before and the newest fix, never beyond, and nothing is guessed from speed or heading.
 */
import type { LonLat } from './types.ts';

export const easeMs = 500;

interface Track {
  from: LonLat;
  to: LonLat;
  startedAt: number;
}

/** From 0 to 1 and never past it; slows as it arrives. */
function eased(t: number): number {
  const left = 1 - Math.min(1, Math.max(0, t));
  return 1 - left * left * left;
}

function placeOf({ from, to, startedAt }: Track, at: number): LonLat {
  const t = eased((at - startedAt) / easeMs);
  // Exact at the end: a rounding error must not leave it short of the fix.
  if (t >= 1) return to;
  return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t];
}

/** Where each unit is drawn. Instants are the screen's own monotonic milliseconds. */
export class Tracks {
  readonly #tracks = new Map<string, Track>();
  #movingUntil = Number.NEGATIVE_INFINITY;

  /** Takes the newest places. Who is not among them is forgotten; who is new stands at once where the fix is. */
  follow(places: Iterable<readonly [id: string, at: LonLat]>, at: number, still: boolean): void {
    const gone = new Set(this.#tracks.keys());
    for (const [id, to] of places) {
      gone.delete(id);
      const track = this.#tracks.get(id);
      if (track === undefined || still) {
        this.#tracks.set(id, { from: to, to, startedAt: at - easeMs });
      } else if (track.to[0] !== to[0] || track.to[1] !== to[1]) {
        track.from = placeOf(track, at);
        track.to = to;
        track.startedAt = at;
        this.#movingUntil = at + easeMs;
      }
    }
    for (const id of gone) this.#tracks.delete(id);
  }

  place(id: string, at: number): LonLat | undefined {
    const track = this.#tracks.get(id);
    return track === undefined ? undefined : placeOf(track, at);
  }

  /** Whether something still has to be drawn anew after this instant. */
  moving(at: number): boolean {
    return at < this.#movingUntil;
  }
}
