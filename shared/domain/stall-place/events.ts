import { z } from 'zod';
import { placeSchema, provenanceSchema, ringSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';
import { mostWindows } from '../../lib/weekly-hours.ts';

/** `relief`: 疏导点, stalls are led there; `nightMarket`: 夜市; `frontage`: 门前三包, what a shop answers for before its door. */
export const stallKindSchema = z.enum(['relief', 'nightMarket', 'frontage']);
export type StallKind = z.infer<typeof stallKindSchema>;

/** Lengths in metres. */
export const stallShapeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('circle'), at: placeSchema, radius: z.number().min(3).max(500) }),
  /** Closed, and without holes. */
  z.strictObject({ kind: z.literal('polygon'), ring: ringSchema }),
]);
export type StallShape = z.infer<typeof stallShapeSchema>;

/** Minutes since civil midnight on these days (1 = Monday); `to` at or before `from` runs past midnight. */
export const weeklyHoursSchema = z
  .array(
    z.strictObject({
      days: z
        .array(z.int().min(1).max(7))
        .min(1)
        .max(7)
        .refine((days) => new Set(days).size === days.length, 'each once'),
      from: z.int().min(0).max(1439),
      to: z.int().min(0).max(1440),
    }),
  )
  .min(1)
  .max(mostWindows);

/** Where stalls are permitted, and when. */
export const stallPlaceRecordSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  kind: stallKindSchema,
  address: z.string().trim().max(120),
  shape: stallShapeSchema,
  hours: weeklyHoursSchema,
  /** The permission holds from then, Unix ms. */
  from: z.int(),
  /** Until then; absent: until it is withdrawn. */
  to: z.int().optional(),
  /** Office, street or firm that answers for it, never a person. */
  keeper: z.string().trim().max(60),
  /** Its duty telephone. */
  phone: z.string().trim().max(40).optional(),
  squad: z.string().min(1).max(40).optional(),
  conditions: z.array(z.string().max(120)).max(10),
});
export type StallPlaceRecord = z.infer<typeof stallPlaceRecordSchema>;

export const stallPlaceEvents = {
  StallPlaceRecorded: z.strictObject({ record: stallPlaceRecordSchema, provenance: provenanceSchema }),
  StallPlaceWithdrawn: z.strictObject({ reason: z.string().max(200), provenance: provenanceSchema }),
};
export type StallPlaceEvent = UnionOf<typeof stallPlaceEvents>;
