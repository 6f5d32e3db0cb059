import { z } from 'zod';
import { provenanceSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';

export const zoneRecordSchema = z.strictObject({
  name: z.string().min(1).max(40),
  /** Order of the hue on map and wall, from 1. */
  order: z.int().min(1).max(12),
  squads: z.array(z.string().max(40)).min(1).max(20),
  /** Zones that help next, nearest first. */
  neighbours: z.array(z.string().max(40)).max(12),
  /** Within how many minutes two certified officers are to be anywhere in it; absent: nobody has promised anything. */
  promise: z.int().min(1).max(240).optional(),
});
export type ZoneRecord = z.infer<typeof zoneRecordSchema>;

export const zoneEvents = {
  ZoneRecorded: z.strictObject({ record: zoneRecordSchema, provenance: provenanceSchema }),
};
export type ZoneEvent = UnionOf<typeof zoneEvents>;
