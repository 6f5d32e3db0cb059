import { z } from 'zod';
import { provenanceSchema, registerIdSchema } from '../kernel.ts';
import { contactRecordSchema } from './events.ts';

export const recordContactSchema = z.strictObject({
  id: registerIdSchema,
  record: contactRecordSchema,
  provenance: provenanceSchema,
});
export type RecordContact = z.infer<typeof recordContactSchema>;
