/** What may make work at night lawful, or forbid it: night permits, repair notices, quiet periods. */
import { z } from 'zod';
import { placeSchema, provenanceSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';

const instant = z.int();

export const nightPermitRecordSchema = z.strictObject({
  number: z.string().trim().min(1).max(60),
  site: z.string().max(60),
  /** Name of the paper as its issuer calls it: 许可证, 证明, 批准文件. */
  paper: z.string().max(40),
  issuer: z.string().max(60),
  /** Permitted work, such as 混凝土连续浇筑. */
  work: z.string().max(120),
  /** What the paper permits: `nightWork`; others, such as `roadOccupation`, do not stand in for it. */
  permits: z.enum(['nightWork', 'roadOccupation', 'other']),
  from: instant,
  to: instant,
  /** Daily hours within the span, minutes since midnight; absent: the whole span. */
  hours: z.strictObject({ from: z.int().min(0).max(1439), to: z.int().min(0).max(1440) }).optional(),
  conditions: z.array(z.string().max(120)).max(10),
});
export type NightPermitRecord = z.infer<typeof nightPermitRecordSchema>;

export const repairNoticeRecordSchema = z.strictObject({
  number: z.string().trim().min(1).max(60),
  utility: z.enum(['water', 'power', 'gas', 'drain', 'telecom', 'heat', 'road', 'other']),
  at: placeSchema,
  /** Metres around `at` that the notice covers. */
  radius: z.number().min(5).max(2000),
  address: z.string().max(120),
  from: instant,
  /** Announced end; absent where none was given. */
  to: instant.optional(),
  /** When the notice reached the bureau. */
  notifiedAt: instant,
  contact: z.string().max(60).optional(),
});
export type RepairNoticeRecord = z.infer<typeof repairNoticeRecordSchema>;

export const quietPeriodRecordSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  from: instant,
  to: instant,
  /** Daily hours within the span; absent: the whole span. */
  hours: z.strictObject({ from: z.int().min(0).max(1439), to: z.int().min(0).max(1440) }).optional(),
  /** Grid codes it holds in; empty, and no places either: the whole district. */
  grids: z.array(z.string().max(40)).max(100),
  /** Places it holds around, such as the sites of an examination; metres. */
  around: z
    .array(z.strictObject({ name: z.string().trim().max(60), at: placeSchema, radius: z.number().min(10).max(5_000) }))
    .min(1)
    .max(100)
    .optional(),
  basis: z.string().max(120),
});
export type QuietPeriodRecord = z.infer<typeof quietPeriodRecordSchema>;

export const nightPermitEvents = {
  NightPermitRecorded: z.strictObject({ record: nightPermitRecordSchema, provenance: provenanceSchema }),
  NightPermitWithdrawn: z.strictObject({ reason: z.string().max(200), provenance: provenanceSchema }),
};
export const repairNoticeEvents = {
  RepairNoticeRecorded: z.strictObject({ record: repairNoticeRecordSchema, provenance: provenanceSchema }),
  RepairNoticeWithdrawn: z.strictObject({ reason: z.string().max(200), provenance: provenanceSchema }),
};
export const quietPeriodEvents = {
  QuietPeriodRecorded: z.strictObject({ record: quietPeriodRecordSchema, provenance: provenanceSchema }),
  QuietPeriodWithdrawn: z.strictObject({ reason: z.string().max(200), provenance: provenanceSchema }),
};
export type NightPermitEvent = UnionOf<typeof nightPermitEvents>;
export type RepairNoticeEvent = UnionOf<typeof repairNoticeEvents>;
export type QuietPeriodEvent = UnionOf<typeof quietPeriodEvents>;
