import { z } from 'zod';
import { provenanceSchema, registerIdSchema } from '../kernel.ts';
import { siteRecordSchema } from './events.ts';

export const recordSiteSchema = z.strictObject({
  id: registerIdSchema,
  record: siteRecordSchema,
  provenance: provenanceSchema,
});
export type RecordSite = z.infer<typeof recordSiteSchema>;
