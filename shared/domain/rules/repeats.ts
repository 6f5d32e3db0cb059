/**
 * The list of sources that keep coming back (反复投诉源头): how often, on which nights, at which hours, what was found, and what
 * was done already. It leads to 约谈 and 抄告; who holds or sends them a person decides.
 */
import type { ContactState } from '../contact/state.ts';
import type { Plates } from '../district/state.ts';
import type { IncidentState, SourceStep } from '../incident/state.ts';
import type { ComesBack } from './comes-back.ts';
import { comesBack, countedFor, nightOf } from './comes-back.ts';

export { comingBackOf } from './comes-back.ts';

export interface RepeatNight {
  /** Civil date on which it began, `2026-11-21`. */
  readonly night: string;
  /** Of this night, by the instant of the act. */
  readonly incidents: readonly IncidentState[];
}

/** A step with the incident on which it is noted. */
export interface StepOf {
  readonly step: SourceStep;
  readonly incident: string;
  readonly number: string;
}

export interface Repeat {
  readonly site: string;
  readonly pattern: ComesBack;
  /** The latest first. */
  readonly nights: readonly RepeatNight[];
  /** The latest first; those that were corrected too. */
  readonly steps: readonly StepOf[];
  /** The last complaint: what is done about the source is noted there. */
  readonly last: IncidentState;
  /** Complaints since somebody last talked to it or told an authority; all of the period where nobody did. */
  readonly sinceStep: number;
}

/** What was done about a site up to an instant, the latest first; its own incidents or not, each says of which it speaks. */
export function stepsOf(site: string, incidents: readonly IncidentState[], at: number): readonly StepOf[] {
  return incidents
    .flatMap(({ id, number, sourceSteps }) => sourceSteps.map((step) => ({ step, incident: id, number })))
    .filter(({ step }) => step.site === site && step.at <= at)
    .sort((a, b) => b.step.at - a.step.at || (a.step.step < b.step.step ? 1 : -1));
}

/** Those that still count. */
export const standing = (steps: readonly StepOf[]): readonly StepOf[] =>
  steps.filter(({ step }) => step.corrected === null);

/** By key, in the order in which the keys first come. */
function grouped<T, K>(list: readonly T[], key: (one: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const one of list) {
    const group = groups.get(key(one));
    if (group === undefined) groups.set(key(one), [one]);
    else group.push(one);
  }
  return groups;
}

function nightsOf(incidents: readonly IncidentState[], plates: Plates): readonly RepeatNight[] {
  const byNight = grouped(incidents, ({ actAt }) => nightOf(actAt, plates));
  return [...byNight]
    .map(([night, of]) => ({ night, incidents: of.toSorted((a, b) => a.actAt - b.actAt) }))
    .sort((a, b) => (a.night < b.night ? 1 : -1));
}

/**
 * Those that come back, as of an instant, most nights first, then most complaints since somebody acted. Their order, and what
 * is said of each, does not depend on the order of the incidents.
 */
export function repeatsOf(incidents: readonly IncidentState[], at: number, plates: Plates): readonly Repeat[] {
  const bySite = grouped(incidents, ({ site }) => site);
  const found = [...bySite].flatMap(([site, own]): readonly Repeat[] => {
    if (site === null) return [];
    const pattern = comesBack(own, at, plates);
    if (pattern === undefined) return [];
    const within = countedFor(own, at, plates).toSorted((a, b) => a.actAt - b.actAt || (a.id < b.id ? -1 : 1));
    const last = within.at(-1);
    if (last === undefined) return [];
    const steps = stepsOf(site, incidents, at);
    const acted = standing(steps)[0]?.step.at ?? Number.NEGATIVE_INFINITY;
    const sinceStep = within.filter(({ actAt }) => actAt > acted).length;
    return [{ site, pattern, nights: nightsOf(within, plates), steps, last, sinceStep }];
  });
  return found.sort(
    (a, b) => b.pattern.times - a.pattern.times || b.sinceStep - a.sinceStep || (a.site < b.site ? -1 : 1),
  );
}

/** Authorities that may be told: those of the pack and of the book of contacts, by name. */
export function authoritiesOf(
  plates: Pick<Plates, 'matters' | 'contacts'>,
  contacts: readonly Pick<ContactState, 'authority'>[],
): readonly string[] {
  const named = [...plates.matters.filter(({ ours }) => !ours), ...plates.contacts, ...contacts].map(
    ({ authority }) => authority,
  );
  return [...new Set(named)].filter((name) => name !== '' && name.length <= 60).sort();
}
