/** Which pages a person has, the first one open at the start. What they see there is what the hub sends them. */
import type { OtherAction } from '../../shared/domain/rules/permissions.ts';
import { reachOf } from '../../shared/domain/rules/permissions.ts';
import type { SessionUser } from '../../shared/wire/seat-api.ts';

export type Page = 'console' | 'wall' | 'duty' | 'shift' | 'system' | 'status' | 'account';
type Role = SessionUser['roles'][number]['role'];

const actionOf: readonly (readonly [Page, OtherAction])[] = [
  ['console', 'consolePage'],
  ['wall', 'wallPage'],
  ['duty', 'dutyPage'],
  ['shift', 'shiftReport'],
  ['system', 'accountAccess'],
  ['system', 'accessLog'],
  ['status', 'ownAccount'],
  ['account', 'ownAccount'],
];

/** Reached by one's name in the bar, not by the row of pages. */
export const isInBar = (page: Page): boolean => page !== 'account';

/** What a role opens first, where that is not the first page it has. */
const opensFirst: { readonly [R in Role]?: Page } = { leader: 'wall', reporting: 'shift' };

function pagesOfRole(role: Role): readonly Page[] {
  const pages = actionOf.flatMap(([page, action]) => (reachOf(action, role) === undefined ? [] : [page]));
  const first = opensFirst[role];
  return first === undefined ? pages : [first, ...pages.filter((page) => page !== first)];
}

/** Of several roles: all their pages, each once, in the order of the roles. */
export function pagesOf(roles: SessionUser['roles']): readonly Page[] {
  const pages = new Set(roles.flatMap(({ role }) => pagesOfRole(role)));
  return pages.size === 0 ? ['status'] : [...pages];
}
