/**
 * Drawing follows the newest fix within half a second and never runs ahead of it: what is drawn lies between the place
 * drawn before and the newest fix, never beyond, and nothing is guessed from speed or heading.
 */

export const easeMs = 500;

/** How much of the way is behind it, from 0 to 1 and never past it, ms after it began; slows as it arrives. */
export function eased(since: number): number {
  const left = 1 - Math.min(1, Math.max(0, since / easeMs));
  return 1 - left * left * left;
}
