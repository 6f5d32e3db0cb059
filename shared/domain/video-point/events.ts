import { z } from 'zod';
import { placeSchema, provenanceSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';

/** Where a picture can be fetched, and how it is coded. Never with a password in it: the register is for everybody. */
export const streamSchema = z.strictObject({
  protocol: z.enum(['hls', 'flv', 'wsFlv', 'whep']),
  url: z.string().min(1).max(500),
  codec: z.enum(['h264', 'h265']),
  /** The smaller picture of the same camera. */
  sub: z.boolean(),
});
export type Stream = z.infer<typeof streamSchema>;

export const videoPointRecordSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  at: placeSchema,
  /** Where it looks, degrees clockwise from north. */
  heading: z.number().min(0).max(359),
  /** How wide it sees, degrees. */
  fov: z.number().min(10).max(180),
  /** Whether somebody watches it at night. */
  guard: z.boolean(),
  /** How far one can tell a person from a post, metres. */
  range: z.number().min(5).max(2000).optional(),
  /** GB/T 28181 code of the channel: twenty digits, no two points with the same. */
  channel: z.string().max(40).optional(),
  /** Code of the device that the channel belongs to. */
  device: z.string().max(40).optional(),
  streams: z.array(streamSchema).max(12).optional(),
  /** Whether it can be turned from here. */
  ptz: z.boolean().optional(),
});
export type VideoPointRecord = z.infer<typeof videoPointRecordSchema>;

export const videoPointEvents = {
  VideoPointRecorded: z.strictObject({ record: videoPointRecordSchema, provenance: provenanceSchema }),
  VideoPointWithdrawn: z.strictObject({ reason: z.string().max(200), provenance: provenanceSchema }),
};
export type VideoPointEvent = UnionOf<typeof videoPointEvents>;
