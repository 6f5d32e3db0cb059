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
  /**
   * Last civil day of each certificate of those counted in `certified`: it holds until that day's midnight. Those of which
   * nothing is said hold.
   */
  certificatesTo: z.array(z.iso.date()).max(50).optional(),
  /** What its people can do besides: codes of the pack, such as `measuring`, `drone`. */
  skills: z.array(z.string().max(40)).max(12).optional(),
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
  UnitEngaged: z.strictObject({
    assignment: z.string(),
    incident: z.string(),
    /** The job it goes in front of; absent: behind all. */
    before: z.string().optional(),
  }),
  /** Its jobs in the order in which it goes to them now (跑单顺序). */
  UnitJobsOrdered: z.strictObject({ order: z.array(z.string()).min(2).max(40) }),
  /** Kept for emergencies from now on, or released for everything: by whom stands in the envelope, why here. */
  UnitReserveChanged: z.strictObject({ reserve: z.boolean(), why: z.string().min(1).max(40) }),
  /** It stands in for another zone, whose unit was sent away; null: it is back in its own. */
  UnitStandsIn: z.strictObject({ zone: z.string().max(40).nullable() }),
  /** It goes to help who calls: that alarm; null: no more. */
  UnitSupports: z.strictObject({ alarm: z.string().max(60).nullable() }),
  UnitFreed: z.strictObject({ assignment: z.string(), incident: z.string() }),
};
export type UnitEvent = UnionOf<typeof unitEvents>;
