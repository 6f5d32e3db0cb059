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
  /** Code of the way by which the desk heard of it, as in reports of steps. Present: the desk says it for the unit (代报). */
  channel: z.string().trim().min(1).max(40).optional(),
  /** When it was so, Unix ms, where it is said late. */
  happenedAt: z.int().optional(),
});
export type SetUnitStatus = z.infer<typeof setUnitStatusSchema>;

export const setReserveSchema = z.strictObject({
  id: registerIdSchema,
  reserve: z.boolean(),
  /** Code of the reason. */
  why: z.enum(['allOut', 'urgent', 'leaderSaid', 'quietNight', 'keepOneBack']),
});
export type SetReserve = z.infer<typeof setReserveSchema>;

export const standInSchema = z.strictObject({
  id: registerIdSchema,
  /** Null: back to its own. */
  zone: registerIdSchema.nullable(),
});
export type StandIn = z.infer<typeof standInSchema>;
