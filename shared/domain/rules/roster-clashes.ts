/**
 * What must not stand in a roster: an officer in two groups at the same time, one unit or vehicle in two, a certificate that
 * ends within the shift. And what may stand, but is told: too little rest. Pure; instants Unix ms.
 */
import type { Decision } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import { civilDate, hour } from '../../lib/time.ts';
import type { RosterMember, RosterState } from '../roster/state.ts';

export type Turn = Pick<RosterState, 'id' | 'name' | 'squad' | 'from' | 'to' | 'members' | 'unit' | 'vehicle'>;

/** Hours between two shifts of one officer below which it is told: judgement of practice, not law. */
export const restHours = 8;

const meet = (a: Turn, b: Turn): boolean => a.from < b.to && b.from < a.to;

/** Until when a certificate holds: the midnight that ends its last day; undefined where it outlasts `to`. */
export function certificateEnds(
  { kind, certificateTo }: RosterMember,
  { to }: Pick<Turn, 'to'>,
  utcOffset: number,
): string | undefined {
  if (kind !== 'certified' || certificateTo === undefined) return undefined;
  // The last instant of a shift is the one before its end: until midnight is not beyond it.
  return certificateTo < civilDate(to - 1, utcOffset) ? certificateTo : undefined;
}

/**
 * Refusal of a turn beside the others that stand, itself among them or not: `OfficerTwice` and `OfficerRosteredTwice`,
 * `UnitRosteredTwice`, `VehicleRosteredTwice`, `CertificateEndsInShift`. Who stays away has no turn there.
 * @param field Before the name of the member, such as `record.`.
 * @param utcOffset Minutes; undefined: no plates yet, and nobody knows when midnight is.
 */
export function againstTurn(
  turn: Turn & Partial<Pick<RosterState, 'leaves'>>,
  all: readonly (Turn & Pick<RosterState, 'leaves'>)[],
  utcOffset: number | undefined,
  field: string,
): Decision | undefined {
  const others = all.filter((one) => one.id !== turn.id && meet(one, turn));
  for (const [at, member] of turn.members.entries()) {
    const { officer, name } = member;
    const at1 = `${field}members.${at}`;
    if (turn.members.findIndex((one) => one.officer === officer) !== at)
      return refuse('OfficerTwice', { field: `${at1}.officer`, officer, name });
    if (turn.leaves?.some((leave) => leave.officer === officer) === true) continue;
    const other = others.find(
      ({ members, leaves }) =>
        members.some((one) => one.officer === officer) && !leaves.some((one) => one.officer === officer),
    );
    if (other !== undefined)
      return refuse('OfficerRosteredTwice', {
        ...{ field: `${at1}.officer`, officer, name, group: other.name },
        ...{ from: other.from, to: other.to },
      });
    const ends = utcOffset === undefined ? undefined : certificateEnds(member, turn, utcOffset);
    if (ends !== undefined)
      return refuse('CertificateEndsInShift', { field: `${at1}.certificateTo`, officer, name, date: ends });
  }
  const sameUnit = turn.unit === undefined ? undefined : others.find(({ unit }) => unit === turn.unit);
  if (sameUnit !== undefined)
    return refuse('UnitRosteredTwice', { ...{ field: `${field}unit`, group: sameUnit.name }, ...spanOf(sameUnit) });
  const sameVehicle = turn.vehicle === undefined ? undefined : others.find(({ vehicle }) => vehicle === turn.vehicle);
  if (sameVehicle !== undefined)
    return refuse('VehicleRosteredTwice', {
      ...{ field: `${field}vehicle`, vehicle: turn.vehicle ?? '', group: sameVehicle.name },
      ...spanOf(sameVehicle),
    });
  return undefined;
}

const spanOf = ({ from, to }: Turn) => ({ from, to });

/** Somebody comes back too early. */
export interface ShortRest {
  readonly roster: string;
  readonly officer: string;
  readonly name: string;
  readonly group: string;
  /** The shift before, and its end. */
  readonly before: string;
  readonly ended: number;
  readonly hours: number;
}

/** Of everybody who is on the list and comes, in the order of the turns; the hours since the end of the shift before. */
export function shortRests(
  turns: readonly (Turn & Pick<RosterState, 'leaves'>)[],
  least: number = restHours,
): readonly ShortRest[] {
  const comes = ({ members, leaves }: (typeof turns)[number]): readonly RosterMember[] =>
    members.filter(({ officer }) => !leaves.some((one) => one.officer === officer));
  return turns
    .toSorted((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
    .flatMap((turn) =>
      comes(turn).flatMap(({ officer, name }): ShortRest[] => {
        const before = turns
          .filter((one) => one.to <= turn.from && comes(one).some((member) => member.officer === officer))
          .reduce<(typeof turns)[number] | undefined>(
            (last, one) => (last && last.to >= one.to ? last : one),
            undefined,
          );
        if (before === undefined) return [];
        const hours = (turn.from - before.to) / hour;
        if (hours >= least) return [];
        return [{ roster: turn.id, officer, name, group: turn.name, before: before.name, ended: before.to, hours }];
      }),
    );
}
