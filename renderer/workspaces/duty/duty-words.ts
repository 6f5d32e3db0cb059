/** What may be done with an approval, and what a switch of the mode brings. Pure. */
import type { ApprovalState } from '../../../shared/domain/approval/state.ts';
import type { DutyModeState } from '../../../shared/domain/duty-mode/state.ts';
import { approvers } from '../../../shared/domain/rules/permissions.ts';
import type { SessionUser } from '../../../shared/wire/seat-api.ts';

export type DutyMode = DutyModeState['mode'];
type Role = SessionUser['roles'][number]['role'];

/** Given, not used yet, of this night, and not by who would use it: the hub takes it for a switch now. Newest first. */
export function usableApprovals(
  approvals: readonly ApprovalState[],
  own: string,
  now: number,
): readonly ApprovalState[] {
  return approvals
    .filter(({ given, used }) => given !== null && used === null && given.approver !== own)
    .filter(({ given }) => given !== null && now <= given.until)
    .sort((a, b) => (b.given?.at ?? 0) - (a.given?.at ?? 0));
}

/** Whether a yes of somebody with these roles counts. */
export const mayApprove = ({ matter }: ApprovalState, roles: readonly Role[]): boolean =>
  roles.some((role) => approvers[matter].includes(role));

export type Effect = 'enterNight' | 'leaveNight' | 'keeps' | 'emergency';

/** What a switch changes for those at work, in the order in which they should know it. */
export function effectsOf(from: DutyMode | undefined, to: DutyMode): readonly Effect[] {
  return [
    ...(to === 'emergency' ? (['emergency'] as const) : []),
    ...(to === 'night' && from !== 'night' ? (['enterNight'] as const) : []),
    ...(from === 'night' && to !== 'night' ? (['leaveNight'] as const) : []),
    'keeps',
  ];
}
