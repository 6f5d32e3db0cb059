import type { RoleGrant } from './events.ts';

/** Who may log in, and as what. Passwords are not here: the hub keeps their hashes apart from the journal. */
export interface AccountState {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly RoleGrant[];
  readonly demo: boolean;
  readonly disabled: boolean;
}

export interface AccountReads {
  account(id: string): AccountState | undefined;
  accountByLogin(login: string): AccountState | undefined;
  /** Accounts that are not disabled and hold the administrator role. */
  administrators(): readonly AccountState[];
}
