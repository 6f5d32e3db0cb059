import type { RoleGrant } from './events.ts';

/** Who may log in, and as what. Passwords are not here: the hub keeps their hashes apart from the journal. */
export interface AccountState {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  /** In force as of the last event of the account, those as a deputy included; without their times. */
  readonly roles: readonly RoleGrant[];
  /** All that were given and not taken away: past, present and to come. */
  readonly grants: readonly RoleGrant[];
  /** Whose place the person takes, and until when. */
  readonly deputyOf: readonly Deputyship[];
  readonly demo: boolean;
  readonly disabled: boolean;
  /** Has left the bureau. */
  readonly leaver: boolean;
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
  /** Accounts that are not disabled and hold the administrator role. */
  administrators(): readonly AccountState[];
}
