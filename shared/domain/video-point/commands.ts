import { z } from 'zod';
import { provenanceSchema, registerIdSchema } from '../kernel.ts';
import { videoPointRecordSchema } from './events.ts';

export const recordVideoPointSchema = z.strictObject({
  id: registerIdSchema,
  record: videoPointRecordSchema,
  provenance: provenanceSchema,
});
export type RecordVideoPoint = z.infer<typeof recordVideoPointSchema>;

/** Rows of an import: together or not at all. */
export const importVideoPointsSchema = z.strictObject({
  rows: z
    .array(recordVideoPointSchema.pick({ id: true, record: true }))
    .min(1)

    // As many as the list of a platform.
    .max(10_000),
  provenance: provenanceSchema,
});
export type ImportVideoPoints = z.infer<typeof importVideoPointsSchema>;
