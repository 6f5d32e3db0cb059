/** What the page of rosters says of groups. Pure. */
import type { RosterMember, RosterState } from '../../../shared/domain/roster/state.ts';
import { writePeople } from '../../../shared/lib/people-text.ts';
import { civilDate, clockTime } from '../../../shared/lib/time.ts';
import type { TFunction } from '../../hall/types.ts';
import type { RosterNight } from './use-roster-night.ts';

export type Gap = RosterNight['gaps'][number];

/** Whether a member does not come. */
export const leaveOf = (
  { leaves }: RosterState,
  { officer }: RosterMember,
): RosterState['leaves'][number] | undefined => leaves.find((one) => one.officer === officer);

/** `17:30-08:30`: an end before the beginning is the next day's, as an import reads it again. */
export function hoursText({ from, to }: Pick<RosterState, 'from' | 'to'>, offset: number): string {
  return `${clockTime(from, offset)}-${clockTime(to, offset)}`;
}

/** Those of a kind, as the form and the table write them. */
export const peopleText = (members: readonly RosterMember[], kind: RosterMember['kind'], between?: string): string =>
  writePeople(
    members
      .filter((one) => one.kind === kind)
      .map(({ officer, name, certificateTo: until }) => ({
        ...{ officer, name },
        ...(until === undefined ? {} : { certificateTo: until }),
      })),
    between,
  );

/** Zone for which a group works; undefined: none. */
export const zoneOf = (
  { lent, zone, squad }: RosterState,
  squads: ReadonlyMap<string, { readonly state: { readonly zone?: string | undefined } }>,
): string | undefined => (lent === null ? (zone ?? squads.get(squad)?.state.zone) : (lent.zone ?? undefined));

/** How many are missing, and how many of these must be certified. */
export const shortOf = ({ have, need }: Pick<Gap, 'have' | 'need'>): { persons: number; certified: number } => ({
  persons: Math.max(0, need.persons - have.persons),
  certified: Math.max(0, need.certified - have.certified),
});

/** What is missing, in few words. */
export function shortText(short: { persons: number; certified: number }, t: TFunction): string {
  if (short.persons === 0) return t('roster.gapOfCertified', short);
  return short.certified === 0 ? t('roster.gapOfPersons', short) : t('roster.gapOf', short);
}

/** The next or the last night. */
export function nightBy(night: string, days: number): string {
  return civilDate(Date.parse(`${night}T00:00:00Z`) + days * 86_400_000, 0);
}

/** Equipment that is out although its shift is over, oldest first. */
export function unreturned(
  rosters: readonly RosterState[],
  now: number,
): readonly { readonly roster: RosterState; readonly issue: RosterState['equipment'][number] }[] {
  return rosters
    .filter(({ to }) => to <= now)
    .flatMap((roster) => roster.equipment.filter(({ back }) => back === null).map((issue) => ({ roster, issue })))
    .toSorted((a, b) => a.issue.at - b.issue.at);
}
