import { z } from 'zod';
import { provenanceSchema, registerIdSchema } from '../kernel.ts';
import { nightPermitRecordSchema, quietPeriodRecordSchema, repairNoticeRecordSchema } from './events.ts';

export const recordNightPermitSchema = z.strictObject({
  id: registerIdSchema,
  record: nightPermitRecordSchema.extend({ site: registerIdSchema }),
  provenance: provenanceSchema,
});
export type RecordNightPermit = z.infer<typeof recordNightPermitSchema>;

export const recordRepairNoticeSchema = z.strictObject({
  id: registerIdSchema,
  record: repairNoticeRecordSchema,
  provenance: provenanceSchema,
});
export type RecordRepairNotice = z.infer<typeof recordRepairNoticeSchema>;

export const recordQuietPeriodSchema = z.strictObject({
  id: registerIdSchema,
  record: quietPeriodRecordSchema,
  provenance: provenanceSchema,
});
export type RecordQuietPeriod = z.infer<typeof recordQuietPeriodSchema>;
