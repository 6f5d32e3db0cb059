import { z } from 'zod';
import { provenanceSchema, registerIdSchema } from '../kernel.ts';
import { videoPointRecordSchema } from './events.ts';

export const recordVideoPointSchema = z.strictObject({
  id: registerIdSchema,
  record: videoPointRecordSchema,
  provenance: provenanceSchema,
});
export type RecordVideoPoint = z.infer<typeof recordVideoPointSchema>;
