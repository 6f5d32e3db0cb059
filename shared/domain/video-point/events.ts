import { z } from 'zod';
import { placeSchema, provenanceSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';

export const videoPointRecordSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  at: placeSchema,
  /** Where it looks, degrees clockwise from north. */
  heading: z.number().min(0).max(359),
  /** How wide it sees, degrees. */
  fov: z.number().min(10).max(180),
  /** Whether somebody watches it at night. */
  guard: z.boolean(),
});
export type VideoPointRecord = z.infer<typeof videoPointRecordSchema>;

export const videoPointEvents = {
  VideoPointRecorded: z.strictObject({ record: videoPointRecordSchema, provenance: provenanceSchema }),
  VideoPointWithdrawn: z.strictObject({ reason: z.string().max(200), provenance: provenanceSchema }),
};
export type VideoPointEvent = UnionOf<typeof videoPointEvents>;
