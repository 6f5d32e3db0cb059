/** Which pages a person has, the first one open at the start. What they see there is what the hub sends them. */
import type { OtherAction } from '../../shared/domain/rules/permissions.ts';
import { reachOf } from '../../shared/domain/rules/permissions.ts';
import type { SessionUser } from '../../shared/wire/seat-api.ts';

export type Page =
  | 'console'
  | 'video'
  | 'wall'
  | 'duty'
  | 'roster'
  | 'attendance'
  | 'log'
  | 'urgent'
  | 'registers'
  | 'answers'
  | 'repeats'
  | 'shift'
  | 'replay'
  | 'imports'
  | 'system'
  | 'status'
  | 'account';
type Role = SessionUser['roles'][number]['role'];

const actionOf: readonly (readonly [Page, OtherAction])[] = [
  ['console', 'consolePage'],
  ['video', 'videoPage'],
  ['wall', 'wallPage'],
  ['duty', 'dutyPage'],
  ['roster', 'rosterPage'],
  ['attendance', 'attendancePage'],
  ['log', 'dutyLog'],
  ['urgent', 'urgentPage'],
  ['registers', 'registersPage'],
  ['answers', 'answersPage'],
  ['repeats', 'repeatsPage'],
  ['shift', 'shiftReport'],
  ['replay', 'replayPage'],
  ['system', 'accountAccess'],
  ['system', 'accessLog'],
  ['imports', 'importFiles'],
  ['status', 'ownAccount'],
  ['account', 'ownAccount'],
];

/**
 * Those in the row of the bar. The own account is reached by one's name; 导入 from the registers, by who has them: the row
 * has no room to spare. 排班, 在岗, 值班日志 and 紧急信息 from the page of duty, 答复 and 反复源头 from the console and the shift page, for the same reason.
 */
const fromDuty: ReadonlySet<Page> = new Set(['roster', 'attendance', 'log', 'urgent']);

export const barPagesOf = (pages: readonly Page[]): readonly Page[] =>
  pages.filter(
    (page) =>
      page !== 'account' &&
      !(page === 'imports' && pages.includes('registers')) &&
      !(fromDuty.has(page) && pages.includes('duty')) &&
      !((page === 'answers' || page === 'repeats') && pages.includes('console')),
  );

/** What a role opens first, where that is not the first page it has. */
const opensFirst: { readonly [R in Role]?: Page } = { leader: 'wall', reporting: 'shift', auditor: 'system' };

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
