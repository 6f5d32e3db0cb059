import type { Decision, EventDraft } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import { hour } from '../../lib/time.ts';
import type { DecideContext } from '../kernel.ts';
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
  /** `until`: for how long it can be used, Unix ms. */
  readonly given: (Done & DataOf<'ApprovalGiven'> & { readonly until: number }) | null;
  readonly refused: (Done & DataOf<'ApprovalRefused'>) | null;
  readonly used: Done | null;
}

/** A yes is for this night: for so long after it was given, ms. */
export const approvalHolds = 12 * hour;

export interface ApprovalReads {
  approval(id: string): ApprovalState | undefined;
}

/**
 * Uses an approval up. Refuses `ApprovalMissing`, `ApprovalUnknown`, `ApprovalNotGiven`, `ApprovalUsed`, `ApprovalOver`
 * for one of another night, and `ApproverActs` where who approved would do it: then there was no second person, whoever
 * asked.
 */
export function spendApproval(
  id: string | undefined,
  matter: ApprovalMatter,
  reads: ApprovalReads,
  { now, by }: Pick<DecideContext, 'now' | 'by'>,
): { readonly refusal: Decision } | { readonly approval: string; readonly used: EventDraft } {
  if (id === undefined) return { refusal: refuse('ApprovalMissing', { field: 'approval', matter }) };
  const approval = reads.approval(id);
  if (approval?.matter !== matter) return { refusal: refuse('ApprovalUnknown', { field: 'approval', id }) };
  const { used, given } = approval;
  if (used !== null) return { refusal: refuse('ApprovalUsed', { field: 'approval', id, at: used.at }) };
  if (given === null) return { refusal: refuse('ApprovalNotGiven', { field: 'approval', id, stage: approval.stage }) };
  if (now > given.until) return { refusal: refuse('ApprovalOver', { field: 'approval', id, at: given.at }) };
  if (given.approver === by.user)
    return { refusal: refuse('ApproverActs', { field: 'approval', id, approver: by.user }) };
  return { approval: id, used: { stream: streamId('approval', id), type: 'ApprovalUsed', data: {} } };
}
