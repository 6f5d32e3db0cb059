/**
 * When an intake that says nothing is silent for longer than usual (silence looks like peace).
 *
 * The usual gap is the 95th percentile of the gaps that began in the same civil hour; with fewer than ten of them, of that
 * hour and the two beside it; with fewer than ten of these it is not known. An intake is silent once nothing came for
 * longer than the usual gap, and for no less than a number of minutes of its kind; where the gap is not known, for a longer
 * number. The hour is that in which the silence began, so that one silence has one limit. It is said once.
 */
import { minute } from '../../lib/time.ts';

/** Orders of work come seldom, positions all the time. */
export type IntakeKind = 'orders' | 'positions' | 'devices';

export interface SilencePolicy {
  /** Never silent before, ms. */
  readonly least: number;
  /** Where the usual gap is not known, ms. */
  readonly unknown: number;
}

/** `devices`: units' tablets rest for hours; of them it is only said when they last spoke. */
export const silencePolicy: { readonly [kind in IntakeKind]: SilencePolicy | undefined } = {
  orders: { least: 20 * minute, unknown: 240 * minute },
  positions: { least: 3 * minute, unknown: 10 * minute },
  devices: undefined,
};

/** Gaps that began in each of the 24 civil hours, ms. */
export type GapsByHour = readonly (readonly number[])[];

const enough = 10;
const share = 0.95;

/** The usual gap of an hour, ms; undefined where too little is known. */
export function usualGap(gaps: GapsByHour, hour: number): number | undefined {
  const own = gaps[hour] ?? [];
  const near = [...(gaps[(hour + 23) % 24] ?? []), ...own, ...(gaps[(hour + 1) % 24] ?? [])];
  const known = own.length >= enough ? own : near;
  if (known.length < enough) return undefined;
  const sorted = [...known].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1];
}

/** How long an intake may say nothing, ms; undefined where its silence means nothing. */
export function silenceLimit(kind: IntakeKind, usual: number | undefined): number | undefined {
  const policy = silencePolicy[kind];
  if (policy === undefined) return undefined;
  return usual === undefined ? policy.unknown : Math.max(policy.least, usual);
}

export interface Hearing {
  /** Hub time at which it last spoke, Unix ms; null where it never did. */
  readonly lastAt: number | null;
  /** Since when it should speak, Unix ms; null where nobody expects it to now. */
  readonly expectedSince: number | null;
}

export interface Silence {
  /** Since when it is silent, Unix ms; null while it is not. */
  readonly since: number | null;
  /** The silence that was said last: since when that one was. */
  readonly said: number | null;
}

export const noSilence: Silence = { since: null, said: null };

/** Since when nothing came that should have come; null where nothing is owed. */
export function quietSince({ lastAt, expectedSince }: Hearing): number | null {
  if (expectedSince === null) return null;
  return lastAt === null ? expectedSince : Math.max(lastAt, expectedSince);
}

/** @returns the silence as it is now, and whether this is the moment to say it. */
export function listen(
  before: Silence,
  hearing: Hearing,
  now: number,
  limit: number | undefined,
): { readonly silence: Silence; readonly say: boolean } {
  const quiet = quietSince(hearing);
  if (quiet === null || limit === undefined || now - quiet <= limit)
    return { silence: { since: null, said: before.said }, say: false };
  return { silence: { since: quiet, said: quiet }, say: before.said !== quiet };
}
