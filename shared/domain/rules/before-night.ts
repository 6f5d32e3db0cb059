/**
 * The list of 21:30 (提醒清单): whom to ring before anybody complains. Sites whose permit ended a short while ago and was not renewed,
 * sources that come back at this hour, and sites that may pour concrete tonight, where the paper's hours and conditions are worth a word.
 */
import { day, hour, minuteOfDay, startOfDate, civilDate } from '../../lib/time.ts';
import type { Plates } from '../district/state.ts';
import type { RegisterEntry } from '../kernel.ts';
import type { NightPermitState } from '../permit/state.ts';
import type { SiteState } from '../site/state.ts';
import type { Repeat } from './repeats.ts';

/** Complaints from so long before the hour until so long after it count as of this hour, ms. */
const hourWindow = { before: hour / 2, after: 4 * hour };

/** Works that cannot be broken off once begun. */
const pouring = /浇筑|浇捣|混凝土|砼/;

export type Reminder =
  | { readonly code: 'permitEnded'; readonly number: string; readonly to: number }
  | { readonly code: 'comesBack'; readonly times: number; readonly nights: number; readonly after: string }
  | { readonly code: 'pours'; readonly number: string; readonly from: number; readonly to: number };

export interface ToRing {
  readonly site: SiteState;
  /** One at least: the first weighs most. */
  readonly why: readonly Reminder[];
}

interface Night {
  readonly sites: readonly SiteState[];
  readonly permits: readonly NightPermitState[];
  readonly repeats: readonly Repeat[];
  readonly plates: Pick<Plates, 'utcOffset'>;
  /** Unix ms. */
  readonly at: number;
}

const isThere = ({ withdrawn }: RegisterEntry): boolean => withdrawn === undefined;

/** Whether two minutes of the day lie so close that one is in the window of the other; both from midnight. */
function isAtHour(of: number, at: number): boolean {
  const since = ((of - at + 1_440) % 1_440) * 60_000;
  return since <= hourWindow.after || since >= day - hourWindow.before;
}

/** Most reasons first, then by name; none twice. */
export function beforeNight({ sites, permits, repeats, plates, at }: Night): readonly ToRing[] {
  const { utcOffset } = plates;
  // Before noon it is still the night of yesterday.
  const today = startOfDate(civilDate(at - day / 2, utcOffset), utcOffset);
  const tonight = { from: today + day / 2, to: today + day + day / 2 };
  const valid = permits.filter((one) => isThere(one) && one.permits === 'nightWork');
  const minuteNow = minuteOfDay(at, utcOffset);
  const found = sites.filter(isThere).map((site): ToRing => {
    const own = valid.filter((one) => one.site === site.id).sort((a, b) => b.to - a.to);
    const [last] = own;
    const why: Reminder[] = [];
    // Since the beginning of yesterday, and nothing holds tonight.
    if (last !== undefined && last.to >= today - day && last.to <= at)
      why.push({ code: 'permitEnded', number: last.number, to: last.to });
    const repeat = repeats.find((one) => one.site === site.id);
    const atHour = repeat?.nights.flatMap(({ incidents }) => incidents) ?? [];
    if (
      repeat !== undefined &&
      atHour.filter(({ actAt }) => isAtHour(minuteOfDay(actAt, utcOffset), minuteNow)).length >= 2
    )
      why.push({ code: 'comesBack', ...repeat.pattern });
    const pour = own.find(
      (one) => pouring.test(one.work) && one.from < tonight.to && one.to > Math.max(at, tonight.from),
    );
    if (pour !== undefined) why.push({ code: 'pours', number: pour.number, from: pour.from, to: pour.to });
    return { site, why };
  });
  return found
    .filter(({ why }) => why.length > 0)
    .sort((a, b) => b.why.length - a.why.length || (a.site.name < b.site.name ? -1 : 1));
}
