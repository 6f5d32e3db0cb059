/** Wishes about the pack: to switch plates that are at hand, or to take in a whole pack with its registers. */
import { z } from 'zod';
import { registerIdSchema } from '../kernel.ts';
import { fenceRecordSchema } from '../fence/events.ts';
import { nightPermitRecordSchema, quietPeriodRecordSchema, repairNoticeRecordSchema } from '../permit/events.ts';
import { postRecordSchema } from '../post/events.ts';
import { rosterRecordSchema } from '../roster/events.ts';
import { siteRecordSchema } from '../site/events.ts';
import { squadRecordSchema } from '../squad/events.ts';
import { stallPlaceRecordSchema } from '../stall-place/events.ts';
import { unitRecordSchema } from '../unit/events.ts';
import { videoPointRecordSchema } from '../video-point/events.ts';
import { zoneRecordSchema } from '../zone/events.ts';

export const contentHashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** Most entries of one register that one pack may bring. */
const mostRows = 5_000;
const rows = <R extends z.ZodType>(record: R) =>
  z.array(z.strictObject({ id: registerIdSchema, record })).max(mostRows);

/** The registers of a pack; what changes from day to day is entered beside it. */
export const packRegistersSchema = z.strictObject({
  squads: rows(squadRecordSchema),
  zones: rows(zoneRecordSchema),
  sites: rows(siteRecordSchema),
  nightPermits: rows(nightPermitRecordSchema.extend({ site: registerIdSchema })),
  repairNotices: rows(repairNoticeRecordSchema),
  quietPeriods: rows(quietPeriodRecordSchema),
  units: rows(unitRecordSchema),
  videoPoints: rows(videoPointRecordSchema),
  // Packs from before there were any do without: their hash stays what it was.
  posts: rows(postRecordSchema).optional(),
  fences: rows(fenceRecordSchema).optional(),
  stallPlaces: rows(stallPlaceRecordSchema).optional(),
  rosters: rows(rosterRecordSchema).optional(),
});
export type PackRegisters = z.infer<typeof packRegistersSchema>;
export type RegisterName = keyof PackRegisters;

export const packProvenanceSchema = z.strictObject({
  /** Where the registers come from. */
  source: z.string().trim().min(1).max(80),
  /** Instant they speak for, Unix ms. */
  asOf: z.int(),
});

export const activatePackSchema = z.strictObject({ plates: contentHashSchema });
export type ActivatePack = z.infer<typeof activatePackSchema>;

/** Only the hub: it keeps the plates before it asks. */
export const importPackSchema = z.strictObject({
  plates: contentHashSchema,
  /** SHA-256 of the canonical JSON of the whole pack. */
  pack: contentHashSchema,
  registers: packRegistersSchema,
  provenance: packProvenanceSchema,
});
export type ImportPack = z.infer<typeof importPackSchema>;
