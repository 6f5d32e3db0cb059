import type { RoleGrant } from './events.ts';
import { grantLimits } from './events.ts';
import { inEffect, isWellFormed } from '../rules/permissions.ts';

/** Who may log in, and as what. Passwords are not here: the hub keeps their hashes apart from the journal. */
export interface AccountState {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  /**
   * In force as of the last event of the account, those as a deputy included; without their times, and without those that
   * open nothing.
   */
  readonly roles: readonly RoleGrant[];
  /** All that were given and not taken away: past, present and to come. */
  readonly grants: readonly RoleGrant[];
  /** Whose place the person takes, and until when. */
  readonly deputyOf: readonly Deputyship[];
  readonly demo: boolean;
  readonly disabled: boolean;
  /** Has left the bureau. */
  readonly leaver: boolean;
  /** Hub time of the account's last event, Unix ms: as of then `roles` are in force. */
  readonly asOf: number;
}

export interface Deputyship {
  /** Account whose place is taken. */
  readonly for: string;
  readonly roles: readonly RoleGrant[];
  /** Unix ms; from inclusive, to exclusive. */
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

export interface AccountReads {
  account(id: string): AccountState | undefined;
  accountByLogin(login: string): AccountState | undefined;
  accounts(): readonly AccountState[];
  /** Accounts that are not disabled and hold the administrator role. */
  administrators(): readonly AccountState[];
}

type Held = Pick<AccountState, 'grants' | 'deputyOf'>;
/** Unix ms; from inclusive, to exclusive; absent where it is open. */
export interface Period {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

const startOf = ({ from }: Period): number => from ?? -Infinity;
const endOf = ({ to }: Period): number => to ?? Infinity;

export const holdsAt = (period: Period, at: number): boolean => startOf(period) <= at && at < endOf(period);
export const isOver = (period: Period, at: number): boolean => endOf(period) <= at;
export const overlap = (a: Period, b: Period): boolean => startOf(a) < endOf(b) && startOf(b) < endOf(a);
/** Whether `a` holds for the whole of `b`. */
export const covers = (a: Period, b: Period): boolean => startOf(a) <= startOf(b) && endOf(b) <= endOf(a);

/** Whether both are the same role with the same limit, whatever their times. */
export function isSameRole(a: RoleGrant, b: RoleGrant): boolean {
  return a.role === b.role && grantLimits.every((limit) => a[limit] === b[limit]);
}

function timeless({ from: _from, to: _to, ...grant }: RoleGrant): RoleGrant {
  return grant;
}

/** Everything that was given, with its times; a role held as a deputy has those of the deputyship. */
export function allGrants({ grants, deputyOf }: Held): readonly RoleGrant[] {
  return [
    ...grants,
    ...deputyOf.flatMap(({ roles, from, to }) => roles.map((grant) => ({ ...timeless(grant), from, to }))),
  ];
}

/** Those that hold at `at`, Unix ms, and open something, each once, without their times. */
export function rolesInForce(held: Held, at: number): readonly RoleGrant[] {
  const roles: RoleGrant[] = [];
  for (const grant of inEffect(allGrants(held).filter((one) => holdsAt(one, at)))) {
    if (!roles.some((role) => isSameRole(role, grant))) roles.push(timeless(grant));
  }
  return roles;
}

/**
 * Grants that stand and open nothing: ill made, now or later, or apart from another that holds at `at`, Unix ms. Journals of
 * an older release have such; somebody must look at them.
 */
export function grantsWithoutEffect(held: Held, at: number): readonly RoleGrant[] {
  const inForce = rolesInForce(held, at);
  return allGrants(held).filter((grant) => {
    if (isOver(grant, at)) return false;
    return !isWellFormed(grant) || (holdsAt(grant, at) && !inForce.some((role) => isSameRole(role, grant)));
  });
}

/** The first instant after `at` at which a grant or deputyship begins or ends; undefined where nothing changes. */
export function nextTurn(held: Held, at: number): number | undefined {
  const turns = allGrants(held).flatMap(({ from, to }) => [from, to].filter((time) => time !== undefined));
  const later = turns.filter((time) => time > at);
  return later.length === 0 ? undefined : Math.min(...later);
}
