import type { Decision, EventDraft } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import { hour } from '../../lib/time.ts';
import type { Role } from '../account/events.ts';
import type { ApprovalEvent, ApprovalMatter } from './events.ts';

type DataOf<T extends ApprovalEvent['type']> = Extract<ApprovalEvent, { type: T }>['data'];

interface Done {
  /** When it happened, Unix ms. */
  readonly at: number;
  readonly user: string;
}

/** A yes or no of a second person to an exception. */
export interface ApprovalState {
  readonly id: string;
  readonly matter: ApprovalMatter;
  readonly reason: string;
  readonly stage: 'asked' | 'given' | 'refused' | 'used';
  readonly asked: Done;
  readonly given: (Done & DataOf<'ApprovalGiven'>) | null;
  readonly refused: (Done & DataOf<'ApprovalRefused'>) | null;
  readonly used: Done | null;
}

/** Whose yes counts. */
export const approvers: { readonly [matter in ApprovalMatter]: readonly Role[] } = {
  emergencyMode: ['dutyLeader', 'commander'],
};

/** A yes is for this night: it can be used for so long after it was given, ms. */
const approvalHolds = 12 * hour;

export interface ApprovalReads {
  approval(id: string): ApprovalState | undefined;
}

/**
 * Uses an approval up. Refuses `ApprovalMissing`, `ApprovalUnknown`, `ApprovalNotGiven`, `ApprovalUsed`, and
 * `ApprovalOver` for one of another night.
 */
export function spendApproval(
  id: string | undefined,
  matter: ApprovalMatter,
  reads: ApprovalReads,
  now: number,
): { readonly refusal: Decision } | { readonly approval: string; readonly used: EventDraft } {
  if (id === undefined) return { refusal: refuse('ApprovalMissing', { field: 'approval', matter }) };
  const approval = reads.approval(id);
  if (approval?.matter !== matter) return { refusal: refuse('ApprovalUnknown', { field: 'approval', id }) };
  const { used, given } = approval;
  if (used !== null) return { refusal: refuse('ApprovalUsed', { field: 'approval', id, at: used.at }) };
  if (given === null) return { refusal: refuse('ApprovalNotGiven', { field: 'approval', id, stage: approval.stage }) };
  if (now - given.at > approvalHolds)
    return { refusal: refuse('ApprovalOver', { field: 'approval', id, at: given.at }) };
  return { approval: id, used: { stream: streamId('approval', id), type: 'ApprovalUsed', data: {} } };
}
