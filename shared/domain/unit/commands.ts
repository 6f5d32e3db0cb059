import { z } from 'zod';
import { provenanceSchema, registerIdSchema } from '../kernel.ts';
import { unitRecordSchema, unitStatusSchema } from './events.ts';

export const recordUnitSchema = z.strictObject({
  id: registerIdSchema,
  record: unitRecordSchema,
  provenance: provenanceSchema,
});
export type RecordUnit = z.infer<typeof recordUnitSchema>;

export const setUnitStatusSchema = z.strictObject({
  id: registerIdSchema,
  status: unitStatusSchema,
  /** By what the desk heard of it, such as 电台, 电话, 微信. Present: the desk says it for the unit (代报). */
  channel: z.string().trim().min(1).max(40).optional(),
  /** When it was so, Unix ms, where it is said late. */
  happenedAt: z.int().optional(),
});
export type SetUnitStatus = z.infer<typeof setUnitStatusSchema>;
