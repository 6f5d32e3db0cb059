/** Grants as rows of a form, and back. Pure. */
import { roleLimits } from '../../../shared/domain/rules/permissions.ts';
import type { RequestOf } from '../../../shared/wire/seat-api.ts';
import type { Grant, GrantLimit, Role } from '../../office/account-words.ts';
import { limitOf } from '../../office/account-words.ts';
import { fromField, toField } from '../../office/instant-field.ts';

export interface GrantRow {
  readonly role?: Role;
  readonly limit?: GrantLimit | 'bureau';
  readonly id?: string;
  /** As a field of the browser has it; empty: open. */
  readonly from?: string;
  readonly to?: string;
}

/** What a role may be limited to, the widest first. */
export const limitsOf = (role: Role): readonly (GrantLimit | 'bureau')[] => roleLimits[role];

/** A row for a role that was just picked: with the widest limit, and no scope yet. */
export function rowOf(role: Role, { from, to }: GrantRow): GrantRow {
  const limit = limitsOf(role)[0] ?? 'bureau';
  return { role, limit, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

export function rowsOf(grants: readonly Grant[], offset: number): readonly GrantRow[] {
  return grants.map((grant) => {
    const limited = limitOf(grant);
    return {
      role: grant.role,
      ...(limited === undefined ? { limit: 'bureau' as const } : { limit: limited.limit, id: limited.id }),
      ...{ from: toField(grant.from, offset), to: toField(grant.to, offset) },
    };
  });
}

/** Rows without a role are left out; the form asks for one. */
export function grantsOf(rows: readonly GrantRow[], offset: number): Grant[] {
  return rows.flatMap(({ role, limit, id, from, to }) => {
    if (role === undefined) return [];
    const begin = fromField(from, offset);
    const end = fromField(to, offset);
    return [
      {
        role,
        ...(limit === undefined || limit === 'bureau' || id === undefined ? {} : { [limit]: id.trim() }),
        ...(begin === undefined ? {} : { from: begin }),
        ...(end === undefined ? {} : { to: end }),
      },
    ];
  });
}

/** As a command carries them: what a grant does not say is not in it. */
export const asJson = (grants: readonly Partial<Grant>[]): RequestOf<'submit'>['data'] => [...grants] as never;

/** Whether a grant is over, is yet to come, or holds at `now`, Unix ms. */
export function timeOf({ from, to }: Pick<Grant, 'from' | 'to'>, now: number): 'over' | 'later' | 'holds' {
  if (to !== undefined && to <= now) return 'over';
  return from !== undefined && from > now ? 'later' : 'holds';
}
