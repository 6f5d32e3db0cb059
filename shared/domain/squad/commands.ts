import { z } from 'zod';
import { provenanceSchema, registerIdSchema } from '../kernel.ts';
import { squadRecordSchema } from './events.ts';

export const recordSquadSchema = z.strictObject({
  id: registerIdSchema,
  record: squadRecordSchema,
  provenance: provenanceSchema,
});
export type RecordSquad = z.infer<typeof recordSquadSchema>;
