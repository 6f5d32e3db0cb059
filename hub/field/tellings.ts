/** Words of a unit to the hall, and who looked at where it went. */
import type { AccountReads } from '../../shared/domain/account/state.ts';
import type { AssignmentReads } from '../../shared/domain/assignment/state.ts';
import type { FieldLooksAnswer, FieldSay } from '../../shared/wire/field-api.ts';
import type { AccessLogStore } from '../journal/store.ts';
import { allUnits, trackPeriodOf } from '../office/rights.ts';
import type { AccessLog } from '../vault/access-log.ts';
import type { FieldCommand } from './commands.ts';

/** Undefined where the assignment is not the unit's. */
export function commandOfSaying(
  unit: string,
  { id, text, urgent, assignment: of }: FieldSay,
  reads: Pick<AssignmentReads, 'assignment'>,
): FieldCommand | undefined {
  const assignment = of === null ? null : reads.assignment(of);
  if (assignment === undefined || (assignment !== null && assignment.unit !== unit)) return undefined;
  const incident = assignment?.incident ?? null;
  return { type: 'SendMessage', data: { id, audience: { kind: 'hall' }, urgent, incident, personal: { text } } };
}

export interface LookDeps {
  readonly store: Pick<AccessLogStore, 'find'>;
  /** Written out before it is read. */
  readonly access: Pick<AccessLog, 'flush'>;
  readonly people: Pick<AccountReads, 'account'>;
}

/** Entries of the log that are read at most: those about a unit are nearly all looks. */
const mostRead = 1_000;

export function looksOf({ store, access, people }: LookDeps): (unit: string, limit: number) => FieldLooksAnswer {
  return (unit, limit) => {
    access.flush();
    const subjects = [allUnits, `unit:${unit}`];
    const entries = store.find({ from: 0, to: Number.MAX_SAFE_INTEGER, subjects, limit: mostRead });
    const looks = entries.flatMap(({ at, user, action, detail }) => {
      const period = trackPeriodOf(detail);
      if (period === undefined) return [];
      const reason = /\d+ to -?\d+: (.*)$/s.exec(detail)?.[1]?.trim() ?? '';
      const name = people.account(user)?.name ?? user;
      return [{ at, name, reason: reason === '' ? null : reason, ...period, seen: action !== 'refused' }];
    });
    return { status: 'looks', looks: looks.slice(0, limit) };
  };
}
