import { z } from 'zod';
import { provenanceSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';

/** Whom one rings at night: a post or an office with its duty telephone. Never a person: neither name nor private number. */
export const contactRecordSchema = z.strictObject({
  /** Such as 区公安指挥中心, 示例物业值班室. */
  name: z.string().trim().min(1).max(60),
  kind: z.enum([
    ...(['police', 'ecology', 'housing', 'traffic', 'utility'] as const),
    ...(['street', 'property', 'builder', 'neighbour', 'other'] as const),
  ]),
  /** The authority it speaks for, as the matters of the pack name it; empty where it is none. */
  authority: z.string().trim().max(60),
  phone: z.string().trim().min(1).max(40),
  /** When it is answered, in words, such as 全天 or 18:00–次日 8:00; empty: not known. */
  hours: z.string().trim().max(60),
  /** When somebody last rang it and got the right place. */
  checkedOn: z.iso.date(),
  note: z.string().trim().max(200).optional(),
});
export type ContactRecord = z.infer<typeof contactRecordSchema>;

export const contactEvents = {
  ContactRecorded: z.strictObject({ record: contactRecordSchema, provenance: provenanceSchema }),
  ContactWithdrawn: z.strictObject({ reason: z.string().max(200), provenance: provenanceSchema }),
};
export type ContactEvent = UnionOf<typeof contactEvents>;
