import { z } from 'zod';
import { provenanceSchema, registerIdSchema } from '../kernel.ts';
import { zoneRecordSchema } from './events.ts';

export const recordZoneSchema = z.strictObject({
  id: registerIdSchema,
  record: zoneRecordSchema,
  provenance: provenanceSchema,
});
export type RecordZone = z.infer<typeof recordZoneSchema>;
