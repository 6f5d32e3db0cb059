import { z } from 'zod';
import { channelSchema } from '../incident/events.ts';
import { provenanceSchema, registerIdSchema } from '../kernel.ts';
import { conditionSchema, equipmentItemSchema, leaveKindSchema, rosterRecordSchema } from './events.ts';

export const recordRosterSchema = z.strictObject({
  id: registerIdSchema,
  record: rosterRecordSchema,
  provenance: provenanceSchema,
});
export type RecordRoster = z.infer<typeof recordRosterSchema>;

export const recordLeaveSchema = z.strictObject({
  roster: registerIdSchema,
  officer: registerIdSchema,
  /** Null: they come after all. */
  kind: leaveKindSchema.nullable(),
});
export type RecordLeave = z.infer<typeof recordLeaveSchema>;

export const lendGroupSchema = z.strictObject({
  roster: registerIdSchema,
  /** Null: back to its own. */
  squad: registerIdSchema.nullable(),
});
export type LendGroup = z.infer<typeof lendGroupSchema>;

export const proposeSwapSchema = z.strictObject({
  /** Of the proposal, chosen by the sender. */
  swap: z.uuid(),
  roster: registerIdSchema,
  officer: registerIdSchema,
  other: z.strictObject({ roster: registerIdSchema, officer: registerIdSchema }),
});
export type ProposeSwap = z.infer<typeof proposeSwapSchema>;

export const answerSwapSchema = z.strictObject({
  /** Roster of the officer who was asked. */
  roster: registerIdSchema,
  swap: z.uuid(),
  agreed: z.boolean(),
  /** How their word was heard. */
  channel: channelSchema,
});
export type AnswerSwap = z.infer<typeof answerSwapSchema>;

export const issueEquipmentSchema = z.strictObject({
  roster: registerIdSchema,
  /** Of the issue, chosen by the sender. */
  issue: z.uuid(),
  officer: registerIdSchema,
  item: equipmentItemSchema,
  number: z.string().trim().min(1).max(40),
});
export type IssueEquipment = z.infer<typeof issueEquipmentSchema>;

export const returnEquipmentSchema = z.strictObject({
  roster: registerIdSchema,
  issue: z.uuid(),
  condition: conditionSchema,
});
export type ReturnEquipment = z.infer<typeof returnEquipmentSchema>;
