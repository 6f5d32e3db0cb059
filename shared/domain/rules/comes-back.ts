/** Sources that keep coming back: how often in so many nights, and from what hour. What follows from it a person decides. */
import { civilDate, clockTime, day, hour, minute, minuteOfDay } from '../../lib/time.ts';
import type { Plates } from '../district/state.ts';
import type { IncidentState } from '../incident/state.ts';

export interface ComesBack {
  /** Length of the period, nights. */
  readonly nights: number;
  /** Nights of it on which somebody complained of the site. */
  readonly times: number;
  /** Full or half hour after which all of it was, `23:30`. */
  readonly after: string;
}

/** Where the pack says nothing: judgement of practice. */
const usual = { nights: 14, times: 3 };
/** How many nights are looked back over, and on how many of them it has to come up, by the pack. */
export const comingBackOf = ({ policy }: Plates): { readonly nights: number; readonly times: number } =>
  policy.comesBack ?? usual;

/** A night is counted from noon to noon. */
const noon = 12 * hour;
const step = 30 * minute;

/** Of what was found to be nothing, or another's, nobody is called back. */
const counts = ({ outcome, returned, joinedInto }: IncidentState): boolean =>
  joinedInto === null && returned === null && outcome?.kind !== 'nothingFound' && outcome?.kind !== 'notOurs';

/** The civil date on which the night of an instant began. */
export const nightOf = (instant: number, { utcOffset }: Pick<Plates, 'utcOffset'>): string =>
  civilDate(instant - noon, utcOffset);

/** Those of the incidents of a site that count towards its pattern as of an instant. */
export function countedFor(incidents: readonly IncidentState[], at: number, plates: Plates): readonly IncidentState[] {
  const { nights } = comingBackOf(plates);
  // The night of `at` is the last of them.
  const since = nightOf(at - (nights - 1) * day, plates);
  return incidents.filter((one) => one.actAt <= at && counts(one) && nightOf(one.actAt, plates) >= since);
}

/**
 * The pattern of a site, from its incidents up to an instant; undefined where it came up on fewer nights than the pack calls
 * coming back. Several complaints of one night are one time.
 */
export function comesBack(incidents: readonly IncidentState[], at: number, plates: Plates): ComesBack | undefined {
  const { nights, times } = comingBackOf(plates);
  const { utcOffset } = plates;
  const within = countedFor(incidents, at, plates);
  const on = new Set(within.map(({ actAt }) => nightOf(actAt, plates)));
  if (on.size < times) return undefined;
  const earliest = Math.min(...within.map(({ actAt }) => minuteOfDay(actAt - noon, utcOffset)));
  const after = Math.floor((earliest * minute) / step) * step;
  return { nights, times: on.size, after: clockTime(after + noon - utcOffset * minute, utcOffset) };
}
