/** What the person logged in may do, by the one table of rights: what one may not do is not offered. The hub decides. */
import { useMemo } from 'react';
import type { Allowed, CommandType, DocumentKind, OtherAction } from '../../shared/domain/rules/permissions.ts';
import { commandRights, documentRights, otherRights } from '../../shared/domain/rules/permissions.ts';
import type { SessionUser } from '../../shared/wire/seat-api.ts';
import { useStatus } from '../seat-client/hooks.ts';

type Roles = SessionUser['roles'];

export interface May {
  /** Whether some role may give this command at all; whether it reaches this document shows in what is held here. */
  readonly give: (command: CommandType) => boolean;
  readonly ask: (action: OtherAction) => boolean;
  /** The same about a unit of this squad: everybody in the hall sees all units, some may speak for their own alone. */
  readonly giveFor: (command: CommandType, squad: string) => boolean;
  readonly askFor: (action: OtherAction, squad: string) => boolean;
  /** Whether some role is sent documents of this kind: without it nothing may be counted from there being none. */
  readonly hold: (kind: DocumentKind) => boolean;
}

/** Of these roles, whatever they are limited to. Pure. */
export function mayOf(roles: Roles): May {
  const some = (row: Allowed): boolean => roles.some(({ role }) => row[role] !== undefined);
  const someFor = (row: Allowed, of: string): boolean =>
    roles.some(({ role, squad }) => row[role] !== undefined && (row[role] !== 'own' || squad === of));
  return {
    give: (command) => some(commandRights[command]),
    ask: (action) => some(otherRights[action]),
    giveFor: (command, squad) => someFor(commandRights[command], squad),
    askFor: (action, squad) => someFor(otherRights[action], squad),
    hold: (kind) => some(documentRights[kind]),
  };
}

const nobody: Roles = [];

export function useMay(): May {
  const roles = useStatus().status?.user?.roles ?? nobody;
  return useMemo(() => mayOf(roles), [roles]);
}
