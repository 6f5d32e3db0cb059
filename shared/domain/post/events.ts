import { z } from 'zod';
import { dutyHoursSchema } from '../duty-mode/events.ts';
import { lineSchema, placeSchema, provenanceSchema, registerIdSchema, ringSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';

/** Where a post is kept, and what keeping it means. Lengths in metres. */
export const postPlaceSchema = z.discriminatedUnion('kind', [
  /** Somebody stands here. */
  z.strictObject({
    kind: z.literal('fixed'),
    at: placeSchema,
    radius: z.number().min(5).max(500),
  }),
  /** Driven or walked along. */
  z.strictObject({
    kind: z.literal('line'),
    line: lineSchema,
    /** How far from the line one is still on it. */
    margin: z.number().min(5).max(200),
    by: z.enum(['vehicle', 'foot']),
    /** How often within each window of its hours. */
    passes: z.int().min(1).max(96),
  }),
  /** Somebody is about in here. */
  z.strictObject({
    kind: z.literal('area'),
    ring: ringSchema,
    /** Of each hour, so many minutes. */
    minutesPerHour: z.int().min(1).max(60),
  }),
  /** Cameras that somebody in the hall looks through, in this order. */
  z.strictObject({
    kind: z.literal('camera'),
    videoPoints: z
      .array(registerIdSchema)
      .min(1)
      .max(64)
      .refine((ids) => new Set(ids).size === ids.length, 'each once'),
    /** All of them once in so many minutes. */
    everyMinutes: z.int().min(1).max(240),
  }),
]);
export type PostPlace = z.infer<typeof postPlaceSchema>;

export const postRecordSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  where: postPlaceSchema,
  /** Squad that keeps it; absent where the hall itself does. */
  squad: z.string().min(1).max(40).optional(),
  zone: z.string().min(1).max(40).optional(),
  hours: dutyHoursSchema,
  /** For a time only, Unix ms, such as a lantern fair; absent: until it is withdrawn. */
  period: z.strictObject({ from: z.int(), to: z.int() }).optional(),
  staff: z.strictObject({
    persons: z.int().min(1).max(50),
    /** Of these, officers with an enforcement certificate. */
    certified: z.int().min(0).max(50),
  }),
  note: z.string().trim().max(200).optional(),
});
export type PostRecord = z.infer<typeof postRecordSchema>;

export const postEvents = {
  PostRecorded: z.strictObject({ record: postRecordSchema, provenance: provenanceSchema }),
  PostWithdrawn: z.strictObject({ reason: z.string().max(200), provenance: provenanceSchema }),
};
export type PostEvent = UnionOf<typeof postEvents>;
