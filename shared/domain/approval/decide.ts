import type { Decision, EventDraft, StreamId } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import type { AccountReads } from '../account/state.ts';
import { rolesInForce } from '../account/state.ts';
import { approvers } from '../rules/permissions.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import { askApprovalSchema, giveApprovalSchema, refuseApprovalSchema } from './commands.ts';
import type { AskApproval, GiveApproval, RefuseApproval } from './commands.ts';
import type { ApprovalEvent } from './events.ts';
import type { ApprovalReads, ApprovalState } from './state.ts';

type Reads = ApprovalReads & Pick<AccountReads, 'account'>;
type DataOf<T extends ApprovalEvent['type']> = Extract<ApprovalEvent, { type: T }>['data'];

const ofApproval = ({ id }: { readonly id: string }): StreamId => streamId('approval', id);

function draft<T extends ApprovalEvent['type']>(id: string, type: T, data: DataOf<T>): EventDraft {
  return { stream: ofApproval({ id }), type, data: data as Json };
}

/** Refuses `ApprovalExists`. */
export const askApproval: CommandRule<AskApproval, ApprovalReads> = {
  type: 'AskApproval',
  schema: askApprovalSchema,
  nature: 'order',
  conflictsWith: [],
  decide: ({ id, ...data }, reads) => {
    if (reads.approval(id) !== undefined) return refuse('ApprovalExists', { field: 'id', id });
    return { events: [draft(id, 'ApprovalAsked', data)] };
  },
};

type Answer = Omit<GiveApproval, 'happenedAt'>;

/** Who decided: on screen the sender, else somebody else whom the sender names. */
function approverOf({ approver, channel }: Answer, { by }: DecideContext): string | undefined {
  if (channel === 'screen') return approver === null || approver === by.user ? by.user : undefined;
  return approver === null || approver === by.user ? undefined : approver;
}

/**
 * As of when it was said, as far as the account still tells: grants that were taken away since do not count. Not even
 * through a deputy: what one holds in the place of who asks does not count.
 */
function mayApprove(id: string, { matter, asked }: ApprovalState, reads: Reads, at: number): boolean {
  const account = reads.account(id);
  if (account === undefined || account.disabled) return false;
  const deputyOf = account.deputyOf.filter((place) => place.for !== asked.user);
  return rolesInForce({ grants: account.grants, deputyOf }, at).some(({ role }) => approvers[matter].includes(role));
}

function answering(
  answer: Answer,
  reads: Reads,
  context: DecideContext,
  bring: (answered: DataOf<'ApprovalGiven'>) => EventDraft,
): Decision {
  const { id, channel } = answer;
  const approval = reads.approval(id);
  if (approval === undefined) return refuse('ApprovalUnknown', { field: 'id', id });
  if (approval.stage !== 'asked') return refuse('ApprovalDecided', { field: 'id', id, stage: approval.stage });
  const { occurredAt } = context;
  if (occurredAt < approval.asked.at)
    return refuse('ApprovalBeforeAsked', { field: 'happenedAt', at: occurredAt, asked: approval.asked.at });
  const approver = approverOf(answer, context);
  if (approver === undefined) return refuse('ApproverWrong', { field: 'approver', channel });
  if (approver === approval.asked.user) return refuse('OwnApproval', { field: 'approver', id });
  if (!mayApprove(approver, approval, reads, occurredAt))
    return refuse('ApproverNotAllowed', { field: 'approver', approver, roles: [...approvers[approval.matter]] });
  return { events: [bring({ approver, channel, recordedBy: channel === 'screen' ? null : context.by.user })] };
}

/**
 * On screen by the approver; by phone, radio or in person recorded by somebody else, who asked perhaps. Refuses
 * `ApprovalUnknown`, `ApprovalDecided`, `ApprovalBeforeAsked`, `ApproverWrong` where channel and approver do not fit,
 * `OwnApproval`: nobody approves the own exception; `ApproverNotAllowed` for who held no role whose yes counts when it was
 * said.
 */
export const giveApproval: CommandRule<GiveApproval, Reads> = {
  type: 'GiveApproval',
  schema: giveApprovalSchema,
  subject: ofApproval,
  nature: 'order',
  conflictsWith: ['ApprovalGiven', 'ApprovalRefused'],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: (data, reads, context) =>
    answering(data, reads, context, (answered) => draft(data.id, 'ApprovalGiven', answered)),
};

/** Refuses as giving does. */
export const refuseApproval: CommandRule<RefuseApproval, Reads> = {
  type: 'RefuseApproval',
  schema: refuseApprovalSchema,
  subject: ofApproval,
  nature: 'order',
  conflictsWith: ['ApprovalGiven', 'ApprovalRefused'],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: (data, reads, context) =>
    answering(data, reads, context, (answered) =>
      draft(data.id, 'ApprovalRefused', { ...answered, reason: data.reason }),
    ),
};
