import { z } from 'zod';
import { provenanceSchema, registerIdSchema } from '../kernel.ts';
import { fenceRecordSchema } from './events.ts';

export const recordFenceSchema = z.strictObject({
  id: registerIdSchema,
  record: fenceRecordSchema,
  provenance: provenanceSchema,
});
export type RecordFence = z.infer<typeof recordFenceSchema>;
