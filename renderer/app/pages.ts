/** Which pages a person has, the first one open at the start. What they see there is what the hub sends them. */
import type { SessionUser } from '../../shared/wire/seat-api.ts';

export type Page = 'console' | 'wall' | 'shift' | 'status';
type Role = SessionUser['roles'][number]['role'];

/** Whoever works on incidents has the console; who sees the whole bureau has the wall and the shift sheet too. */
const pagesOfRole: { readonly [R in Role]?: readonly Page[] } = {
  commander: ['console', 'wall', 'shift', 'status'],
  dutyLeader: ['console', 'wall', 'shift', 'status'],
  shiftLead: ['console', 'wall', 'shift', 'status'],
  dispatcher: ['console', 'wall', 'shift', 'status'],
  nightDesk: ['console', 'wall', 'shift', 'status'],
  // Of their own squad or zone only: a wall would call a night calm that is not.
  zoneLead: ['console', 'status'],
  squadRoom: ['console', 'status'],
  leader: ['wall', 'console'],
  reporting: ['shift', 'wall'],
  wall: ['wall'],
};

/** Of several roles: all their pages, each once, in the order of the roles. */
export function pagesOf(roles: SessionUser['roles']): readonly Page[] {
  const pages = new Set(roles.flatMap(({ role }) => pagesOfRole[role] ?? (['status'] as const)));
  return pages.size === 0 ? ['status'] : [...pages];
}
