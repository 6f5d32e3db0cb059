import { z } from 'zod';
import type { UnionOf } from '../kernel.ts';

/** What needs the yes of a second person. */
export const approvalMatterSchema = z.enum(['emergencyMode']);
export type ApprovalMatter = z.infer<typeof approvalMatterSchema>;

/** How the approver said it: on a screen themself, else told to somebody who records it. */
export const approvalChannelSchema = z.enum(['screen', 'phone', 'radio', 'inPerson']);
export type ApprovalChannel = z.infer<typeof approvalChannelSchema>;

const answered = {
  /** Account of who decided. */
  approver: z.string().max(60),
  channel: approvalChannelSchema,
  /** Account of who recorded it, the one who asked perhaps; null: the approver, on screen. */
  recordedBy: z.string().max(60).nullable(),
};

export const approvalEvents = {
  ApprovalAsked: z.strictObject({ matter: approvalMatterSchema, reason: z.string().min(1).max(200) }),
  ApprovalGiven: z.strictObject(answered),
  ApprovalRefused: z.strictObject({ ...answered, reason: z.string().min(1).max(200) }),
  /** What it was asked for was done: it is good for once. */
  ApprovalUsed: z.strictObject({}),
};
export type ApprovalEvent = UnionOf<typeof approvalEvents>;
