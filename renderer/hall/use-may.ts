/** What the person logged in may do, by the one table of rights: what one may not do is not offered. The hub decides. */
import { useMemo } from 'react';
import type { CommandType, OtherAction } from '../../shared/domain/rules/permissions.ts';
import { reachOf, rolesFor } from '../../shared/domain/rules/permissions.ts';
import type { SessionUser } from '../../shared/wire/seat-api.ts';
import { useStatus } from '../seat-client/hooks.ts';

type Roles = SessionUser['roles'];

export interface May {
  /** Whether some role may give this command at all; whether it reaches this document shows in what is held here. */
  readonly give: (command: CommandType) => boolean;
  readonly ask: (action: OtherAction) => boolean;
}

/** Of these roles, whatever they are limited to. Pure. */
export function mayOf(roles: Roles): May {
  const held = roles.map(({ role }) => role);
  return {
    give: (command) => rolesFor(command).some((role) => held.some((own) => own === role)),
    ask: (action) => held.some((role) => reachOf(action, role) !== undefined),
  };
}

const nobody: Roles = [];

export function useMay(): May {
  const roles = useStatus().status?.user?.roles ?? nobody;
  return useMemo(() => mayOf(roles), [roles]);
}
