/** How far replays go, in numbers. */
import { hour, minute, second } from '../../shared/lib/time.ts';

export interface ReplayPolicy {
  /** Longest period of one replay, ms: a duty night and what comes before it. */
  readonly longestMs: number;
  /** Fixes of a unit closer together than this, ms, are thinned; turns, stops and silences stay. */
  readonly fixEveryMs: number;
  /** Fixes a replay may have; what would have more by time alone is refused, and turns and stops go where they are too many. */
  readonly mostFixes: number;
  /** Longest period of a file of tracks, ms. */
  readonly longestFileMs: number;
  /** Replays open at a time in the hub, and on one link. */
  readonly open: number;
  readonly openOnLink: number;
  /** Machine ms after which a replay that asks for no page is closed. */
  readonly idleMs: number;
}

export const replayPolicy: ReplayPolicy = {
  // And a quarter of an hour before it: where a unit was at the beginning is said by a fix from before.
  longestMs: 14 * hour + 15 * minute,
  // Devices that speak every 10 s, a little early too, lose none.
  fixEveryMs: 8 * second,
  mostFixes: 3_500_000,
  longestFileMs: 24 * hour,
  open: 6,
  openOnLink: 2,
  idleMs: 2 * minute,
};
