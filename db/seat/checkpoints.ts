/** Places passed on the way, kept at growing distances: enough to find where two histories parted. */

export type Checkpoint = readonly [seq: number, hash: string];

/** As many as a hello may carry. */
const most = 64;
/** The newest checkpoint may be this many events behind the place itself: it need not be written with every batch. */
const step = 8;

/** Whether the place should become a checkpoint. */
export function isDue(newest: Checkpoint | undefined, seq: number): boolean {
  return newest === undefined || seq >= newest[0] + step;
}

/**
 * Of checkpoints, newest first, those worth keeping: of each doubling of the distance from the newest, the first and
 * the last, so that the distances go on growing as the newest moves on.
 */
export function thinned(checkpoints: readonly Checkpoint[]): readonly Checkpoint[] {
  const head = checkpoints[0]?.[0] ?? 0;
  const reach = ([seq]: Checkpoint): number => Math.floor(Math.log2(head - seq + 1));
  const kept = checkpoints.filter((checkpoint, index) => {
    const before = checkpoints[index - 1];
    const after = checkpoints[index + 1];
    const own = reach(checkpoint);
    return before === undefined || after === undefined || reach(before) !== own || reach(after) !== own;
  });
  return kept.slice(0, most);
}
