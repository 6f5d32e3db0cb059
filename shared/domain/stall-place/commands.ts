import { z } from 'zod';
import { provenanceSchema, registerIdSchema } from '../kernel.ts';
import { stallPlaceRecordSchema } from './events.ts';

export const recordStallPlaceSchema = z.strictObject({
  id: registerIdSchema,
  record: stallPlaceRecordSchema,
  provenance: provenanceSchema,
});
export type RecordStallPlace = z.infer<typeof recordStallPlaceSchema>;
