import { z } from 'zod';
import { approvalChannelSchema, approvalMatterSchema } from './events.ts';

const id = z.uuid();
const reason = z.string().trim().min(1).max(200);

export const askApprovalSchema = z.strictObject({ id, matter: approvalMatterSchema, reason });
export type AskApproval = z.infer<typeof askApprovalSchema>;

const answer = {
  id,
  /** Account of who decided; null: whoever sends it, on screen. */
  approver: z.uuid().nullable(),
  channel: approvalChannelSchema,
  /** When it was said, Unix ms, where it is recorded late. */
  happenedAt: z.int().optional(),
};

/** What is said on a screen is said when it is sent. */
const isNow = ({
  channel,
  happenedAt,
}: {
  readonly channel: string;
  readonly happenedAt?: number | undefined;
}): boolean => channel !== 'screen' || happenedAt === undefined;
const late = { path: ['happenedAt'] };

export const giveApprovalSchema = z.strictObject(answer).refine(isNow, late);
export type GiveApproval = z.infer<typeof giveApprovalSchema>;

export const refuseApprovalSchema = z.strictObject({ ...answer, reason }).refine(isNow, late);
export type RefuseApproval = z.infer<typeof refuseApprovalSchema>;
