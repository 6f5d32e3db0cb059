/** Whose ways somebody may ask for, and of which times: the row `track` of the table of rights, carried out. */
import type { RoleGrant } from '../../shared/domain/account/events.ts';
import type { Reach } from '../../shared/domain/rules/permissions.ts';
import { reachOf } from '../../shared/domain/rules/permissions.ts';
import type { UnitReads } from '../../shared/domain/unit/state.ts';
import type { Rights } from '../accounts/rights.ts';
import type { Span, UnitTimes } from './unit-times.ts';
import { common } from './unit-times.ts';

export interface TrackRight {
  /** Whether the person may ask for the way of any unit. */
  ofAny(account: string): boolean;
  /** Whether the person may ask for some units' ways, as their own. */
  ofOwn(account: string): boolean;
  /** Times at which the way of a unit is the person's own: that of their squad always, that of their crew in their shifts. */
  ownTimes(unit: string, account: string): readonly Span[];
  /**
   * What of the period the person may be told of each unit there is; none where they may ask for nothing of it. Their
   * roles are looked at once: the answer is for one turn.
   */
  spans(account: string, asked: Span): (unit: string) => readonly Span[];
}

const always: Span = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

export interface TrackRightDeps {
  readonly rights: Pick<Rights, 'grantsOf'>;
  readonly units: Pick<UnitReads, 'unit'>;
  readonly times: Pick<UnitTimes, 'inCrew'>;
}

export function trackRight({ rights, units, times }: TrackRightDeps): TrackRight {
  const rolesWith = (account: string, reach: Reach): readonly RoleGrant[] =>
    rights.grantsOf(account).filter(({ role }) => reachOf('track', role) === reach);

  const right: TrackRight = {
    ofAny: (account) => rolesWith(account, 'any').length > 0,
    ofOwn: (account) => rolesWith(account, 'own').length > 0,
    ownTimes(unit, account) {
      const squad = units.unit(unit)?.squad;
      const ofSquad = rolesWith(account, 'own').some((grant) => grant.role !== 'officer' && grant.squad === squad);
      return ofSquad && squad !== undefined ? [always] : times.inCrew(unit, account);
    },
    spans(account, asked) {
      const [ofAny, ofOwn] = [right.ofAny(account), right.ofOwn(account)];
      return (unit) => {
        if (units.unit(unit) === undefined) return [];
        if (ofAny) return [asked];
        if (!ofOwn) return [];
        return right.ownTimes(unit, account).flatMap((span) => common(span, asked) ?? []);
      };
    },
  };
  return right;
}
