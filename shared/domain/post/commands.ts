import { z } from 'zod';
import { provenanceSchema, registerIdSchema } from '../kernel.ts';
import { postRecordSchema } from './events.ts';

export const recordPostSchema = z.strictObject({
  id: registerIdSchema,
  record: postRecordSchema,
  provenance: provenanceSchema,
});
export type RecordPost = z.infer<typeof recordPostSchema>;
