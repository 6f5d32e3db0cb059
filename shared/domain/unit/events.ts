import { z } from 'zod';
import { provenanceSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';

export const unitRecordSchema = z.strictObject({
  /** 机动一组, 二区 1 车. */
  name: z.string().trim().min(1).max(40),
  kind: z.enum(['group', 'vehicle', 'foot', 'post', 'drone']),
  squad: z.string().max(40),
  zone: z.string().max(40).optional(),
  /** Officers with a valid enforcement certificate tonight. */
  certified: z.int().min(0).max(50),
  auxiliary: z.int().min(0).max(50),
  vehicle: z.string().max(40).optional(),
  radio: z.string().max(40).optional(),
  bodyCam: z.string().max(40).optional(),
  /** Ids of the position sources it carries. */
  devices: z.array(z.string().max(40)).max(6),
  /** Kept for emergencies: recommended last. */
  reserve: z.boolean(),
  /**
   * Accounts of the officers in it this shift, each once; absent where nobody has said. What is known of the unit's way
   * is known of these people.
   */
  crew: z
    .array(z.uuid())
    .max(20)
    .refine((ids) => new Set(ids).size === ids.length, 'each once')
    .optional(),
  shift: z.strictObject({ from: z.int(), to: z.int() }),
});
export type UnitRecord = z.infer<typeof unitRecordSchema>;

export const unitStatusSchema = z.enum(['offDuty', 'available', 'onFixedPost', 'resting']);
export type UnitStatus = z.infer<typeof unitStatusSchema>;

export const unitEvents = {
  UnitRecorded: z.strictObject({ record: unitRecordSchema, provenance: provenanceSchema }),
  UnitStatusChanged: z.strictObject({
    status: unitStatusSchema,
    reportedByDesk: z.boolean(),
    channel: z.string().max(40).optional(),
  }),
  /** It was given an assignment, or one more behind the others. */
  UnitEngaged: z.strictObject({ assignment: z.string(), incident: z.string() }),
  UnitFreed: z.strictObject({ assignment: z.string(), incident: z.string() }),
};
export type UnitEvent = UnionOf<typeof unitEvents>;
